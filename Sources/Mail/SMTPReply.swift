/// What an SMTP server answered to one command (RFC 5321 §4.2).
public struct SMTPReply: Sendable, Hashable {
    /// 200…599
    public let code: Int
    /// Of the class that the code's first digit says (RFC 2034 §4).
    public let enhanced: EnhancedStatus?
    /// One line for people, of at most 512 characters: the reply's lines joined by spaces, without the enhanced status.
    /// It comes from the server, so it may name the recipient: not for our logs.
    public let text: String

    /// Control characters of the text become spaces; what is beyond 512 characters is cut off.
    public init(code: Int, enhanced: EnhancedStatus? = nil, text: String) {
        self.code = code
        self.enhanced = enhanced
        self.text = Self.oneLine(text)
    }

    /// 2yz: done.
    public var isPositive: Bool { code / 100 == 2 }
    /// 4yz: may succeed later.
    public var isTransient: Bool { code / 100 == 4 }
    /// 5yz: will not succeed.
    public var isPermanent: Bool { code / 100 == 5 }

    /// Scalars, of which no text has fewer than characters.
    static let longestText = 512

    private static func oneLine(_ text: String) -> String {
        // Nearly every reply is short printable ASCII and stays as it is.
        if text.utf8.count <= longestText, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(longestText) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: line.append(" ")
            default: line.append(scalar.properties.isBidiControl ? " " : scalar)
            }
        }
        return String(line)
    }
}
