import Foundation

/// Reads a file on a thread of its own, a batch ahead of whoever writes it down: reading and the database each keep a processor
/// busy.
///
/// `@unchecked Sendable`: `file` is the reading thread's alone; everything else is used under `lock`.
final class ImportBatches: @unchecked Sendable {
    struct Batch {
        /// In the order of the file; those that hold nobody too.
        var rows: [ImportFile.Row] = []
        /// How far the file was read by then.
        var progress: Double?
    }

    private var file: ImportFile
    private let limit: Int
    private let lock = NSCondition()
    private var ready: Result<Batch?, any Error>?
    private var isGivenUp = false

    /// - Parameter limit: rows of a batch.
    init(_ file: ImportFile, limit: Int) {
        self.file = file
        self.limit = limit
        Thread.detachNewThread { [self] in
            while case let result = Result(catching: { try read() }), hand(over: result) {}
        }
    }

    /// The next batch, nil at the end of the file. Throws what reading threw.
    func next() throws -> Batch? {
        lock.lock()
        defer { lock.unlock() }
        while ready == nil { lock.wait() }
        guard let result = ready else { return nil }
        if case .success(.some) = result {
            ready = nil  // the end and an error stay
            lock.broadcast()
        }
        return try result.get()
    }

    /// Nobody asks for more.
    func giveUp() {
        lock.withLock {
            isGivenUp = true
            lock.broadcast()
        }
    }

    private func read() throws -> Batch? {
        var batch = Batch()
        batch.rows.reserveCapacity(limit)
        while batch.rows.count < limit, let row = try file.next() { batch.rows.append(row) }
        batch.progress = file.progress
        return batch.rows.isEmpty ? nil : batch
    }

    /// Waits until the last batch was taken; false when there is nothing further to read.
    private func hand(over result: Result<Batch?, any Error>) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        while ready != nil, !isGivenUp { lock.wait() }
        if isGivenUp { return false }
        ready = result
        lock.broadcast()
        if case .success(.some) = result { return true }
        return false
    }
}
