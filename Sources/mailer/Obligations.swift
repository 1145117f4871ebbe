import Newsletter
import Settings

/// What an issue needs before it may go out: what laws on bulk mail ask of its sender (such as the CAN-SPAM Act, 15 USC
/// 7704(a)(5), and the GDPR, articles 7 and 13), and links that work.
enum Obligations {
    static func check(_ issue: IssueComposing, _ settings: MailerSettings) throws {
        try checkList(issue)
        guard settings.isPublicURLForReaders || settings.relays.allSatisfy(\.isOnLoopback) else {
            throw Failure(
                .config,
                "public_url is \(settings.publicURL), but the relay delivers to the world: readers could not open the "
                    + "links, or only unencrypted; set public_url to the https address of the pages")
        }
    }

    /// One error for all that is missing, with one command that mends it.
    private static func checkList(_ issue: IssueComposing) throws {
        let list = issue.list
        let missing: [(what: String, option: String)] = [
            issue.from.name == nil ? ("the sender's name", "--from \"NAME <\(issue.from.address.text)>\"") : nil,
            isBlank(list.postalAddress) ? ("the postal address", "--postal-address \"STREET, TOWN, COUNTRY\"") : nil,
            isBlank(list.privacyURL) ? ("the privacy page", "--privacy-url https://…") : nil,
        ].compactMap { $0 }
        if missing.isEmpty { return }
        throw Failure(
            .data,
            "the list \(list.name.text) lacks \(missing.map(\.what).joined(separator: " and ")), which its readers have a "
                + "right to; mailer list edit \(list.name.text) \(missing.map(\.option).joined(separator: " "))")
    }

    private static func isBlank(_ text: String?) -> Bool {
        text?.allSatisfy(\.isWhitespace) ?? true
    }
}
