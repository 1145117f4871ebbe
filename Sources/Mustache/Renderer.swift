/// One rendering of one template: output, context stack and the indentation of the line at hand.
struct Renderer {
    private(set) var output: [UInt8] = []
    private let partials: MustachePartials
    private let escape: MustacheEscape
    private var contexts: [MustacheValue]
    /// What parents pass to the blocks below them, outermost first: outer arguments win.
    private var arguments: [[String: Block]] = []
    private var layout = Layout()
    private var depth = 0

    /// How template text is laid out. Output of variables is never touched: "indented before rendering".
    private struct Layout {
        /// Goes before every line of template text.
        var indentation: [UInt8] = []
        /// As many white-space bytes are taken off the start of each line first.
        var margin = 0
        /// The next text starts a line that still needs the one, or the other.
        var owesIndentation = true
        var owesMargin = true

        var isPlain: Bool { indentation.isEmpty && margin == 0 }
    }

    init(root: MustacheValue, partials: MustachePartials, escape: MustacheEscape) {
        contexts = [root]
        self.partials = partials
        self.escape = escape
    }

    mutating func render(_ template: MustacheTemplate) throws(MustacheError) {
        try render(template.nodes)
    }

    private mutating func render(_ nodes: [Node]) throws(MustacheError) {
        depth += 1
        defer { depth -= 1 }
        for node in nodes {
            switch node {
            case .text(let bytes):
                append(bytes)
            case .variable(let name, let escaped):
                beginLine()
                if let value = resolve(name) { append(value, escaped: escaped) }
            case .section(let name, let inverted, let body):
                try renderSection(name, inverted: inverted, body)
            case .partial(let inclusion):
                try render(inclusion)
            case .block(let block):
                try render(block)
            }
        }
    }

    private mutating func renderSection(
        _ name: Name, inverted: Bool, _ body: [Node]
    ) throws(MustacheError) {
        let value = resolve(name) ?? .null
        if inverted || !value.isTruthy {
            if inverted && !value.isTruthy { try render(body) }
            return
        }
        if case .list(let items) = value {
            for item in items { try render(body, within: item) }
        } else {
            try render(body, within: value)
        }
    }

    private mutating func render(_ body: [Node], within value: MustacheValue) throws(MustacheError) {
        contexts.append(value)
        defer { contexts.removeLast() }
        try render(body)
    }

    // MARK: Partials, parents and blocks

    private mutating func render(_ inclusion: Inclusion) throws(MustacheError) {
        let name: String
        switch inclusion.target {
        case .fixed(let fixed): name = fixed
        case .dynamic(let variable): name = resolve(variable)?.interpolation ?? ""
        }
        // A line that stands alone belongs to the partial, an inline tag to the line around it.
        if inclusion.indentation == nil { beginLine() }
        guard let template = try partials.template(name) else { return }
        guard depth < MustacheTemplate.nestingLimit else {
            throw inclusion.position.error(
                "partials nest more than \(MustacheTemplate.nestingLimit) deep here; "
                    + "does `\(template.name)` include itself without end?")
        }
        let outer = layout
        layout = Layout()
        if let own = inclusion.indentation { layout.indentation = outer.indentation + own.dropFirst(outer.margin) }
        let passesArguments = !inclusion.arguments.isEmpty
        if passesArguments { arguments.append(inclusion.arguments) }
        try render(template)
        if passesArguments { arguments.removeLast() }
        layout = outer
    }

    private mutating func render(_ block: Block) throws(MustacheError) {
        guard let level = arguments.firstIndex(where: { $0[block.name] != nil }),
            let argument = arguments[level][block.name]
        else { return try render(block.body) }

        if !block.opensLine { beginLine() }
        let outer = layout
        layout.indentation += block.margin.dropFirst(outer.margin)
        layout.margin = argument.margin.count
        layout.owesIndentation = block.opensLine
        layout.owesMargin = argument.opensLine
        // Blocks inside the argument are parameters of the template that wrote it: only what came from outside that
        // template replaces them, and an argument can't replace a part of itself without end.
        let all = arguments
        arguments.removeSubrange(level...)
        try render(argument.body)
        arguments = all
        layout = outer
        layout.owesIndentation = block.closesLine
        layout.owesMargin = block.closesLine
    }

    // MARK: Names

    /// Only the first part of a dotted name is looked for in the whole stack; a broken chain is a miss.
    private func resolve(_ name: Name) -> MustacheValue? {
        guard let first = name.parts.first else { return contexts.last }
        for case .object(let members) in contexts.reversed() {
            guard var value = members[first] else { continue }
            for part in name.parts.dropFirst() {
                guard case .object(let inner) = value, let next = inner[part] else { return nil }
                value = next
            }
            return value
        }
        return nil
    }

    // MARK: Output

    /// Whatever comes next is on this line of the template: pays the indentation that is due.
    private mutating func beginLine() {
        if layout.owesIndentation { output += layout.indentation }
        layout.owesIndentation = false
        layout.owesMargin = false
    }

    private mutating func append(_ text: [UInt8]) {
        guard !text.isEmpty else { return }
        if layout.isPlain {
            output += text
            startLine(after: text[...])
            return
        }
        for var line in text.splitAfterNewlines() {
            let whole = line
            if layout.owesMargin {
                line = line.dropFirst(line.prefix(layout.margin).prefix(while: Parser.isBlank).count)
            }
            beginLine()
            output += line
            startLine(after: whole)
        }
    }

    private mutating func startLine(after text: ArraySlice<UInt8>) {
        let endsLine = text.last == UInt8(ascii: "\n")
        layout.owesIndentation = endsLine
        layout.owesMargin = endsLine
    }

    private mutating func append(_ value: MustacheValue, escaped: Bool) {
        let text = value.interpolation
        guard escaped, escape == .html else {
            output += text.utf8
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): output += "&amp;".utf8
            case UInt8(ascii: "<"): output += "&lt;".utf8
            case UInt8(ascii: ">"): output += "&gt;".utf8
            case UInt8(ascii: "\""): output += "&quot;".utf8
            case UInt8(ascii: "'"): output += "&#39;".utf8
            default: output.append(byte)
            }
        }
    }
}

extension [UInt8] {
    /// The lines, each with its newline.
    fileprivate func splitAfterNewlines() -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = startIndex
        while start < endIndex {
            let end = self[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? endIndex
            lines.append(self[start..<end])
            start = end
        }
        return lines
    }
}
