/// Which addresses an issue may point to.
///
/// The author is trusted with raw HTML, but a `javascript:` link in a mail or on the archive's pages is always a mistake
/// or worse, and a relative one leads nowhere from an inbox.
enum LinkRule {
    private static let schemes = ["https", "http", "mailto", "tel"]

    /// The address that a link leads to, with the sentinels for URLs in it.
    static func link(_ url: String, _ table: TagTable, line: Int) throws(MarkdownReader.Refusal) -> String {
        // Mail programs end an address at a blank.
        let url = try filled(url, table, line: line).replacing(" ", with: "%20")
        if url.hasPrefix("#") || isOurAddress(url, table) { return url }
        guard let scheme = scheme(of: url) else {
            throw .init(
                line: line,
                message:
                    "the link to \"\(table.source(of: url))\" leads nowhere from a mail; write the whole https:// address",
                kind: .link)
        }
        guard schemes.contains(scheme) else {
            throw .init(
                line: line, message: "links to \(scheme): are refused; use https:, http:, mailto: or tel:", kind: .link)
        }
        return url
    }

    /// The address of an image on the web; nil for a relative one, which is a file beside the issue.
    static func image(_ url: String, _ table: TagTable, line: Int) throws(MarkdownReader.Refusal) -> String? {
        guard let scheme = scheme(of: url) else {
            if let tag = table.tags(in: url).first {
                throw .init(line: tag.line, message: "\(tag.source) can't stand in the name of a file")
            }
            return nil
        }
        guard scheme == "https" else {
            throw .init(
                line: line, message: "images from \(scheme): are refused; use https:, or a file beside the issue")
        }
        return try filled(url, table, line: line)
    }

    /// `url` with each sentinel in it turned into the one whose value is percent-encoded.
    ///
    /// A reader's data may stand behind the host alone: it can't choose where a link leads.
    static func filled(_ url: String, _ table: TagTable, line: Int) throws(MarkdownReader.Refusal) -> String {
        guard let sentinel = url.unicodeScalars.firstIndex(where: { table.tag($0) != nil }) else { return url }
        if isOurAddress(url, table) { return url }
        for tag in table.tags(in: url) {
            switch tag.kind {
            case .wrong(let message): throw .init(line: tag.line, message: message, kind: .field)
            case .field(let field, _) where !field.isURL: break
            case .field:
                throw .init(line: tag.line, message: "\(tag.source) is a whole address; nothing can stand beside it")
            default: throw .init(line: tag.line, message: "\(tag.source) can't stand in an address")
            }
        }
        let before = url[..<sentinel]
        let afterScheme = before.firstRange(of: "://").map { before[$0.upperBound...] }
        let isBehindHost =
            afterScheme.map { $0.contains { "/?#".contains($0) } }
            ?? (before.hasPrefix("mailto:") && before.contains("?"))
        guard isBehindHost, !before.contains("\\") else {
            let tag = table.tag(url.unicodeScalars[sentinel])
            throw .init(
                line: tag?.line ?? line,
                message: "\(tag?.source ?? "a tag") can stand in an address only behind its host, "
                    + "as in https://example.org/?reader={{email}}")
        }
        return TagTable.inURL(url)
    }

    /// `text` with its values encoded as in `url`, if it is that address: programs that make links of text find it whole.
    static func address(_ text: String, shownFor url: String) -> String? {
        let address = TagTable.inURL(text)
        return ["", "mailto:", "http://"].contains { $0 + address == url } ? address : nil
    }

    private static func isOurAddress(_ url: String, _ table: TagTable) -> Bool {
        guard url.unicodeScalars.count == 1, let tag = url.unicodeScalars.first.flatMap(table.tag),
            case .field(let field, _) = tag.kind
        else { return false }
        return field.isURL
    }

    /// Whether an `href` or `src` in raw HTML is a relative address, which leads nowhere from a mail.
    static func leadsNowhere(html value: String, _ table: TagTable) -> Bool {
        let url = HTMLText.withoutReferences(value)
        if url.hasPrefix("#") || scheme(of: url) != nil { return false }
        // A tag in the place of a host has an error of its own.
        return url.unicodeScalars.first.flatMap(table.tag) == nil
    }

    static func check(html: String, line: Int) throws(MarkdownReader.Refusal) {
        // Blanks and control characters within a scheme don't hide it from a browser (WHATWG URL §4.4).
        let visible = HTMLText.withoutReferences(html).unicodeScalars.filter {
            $0.value > 0x20 && !$0.properties.isWhitespace
        }
        let squeezed = String(String.UnicodeScalarView(visible)).lowercased()
        for scheme in ["javascript:", "vbscript:"] where squeezed.contains(scheme) {
            throw .init(line: line, message: "\(scheme) in raw HTML is refused; use an https: link", kind: .link)
        }
    }

    /// In lower case; nil for a relative address (RFC 3986 §3.1).
    private static func scheme(of url: String) -> String? {
        let visible = url.unicodeScalars.filter { $0.value > 0x20 }
        guard let colon = visible.firstIndex(of: ":"), let first = visible.first, first.isASCII,
            first.properties.isAlphabetic
        else { return nil }
        let scheme = visible[..<colon]
        let isScheme = scheme.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "+-.".unicodeScalars.contains(scalar))
        }
        return isScheme ? String(String.UnicodeScalarView(scheme)).lowercased() : nil
    }
}
