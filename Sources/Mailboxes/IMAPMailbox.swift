import Curl

/// A folder on an IMAP server, selected.
final class IMAPMailbox: RemoteMailbox {
    private let talk: ServerTalk
    private let disposal: Disposal
    private var capabilities: Set<String> = []
    private var validity = 0
    private var tags = 0
    private(set) var count = 0

    /// More than any server says beside a reply, of any folder.
    private static let mostReplies = 100_000
    /// Messages that one SEARCH looks at: its answer is one line.
    private static let window = 2_000
    private static let mostWindows = 500

    /// - Parameter talk: of a connection that is signed in.
    init(_ talk: ServerTalk, folder: String, disposal: Disposal) throws(MailboxError) {
        self.talk = talk
        self.disposal = disposal
        try run("CAPABILITY") { (reply) throws(MailboxError) in
            guard let words = reply.untagged?.uppercased().split(separator: " "), words.first == "CAPABILITY" else {
                return
            }
            capabilities.formUnion(words.dropFirst().map(String.init))
        }
        let ending = try run("SELECT", FolderName.quoted(folder)) { (reply) throws(MailboxError) in
            count = reply.number(of: "EXISTS") ?? count
            validity = reply.code("UIDVALIDITY") ?? validity
        }
        if ending.uppercased().contains("[READ-ONLY]") { throw .readOnly }
    }

    func waiting(most: Int) throws(MailboxError) -> [(handle: UInt32, name: String)] {
        // What is marked as deleted, but there, is what a death before EXPUNGE left: it is known again, and goes.
        let criteria = disposal == .mark ? "UNSEEN" : "ALL"
        var found: [UInt32] = []
        for window in 0..<Self.mostWindows {
            let first = window * Self.window + 1
            guard first <= count, found.count < most else { break }
            let last = min(first + Self.window - 1, count)
            try run("UID SEARCH", "\(first):\(last) \(criteria)") { (reply) throws(MailboxError) in
                guard let words = reply.untagged?.split(separator: " "), words.first?.uppercased() == "SEARCH" else {
                    return
                }
                found += words.dropFirst().compactMap { UInt32($0) }.filter { $0 > 0 }
            }
        }
        return found.sorted().prefix(most).map { ($0, "\(validity)/\($0)") }
    }

    /// PEEK leaves the mark of a read message for when the verdict is safe; the range keeps a giant on the server.
    func fetch(_ handle: UInt32, limit: Int) throws(MailboxError) -> [UInt8]? {
        var body: [UInt8]?
        try run("UID FETCH", "\(handle) (UID BODY.PEEK[]<0.\(limit)>)", longestLiteral: limit) {
            (reply) throws(MailboxError) in
            if reply.uid == handle, let bytes = reply.body { body = bytes }
        }
        return body
    }

    func dispose(of handles: [UInt32]) throws(MailboxError) {
        guard !handles.isEmpty else { return }
        let set = Self.set(handles)
        switch disposal {
        case .mark: try run("UID STORE", "\(set) +FLAGS.SILENT (\\Seen)")
        case .delete: try delete(set)
        case .move(let folder):
            if capabilities.contains("MOVE") {
                try run("UID MOVE", "\(set) \(FolderName.quoted(folder))")
            } else {
                try run("UID COPY", "\(set) \(FolderName.quoted(folder))")
                try delete(set)
            }
        }
    }

    /// Without UIDPLUS what others have marked for deletion goes too: there is no other way (RFC 4315 §1).
    private func delete(_ set: String) throws(MailboxError) {
        try run("UID STORE", "\(set) +FLAGS.SILENT (\\Deleted)")
        if capabilities.contains("UIDPLUS") {
            try run("UID EXPUNGE", set)
        } else {
            try run("EXPUNGE")
        }
    }

    func close() throws(MailboxError) {
        // Everything is done by now: a server that hangs up without a word has done it too.
        do throws(MailboxError) { try run("LOGOUT") } catch .closed {}
    }

    /// `1:3,5` (RFC 3501 §9, sequence-set)
    static func set(_ numbers: [UInt32]) -> String {
        var ranges: [ClosedRange<UInt32>] = []
        for number in numbers.sorted() {
            if let last = ranges.last, number <= last.upperBound { continue }
            if let last = ranges.last, number == last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }.joined(
            separator: ",")
    }

    // MARK: Commands and replies

    /// Runs one command, and gives the text behind its tag.
    @discardableResult
    private func run(
        _ command: String, _ arguments: String = "", longestLiteral: Int = 65_536,
        each: (IMAPReply) throws(MailboxError) -> Void = { (_) throws(MailboxError) in }
    ) throws(MailboxError) -> String {
        tags += 1
        let tag = "m\(tags)"
        try talk.send("\(tag) \(command)" + (arguments.isEmpty ? "" : " " + arguments))
        for _ in 0..<Self.mostReplies {
            let reply = try reply(longestLiteral: longestLiteral)
            if let words = reply.untagged {
                if words.uppercased().hasPrefix("BYE"), command != "LOGOUT" { throw .closed }
                try each(reply)
                continue
            }
            let words = reply.text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard words.count >= 2, words[0] == tag else { throw .nonsense("a reply to no command") }
            guard words[1].uppercased() == "OK" else { throw .refused(command: command) }
            return words.count > 2 ? String(words[2]) : ""
        }
        throw .nonsense("a reply without end")
    }

    private func reply(longestLiteral: Int) throws(MailboxError) -> IMAPReply {
        var reply = IMAPReply()
        while true {
            let line = String(decoding: try talk.line(), as: UTF8.self)
            reply.text += line
            guard line.last == "}", let open = line.lastIndex(of: "{"),
                case let digits = line[line.index(after: open)...].dropLast(), !digits.isEmpty,
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { return reply }
            guard let count = Int(digits), count <= longestLiteral, reply.literals.count < 20,
                reply.text.utf8.count <= ServerTalk.longestLine
            else { throw .nonsense("a literal that is longer than what was asked for") }
            reply.literals.append(try talk.piece(count))
        }
    }
}
