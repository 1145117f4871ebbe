import CLinux
import Glibc

/// The kernel lock that makes its holder the one sender of a database. It ends with this object, or with the process,
/// however that ends.
public final class SenderLock {
    private let descriptor: Int32

    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// Another process sends; its id, when it could be read.
        case held(by: Int32?)
        case cannotOpen(path: String, reason: String)

        public var description: String {
            switch self {
            case .held(let process):
                "another mailer is sending already" + (process.map { " (process \($0))" } ?? "")
            case .cannotOpen(let path, let reason): "cannot open the lock file \(path): \(reason)"
            }
        }
    }

    /// - Parameter path: beside the database, on a local file system; the file stays, the lock doesn't.
    public init(path: String) throws(Failure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            // `deinit` closes the descriptor of an object that is complete, also when its `init` throws.
            throw .held(by: SenderLock.holder(descriptor))
        }
        // For people: `held(by:)` names the process. The lock itself needs no content.
        let name = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, name, name.count, 0)
    }

    deinit { close(descriptor) }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
