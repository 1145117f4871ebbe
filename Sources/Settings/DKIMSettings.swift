import Mail
import YAML

/// A key that signs outgoing mail for a domain.
public struct DKIMSettings: Sendable {
    /// A-labels in lower case.
    public let domain: String
    public let selector: String
    public let key: SecretFile

    static func list(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) -> [DKIMSettings] {
        guard let node else { return [] }
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list", mend: "start the key's first line with \"- \"")
        }
        var list: [DKIMSettings] = []
        for item in items {
            let next = try DKIMSettings(item, &reader)
            if list.contains(where: { $0.domain == next.domain && $0.selector == next.selector }) {
                throw item.error(
                    "the selector \"\(next.selector)\" stands there twice for \(next.domain)",
                    mend: "give each key a selector of its own")
            }
            list.append(next)
        }
        return list
    }

    private init(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        domain = try mapping.required("domain", as: SigningDomain.self, example: "domain: example.org").text
        selector = try mapping.required("selector", as: Selector.self, example: "selector: s1").text
        key = try reader.secretContent(mapping.requiredNode("key", example: "key: s1.pem"))
        try reader.finish(mapping, section: "dkim")
    }
}

/// The tag `d=` (RFC 6376 §3.5).
private struct SigningDomain: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        // What may stand behind the @ of an address.
        guard let address = try? EmailAddress("postmaster@\(text)") else {
            throw InvalidValue(message: "must be a domain", mend: "write it like example.org")
        }
        self.text = address.asciiDomain
    }
}

/// The tag `s=` (RFC 6376 §3.1): labels between dots.
private struct Selector: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        let label = /[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/
        let lower = text.lowercased()
        guard lower.utf8.count <= 120,
            lower.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ $0.wholeMatch(of: label) != nil }
            )
        else {
            throw InvalidValue(
                message: "must be letters, digits and hyphens", mend: "write a short name, like s1 or 2020a")
        }
        self.text = lower
    }
}
