import Foundation

/// An sRGB colour without transparency: mail programs know little of that.
public struct Color: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    static let black = Color(0, 0, 0)

    /// `#1f2933` or `#fff`; nil for anything else.
    public init?(_ text: String) {
        let digits = text.dropFirst().compactMap(\.hexDigitValue)
        guard text.first == "#", text.allSatisfy(\.isASCII), digits.count == text.count - 1 else { return nil }
        switch digits.count {
        case 3: self.init(digits[0] * 17, digits[1] * 17, digits[2] * 17)
        case 6: self.init(digits[0] * 16 + digits[1], digits[2] * 16 + digits[3], digits[4] * 16 + digits[5])
        default: return nil
        }
    }

    init(_ red: Int, _ green: Int, _ blue: Int) {
        (self.red, self.green, self.blue) = (UInt8(red), UInt8(green), UInt8(blue))
    }

    /// `#1f2933`.
    public var text: String {
        "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Between this colour and another.
    /// - Parameter part: 0 for this one, 1 for the other.
    public func mixed(with other: Color, _ part: Double) -> Color {
        func mix(_ one: UInt8, _ other: UInt8) -> Int {
            Int((Double(one) * (1 - part) + Double(other) * part).rounded())
        }
        return Color(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }

    /// The contrast ratio, from 1 to 21 (WCAG 2.2, "contrast ratio").
    public func contrast(to other: Color) -> Double {
        let (one, other) = (luminance, other.luminance)
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    /// WCAG 2.2, "relative luminance".
    private var luminance: Double {
        func linear(_ part: UInt8) -> Double {
            let part = Double(part) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
