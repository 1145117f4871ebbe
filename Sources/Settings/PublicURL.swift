/// The address of the public pages, under which every link in a mail hangs.
struct PublicURL: SettingsValue {
    /// Scheme and host in lower case, without a trailing slash.
    let text: String

    init(_ text: String) throws(InvalidValue) {
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
            throw InvalidValue(
                message: "must be ASCII without spaces",
                mend: "write the host in its xn-- form, and other characters as %XX")
        }
        if text.contains(where: { "?#".contains($0) }) {
            throw InvalidValue(message: "must have no query or fragment", mend: "end it before the ? or #")
        }
        guard let separator = text.firstRange(of: "://"),
            ["http", "https"].contains(text[..<separator.lowerBound].lowercased())
        else {
            throw InvalidValue(message: "must be an http or https URL", mend: "write it like https://news.example.org")
        }
        let authority = text[separator.upperBound...].prefix { $0 != "/" }
        guard HostAndPort(authority) != nil else {
            throw InvalidValue(
                message: "must name a host, and at most a port", mend: "write it like https://news.example.org/letters")
        }
        var path = text[authority.endIndex...]
        while path.last == "/" { path.removeLast() }
        if path.contains(where: { "\"<>\\^`{|}".contains($0) }) {
            throw InvalidValue(message: "has a character that no URL may have", mend: "write it as %XX")
        }
        self.text = text[..<authority.endIndex].lowercased() + path
    }
}
