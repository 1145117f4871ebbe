import Mail
import YAML

/// What the public forms take, and how much of it.
public struct SignUpSettings: Sendable {
    /// Requests for mail that one client's network may send in an hour.
    public let perNetwork: Int
    /// Requests for mail in an hour in all.
    public let perHour: Int
    public let roleAddresses: RoleAddresses
    /// Domains of throw-away addresses, as A-labels in lower case.
    public let disposableDomains: Set<String>

    /// Origins of the sites that may show the sign-up form within their pages.
    public let embedFrom: [String]

    /// What becomes of info@ and its like.
    public enum RoleAddresses: String, Sendable, CaseIterable, SettingsChoice {
        case take, refuse
    }

    init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        guard let node else {
            perNetwork = 20
            perHour = 500
            roleAddresses = .take
            disposableDomains = []
            embedFrom = []
            return
        }
        var mapping = try YAMLMapping(node)
        perNetwork = try mapping.optional("per_network", in: 1...1_000_000) ?? 20
        perHour = try mapping.optional("per_hour", in: 1...1_000_000) ?? 500
        roleAddresses = try mapping.optional("role_addresses", as: RoleAddresses.self) ?? .take
        disposableDomains = try Self.domains(mapping.node("disposable_domains"), reader)
        embedFrom = try mapping.node("embed_from").map(WebOrigin.list)?.map(\.text) ?? []
        try reader.finish(mapping, section: "sign_up")
    }

    private static func domains(_ node: YAMLNode?, _ reader: SettingsReader) throws(YAMLError) -> Set<String> {
        guard let node else { return [] }
        let path = try reader.file(node)
        let content: FileContent
        do {
            content = try FileContent(path: path, limit: 10_000_000)
        } catch {
            throw node.error("the file \"\(path)\" cannot be read: \(error.reason)", mend: "correct \(node.subject)")
        }
        var domains: Set<String> = []
        let lines = String(decoding: content.bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let word = String(line.filter { !$0.isWhitespace })
            if word.isEmpty || word.hasPrefix("#") { continue }
            do {
                domains.insert(try EmailAddress("x@" + word).asciiDomain)
            } catch {
                throw node.error(
                    "line \(index + 1) of \"\(path)\" is no domain: \(error)", mend: "write one domain a line")
            }
        }
        return domains
    }
}
