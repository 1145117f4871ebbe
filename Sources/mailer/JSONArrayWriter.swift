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

    func end() { console.write(isEmpty ? "[]\n" : "]\n") }
}
