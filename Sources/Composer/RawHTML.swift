/// The author's own HTML: taken as it is, but for where tags may stand in it.
///
/// A value that is escaped for HTML is harmless in text and in a quoted attribute, and only there. So this reads the HTML
/// as a browser does (WHATWG HTML §13.2.5, the states that matter) and refuses a tag anywhere else.
struct RawHTML {
    private enum State: Equatable {
        case text, tagOpen, tagName, insideTag, attributeName, afterAttributeName, beforeValue
        case quoted(Unicode.Scalar)
        case unquoted, comment
        /// `<!doctype …>` and `<?…>`.
        case declaration
        /// Content without markup, up to the end tag of that name.
        case rawText(String)
    }

    private let table: TagTable
    private let line: Int
    private var state = State.text
    private var output = String.UnicodeScalarView()
    private var tagName = ""
    private var attribute = ""
    /// Where the value of the attribute begins in `output`.
    private var valueStart = String.UnicodeScalarView().startIndex

    private static let rawTextElements: Set = [
        "script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext", "textarea", "title",
    ]
    private static let urlAttributes: Set = [
        "href", "src", "action", "formaction", "cite", "poster", "background", "data", "ping", "longdesc", "xlink:href",
    ]

    private init(_ table: TagTable, line: Int) {
        self.table = table
        self.line = line
    }

    /// The HTML with the sentinels that stand in URLs turned into those for URLs.
    /// - Parameter isBlock: a whole block, which has to end what it begins.
    static func checked(
        _ html: String, _ table: TagTable, line: Int, isBlock: Bool
    ) throws(MarkdownReader.Refusal) -> String {
        try LinkRule.check(html: html, line: line)
        var reader = RawHTML(table, line: line)
        for scalar in withoutTagComments(html, table).unicodeScalars { try reader.read(scalar) }
        guard reader.state == .text else {
            throw reader.refusal(
                isBlock
                    ? "this HTML begins a tag, a comment or a <style> that has no end before the next blank line; end it"
                    : "an element like <style> needs a block of its own, with a blank line before and after it")
        }
        return String(reader.output)
    }

    /// Section tags on lines of their own came as comments.
    private static func withoutTagComments(_ html: String, _ table: TagTable) -> String {
        var bare = html
        for scalar in html.unicodeScalars where table.tag(scalar) != nil {
            bare = bare.replacing("\(MergeSource.commentStart)\(scalar)\(MergeSource.commentEnd)", with: String(scalar))
        }
        return bare
    }

    private mutating func read(_ scalar: Unicode.Scalar) throws(MarkdownReader.Refusal) {
        if let tag = table.tag(scalar) { try check(tag) }
        output.append(scalar)
        switch state {
        case .text: if scalar == "<" { state = .tagOpen }
        case .tagOpen: readTagOpen(scalar)
        case .tagName, .insideTag, .attributeName, .afterAttributeName, .beforeValue: readInTag(scalar)
        case .quoted(let quote): if scalar == quote { try endValue(quote) }
        case .unquoted:
            guard scalar == ">" || scalar.isBlank else { break }
            try checkAddress(String(output[valueStart...].dropLast()))
            if scalar == ">" { endTag() } else { state = .insideTag }
        case .declaration:
            if scalar == ">" { state = .text } else if endsWith("<!--") { state = .comment }
        case .comment: if scalar == ">", endsWith("-->") { state = .text }
        case .rawText(let name): if scalar == ">", endsWith("</\(name)>") { state = .text }
        }
    }

    private mutating func readTagOpen(_ scalar: Unicode.Scalar) {
        tagName = ""
        switch scalar {
        case "!", "?": state = .declaration
        case "/": state = .tagName
        case _ where scalar.isASCII && scalar.properties.isAlphabetic:
            tagName = String(scalar)
            state = .tagName
        default: state = .text
        }
    }

    private mutating func readInTag(_ scalar: Unicode.Scalar) {
        if scalar == ">" { return endTag() }
        switch state {
        case .tagName:
            if scalar.isBlank || scalar == "/" { state = .insideTag } else { tagName.unicodeScalars.append(scalar) }
        case .attributeName where scalar == "=", .afterAttributeName where scalar == "=": state = .beforeValue
        case .attributeName:
            if scalar.isBlank { state = .afterAttributeName } else { attribute.unicodeScalars.append(scalar) }
        case .beforeValue:
            if scalar == "\"" || scalar == "'" {
                state = .quoted(scalar)
                valueStart = output.endIndex
            } else if !scalar.isBlank {
                state = .unquoted
                valueStart = output.index(before: output.endIndex)
            }
        default:
            if scalar.isBlank || scalar == "/" { return }
            attribute = String(scalar)
            state = .attributeName
        }
    }

    private mutating func endTag() {
        let name = tagName.lowercased()
        state = Self.rawTextElements.contains(name) ? .rawText(name) : .text
    }

    private mutating func endValue(_ quote: Unicode.Scalar) throws(MarkdownReader.Refusal) {
        state = .insideTag
        let value = String(output[valueStart...].dropLast())
        try checkAddress(value)
        guard Sentinel.found(in: value), Self.urlAttributes.contains(attribute.lowercased()) else { return }
        output.replaceSubrange(valueStart..., with: try LinkRule.filled(value, table, line: line).unicodeScalars)
        output.append(quote)
    }

    private func checkAddress(_ value: String) throws(MarkdownReader.Refusal) {
        guard ["href", "src"].contains(attribute.lowercased()), LinkRule.leadsNowhere(html: value, table) else {
            return
        }
        throw .init(
            line: line + output[..<valueStart].count { $0 == "\n" },
            message: "\"\(table.source(of: value))\" in raw HTML leads nowhere from a mail; write the whole https:// "
                + "address, or Markdown for an image beside the issue", kind: .link)
    }

    private func check(_ tag: MergeTag) throws(MarkdownReader.Refusal) {
        if case .wrong(let message) = tag.kind { throw .init(line: tag.line, message: message, kind: .field) }
        let message: String
        switch state {
        case .text: return
        case .quoted:
            let name = attribute.lowercased()
            if tag.isSection {
                message = "can't stand in an attribute; put it around the element"
            } else if name.hasPrefix("on") || ["style", "srcdoc", "srcset", "content"].contains(name) {
                message = "can't stand in the attribute \(name), where no escaping makes it safe"
            } else {
                return
            }
        case .comment, .rawText: message = "can't stand in a comment, a style sheet or a script"
        default: message = "can't stand there in HTML; put it into text or between the quotes of an attribute"
        }
        throw .init(line: tag.line, message: "\(tag.source) \(message)")
    }

    private func endsWith(_ text: String) -> Bool {
        String(output.suffix(text.unicodeScalars.count)).lowercased() == text
    }

    private func refusal(_ message: String) -> MarkdownReader.Refusal {
        .init(line: line, message: message)
    }
}

extension Unicode.Scalar {
    /// White space of HTML (WHATWG Infra §4.6).
    fileprivate var isBlank: Bool { self == " " || (0x09...0x0D).contains(value) && value != 0x0B }
}
