import Spelling

/// Reads the words one by one: first the command's own, with global options between them, then what belongs to it.
struct ArgumentParser {
    private let tree: CommandTree
    private var path: [String] = []
    private var command: Command?
    private var flags: Set<String> = []
    private var values: [String: [String]] = [:]
    private var positionals: [String] = []
    /// An option that waits for the next word.
    private var pending: Option?
    private var optionsEnded = false
    private var wantsHelp = false

    init(tree: CommandTree) {
        self.tree = tree
    }

    mutating func read(_ word: String) throws(UsageError) {
        if let option = pending {
            // `--list --json` is a forgotten value far more often than a list called `--json`.
            guard !word.hasPrefix("-") || word == "-" else { throw error(.missingOptionValue(option)) }
            pending = nil
            try take(word, for: option)
        } else if optionsEnded || word == "-" || !word.hasPrefix("-") {
            try readPlain(word)
        } else if word == "--" {
            optionsEnded = true
        } else if word == "-h" {
            wantsHelp = true
        } else if word.hasPrefix("--") {
            try readOption(word.dropFirst(2))
        } else {
            throw error(.shortOption(word))
        }
    }

    func finish() throws(UsageError) -> Invocation {
        if let pending { throw error(.missingOptionValue(pending)) }
        if flags.contains("version") && !wantsHelp { return .version }
        guard let command, !wantsHelp else {
            guard let help = tree.help(path) else { preconditionFailure("only words of the tree enter the path") }
            return .help(help)
        }
        let placed = try placed(in: command)
        if let option = command.options.first(where: { $0.isRequired && values[$0.name] == nil }) {
            throw error(.missingOption(option))
        }
        return .run(
            ParsedArguments(
                command: command, program: tree.program, declared: command.options + tree.globals, flags: flags,
                optionValues: values, positionalValues: placed))
    }

    private mutating func readPlain(_ word: String) throws(UsageError) {
        if command != nil {
            positionals.append(word)
            return
        }
        if word == "help" && path.isEmpty {
            wantsHelp = true
            return
        }
        let known = tree.children(of: path).map(\.word) + (path.isEmpty ? ["help"] : [])
        guard known.contains(word) else {
            throw error(
                .unknownCommand(
                    word, suggestion: closestSpelling(to: word, among: known), known: path.isEmpty ? [] : known))
        }
        path.append(word)
        command = tree.command(path)
    }

    private mutating func readOption(_ text: Substring) throws(UsageError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        let inlineValue = parts.count == 2 ? String(parts[1]) : nil
        let known = (command?.options ?? []) + tree.globals
        guard let option = known.first(where: { $0.name == name }) else {
            if command == nil, tree.commands.contains(where: { $0.options.contains { $0.name == name } }) {
                throw error(.optionBeforeCommand(name))
            }
            throw error(.unknownOption(name, suggestion: closestSpelling(to: name, among: known.map(\.name))))
        }
        if option.isFlag {
            guard inlineValue == nil else { throw error(.unwantedOptionValue(name)) }
            flags.insert(name)
            if name == "help" { wantsHelp = true }
        } else if let inlineValue {
            try take(inlineValue, for: option)
        } else {
            pending = option
        }
    }

    private mutating func take(_ value: String, for option: Option) throws(UsageError) {
        guard option.isRepeatable || values[option.name] == nil else { throw error(.repeatedOption(option.name)) }
        values[option.name, default: []].append(value)
    }

    private func placed(in command: Command) throws(UsageError) -> [String: [String]] {
        var rest = positionals[...]
        var placed: [String: [String]] = [:]
        for positional in command.positionals {
            let taken = positional.isRepeating ? rest : rest.prefix(1)
            guard !taken.isEmpty || !positional.isRequired else { throw error(.missingPositional(positional.name)) }
            placed[positional.name] = Array(taken)
            rest = rest.dropFirst(taken.count)
        }
        guard rest.isEmpty else { throw error(.tooManyPositionals(command.positionals.map(\.name))) }
        return placed
    }

    private func error(_ problem: UsageError.Problem) -> UsageError {
        UsageError(problem, program: tree.program, path: path)
    }
}
