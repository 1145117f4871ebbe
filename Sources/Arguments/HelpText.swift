/// The help of a program, a group or a command: usage, what it does, its parts, an example.
struct HelpText {
    static let width = 80
    /// Names wider than this get their explanation on the next line.
    private static let widestName = 24

    private let tree: CommandTree
    private let path: [String]

    /// Nil when the path is no command and no group of the tree.
    init?(tree: CommandTree, path: [String]) {
        guard tree.command(path) != nil || !tree.children(of: path).isEmpty else { return nil }
        self.tree = tree
        self.path = path
    }

    var text: String {
        let sections = tree.command(path).map(sections(of:)) ?? sectionsOfGroup
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var called: String { ([tree.program] + path).joined(separator: " ") }

    private func sections(of command: Command) -> [[String]] {
        let required = command.options.filter(\.isRequired).map(\.usage)
        return [
            usage(command.positionals.map(\.usage) + required + ["[options]"]),
            wrapped(sentence(command.summary)),
        ] + paragraphs(command.discussion) + [
            table("Arguments:", command.positionals.map { ($0.name, explanation(of: $0)) }),
            table("Options:", command.options.map { ($0.usage, explanation(of: $0)) }),
            globalTable,
            examples(command.examples),
        ]
    }

    private var sectionsOfGroup: [[String]] {
        let isProgram = path.isEmpty
        let summary = isProgram ? tree.summary : tree.groups.first { $0.path == path }?.summary ?? ""
        let commands = tree.children(of: path)
        let firstCommands = tree.commands.filter { $0.path.starts(with: path) }
        return [
            usage(["COMMAND", "[options]"]),
            wrapped(sentence(summary)),
        ] + (isProgram ? paragraphs(tree.discussion) : []) + [
            table("Commands:", commands.map { ($0.word, $0.summary) }),
            globalTable,
            examples(isProgram ? tree.examples : Array(firstCommands.flatMap(\.examples).prefix(1))),
            wrapped("`\(([tree.program, "help"] + path).joined(separator: " ")) COMMAND` tells more of a command."),
        ]
    }

    private var globalTable: [String] {
        table("Options of every command:", tree.globals.map { ($0.usage, explanation(of: $0)) })
    }

    private func usage(_ parts: [String]) -> [String] {
        let start = "Usage: \(called) "
        return filled(parts, first: start, next: String(repeating: " ", count: start.count))
    }

    private func explanation(of positional: Positional) -> String {
        positional.summary + (positional.isRequired ? "" : " (may be left out)")
    }

    private func explanation(of option: Option) -> String {
        var notes: [String] = []
        if option.isRequired { notes.append("required") }
        if option.isRepeatable { notes.append("may be repeated") }
        if let text = option.defaultText { notes.append("default: \(text)") }
        return option.summary + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))")
    }

    private func examples(_ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [lines.count == 1 ? "Example:" : "Examples:"] + lines.map { "  " + $0 }
    }

    private func table(_ title: String, _ rows: [(name: String, text: String)]) -> [String] {
        guard !rows.isEmpty else { return [] }
        let column = rows.map(\.name.count).filter { $0 <= Self.widestName }.max() ?? Self.widestName
        let indent = String(repeating: " ", count: column + 4)
        return [title]
            + rows.flatMap { row in
                let fits = row.name.count <= column
                let name = "  " + row.name
                let start = fits ? name + String(repeating: " ", count: indent.count - name.count) : indent
                return (fits ? [] : [name]) + filled(words(row.text), first: start, next: indent)
            }
    }

    private func paragraphs(_ text: String) -> [[String]] {
        text.split(separator: "\n\n").map { wrapped(String($0)) }
    }

    private func sentence(_ phrase: String) -> String {
        phrase.prefix(1).uppercased() + phrase.dropFirst() + "."
    }

    private func wrapped(_ text: String) -> [String] {
        filled(words(text), first: "", next: "")
    }

    private func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The parts with a space between them in lines of at most `width`; a part that is longer stands alone.
    private func filled(_ parts: [String], first: String, next: String) -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for part in parts {
            if !isEmpty && line.count + 1 + part.count > Self.width {
                lines.append(line)
                (line, isEmpty) = (next, true)
            }
            line += (isEmpty ? "" : " ") + part
            isEmpty = false
        }
        return lines + [line]
    }
}
