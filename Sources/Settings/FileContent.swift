import Glibc

/// A small file, read whole.
struct FileContent {
    let bytes: [UInt8]
    /// Neither its group nor others may read or write it.
    let isPrivate: Bool

    struct Failure: Error {
        /// The system's words.
        let reason: String
    }

    /// Fails beyond `limit` bytes.
    init(path: String, limit: Int) throws(Failure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(reason: systemReason()) }
        defer { close(descriptor) }
        // Asked of the open file, so that it is the one that is read.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(reason: systemReason()) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(reason: systemReason())
            }
            bytes += chunk[..<count]
            if bytes.count > limit { throw Failure(reason: "it has more than \(limit) bytes") }
        }
        self.bytes = bytes
        isPrivate = status.st_mode & 0o077 == 0
    }
}

/// What the system says about its last error.
func systemReason() -> String {
    String(cString: strerror(errno))
}
