/// How far a connection has come.
public enum ConnectStage: String, Sendable, Hashable {
    /// Resolving, connecting, and the handshake of implicit TLS.
    case connect
    /// Waiting for the server's first line.
    case greeting
    case ehlo
    /// The command and the handshake behind it.
    case startTLS
    case auth
}

/// What is seen of the talk that libcurl leads while it connects: which command is out, and what was answered.
///
/// Commands are looked at for their first word and, for AUTH, the mechanism, and never kept: AUTH carries secrets.
struct ConnectProgress {
    private(set) var stage = ConnectStage.connect
    /// Goes up whenever a new wait begins: time to start its clock anew.
    private(set) var steps = 0
    /// The lines of the last reply, complete or still coming, each with its line end.
    private(set) var reply: [UInt8] = []
    /// The reply that opened the connection.
    private(set) var greeting: [UInt8] = []
    /// The reply to the last EHLO. After STARTTLS the second one replaces the first (RFC 3207 §4.2).
    private(set) var ehlo: [UInt8] = []
    private(set) var didEncrypt = false
    private(set) var didAuthenticate = false
    /// What the last AUTH command named, `PLAIN` for one.
    private(set) var mechanism: String?

    private var replyIsComplete = true
    /// No server needs more for one reply; beyond it the lines are dropped.
    private static let replyLimit = 65_536

    mutating func connected() {
        guard stage == .connect else { return }
        stage = .greeting
        steps += 1
    }

    /// Bytes that libcurl sent.
    mutating func sent(_ command: UnsafeRawBufferPointer) {
        steps += 1
        switch String(decoding: command.prefix(4), as: UTF8.self) {
        case "EHLO", "HELO": stage = .ehlo
        case "STAR": stage = .startTLS
        case "AUTH":
            stage = .auth
            mechanism = Self.mechanism(command)
        default: break
        }
    }

    /// The first argument of AUTH (RFC 4422 §3.1: at most 20 letters, digits, hyphens, underscores).
    private static func mechanism(_ command: UnsafeRawBufferPointer) -> String? {
        let word = command.dropFirst(5).prefix { $0 > UInt8(ascii: " ") }
        return word.isEmpty || word.count > 20 ? nil : String(decoding: word, as: UTF8.self)
    }

    /// The mechanisms that the server announced for AUTH (RFC 4954 §3); nil when it announced no AUTH.
    var offeredMechanisms: [Substring]? {
        keywords.lazy.map { $0.uppercased().split(separator: " ") }.first { $0.first == "AUTH" }?.dropFirst().map { $0 }
    }

    /// A line of a reply, with its line end. `ddd-` continues, `ddd ` ends it (RFC 5321 §4.2.1).
    mutating func received(_ line: UnsafeRawBufferPointer) {
        connected()
        if replyIsComplete { reply.removeAll(keepingCapacity: true) }
        replyIsComplete = line.count < 4 || line[3] != UInt8(ascii: "-")
        if reply.count + line.count <= Self.replyLimit { reply.append(contentsOf: line) }
        if replyIsComplete { completed() }
    }

    /// The code of the last reply, 0 when there was none.
    var replyCode: Int {
        guard reply.count >= 3, reply[..<3].allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else {
            return 0
        }
        return reply[..<3].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private mutating func completed() {
        switch (stage, replyCode) {
        case (.greeting, _): greeting = reply
        case (.ehlo, 200..<300): ehlo = reply
        case (.startTLS, 220): didEncrypt = true
        case (.auth, 235): didAuthenticate = true
        default: break
        }
    }

    /// The keywords of the last EHLO reply with their parameters, `SIZE 10240000` for one (RFC 5321 §4.1.1.1).
    var keywords: [String] {
        ehlo.split(separator: UInt8(ascii: "\n")).dropFirst().compactMap { line in
            let text = line.dropFirst(4)
            return String(decoding: text.last == UInt8(ascii: "\r") ? text.dropLast() : text, as: UTF8.self)
        }
    }
}
