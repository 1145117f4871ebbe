import Mail
import Newsletter

/// What a piece of a report says about why mail was not delivered.
struct Diagnosis: Sendable {
    var status: EnhancedStatus?
    var code: Int?
    var reason: BounceReason

    /// - Parameter status: of a Status field; replaced by the text's when that one is of the same class and says more.
    init(status: EnhancedStatus? = nil, _ text: some StringProtocol) {
        let words = Self.wordsOnly(text)
        code = Self.replyCode(in: words)
        let quoted = Self.status(in: words)
        self.status = status
        if let quoted, status.map({ $0.isVague && $0.class == quoted.class }) ?? true { self.status = quoted }
        // Some phrases of the table are written with accents, and some reports without.
        let unaccented = words.utf8.allSatisfy { $0 < 0x80 } ? "" : " " + Folded(words).text
        reason = BounceReason(code: code, status: self.status, text: words + unaccented)
    }

    /// How final it is: a temporary failure that was given up on tells nothing of the address; neither does a refusal
    /// that speaks of anything else.
    var failure: ReturnedMail.FailureClass {
        let isTemporary = status.map { $0.class == 4 } ?? code.map { $0 / 100 == 4 } ?? false
        if isTemporary { return .soft }
        return reason.isAboutAddress || reason == .unclassified ? .hard : .soft
    }

    /// Longest text that is looked at.
    private static let longest = 4_096

    /// The text without addresses and web addresses, whose words mean nothing here: `spam@policy.example`.
    static func wordsOnly(_ text: some StringProtocol) -> String {
        var words: [Substring] = []
        for word in String(text.prefix(longest)).split(whereSeparator: \.isWhitespace) {
            guard word.utf8.contains(UInt8(ascii: "@")) || word.contains("://") || word.hasPrefix("www.") else {
                words.append(word)
                continue
            }
            // Punctuation at the end holds the sentence together; scripts without spaces go on behind the address.
            if let last = FoundAddress.all(in: word).last, !last.after.utf8.allSatisfy({ $0 < 0x80 }) {
                words += [last.before, last.after]
            } else if let last = word.last, last == ":" || last == "," || last == "." {
                words.append(word.suffix(1))
            }
        }
        return words.joined(separator: " ")
    }

    /// The first enhanced status code (RFC 3463) that stands free: `5.1.1`, `(#5.1.1)`, `550-5.1.1`; no part of a
    /// number with more dots.
    static func status(in text: String) -> EnhancedStatus? {
        for word in text.utf8.split(whereSeparator: { !($0.isASCIIDigit || $0 == UInt8(ascii: ".")) }) {
            var word = word
            while word.last == UInt8(ascii: ".") { word.removeLast() }
            guard word.count >= 5, let status = EnhancedStatus(Substring(word)), status.class != 2 else { continue }
            // A version or a part of a name: `v5.1.1`, `mx4.1.2`.
            if word.startIndex > text.startIndex {
                let previous = text.utf8[text.utf8.index(before: word.startIndex)]
                if previous.isASCIILetterOrDigit { continue }
            }
            return status
        }
        return nil
    }

    /// The first SMTP reply code of failure: three digits at the start of a word, a space, hyphen or end behind them.
    static func replyCode(in text: String) -> Int? {
        let bytes = Array(text.utf8)
        let before = Array(" \"'([:;#><=".utf8), behind = Array(" -:,\")].".utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "4") || bytes[index] == UInt8(ascii: "5") {
            guard index + 2 < bytes.count, bytes[index + 1].isASCIIDigit, bytes[index + 1] <= UInt8(ascii: "7"),
                bytes[index + 2].isASCIIDigit
            else { continue }
            if index > 0, !before.contains(bytes[index - 1]) { continue }
            if index + 3 < bytes.count, !behind.contains(bytes[index + 3]) { continue }
            // 550.com, 500.1
            if index + 4 < bytes.count, bytes[index + 3] == UInt8(ascii: "."), bytes[index + 4].isASCIILetterOrDigit {
                continue
            }
            return bytes[index..<(index + 3)].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        return nil
    }
}

extension EnhancedStatus {
    /// Says only whether it is final: X.0.0 and the like.
    var isVague: Bool { detail == 0 }
}
