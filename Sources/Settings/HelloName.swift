import Glibc

/// The argument of EHLO: a domain or an address literal (RFC 5321 §4.1.1.1).
struct HelloName: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        guard HostAndPort.isName(text) || text.wholeMatch(of: /\[[A-Za-z0-9.:]+\]/) != nil else {
            throw InvalidValue(
                message: "must be a host name", mend: "write this machine's full name, like news.example.org")
        }
        self.text = text
    }

    /// What the machine calls itself; a name that no relay could read becomes localhost.
    static var ofMachine: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return HostAndPort.isName(name) ? name : "localhost"
    }
}
