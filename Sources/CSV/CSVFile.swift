import Foundation

/// The records of a CSV file, one after the other, with bounded memory.
public struct CSVFile {
    private let handle: FileHandle
    private let name: String
    private var reader: CSVReader
    /// Records of the last piece, the next one last.
    private var ready: [CSVRecord] = []
    private var isAtEnd = false
    /// How far the file is read, in bytes.
    public private(set) var bytesRead = 0

    private static let pieceSize = 64 * 1024

    /// Opens the file at `path`, which errors tell as it is written here.
    public init(path: String, delimiter: CSVDelimiter? = nil) throws(CSVError) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CSVError(file: path, line: 1, message: "the file can't be opened; check its name and rights")
        }
        self.init(handle: handle, name: path, delimiter: delimiter)
    }

    /// Reads from an open file or pipe, such as standard input.
    public init(handle: FileHandle, name: String, delimiter: CSVDelimiter? = nil) {
        self.handle = handle
        self.name = name
        reader = CSVReader(file: name, delimiter: delimiter)
    }

    /// What the file turned out to be, so far.
    public var encoding: CSVEncoding? { reader.encoding }
    public var delimiter: CSVDelimiter? { reader.delimiter }

    /// The file's length in bytes; nil for a pipe.
    public var length: Int? {
        var status = stat()
        guard fstat(handle.fileDescriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// The next record, or nil at the end. Throws when the file can't be read, as bytes or as CSV.
    public mutating func next() throws(CSVError) -> CSVRecord? {
        while ready.isEmpty, !isAtEnd {
            let piece: [UInt8]
            do {
                piece = [UInt8](try handle.read(upToCount: Self.pieceSize) ?? Data())
            } catch {
                throw CSVError(
                    file: name, line: 1, message: "the file can't be read; is it a folder, or its disk gone?")
            }
            isAtEnd = piece.isEmpty
            bytesRead += piece.count
            ready = try isAtEnd ? reader.finish() : reader.feed(piece)
            ready.reverse()
        }
        return ready.popLast()
    }
}
