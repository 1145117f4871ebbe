import Mail
import Mustache
import Newsletter
import YAML

/// An issue as its author writes it: YAML front matter between `---` lines, then Markdown.
public struct IssueFile: Sendable, Equatable {
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
    /// The whole text, as it was read.
    public let source: String

    /// Where the keys of the front matter stand in the file.
    let lines: [String: Int]
    /// These two have sentinels for tags.
    let subject: String
    /// What inboxes show behind the subject.
    let preheader: String?
    let attachments: [FileReference]
    /// The keys that mean nothing to us: templates and tags have them as `custom.KEY`.
    let custom: [String: MustacheValue]
    let document: IssueDocument
    let tags: TagTable
    /// Where the Markdown starts; the document's lines count from there.
    let markdownLine: Int

    /// A file beside the issue that it names.
    struct FileReference: Sendable, Equatable {
        let path: String
        /// The issue file that names it.
        let file: String
        let line: Int
    }

    /// Reads the text of an issue file; `file` is its path or name.
    ///
    /// Throws for what the author has to mend, with its line: front matter that is missing, isn't YAML, lacks the subject or
    /// has misspelt keys or wrong values; links whose address can't work from a mail; tags that name no field.
    ///
    /// - Parameter version: for a file that says the same in another language: the file in the issue's own, whose front
    ///   matter holds for what this one leaves out, and the language.
    public init(
        text: String, file: String, version: (of: IssueFile, language: LanguageTag)? = nil
    ) throws(IssueFileError) {
        let original = version?.of
        let parts = try FrontMatter(text, file: file)
        var tags: TagTable
        let subjectNode: YAMLNode
        let preheaderNode: YAMLNode?
        do {
            var keys = try YAMLMapping(try YAMLNode.parse(parts.yaml, file: file, firstLine: 2))
            subjectNode = try Self.subject(&keys)
            preheaderNode = keys.node("preheader")
            list = try keys.node("list").map(Self.list) ?? original?.list
            slug = try keys.node("slug").map(Self.slug) ?? original?.slug ?? Self.slug(of: file)
            date = try keys.node("date").map(Self.date) ?? original?.date
            language = try keys.node("language").map(Self.language) ?? version?.language.text
            from = try keys.node("from").map(Self.mailbox) ?? original?.from
            replyTo = try keys.node("reply_to").map(Self.mailbox) ?? original?.replyTo
            attachments =
                try keys.node("attachments").map { node throws(YAMLError) in
                    try Self.attachments(node, file)
                } ?? original?.attachments ?? []
            custom = try CustomKeys.read(try keys.finishKeeping(), over: original?.custom ?? [:])
            tags = TagTable(custom: custom)
            lines = keys.lines
            if let version {
                try Self.check(keys, "list", list == original?.list, "the list of \(version.of.file)")
                try Self.check(keys, "slug", slug == original?.slug, "the slug of \(version.of.file)")
                try Self.check(keys, "language", language == version.language.text, "the language in the file's name")
            }
        } catch {
            throw IssueFileError(error)
        }
        subject = try Self.line(subjectNode, &tags)
        preheader = try preheaderNode.map { node throws(IssueFileError) in try Self.line(node, &tags) }
        do {
            document = try MarkdownReader.document(of: parts.markdown, &tags)
        } catch {
            throw IssueFileError(
                file: file, line: parts.markdownLine + error.line - 1, message: error.message,
                kind: error.kind)
        }
        self.tags = tags
        markdownLine = parts.markdownLine
        self.file = file
        source = text
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
        # attachments:
        #   - agenda.pdf
        ---

        # News

        ## Topic line

        ### Headline

        The first article, with a [link that says where it leads](https://example.org/).

        # Publications

        - A title, and where to find it

        """
    }

    private static func subject(_ keys: inout YAMLMapping) throws(YAMLError) -> YAMLNode {
        let node = try keys.requiredNode("subject", example: "subject: January news")
        guard try String(yaml: node).contains(where: { !$0.isWhitespace }) else {
            throw node.error("the subject is empty", mend: "say what the issue is about")
        }
        return node
    }

    /// Text on one line with its tags.
    private static func line(_ node: YAMLNode, _ tags: inout TagTable) throws(IssueFileError) -> String {
        do {
            let text = Sentinel.strippedLine(try String(yaml: node))
            let source = try MergeSource(text, &tags, isMarkdown: false)
            var balance = SectionBalance()
            try balance.read(source.text, tags)
            try balance.end()
            return source.text
        } catch let error as MarkdownReader.Refusal {
            throw IssueFileError(
                file: node.place.file, line: node.place.line, message: error.message, kind: error.kind)
        } catch {
            throw IssueFileError(error as? YAMLError ?? node.error("\(error)"))
        }
    }

    private static func check(
        _ keys: YAMLMapping, _ key: String, _ isSame: Bool, _ wanted: String
    ) throws(YAMLError) {
        if !isSame { throw keys.error(at: key, "\"\(key)\" differs from \(wanted)", mend: "remove it here") }
    }

    private static func attachments(_ node: YAMLNode, _ file: String) throws(YAMLError) -> [FileReference] {
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list of files", mend: "write each file on a line of its own, after \"- \"")
        }
        var files: [FileReference] = []
        for item in items {
            files.append(FileReference(path: try String(yaml: item), file: file, line: item.place.line))
        }
        return files
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
