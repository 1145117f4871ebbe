import Mail
import Newsletter
import YAML

/// An issue as its author writes it: YAML front matter between `---` lines, then Markdown.
public struct IssueFile: Sendable, Equatable {
    public let subject: String
    /// What inboxes show behind the subject.
    public let preheader: String?
    public let list: ListName?
    /// From the front matter, else the file's name up to its first dot; nil if that is no slug.
    public let slug: Slug?
    /// `2020-01-31`, which is midnight in UTC, or an RFC 3339 time.
    public let date: Timestamp?
    /// A BCP 47 tag; nil leaves it to the list.
    public let language: String?
    public let from: Mailbox?
    public let replyTo: Mailbox?
    /// The name that errors print.
    public let file: String
    let blocks: [Block]

    /// Reads the text of an issue file; `file` is its path or name.
    ///
    /// Throws for what the author has to mend, with its line: front matter that is missing, isn't YAML, lacks the subject or
    /// has unknown keys or wrong values; links and images whose address can't work from a mail.
    public init(text: String, file: String) throws(IssueFileError) {
        let parts = try FrontMatter(text, file: file)
        do {
            var keys = try YAMLMapping(try YAMLNode.parse(parts.yaml, file: file, firstLine: 2))
            subject = try Self.subject(&keys)
            preheader = try keys.optional("preheader", as: String.self)
            list = try keys.node("list").map(Self.list)
            slug = try keys.node("slug").map(Self.slug) ?? Self.slug(of: file)
            date = try keys.node("date").map(Self.date)
            language = try keys.node("language").map(Self.language)
            from = try keys.node("from").map(Self.mailbox)
            replyTo = try keys.node("reply_to").map(Self.mailbox)
            try keys.finish()
        } catch {
            throw IssueFileError(error)
        }
        do {
            blocks = try MarkdownReader.blocks(of: parts.markdown)
        } catch {
            throw IssueFileError(file: file, line: parts.markdownLine + error.line - 1, message: error.message)
        }
        self.file = file
    }

    /// A first draft for an author: what `init(text:file:)` reads, with each part of an issue shown once.
    public static func template(subject: String, list: ListName?, date: Timestamp) -> String {
        """
        ---
        subject: \(quoted(subject))
        \(list.map { "list: \($0.text)" } ?? "# list: the list's name")
        date: \(date.rfc3339.prefix(10))
        # What inboxes show behind the subject:
        # preheader: One sentence that makes people open it.
        # language: en
        ---

        # News

        ## Topic line

        ### Headline

        The first article, with a [link](https://example.org/).

        # Publications

        - A title, and where to find it

        """
    }

    private static func subject(_ keys: inout YAMLMapping) throws(YAMLError) -> String {
        let node = try keys.requiredNode("subject", example: "subject: January news")
        let subject = try String(yaml: node)
        guard subject.contains(where: { !$0.isWhitespace }) else {
            throw node.error("the subject is empty", mend: "say what the issue is about")
        }
        return subject
    }

    private static func list(_ node: YAMLNode) throws(YAMLError) -> ListName {
        let text = try String(yaml: node)
        do {
            return try ListName(text)
        } catch {
            throw node.error(error.description)
        }
    }

    private static func slug(_ node: YAMLNode) throws(YAMLError) -> Slug {
        let text = try String(yaml: node)
        do {
            return try Slug(text)
        } catch {
            throw node.error(error.description)
        }
    }

    private static func slug(of file: String) -> Slug? {
        let name = file.split(separator: "/").last ?? ""
        return try? Slug(String(name.prefix { $0 != "." }))
    }

    private static func date(_ node: YAMLNode) throws(YAMLError) -> Timestamp {
        let text = try String(yaml: node)
        guard let date = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") else {
            throw node.mismatch(wanted: "a date", mend: "write it like 2020-01-31 or 2020-01-31T09:00:00Z")
        }
        return date
    }

    private static func language(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try String(yaml: node)
        guard let tag = LanguageTag(text) else {
            throw node.mismatch(wanted: "a language tag", mend: "write it like en, es or pt-BR")
        }
        return tag.text
    }

    private static func mailbox(_ node: YAMLNode) throws(YAMLError) -> Mailbox {
        let text = try String(yaml: node)
        do {
            return try Mailbox(text)
        } catch {
            throw node.error(
                "\(node.subject) is no sender: \(error)", mend: "write it like Newsletter <news@example.org>")
        }
    }

    /// YAML's double-quoted style.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.properties.generalCategory == .control: quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
