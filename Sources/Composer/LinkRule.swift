/// Which addresses an issue may point to.
///
/// The author is trusted with raw HTML, but a `javascript:` link in a mail or on the archive's pages is always a mistake
/// or worse, and a relative one leads nowhere from an inbox.
enum LinkRule {
    private static let schemes = ["https", "http", "mailto", "tel"]

    static func check(link url: String, line: Int) throws(MarkdownReader.Refusal) {
        if url.hasPrefix("#") { return }
        guard let scheme = scheme(of: url) else {
            throw .init(
                line: line,
                message: "the link to \"\(url)\" leads nowhere from a mail; write the whole https:// address")
        }
        guard schemes.contains(scheme) else {
            throw .init(line: line, message: "links to \(scheme): are refused; use https:, http:, mailto: or tel:")
        }
    }

    static func check(image url: String, line: Int) throws(MarkdownReader.Refusal) {
        guard let scheme = scheme(of: url), ["https", "http"].contains(scheme) else {
            throw .init(line: line, message: "the image \"\(url.prefix(60))\" needs its whole https:// address")
        }
    }

    static func check(html: String, line: Int) throws(MarkdownReader.Refusal) {
        // Blanks within a scheme don't hide it from a browser (WHATWG URL §4.4).
        let squeezed = html.lowercased().filter { !$0.isWhitespace }
        for scheme in ["javascript:", "vbscript:"] where squeezed.contains(scheme) {
            throw .init(line: line, message: "\(scheme) in raw HTML is refused; use an https: link")
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
