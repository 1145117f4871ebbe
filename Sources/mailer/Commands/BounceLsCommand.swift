import Arguments
import Mail
import Newsletter

enum BounceLsCommand: Subcommand {
    static let declaration = Command(
        ["bounce", "ls"], "show the log of every refusal, and of what came back",
        discussion: """
            One line for each reply of the relay that was no plain success (time, issue, reader, stage of the dialogue, reason, \
            what it was taken to mean, code, status and words), and for each report that came back later (its kind, class and \
            what followed). --unknown lists instead the messages that nobody understood, which bounce show prints. With --json \
            one JSON array, with --jsonl one JSON object a line.
            """,
        options: BounceFilter.options + [
            .flag("unknown", "the messages that are kept for you to look at"),
            .flag("jsonl", "JSON Lines, for other programs"),
        ],
        examples: [
            "mailer bounce ls --issue 2020-01 --class hard", "mailer bounce ls --since 2020-01-01 --jsonl",
            "mailer bounce ls --unknown",
        ])

    private struct Kept: Encodable {
        var id: Int64
        var at: Timestamp
        var kind, why: String
        var sender, subject: String?

        init(_ mail: KeptMail) {
            (id, at, kind, why) = (mail.id, mail.at, mail.kind, mail.why)
            (sender, subject) = (mail.sender, mail.subject)
        }

        var line: String {
            [at.rfc3339, "\(id)", kind, why, sender ?? "-", subject ?? "-"].joined(separator: "  ")
        }
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let desk = try session.desk()
        let filter = try BounceFilter(arguments)
        let writer = LineWriter(session.console, isJSONLines: arguments.flag("jsonl"))
        if arguments.flag("unknown") {
            if filter.isAboutReaders {
                throw Failure(.usage, "--unknown goes with --since alone: nobody knows whom those messages are about")
            }
            try desk.keptMails(since: filter.since) { mail in
                let kept = Kept(mail)
                try writer.write(kept, kept.line)
            }
        } else {
            let issue = try arguments.value("issue").map { try session.issue($0, on: desk) }
            if let list = filter.list { _ = try session.list(named: list, on: desk) }
            try desk.bounceLog(of: issue, since: filter.since) { line in
                guard filter.admits(line) else { return }
                let model = BounceLineModel(line)
                try writer.write(model, model.line)
            }
        }
        writer.end()
        return .ok
    }

    /// Lines for people, a JSON array, or JSON Lines.
    private struct LineWriter {
        private let console: Console
        private let array: JSONArrayWriter?
        private let isJSONLines: Bool

        init(_ console: Console, isJSONLines: Bool) {
            self.console = console
            self.isJSONLines = isJSONLines
            array = console.isJSON && !isJSONLines ? JSONArrayWriter(console) : nil
        }

        func write(_ model: some Encodable, _ line: String) throws {
            if let array {
                try array.append(model)
            } else if isJSONLines {
                try console.say(json: model)
            } else {
                // A stranger's words may hold anything; a terminal gets no control characters, nor marks that turn the text around.
                let shown = line.unicodeScalars.filter {
                    ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
                }
                console.say(String(String.UnicodeScalarView(shown)))
            }
        }

        func end() { array?.end() }
    }
}
