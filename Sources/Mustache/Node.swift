/// One piece of a parsed template.
indirect enum Node: Sendable {
    case text([UInt8])
    case variable(Name, escaped: Bool)
    case section(Name, inverted: Bool, body: [Node])
    case partial(Inclusion)
    case block(Block)
}

/// A dotted name; no parts mean `.`, the implicit iterator.
struct Name: Sendable, Hashable {
    var parts: [String]

    init(_ text: String) {
        parts = text == "." ? [] : text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { parts.isEmpty ? "." : parts.joined(separator: ".") }
}

/// `{{>name}}`, or a parent `{{<name}}…{{/name}}`, which is a partial with arguments.
struct Inclusion: Sendable {
    enum Target: Sendable {
        case fixed(String)
        /// `{{>*name}}`: the data names the partial.
        case dynamic(Name)
    }

    var target: Target
    var arguments: [String: Block] = [:]
    /// The white space before a tag that stands alone: every line of the partial starts with it. nil: inline.
    var indentation: [UInt8]?
    var position: Position
}

/// `{{$name}}…{{/name}}`: a parameter with its default, and inside a parent the argument that replaces one.
struct Block: Sendable {
    var name: String
    var body: [Node]
    /// The body starts on the line after the tag.
    var opensLine: Bool
    /// The closing tag stands alone on its line.
    var closesLine: Bool
    /// The body's own indentation: taken off its lines where it is an argument, put before those of whatever replaces it
    /// where it is a parameter.
    var margin: [UInt8]
}
