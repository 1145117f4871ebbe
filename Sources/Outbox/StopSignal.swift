import Glibc
import Synchronization

/// Asks a sender from another thread to finish what is in flight, claim nothing more, and end.
public final class StopSignal: Sendable {
    private let flag = Atomic<Bool>(false)
    /// The eventfd of the transport that waits; nil while none does. Behind a lock, so that none is written to once it is
    /// closed.
    private let descriptor = Mutex<Int32?>(nil)

    public init() {}

    public var isSet: Bool { flag.load(ordering: .acquiring) }

    public func set() {
        flag.store(true, ordering: .sequentiallyConsistent)
        descriptor.withLock { descriptor in
            var one: UInt64 = 1
            if let descriptor { _ = write(descriptor, &one, MemoryLayout<UInt64>.size) }
        }
    }

    /// From now on `set` ends the wait of whoever listens to this eventfd.
    func wakes(_ wakeDescriptor: Int32?) {
        descriptor.withLock { $0 = wakeDescriptor }
    }
}
