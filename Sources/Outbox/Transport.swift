import Newsletter

/// One message on its way to the relay: the envelope (RFC 5321 §2.3.1) and the bytes.
public struct OutgoingMessage: Sendable {
    public let delivery: Int64
    /// MAIL FROM and RCPT TO, valid and without brackets; the sender may be empty.
    public let sender: String
    public let recipient: String
    public let needsSMTPUTF8: Bool
    /// RFC 5322 with CRLF, not dot-stuffed, ends with CRLF.
    public let bytes: [UInt8]

    public init(delivery: Int64, sender: String, recipient: String, needsSMTPUTF8: Bool, bytes: [UInt8]) {
        self.delivery = delivery
        self.sender = sender
        self.recipient = recipient
        self.needsSMTPUTF8 = needsSMTPUTF8
        self.bytes = bytes
    }
}

/// What became of a message that the transport took.
public struct FinishedDelivery: Sendable {
    public let delivery: Int64
    public let outcome: DeliveryOutcome
    /// The remote host that the outcome speaks of.
    public let host: String?

    public init(delivery: Int64, outcome: DeliveryOutcome, host: String?) {
        self.delivery = delivery
        self.outcome = outcome
        self.host = host
    }
}

/// Carries messages to a relay, many at once. One thread owns it.
///
/// A turn of the sender is `gather`, commit, `proceed`: a connection whose outcome `gather` returned writes no final dot
/// before `proceed`, which says that the outcome is committed.
public protocol Transport: AnyObject {
    /// How many more messages it takes now. At most 1 until a first connection stands: a dead relay costs one claim.
    var room: Int { get }
    /// Messages taken and not finished.
    var inFlight: Int { get }
    /// An eventfd: writing 8 bytes to it, from any thread or signal handler, ends a `gather` that waits.
    var wakeDescriptor: Int32 { get }
    /// Can be read when `gather` has something to do; for an epoll set over several transports.
    var pollDescriptor: Int32 { get }
    /// Milliseconds after which `gather` has something to do in any case, such as giving up on a silent relay.
    var patience: Int { get }
    /// Waits until something happened, at most `milliseconds`, reads on until nothing is new, and returns what finished.
    func gather(milliseconds: Int) -> [FinishedDelivery]
    /// What `gather` returned is committed; takes new messages, at most `room`.
    func proceed(with messages: [OutgoingMessage])
    /// Says QUIT on idle connections and closes all; what is in flight is cut.
    func close()
}
