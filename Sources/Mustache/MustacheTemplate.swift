/// A template, parsed once and rendered as often as needed.
///
/// Mustache specification 1.4 with the optional modules inheritance and dynamic names. There are no lambdas.
public struct MustacheTemplate: Sendable {
    /// Where the template came from, for errors.
    public let name: String
    let nodes: [Node]

    /// Parses `source`; `name` is the file that errors tell.
    public init(_ source: String, name: String = "template") throws(MustacheError) {
        self.name = name
        var parser = Parser(source: Array(source.utf8), file: name)
        nodes = try parser.parse()
    }

    /// Renders byte-exactly: nothing is trimmed or added beyond what the specification says.
    ///
    /// Names that the data doesn't hold, and partials that don't exist, render as nothing. Throws the error of a partial
    /// that could not be parsed, and an error where sections, partials and blocks nest deeper than `nestingLimit`.
    public func render(
        _ value: MustacheValue, partials: MustachePartials = .none, escape: MustacheEscape = .html
    ) throws(MustacheError) -> String {
        var renderer = Renderer(root: value, partials: partials, escape: escape)
        try renderer.render(self)
        return String(decoding: renderer.output, as: UTF8.self)
    }

    /// How deep sections, partials, parents and blocks may nest, together; more is taken for endless recursion. Even a
    /// debug build stays within a stack of 1 MiB.
    public static let nestingLimit = 256

    /// The names that the template looks up in the data, dotted as they are written; those of its partials are not among
    /// them, and names inside a section may be meant relative to it.
    public var variables: Set<String> {
        var names: Set<String> = []
        Self.collect(nodes, into: &names)
        names.remove(".")
        return names
    }

    /// A partial or parent that a template names; those that data names are not known before.
    public struct IncludedName: Sendable {
        public let name: String
        let position: Position

        /// An error that stands where the tag does.
        public func error(_ message: String) -> MustacheError { position.error(message) }
    }

    /// The partials and parents that the template includes by name, in its order.
    public var inclusions: [IncludedName] { Self.inclusions(in: nodes) }

    private static func inclusions(in nodes: [Node]) -> [IncludedName] {
        nodes.flatMap { node -> [IncludedName] in
            switch node {
            case .text, .variable: return []
            case .section(_, inverted: _, let body): return inclusions(in: body)
            case .block(let block): return inclusions(in: block.body)
            case .partial(let inclusion):
                let inner = inclusion.arguments.sorted { $0.key < $1.key }.flatMap { inclusions(in: $0.value.body) }
                guard case .fixed(let name) = inclusion.target else { return inner }
                return [IncludedName(name: name, position: inclusion.position)] + inner
            }
        }
    }

    private static func collect(_ nodes: [Node], into names: inout Set<String>) {
        for node in nodes {
            switch node {
            case .text: break
            case .variable(let name, escaped: _): names.insert(name.text)
            case .section(let name, inverted: _, let body):
                names.insert(name.text)
                collect(body, into: &names)
            case .block(let block): collect(block.body, into: &names)
            case .partial(let inclusion):
                if case .dynamic(let name) = inclusion.target { names.insert(name.text) }
                for argument in inclusion.arguments.values { collect(argument.body, into: &names) }
            }
        }
    }
}

/// What `{{name}}` does to text; `{{{name}}}` and `{{&name}}` never escape.
public enum MustacheEscape: Sendable {
    /// `& < > " '` become character references: safe in HTML text and in quoted attributes.
    case html
    /// For plain text and headers.
    case none
}
