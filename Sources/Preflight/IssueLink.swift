import Composer
import HTML

/// A link of the issue, written in Markdown or in HTML.
struct IssueLink {
    /// With its tags as the author wrote them.
    let url: String
    let text: String
    let line: Int
    let isRawHTML: Bool

    static func all(in outline: [OutlineItem], _ fragments: [RawFragment]) -> [IssueLink] {
        var links: [IssueLink] = []
        var fragments = fragments[...]
        for (index, item) in outline.enumerated() {
            switch item.content {
            case .link(let url, let text):
                links.append(IssueLink(url: url, text: text, line: item.line, isRawHTML: false))
            case .html:
                guard let fragment = fragments.popFirst() else { break }
                for element in fragment.elements where element.name == "a" || element.name == "area" {
                    guard let url = element["href"] else { continue }
                    let text = element.text.isEmpty ? words(in: outline[(index + 1)...]) : element.text
                    links.append(
                        IssueLink(url: url, text: text, line: fragment.line(of: element), isRawHTML: true))
                }
            default: break
            }
        }
        return links
    }

    /// What stands between a start tag in a line of Markdown and its end tag.
    private static func words(in rest: ArraySlice<OutlineItem>) -> String {
        var text = ""
        for item in rest {
            switch item.content {
            case .text(let words): text += words
            case .html(let tag, isBlock: false) where !tag.lowercased().hasPrefix("</a"): break
            default: return text
            }
        }
        return text
    }
}

/// An image of the issue, likewise.
struct IssueImage {
    let url: String
    /// Nil where the HTML says nothing.
    let alt: String?
    let line: Int
    /// Of a file beside the issue.
    let number: Int?

    /// What readers' programs and the author call it.
    var name: String { url.split(separator: "/").last.map(String.init) ?? url }

    static func all(in outline: [OutlineItem], _ fragments: [RawFragment]) -> [IssueImage] {
        let markdown = outline.compactMap { item -> IssueImage? in
            guard case .image(let url, let alt, let number) = item.content else { return nil }
            return IssueImage(url: url, alt: alt, line: item.line, number: number)
        }
        let html = fragments.flatMap { fragment in
            fragment.elements.filter { $0.name == "img" }.map { element in
                IssueImage(
                    url: element["src"] ?? "", alt: element["alt"], line: fragment.line(of: element), number: nil)
            }
        }
        return markdown + html
    }
}
