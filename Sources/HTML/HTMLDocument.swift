import CModest

/// A parsed HTML document: WHATWG HTML §13.2, with all that a browser mends.
///
/// The elements hold on to their document, so none of them outlives its memory.
public final class HTMLDocument {
    /// In bytes of UTF-8. Gmail clips mail at a tenth of this.
    public static let longestSource = 1 << 20
    /// How many elements may be nested in each other; browsers give up at 512.
    public static let deepestNesting = 256

    public let source: String
    /// In document order, those included that the source leaves out (`html`, `tbody`, …).
    public private(set) var elements: [HTMLElement] = []

    private let parser: UnsafeMutablePointer<myhtml_t>
    let tree: UnsafeMutablePointer<myhtml_tree_t>
    /// The library refers to the source's bytes as long as the tree lives.
    private let bytes: UnsafeMutableBufferPointer<CChar>
    private(set) lazy var engine = SelectorEngine()
    /// Where lines begin in the source, as offsets in UTF-8.
    private let lineStarts: [Int]

    /// - Throws: for a source that is too long or nested too deep, and when memory runs out.
    public init(_ source: String) throws(HTMLError) {
        guard source.utf8.count <= Self.longestSource else { throw .tooLong(bytes: source.utf8.count) }
        guard let parser = myhtml_create() else { throw .outOfMemory }
        guard myhtml_init(parser, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) == 0, let tree = myhtml_tree_create() else {
            myhtml_destroy(parser)
            throw .outOfMemory
        }
        self.source = source
        self.parser = parser
        self.tree = tree
        bytes = .allocate(capacity: source.utf8.count)
        _ = bytes.initialize(from: source.utf8.lazy.map(CChar.init(bitPattern:)))
        lineStarts =
            [0] + source.utf8.enumerated().lazy.filter { $0.element == UInt8(ascii: "\n") }.map { $0.offset + 1 }
        guard myhtml_tree_init(tree, parser) == 0 else { throw .outOfMemory }
        guard myhtml_parse(tree, MyENCODING_UTF_8, bytes.baseAddress, bytes.count) == 0 else { throw .outOfMemory }
        try collectElements()
    }

    deinit {
        myhtml_tree_destroy(tree)
        myhtml_destroy(parser)
        bytes.deallocate()
    }

    /// The elements that `selector` finds, each once, in document order.
    public func elements(matching selector: CSSSelector) -> [HTMLElement] {
        let found = selector.matches(in: self)
        return found.isEmpty ? [] : elements.filter { found.contains($0.node) }
    }

    /// The text of the element `title`, with white space as it stands there.
    public var title: String? { elements.first { $0.name == "title" }?.text }

    /// The line in the source, from 1, of an offset in its UTF-8.
    func line(of offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    private func collectElements() throws(HTMLError) {
        var depth = 0
        var next = myhtml_node_child(myhtml_tree_get_document(tree))
        while let node = next {
            let element = HTMLElement(document: self, node: node)
            if element.isElement { elements.append(element) }
            if let child = myhtml_node_child(node) {
                depth += 1
                guard depth <= Self.deepestNesting else { throw .tooDeep(line: element.line ?? 1) }
                next = child
                continue
            }
            next = node
            while let current = next, myhtml_node_next(current) == nil {
                depth -= 1
                next = depth < 0 ? nil : myhtml_node_parent(current)
            }
            next = next.flatMap { myhtml_node_next($0) }
        }
    }
}

/// Why a source can't be read as HTML. There is no syntax error: a browser mends everything.
public enum HTMLError: Error, Equatable, CustomStringConvertible {
    case tooLong(bytes: Int)
    case tooDeep(line: Int)
    case outOfMemory

    public var description: String {
        switch self {
        case .tooLong(let bytes):
            "the HTML is \(bytes) bytes long, and \(HTMLDocument.longestSource) is the limit; shorten it"
        case .tooDeep(let line):
            "line \(line) of the HTML nests elements more than \(HTMLDocument.deepestNesting) deep; end some before it"
        case .outOfMemory: "there is no memory left to read the HTML"
        }
    }
}
