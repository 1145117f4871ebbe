import Settings

/// The relays that a list's issues go by: names of the settings, with commas.
enum ListRelay {
    /// - Throws: for a name that no relay for issues has.
    static func check(_ names: String, _ settings: MailerSettings) throws {
        let known = settings.relays.filter { $0.kind != .systemMail }.map(\.name)
        for name in names.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        where !known.contains(name) {
            throw Failure(
                .data,
                "no relay for issues has the name \"\(name)\"; those of the settings are \(known.joined(separator: ", "))"
            )
        }
    }
}
