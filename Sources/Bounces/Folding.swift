import Foundation

/// Text made comparable: lower case, without accents, with plain quotes and single spaces.
///
/// Reports come in any language with any charset; without accents one spelling of a phrase finds them all.
struct Folded: Sendable, Equatable {
    let bytes: [UInt8]

    init(_ text: some StringProtocol) {
        bytes = Self.fold(text)
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var isEmpty: Bool { bytes.isEmpty }

    func contains(_ phrases: PhraseSet) -> Bool { phrases.isContained(in: bytes) }

    func hasPrefix(_ phrases: PhraseSet) -> Bool { phrases.isPrefix(of: bytes) }

    private static func fold(_ text: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        let source = isASCII ? String(text) : plain(String(text))
        for byte in source.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
            case 0...UInt8(ascii: " "):
                if let last = bytes.last, last != UInt8(ascii: " ") { bytes.append(UInt8(ascii: " ")) }
            default: bytes.append(byte)
            }
        }
        if bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return bytes
    }

    private static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "\u{2018}", "\u{2019}", "\u{B4}", "`": plain.append("'")
            case "\u{201C}", "\u{201D}", "\u{AB}", "\u{BB}", "\u{201E}": plain.append("\"")
            case "\u{A0}", "\u{3000}", "\u{202F}": plain.append(" ")
            case "\u{2010}"..."\u{2015}": plain.append("-")
            case "\u{DF}": plain.append(contentsOf: "ss".unicodeScalars)
            case "\u{131}": plain.append("i")
            case "\u{142}": plain.append("l")
            case "\u{F8}": plain.append("o")
            default: if scalar.properties.generalCategory != .nonspacingMark { plain.append(scalar) }
            }
        }
        return String(plain)
    }
}

/// Phrases to look for in folded text. They may be written with accents.
struct PhraseSet: Sendable, ExpressibleByArrayLiteral {
    private let phrases: [[UInt8]]
    /// The same for the C library's search, which is several times as fast as a loop of our own.
    private let terminated: [[CChar]]

    init(arrayLiteral elements: String...) {
        phrases = elements.map { Folded.phrase($0) }
        terminated = phrases.map { $0.map { CChar(bitPattern: $0) } + [0] }
    }

    /// Whether any of them stands anywhere in it.
    func isContained(in text: [UInt8]) -> Bool {
        // Folded text has no NUL.
        let text = text.map { CChar(bitPattern: $0) } + [0]
        return text.withUnsafeBufferPointer { haystack in
            guard let hay = haystack.baseAddress else { return false }
            return terminated.contains { strstr(hay, $0) != nil }
        }
    }

    func isPrefix(of text: [UInt8]) -> Bool {
        phrases.contains { text.starts(with: $0) }
    }

    func contains(_ text: [UInt8]) -> Bool {
        phrases.contains(text)
    }
}

extension Folded {
    /// Like any text, but a space at an end of a phrase counts: it stands for the end of a word.
    static func phrase(_ text: String) -> [UInt8] {
        let space = [UInt8(ascii: " ")]
        return (text.hasPrefix(" ") ? space : []) + Folded(text).bytes + (text.hasSuffix(" ") ? space : [])
    }
}
