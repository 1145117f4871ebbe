import CLinux
import Glibc
import Mail
import Newsletter
import Outbox

/// Writes each message into a folder, as DELIVERY.eml, where a relay would have taken it.
///
/// The file starts with the envelope as a mailbox keeps it, `Return-Path` and `Delivered-To`, and goes on with the
/// message's very bytes. It appears whole or not at all. A file that is there already is never touched: the next copy
/// becomes DELIVERY-2.eml, so repeats show. Files are not forced to the disk: a power cut may take the last ones along.
public final class FolderTransport: Transport {
    public let wakeDescriptor: Int32
    private let folder: String
    private var finished: [FinishedDelivery] = []
    /// The last write went well.
    private var isGood = false
    /// As many as a transaction is good for, and few enough that a stop is quick.
    private static let batch = 64

    /// - Throws: when the kernel has no descriptor left.
    public init(folder: String) throws {
        self.folder = folder
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard wakeDescriptor >= 0 else { throw SystemFailure(doing: "cannot wait") }
    }

    deinit { Glibc.close(wakeDescriptor) }

    public var room: Int { max(0, (isGood ? Self.batch : 1) - finished.count) }
    public var inFlight: Int { finished.count }
    public var pollDescriptor: Int32 { wakeDescriptor }
    public var patience: Int { finished.isEmpty ? .max : 0 }

    public func gather(milliseconds: Int) -> [FinishedDelivery] {
        if finished.isEmpty { wait(milliseconds) }
        defer { finished.removeAll(keepingCapacity: true) }
        return finished
    }

    public func proceed(with messages: [OutgoingMessage]) {
        for message in messages {
            finished.append(FinishedDelivery(delivery: message.delivery, outcome: outcome(of: message), host: nil))
        }
    }

    public func close() { finished.removeAll() }

    private func wait(_ milliseconds: Int) {
        var bell = pollfd(fd: wakeDescriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&bell, 1, Int32(clamping: max(0, milliseconds))) > 0 else { return }
        var count: eventfd_t = 0
        eventfd_read(wakeDescriptor, &count)
    }

    private func outcome(of message: OutgoingMessage) -> DeliveryOutcome {
        do {
            let name = try write(message)
            isGood = true
            return .sent(SMTPReply(code: 250, text: "written as \(name)"))
        } catch {
            isGood = false
            return .notSent(ConnectionFailure(stage: .message, reason: "\(error)"))
        }
    }

    private func write(_ message: OutgoingMessage) throws(SystemFailure) -> String {
        // The name starts with a dot, so that nobody who looks for mail takes it for one.
        let draft = "\(folder)/.\(message.delivery).\(getpid()).part"
        defer { unlink(draft) }
        try fill(draft, [Self.envelope(of: message), message.bytes])
        var copy = 1
        while true {
            let name = copy == 1 ? "\(message.delivery).eml" : "\(message.delivery)-\(copy).eml"
            // Unlike a rename, a link never takes the place of another file.
            if link(draft, "\(folder)/\(name)") == 0 { return name }
            guard errno == EEXIST else { throw SystemFailure(doing: "cannot write into \(folder)") }
            copy += 1
        }
    }

    private func fill(_ path: String, _ parts: [[UInt8]]) throws(SystemFailure) {
        // Readers' addresses are in it: for the owner's eyes.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure(doing: "cannot write into \(folder)") }
        defer { Glibc.close(descriptor) }
        for part in parts {
            var rest = part[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw SystemFailure(doing: "cannot write into \(folder)") }
                rest = rest.dropFirst(count)
            }
        }
    }

    private static func envelope(of message: OutgoingMessage) -> [UInt8] {
        Array("Return-Path: <\(message.sender)>\r\nDelivered-To: \(message.recipient)\r\n".utf8)
    }
}

/// What the system would not do, in its own words.
struct SystemFailure: Error, CustomStringConvertible {
    let description: String

    init(doing what: String) {
        description = "\(what): \(String(cString: strerror(errno)))"
    }
}
