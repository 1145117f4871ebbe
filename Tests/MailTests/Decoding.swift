import Foundation

/// What a reader makes of the bytes that the room writes; strict, so that a mistake shows.
enum Decoding {
    struct Malformed: Error {
        let what: String
    }

    /// RFC 2045 §6.7.
    static func quotedPrintable(_ bytes: [UInt8]) throws -> String {
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "=") else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            guard index + 2 < bytes.count else { throw Malformed(what: "cut off after =") }
            let pair = bytes[index + 1...index + 2]
            if !pair.elementsEqual([0x0D, 0x0A]) {
                let digits = String(decoding: pair, as: UTF8.self)
                guard let byte = UInt8(digits, radix: 16), digits == digits.uppercased() else {
                    throw Malformed(what: "=\(digits)")
                }
                decoded.append(byte)
            }
            index += 3
        }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw Malformed(what: "not UTF-8") }
        return text
    }

    /// Unfolds a field (RFC 5322 §2.2.3) and decodes its encoded words (RFC 2047 §6.2).
    static func value(of bytes: [UInt8]) throws -> String {
        let unfolded = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: " ")
        guard let colon = unfolded.firstIndex(of: ":"), unfolded.hasSuffix("\r\n") else {
            throw Malformed(what: "field")
        }
        var value = ""
        var wasEncoded = true
        for token in unfolded[colon...].dropFirst(2).dropLast().split(separator: " ") {
            let isEncoded = token.hasPrefix("=?utf-8?")
            if !(isEncoded && wasEncoded) && !value.isEmpty { value += " " }
            value += isEncoded ? try encodedWord(token) : String(token)
            wasEncoded = isEncoded
        }
        return value
    }

    private static func encodedWord(_ word: Substring) throws -> String {
        let parts = word.split(separator: "?", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[4] == "=" else { throw Malformed(what: String(word)) }
        if parts[2] == "Q" { return try quotedPrintable(Array(parts[3].replacing("_", with: " ").utf8)) }
        guard let data = Data(base64Encoded: String(parts[3])), let text = String(validating: data, as: UTF8.self)
        else {
            throw Malformed(what: String(word))
        }
        return text
    }

    /// Lines without their CRLF; a CR or LF by itself stays in its line.
    static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false).map(
            String.init)
    }
}
