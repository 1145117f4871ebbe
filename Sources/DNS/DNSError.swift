/// Why DNS gave no answer. That a record isn't there is an answer, and no error.
public enum DNSError: Error, Equatable, CustomStringConvertible {
    /// The system's resolver does not start.
    case noResolver
    /// No server answered, or it could not find out.
    case noAnswer
    /// The answer is no DNS message.
    case malformed
    /// The server to ask has no IPv4 address.
    case notIPv4

    public var description: String {
        switch self {
        case .noResolver: "the system's DNS resolver does not start; is /etc/resolv.conf in order?"
        case .noAnswer: "no DNS server answers; see /etc/resolv.conf and the network"
        case .malformed: "the DNS server's answer can't be read; ask another one"
        case .notIPv4: "the DNS server must have an IPv4 address"
        }
    }
}
