import CModest

/// An element of a document.
public struct HTMLElement {
    public struct Attribute: Equatable, Sendable {
        /// In lower case for HTML; SVG keeps its capitals.
        public let name: String
        /// Character references are resolved. Empty for an attribute without a value.
        public let value: String
    }

    typealias Node = UnsafeMutablePointer<myhtml_tree_node_t>

    public let document: HTMLDocument
    /// Lives as long as `document`, whose tree never changes.
    let node: Node

    /// In lower case for HTML.
    public var name: String {
        var length = 0
        let name = myhtml_tag_name_by_id(document.tree, myhtml_node_tag_id(node), &length)
        return Self.string(name, length)
    }

    public var attributes: [Attribute] {
        sequence(first: myhtml_node_attribute_first(node)) { $0.map { myhtml_attribute_next($0) } }
            .prefix { $0 != nil }.map { pointer in
                var (keyLength, valueLength) = (0, 0)
                let key = myhtml_attribute_key(pointer, &keyLength)
                let value = myhtml_attribute_value(pointer, &valueLength)
                return Attribute(name: Self.string(key, keyLength), value: Self.string(value, valueLength))
            }
    }

    /// The value of an attribute; nil without it.
    public subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// All text in the element, that of style sheets and scripts included, with character references resolved.
    public var text: String {
        var text = ""
        var next = myhtml_node_child(node)
        while let current = next {
            if myhtml_node_tag_id(current) == Int(MyHTML_TAG__TEXT.rawValue) {
                var length = 0
                let part = myhtml_node_text(current, &length)
                text += Self.string(part, length)
            }
            next = myhtml_node_child(current)
            var climbing: Node? = current
            while next == nil, let here = climbing, here != node {
                next = myhtml_node_next(here)
                climbing = myhtml_node_parent(here)
            }
        }
        return text
    }

    /// The text right in the element, without that of the elements in it, each of which leaves a blank.
    public var ownText: String {
        sequence(first: myhtml_node_child(node)) { $0.map { myhtml_node_next($0) } }
            .prefix { $0 != nil }.compactMap { $0 }
            .map { child in
                guard myhtml_node_tag_id(child) == Int(MyHTML_TAG__TEXT.rawValue) else { return " " }
                var length = 0
                let part = myhtml_node_text(child, &length)
                return Self.string(part, length)
            }.joined()
    }

    public var parent: HTMLElement? {
        myhtml_node_parent(node).map { HTMLElement(document: document, node: $0) }.flatMap { $0.isElement ? $0 : nil }
    }

    /// The elements right below it.
    public var children: [HTMLElement] {
        sequence(first: myhtml_node_child(node)) { $0.map { myhtml_node_next($0) } }
            .prefix { $0 != nil }.compactMap { $0 }
            .map { HTMLElement(document: document, node: $0) }.filter(\.isElement)
    }

    /// The line of its start tag, from 1; nil for an element that the source leaves out.
    public var line: Int? { startTag.map { document.line(of: $0.lowerBound) } }

    /// Its start tag in the source, in bytes of UTF-8 and from `<` to `>`; nil for an element that the source leaves out.
    var startTag: Range<Int>? {
        guard myhtml_node_token(node) != nil else { return nil }
        let position = myhtml_node_element_position(node)
        guard position.length > 1, position.begin + position.length <= document.source.utf8.count else { return nil }
        return position.begin..<position.begin + position.length
    }

    /// Where the name of an attribute stands, and its value without the quotes; nil for the value where there is none.
    func place(of attribute: String) -> (name: Range<Int>, value: Range<Int>?)? {
        guard let pointer = myhtml_attribute_by_key(node, attribute, attribute.utf8.count) else { return nil }
        let name = myhtml_attribute_key_raw_position(pointer)
        let value = myhtml_attribute_value_raw_position(pointer)
        return (
            name.begin..<name.begin + name.length, value.begin == 0 ? nil : value.begin..<value.begin + value.length
        )
    }

    /// Text, comments and the doctype are nodes too.
    var isElement: Bool {
        let tag = myhtml_node_tag_id(node)
        return tag > Int(MyHTML_TAG__DOCTYPE.rawValue) && tag != Int(MyHTML_TAG__END_OF_FILE.rawValue)
    }

    private static func string(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        guard let start else { return "" }
        return start.withMemoryRebound(to: UInt8.self, capacity: length) {
            String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
        }
    }
}

extension HTMLElement: Equatable {
    public static func == (one: HTMLElement, other: HTMLElement) -> Bool { one.node == other.node }
}
