import Foundation

/// Encoded words: how text beyond ASCII stands in a header (RFC 2047).
enum EncodedWord {
    /// With `Reply-To: ` or `Subject: ` before it a word still fits the 76 columns that RFC 2047 §2 gives a line.
    private static let longest = 64
    private static let longestContent = longest - "=?utf-8?Q?".count - "?=".count

    /// `text` as encoded words, to be joined by one space or folded between them: a decoder drops what separates them.
    ///
    /// The alphabet is the narrow one of RFC 2047 §5 (3), so that the words may stand in a phrase too.
    static func words(_ text: String) -> [String] {
        let quotedLength = quotedCost(text[...])
        let base64Length = (text.utf8.count + 2) / 3 * 4
        // Latin text stays legible in a raw header, at the price of some length.
        if quotedLength * 2 <= base64Length * 3 {
            return pieces(of: text, cost: quotedCost, limit: longestContent)
                .map { "=?utf-8?Q?\(quoted($0))?=" }
        }
        return pieces(of: text, cost: { $0.utf8.count }, limit: longestContent / 4 * 3)
            .map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }
    }

    /// Characters stay whole (§5: "MUST represent an integral number of characters"), their combining marks too where
    /// they fit.
    private static func pieces(of text: String, cost: (Substring) -> Int, limit: Int) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var used = 0
        func add(_ range: Range<String.Index>) {
            let price = cost(text[range])
            if used + price > limit {
                pieces.append(text[start..<range.lowerBound])
                start = range.lowerBound
                used = 0
            }
            used += price
        }
        for index in text.indices {
            let character = index..<text.index(after: index)
            if cost(text[character]) <= limit {
                add(character)
            } else {
                let scalars = text.unicodeScalars
                for index in scalars[character].indices { add(index..<scalars.index(after: index)) }
            }
        }
        pieces.append(text[start...])
        return pieces.filter { !$0.isEmpty }
    }

    private static func quotedCost(_ text: Substring) -> Int {
        text.utf8.reduce(0) { $0 + (isLiteral($1) || $1 == UInt8(ascii: " ") ? 1 : 3) }
    }

    private static func quoted(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: " ") {
                bytes.append(UInt8(ascii: "_"))
            } else if isLiteral(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "="), hexDigit(byte >> 4), hexDigit(byte & 0x0F)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "!"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"): true
        default: false
        }
    }
}
