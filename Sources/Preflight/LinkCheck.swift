import Composer
import Foundation
import Mail

/// Where links lead, without going there.
enum LinkCheck {
    private static let ourFields = ["{{unsubscribe_url}}", "{{view_url}}", "{{preferences_url}}"]
    private static let personalPages = ["unsubscribe", "preferences", "view", "confirm", "decline", "undo"]
    private static let shorteners: Set = [
        "bit.ly", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "lnkd.in",
        "shorturl.at", "t.ly", "rb.gy", "v.gd", "tiny.cc",
    ]

    static func findings(of version: CheckedVersion, publicURL: String) -> [IssueFinding] {
        let anchors = Set(version.page.elements.flatMap { [$0["id"], $0["name"]] }.compactMap { $0 })
        return version.links.compactMap { link in
            finding(link, version, anchors, publicURL)
        }
    }

    private static func finding(
        _ link: IssueLink, _ version: CheckedVersion, _ anchors: Set<String>, _ publicURL: String
    ) -> IssueFinding? {
        let url = link.url
        let found = { (code: FindingCode, message: String) in
            version.finding(code, line: link.line, at: url.isEmpty ? nil : url, message)
        }
        if ourFields.contains(url) { return nil }
        if url.isEmpty {
            return found(.linkMalformed, "the link has no address, so nothing happens when readers click it")
        }
        if url.hasPrefix("#") {
            let anchor = String(url.dropFirst())
            if anchors.contains(anchor) || anchor.isEmpty { return nil }
            return found(.linkFragment, "\"\(url)\" leads to a place that this issue does not have")
        }
        if url.contains(where: \.isWhitespace) {
            return found(.linkMalformed, "\"\(url)\" has a blank in it, at which many programs cut the address off")
        }
        if url.lowercased().hasPrefix("mailto:") {
            return isMailbox(url) ? nil : found(.linkMalformed, "\"\(url)\" names no mail address")
        }
        guard let address = WebAddress(url) else { return nil }
        guard address.isOpenable else {
            return found(.linkMalformed, "\"\(url)\" has no host that a browser could open")
        }
        if personalPages.contains(where: { url.hasPrefix("\(publicURL)/\($0)/") }) {
            return found(
                .linkPersonal, "\"\(url)\" is the link of one reader: whoever clicks it acts in that reader's name")
        }
        if address.isPrivate {
            return found(.linkPrivate, "\"\(url)\" leads to this machine or a private network, where readers can't go")
        }
        if shorteners.contains(address.host) {
            return found(
                .linkShortened,
                "\(address.host) hides where the link leads: readers can't tell, and filters distrust it")
        }
        if !address.isEncrypted {
            return found(
                .linkHttp, "\"\(url)\" is not encrypted: anybody on the way can read and change what readers see")
        }
        return nil
    }

    private static func isMailbox(_ url: String) -> Bool {
        let addresses = url.dropFirst("mailto:".count).prefix { $0 != "?" }
        // `mailto:?subject=` lets the reader choose (RFC 6068 §2).
        return addresses.split(separator: ",").allSatisfy { text in
            (try? EmailAddress(text.removingPercentEncoding ?? String(text))) != nil
        }
    }
}
