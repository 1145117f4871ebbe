import Foundation
import Mail
import Outbox
import Signing

/// Where messages lie to be signed: whoever gives them signs too, and a thread for each further processor takes from the same
/// heap. Nobody goes on before all are signed, so that their order stays and no more lie here than were given.
///
/// `@unchecked Sendable`: everything that changes is used under `lock`; each thread has a signer of its own.
final class SigningTable: @unchecked Sendable {
    private typealias Message = Result<OutgoingMessage, any Error>

    private let lock = NSCondition()
    private var messages: [Message] = []
    private var time = Timestamp(seconds: 0)
    /// The first that nobody has taken, and how many are not back.
    private var next = 0
    private var open = 0
    private var isClosed = false
    /// Of the thread that gives the messages.
    private let signer: DKIMSigner

    private static let mostThreads = 7

    init(_ signatories: [DKIMSignatory]) throws {
        signer = try DKIMSigner(signatories)
        for _ in 0..<min(ProcessInfo.processInfo.activeProcessorCount - 1, SigningTable.mostThreads) {
            _ = try DKIMSigner(signatories)  // what can fail fails here
            Thread.detachNewThread { [self] in
                guard let signer = try? DKIMSigner(signatories) else { return }
                work(with: signer, staying: true)
            }
        }
    }

    /// Lets the threads go; nothing can be signed any more.
    func close() {
        lock.withLock {
            isClosed = true
            lock.broadcast()
        }
    }

    /// The messages with their signatures, in their order; failures stay what they are.
    func sign(_ unsigned: [Result<OutgoingMessage, any Error>], at now: Timestamp) -> [Result<
        OutgoingMessage, any Error
    >] {
        lock.withLock {
            (messages, time, next, open) = (unsigned, now, 0, unsigned.count)
            if unsigned.count > 1 { lock.broadcast() }
        }
        work(with: signer, staying: false)
        return lock.withLock {
            while open > 0 { lock.wait() }
            defer { (messages, next) = ([], 0) }
            return messages
        }
    }

    /// Signs what nobody has taken. `staying`: then waits for more.
    private func work(with signer: DKIMSigner, staying: Bool) {
        lock.lock()
        defer { lock.unlock() }
        while true {
            while staying, next == messages.count, !isClosed { lock.wait() }
            guard next < messages.count, !isClosed else { return }
            let (index, message, time) = (next, messages[next], time)
            next += 1
            lock.unlock()
            let signed = message.flatMap { message in
                Result {
                    OutgoingMessage(
                        delivery: message.delivery, sender: message.sender, recipient: message.recipient,
                        needsSMTPUTF8: message.needsSMTPUTF8, bytes: try signer.sign(message.bytes, at: time))
                }
            }
            lock.lock()
            messages[index] = signed
            open -= 1
            if open == 0 { lock.broadcast() }
        }
    }
}
