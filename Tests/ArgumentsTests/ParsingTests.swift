import Testing

@testable import Arguments

/// What a command line comes to, in a form that a table can hold.
private func outcome(_ line: String) -> String {
    let words = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
    do {
        switch try sample.parse(words) {
        case .help(let text): return "help: " + (text.split(separator: "\n").first ?? "")
        case .version: return "version"
        case .run(let arguments):
            let options = arguments.optionValues.sorted { $0.key < $1.key }.map { "\($0)=\($1.joined(separator: ","))" }
            let words = arguments.command.positionals.flatMap { arguments.positionals($0.name) }
            return ([arguments.command.name + ":"] + words + options + arguments.flags.sorted()).joined(separator: " ")
        }
    } catch {
        return "error: \(error)"
    }
}

@Suite("Command lines")
struct ParsingTests {
    @Test(
        "what is right",
        arguments: [
            ("list ls", "list ls:"),
            ("list create msme --name News", "list create: msme name=News"),
            ("list create --name News msme", "list create: msme name=News"),
            ("list create --name=News msme", "list create: msme name=News"),
            ("list create --name=a=b msme", "list create: msme name=a=b"),
            ("list create --name= msme", "list create: msme name="),
            ("list create --name=-x msme", "list create: msme name=-x"),
            ("list create --name - msme", "list create: msme name=-"),
            ("list create --tag b --name News --tag a msme", "list create: msme name=News tag=b,a"),
            ("--json list --config x ls --quiet", "list ls: config=x json quiet"),
            ("--config=x --json --json send", "send: config=x json"),
            ("issue queue a.md", "issue queue: a.md"),
            ("issue queue a.md b.md --list msme c.md", "issue queue: a.md b.md c.md list=msme"),
            ("issue queue -", "issue queue: -"),
            ("issue queue -- --odd.md -h", "issue queue: --odd.md -h"),
            ("issue queue ''", "issue queue: "),
            ("-- send", "send:"),
            (
                "send help",
                "error: too many words: `post send` takes none; quote a value that has spaces (see `post send --help`)"
            ),
        ])
    func right(line: String, expected: String) {
        #expect(outcome(line) == expected)
    }

    @Test(
        "help and version, also beside mistakes that come later",
        arguments: [
            ("", "help: Usage: post COMMAND [options]"),
            ("--json", "help: Usage: post COMMAND [options]"),
            ("help", "help: Usage: post COMMAND [options]"),
            ("-h", "help: Usage: post COMMAND [options]"),
            ("list", "help: Usage: post list COMMAND [options]"),
            ("help list", "help: Usage: post list COMMAND [options]"),
            ("--help list create", "help: Usage: post list create NAME --name TITLE [options]"),
            ("help list create", "help: Usage: post list create NAME --name TITLE [options]"),
            ("list create --help", "help: Usage: post list create NAME --name TITLE [options]"),
            ("list create a b c -h", "help: Usage: post list create NAME --name TITLE [options]"),
            ("--version", "version"),
            ("send --version", "version"),
            ("send --version --help", "help: Usage: post send [options]"),
        ])
    func help(line: String, expected: String) {
        #expect(outcome(line) == expected)
    }

    @Test(
        "what is wrong",
        arguments: [
            ("lst", "`post` has no command `lst`; did you mean `list`? (see `post --help`)"),
            ("sned", "`post` has no command `sned`; did you mean `send`? (see `post --help`)"),
            ("zebra", "`post` has no command `zebra` (see `post --help`)"),
            ("''", "`post` has no command of that name (see `post --help`)"),
            ("help lits", "`post` has no command `lits`; did you mean `list`? (see `post --help`)"),
            ("list creat", "`post list` has no command `creat`; did you mean `create`? (see `post list --help`)"),
            ("list remove", "`post list` has no command `remove`; it has create, ls (see `post list --help`)"),
            (
                "list ls --jsn",
                "`post list ls` has no option `--jsn`; did you mean `--json`? (see `post list ls --help`)"
            ),
            ("send --lim=5", "`post send` has no option `--lim`; did you mean `--limit`? (see `post send --help`)"),
            ("send --zebra", "`post send` has no option `--zebra` (see `post send --help`)"),
            ("--limit 5 send", "`--limit` belongs to a command and must stand behind it (see `post --help`)"),
            ("--confg x send", "`post` has no option `--confg`; did you mean `--config`? (see `post --help`)"),
            (
                "send -q",
                "there is no short option `-q`; options are written out, and a word that begins with a dash goes behind `--`"
                    + " (see `post send --help`)"
            ),
            (
                "send --limit",
                "`--limit` needs a value: `--limit N`, or `--limit=-…` for one with a dash in front (see `post send --help`)"
            ),
            (
                "send --limit --json",
                "`--limit` needs a value: `--limit N`, or `--limit=-…` for one with a dash in front (see `post send --help`)"
            ),
            ("send --watch=yes", "`--watch` takes no value (see `post send --help`)"),
            ("send --limit 1 --limit 2", "`--limit` is given twice; give it once (see `post send --help`)"),
            ("list create msme", "`post list create` needs `--name TITLE` (see `post list create --help`)"),
            ("list create --name News", "`post list create` needs NAME (see `post list create --help`)"),
            ("issue queue --list msme", "`post issue queue` needs FILE (see `post issue queue --help`)"),
            (
                "list create msme more --name News",
                "too many words: `post list create` takes only NAME; quote a value that has spaces"
                    + " (see `post list create --help`)"
            ),
        ])
    func wrong(line: String, expected: String) {
        #expect(outcome(line) == "error: " + expected)
    }

    @Test(
        "no address, token or control character comes back in an error",
        arguments: [
            ["ana@example.org"], ["list", "ana@example.org"], ["send", "ana@example.org"],
            ["send", "--ana@example.org"], ["send", "-ana@example.org"], ["send", "--limit", "ana@example.org"],
            ["send", "--watch=ana@example.org"], ["issue", "queue", "x", "--list=ana@example.org", "--list", "a@b"],
            ["\u{1b}[2J ana"], ["k1-anaanaanaanaanaanaanaanaanaanaana"],
        ])
    func privacy(words: [String]) {
        let error = #expect(throws: UsageError.self) {
            guard case .run(let arguments) = try sample.parse(words) else { return }
            _ = try arguments.number("limit")
        }
        let text = error?.description ?? "ana"
        #expect(!text.contains("ana") && !text.contains("\u{1b}"))
    }
}
