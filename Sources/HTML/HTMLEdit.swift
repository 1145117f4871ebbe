/// Changes of attributes, made in the source text of a document. What is not changed keeps its bytes.
public struct HTMLEdit {
    private let document: HTMLDocument
    /// What stands for a range of bytes, by where that begins. A tag that a browser opens several times is edited once.
    private var replacements: [Int: (end: Int, text: String)] = [:]

    public init(_ document: HTMLDocument) {
        self.document = document
    }

    /// Sets an attribute, in place of the one that is there.
    ///
    /// Does nothing for an element that the source leaves out.
    /// - Parameter value: in plain text; it is escaped here.
    public mutating func set(_ attribute: String, to value: String, on element: HTMLElement) {
        guard let tag = element.startTag else { return }
        let assignment = "\(attribute)=\"\(Self.escape(value))\""
        guard let place = element.place(of: attribute) else {
            // Behind the name of the element, so that a closing slash stays last.
            let end = tag.lowerBound + 1 + element.name.utf8.count
            let former = replacements[end]?.text ?? ""
            replacements[end] = (end, "\(former) \(assignment)")
            return
        }
        var end = place.name.upperBound
        if let value = place.value { end = value.upperBound + (isQuote(at: value.upperBound, from: value) ? 1 : 0) }
        replacements[place.name.lowerBound] = (end, assignment)
    }

    /// The source with all changes in it.
    public var source: String {
        let bytes = Array(document.source.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + replacements.values.reduce(0) { $0 + $1.text.utf8.count })
        var position = 0
        for (start, replacement) in replacements.sorted(by: { $0.key < $1.key }) where start >= position {
            result += bytes[position..<start]
            result += replacement.text.utf8
            position = replacement.end
        }
        return String(decoding: result + bytes[position...], as: UTF8.self)
    }

    private func isQuote(at offset: Int, from value: Range<Int>) -> Bool {
        let utf8 = document.source.utf8
        guard value.lowerBound > 0 else { return false }
        let before = utf8[utf8.index(utf8.startIndex, offsetBy: value.lowerBound - 1)]
        guard before == UInt8(ascii: "\"") || before == UInt8(ascii: "'"), offset < utf8.count else { return false }
        return utf8[utf8.index(utf8.startIndex, offsetBy: offset)] == before
    }

    private static func escape(_ value: String) -> String {
        value.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    }
}
