/// What a relay announced in its last EHLO reply (RFC 5321 §4.1.1.1).
public struct Capabilities: Sendable, Hashable {
    /// All keywords with their parameters, as announced.
    public let keywords: [String]
    /// RFC 2920
    public let pipelining: Bool
    /// RFC 6152
    public let eightBitMIME: Bool
    /// RFC 6531
    public let smtpUTF8: Bool
    /// RFC 2034
    public let enhancedStatusCodes: Bool
    /// RFC 1870: MAIL may say SIZE.
    public let size: Bool
    /// The most bytes in a message; nil when the relay names no limit (RFC 1870 §4: 0 is none either).
    public let sizeLimit: Int?

    public init(keywords: [String]) {
        self.keywords = keywords
        var parameters: [String: Substring] = [:]
        for keyword in keywords {
            let words = keyword.split(separator: " ", maxSplits: 1)
            if let name = words.first { parameters[name.uppercased()] = words.dropFirst().first ?? "" }
        }
        pipelining = parameters["PIPELINING"] != nil
        eightBitMIME = parameters["8BITMIME"] != nil
        smtpUTF8 = parameters["SMTPUTF8"] != nil
        enhancedStatusCodes = parameters["ENHANCEDSTATUSCODES"] != nil
        size = parameters["SIZE"] != nil
        sizeLimit = parameters["SIZE"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }
}
