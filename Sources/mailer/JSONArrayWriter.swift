/// Writes a JSON array to stdout element by element, however many there are.
final class JSONArrayWriter {
    private let console: Console
    private var isEmpty = true

    init(_ console: Console) { self.console = console }

    func append(_ element: some Encodable) throws {
        console.write(isEmpty ? "[" : ",\n")
        console.write(try console.json(element))
        isEmpty = false
    }

    /// - Parameter closing: what follows the array in the document.
    func end(_ closing: String = "") { console.write((isEmpty ? "[]" : "]") + closing + "\n") }
}
