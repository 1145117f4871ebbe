import Glibc
import Synchronization

/// Asks a sender from another thread to finish what is in flight, claim nothing more, and end.
public final class StopSignal: Sendable {
    private let flag = Atomic<Bool>(false)
    /// The eventfd of the transport that waits; -1 while none does.
    private let descriptor = Atomic<Int32>(-1)

    public init() {}

    public var isSet: Bool { flag.load(ordering: .acquiring) }

    public func set() {
        flag.store(true, ordering: .sequentiallyConsistent)
        let descriptor = descriptor.load(ordering: .sequentiallyConsistent)
        var one: UInt64 = 1
        if descriptor >= 0 { _ = write(descriptor, &one, MemoryLayout<UInt64>.size) }
    }

    /// From now on `set` ends the transport's wait.
    func wakes(_ transport: (any Transport)?) {
        descriptor.store(transport?.wakeDescriptor ?? -1, ordering: .sequentiallyConsistent)
    }
}
