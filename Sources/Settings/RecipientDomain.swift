import Mail

/// The part of an address behind the @.
struct RecipientDomain: SettingsValue {
    let ascii: String

    init(_ text: String) throws(InvalidValue) {
        guard let address = try? EmailAddress("postmaster@" + text) else {
            throw InvalidValue(message: "must be domains of mail addresses", mend: "write them like example.org")
        }
        ascii = address.asciiDomain
    }
}
