import Newsletter
import Outbox

/// Hands a few messages to the relay at once, past the queue: nothing of it is recorded.
struct DirectSending {
    private let transport: any Transport

    init(_ transport: any Transport) {
        self.transport = transport
    }

    /// Returns when each message has its outcome, in the order of `messages`, whose `delivery` counts from 0. The transport
    /// limits how long a relay may be silent.
    func send(_ messages: [OutgoingMessage]) -> [DeliveryOutcome] {
        var waiting = messages[...]
        var outcomes: [Int64: DeliveryOutcome] = [:]
        while outcomes.count < messages.count {
            let next = waiting.prefix(transport.room)
            waiting = waiting.dropFirst(next.count)
            transport.proceed(with: Array(next))
            for finished in transport.gather(milliseconds: 1_000) {
                outcomes[finished.delivery] = finished.outcome
                // One that could not go out tells of the relay, so the others need no try of their own.
                guard case .notSent = finished.outcome else { continue }
                for message in waiting { outcomes[message.delivery] = finished.outcome }
                waiting = []
            }
        }
        transport.close()
        return messages.compactMap { outcomes[$0.delivery] }
    }
}
