import Foundation

/// The folder that an issue file lies in: its images and attachments come from there, and from nowhere else.
struct IssueFolder {
    private let root: String
    /// What the program reads into memory for one file: far above what any mail host takes.
    private static let longest = 20_000_000

    struct Refusal: Error {
        let message: String
    }

    /// - Parameter file: the issue file's path.
    init(of file: String) {
        let slash = file.lastIndex(of: "/")
        root = slash.map { String(file[...$0]) } ?? "."
    }

    /// Reads a file by its path relative to the folder. Links and `..` may not lead out of it.
    func contents(of path: String) throws(Refusal) -> [UInt8] {
        guard !path.hasPrefix("/"), !path.isEmpty, !path.utf8.contains(0) else {
            throw Refusal(message: "must be relative to the issue file; put the file beside it")
        }
        guard let folder = realpath(root, nil) else { throw Refusal(message: "cannot be read; correct its name") }
        defer { free(folder) }
        guard let resolved = realpath(root + "/" + path, nil) else {
            throw Refusal(message: "cannot be read: \(String(cString: strerror(errno))); correct its name")
        }
        defer { free(resolved) }
        let place = String(cString: folder)
        guard String(cString: resolved).hasPrefix(place == "/" ? "/" : place + "/") else {
            throw Refusal(message: "lies outside the issue's folder; copy it there")
        }
        var status = stat()
        guard stat(resolved, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Refusal(message: "is no file; correct its name")
        }
        guard status.st_size <= Self.longest else {
            throw Refusal(message: "has more than \(Self.longest / 1_000_000) MB; make it smaller, or link to it")
        }
        guard let data = FileManager.default.contents(atPath: String(cString: resolved)) else {
            throw Refusal(message: "cannot be read; give it to the user who runs mailer")
        }
        return Array(data)
    }
}
