/// What `mailer doctor` found out about one thing.
struct Finding: Encodable {
    enum Level: String, Encodable {
        case ok
        /// Mail goes out, but may fare badly.
        case warning
        case error
    }

    var check: String
    var level: Level
    var message: String

    var line: String {
        let word =
            switch level {
            case .ok: "ok  "
            case .warning: "WARN"
            case .error: "FAIL"
            }
        return "\(word)  \(check): \(message)"
    }
}

/// A DNS record that should be there.
struct WantedRecord: Encodable {
    var name: String
    var type: String
    var content: String
    /// It is there as it should be; false too where DNS could not be asked.
    var isPublished: Bool

    /// As a zone file has it; a TXT record's strings have 255 bytes at most (RFC 1035 §3.3).
    var line: String {
        guard type == "TXT" else { return "\(name). \(type) \(content)" }
        var strings: [String] = []
        var rest = content[...]
        while !rest.isEmpty {
            strings.append("\"\(rest.prefix(255))\"")
            rest = rest.dropFirst(255)
        }
        return "\(name). TXT " + (strings.count == 1 ? strings[0] : "( \(strings.joined(separator: " ")) )")
    }
}
