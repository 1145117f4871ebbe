/// An enhanced mail system status code (RFC 3463 §2), such as `5.1.1`.
public struct EnhancedStatus: Sendable, Hashable, CustomStringConvertible {
    /// 2 success, 4 transient failure, 5 permanent failure.
    public let `class`: Int
    /// 0 to 999: what the status is about, such as 1 for the address and 7 for policy.
    public let subject: Int
    /// 0 to 999, within the subject.
    public let detail: Int

    /// Reads exactly `class.subject.detail`; nil for anything else before, between or behind.
    public init?(_ text: some StringProtocol) {
        self.init(bytes: text.utf8)
    }

    init?(bytes: some Collection<UInt8>) {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3,
            let `class` = Self.number(parts[0]), [2, 4, 5].contains(`class`),
            let subject = Self.number(parts[1]), let detail = Self.number(parts[2])
        else { return nil }
        self.class = `class`
        self.subject = subject
        self.detail = detail
    }

    public var description: String { "\(`class`).\(subject).\(detail)" }

    /// RFC 3463 §2: one to three digits without leading zeros.
    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        let zero = UInt8(ascii: "0")
        guard (1...3).contains(digits.count), digits.count == 1 || digits.first != zero,
            digits.allSatisfy({ (zero...zero + 9).contains($0) })
        else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - zero) }
    }
}
