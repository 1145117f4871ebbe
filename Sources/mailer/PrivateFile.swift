import Arguments
import Foundation

/// A file that its owner alone may read.
enum PrivateFile {
    /// Puts the text in the file's place in one step; at no moment can others read it.
    static func write(_ text: String, to path: String) throws {
        let draft = path + ".part"
        unlink(draft)
        let isWritten = FileManager.default.createFile(
            atPath: draft, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten, rename(draft, path) == 0 else {
            throw Failure(.unavailable, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }
}
