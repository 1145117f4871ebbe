/// The whole command line of a program. Commands and groups are shown in the order they are declared in.
public struct CommandTree: Sendable {
    public let program: String
    /// One phrase without a full stop: what the program is.
    public let summary: String
    /// Whole sentences for the program's own help.
    public let discussion: String
    public let examples: [String]
    public let groups: [CommandGroup]
    public let commands: [Command]
    /// Options of every command; they may stand before the command too. `--help` and `--version` are among them.
    public let globals: [Option]

    /// - Parameter globals: without `--help` and `--version`, which every tree has.
    /// - Precondition: no two commands are the same, none is the beginning of another, every group is declared, and no
    ///   option of a command has a global one's name. A table that breaks this is a mistake in the program.
    public init(
        program: String, _ summary: String, discussion: String = "", globals: [Option], groups: [CommandGroup],
        commands: [Command], examples: [String]
    ) {
        self.program = program
        self.summary = summary
        self.discussion = discussion
        self.examples = examples
        self.groups = groups
        self.commands = commands
        self.globals =
            globals + [
                .flag("help", "show this help, or a command's"),
                .flag("version", "show the version"),
            ]
        for (index, command) in commands.enumerated() {
            precondition(
                !commands[..<index].contains {
                    $0.path.starts(with: command.path) || command.path.starts(with: $0.path)
                },
                "`\(command.name)` and another command exclude each other")
            for length in 1..<command.path.count {
                let group = Array(command.path.prefix(length))
                precondition(groups.contains { $0.path == group }, "the group \(group) is not declared")
            }
            let names = (command.options + self.globals).map(\.name)
            precondition(Set(names).count == names.count, "`\(command.name)` has two options of one name")
        }
    }

    /// What the words behind the program's name ask for.
    ///
    /// Options and positionals may be mixed; `--` ends the options, and `-` is a positional. A command word that is
    /// missing asks for help, and so does `help`, `--help` or `-h`.
    public func parse(_ words: [String]) throws(UsageError) -> Invocation {
        var parser = ArgumentParser(tree: self)
        for word in words { try parser.read(word) }
        return try parser.finish()
    }

    /// The help of the program (an empty path), of a group or of a command, at most 80 columns wide, with a newline at its
    /// end. Nil when there is nothing of that name.
    public func help(_ path: [String] = []) -> String? {
        HelpText(tree: self, path: path)?.text
    }

    /// The words that may follow a path, in order, with what help says of each.
    func children(of path: [String]) -> [(word: String, summary: String)] {
        var found: [(word: String, summary: String)] = []
        for command in commands where command.path.starts(with: path) && command.path.count > path.count {
            let child = Array(command.path.prefix(path.count + 1))
            guard let word = child.last, !found.contains(where: { $0.word == word }) else { continue }
            let summary = child == command.path ? command.summary : groups.first { $0.path == child }?.summary
            found.append((word, summary ?? ""))
        }
        return found
    }

    func command(_ path: [String]) -> Command? {
        commands.first { $0.path == path }
    }
}
