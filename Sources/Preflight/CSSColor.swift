import Foundation

/// A colour of CSS (CSS Color 4), as far as mail uses it: hexadecimal, rgb() and the commonest names.
struct CSSColor: Equatable {
    let red: Double
    let green: Double
    let blue: Double

    static let black = CSSColor(red: 0, green: 0, blue: 0)
    static let white = CSSColor(red: 1, green: 1, blue: 1)

    init(red: Double, green: Double, blue: Double) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// Nil for what has no single colour or isn't known here.
    init?(_ text: String) {
        let text = text.lowercased().trimming(\.isWhitespace)
        if text.hasPrefix("#") {
            let digits = text.dropFirst().compactMap(\.hexDigitValue)
            guard digits.count == text.count - 1 else { return nil }
            switch digits.count {
            case 3: self.init(digits.map { Double($0 * 17) / 255 })
            case 6: self.init((0..<3).map { Double(digits[$0 * 2] * 16 + digits[$0 * 2 + 1]) / 255 })
            default: return nil
            }
        } else if text.hasPrefix("rgb(") || text.hasPrefix("rgba(") {
            let parts = text.dropFirst(text.hasPrefix("rgba") ? 5 : 4).dropLast().split { ", /".contains($0) }
            // What shines through has no colour of its own.
            guard parts.count == 3 || (parts.count == 4 && Double(parts[3]) == 1) else { return nil }
            let values = parts.prefix(3).compactMap { part in
                part.hasSuffix("%") ? Double(part.dropLast()).map { $0 / 100 } : Double(part).map { $0 / 255 }
            }
            guard values.count == 3 else { return nil }
            self.init(values)
        } else {
            guard let hexadecimal = Self.names[text] else { return nil }
            self.init(hexadecimal)
        }
    }

    private init(_ values: [Double]) {
        self.init(red: values[0], green: values[1], blue: values[2])
    }

    /// From 1 to 21 (WCAG 2.2, contrast ratio).
    func contrast(with other: CSSColor) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// WCAG 2.2, relative luminance.
    private var luminance: Double {
        let linear = [red, green, blue].map { $0 <= 0.04045 ? $0 / 12.92 : Self.power(($0 + 0.055) / 1.055) }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    private static func power(_ value: Double) -> Double { pow(value, 2.4) }

    private static let names = [
        "black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff",
        "yellow": "#ffff00", "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0", "maroon": "#800000",
        "olive": "#808000", "lime": "#00ff00", "aqua": "#00ffff", "cyan": "#00ffff", "teal": "#008080",
        "navy": "#000080", "fuchsia": "#ff00ff", "magenta": "#ff00ff", "purple": "#800080", "orange": "#ffa500",
        "lightgray": "#d3d3d3", "lightgrey": "#d3d3d3", "darkgray": "#a9a9a9", "darkgrey": "#a9a9a9",
        "dimgray": "#696969", "dimgrey": "#696969", "gainsboro": "#dcdcdc", "whitesmoke": "#f5f5f5", "pink": "#ffc0cb",
        "gold": "#ffd700", "beige": "#f5f5dc", "ivory": "#fffff0", "lightblue": "#add8e6", "lightyellow": "#ffffe0",
    ]
}
