import Curl

/// A mailbox and what is done there: each message is taken, and when it is safe, disposed of.
public struct MailboxVisit {
    private let server: MailServer
    private let folder: String
    private let disposal: Disposal
    private let isStopped: () -> Bool

    /// Messages of one session; a POP3 server deletes them when it ends, so that a death costs no more than these.
    private static let batch = 500
    /// Messages that are disposed of together.
    private static let group = 50
    private static let patience = Duration.seconds(60)

    /// - Parameters:
    ///   - server: of the service IMAP or POP3, with credentials.
    ///   - folder: for IMAP.
    ///   - disposal: POP3 can only delete.
    ///   - isStopped: the wish to end soon; asked often.
    public init(_ server: MailServer, folder: String, disposal: Disposal, isStopped: @escaping () -> Bool = { false }) {
        self.server = server
        self.folder = folder
        self.disposal = disposal
        self.isStopped = isStopped
    }

    /// Signs in and looks, and changes nothing.
    ///
    /// - Returns: how many messages there are.
    public func look() throws(MailboxError) -> Int {
        let mailbox = try open()
        try mailbox.close()
        return mailbox.count
    }

    /// Takes every message that waits.
    ///
    /// - Parameters:
    ///   - limit: how many bytes of a message are wanted.
    ///   - take: returns when the message's effect is safe on disk; what it throws ends the visit, and the message stays.
    public func run(limit: Int, take: (RemoteMessage) throws -> Void) throws {
        var disposed: Set<String> = []
        while !isStopped() {
            let names = try Self.session(open(), limit: limit, isStopped: isStopped, take)
            if names.count < Self.batch { return }
            // A server that keeps nothing would be visited for ever.
            guard disposed.isDisjoint(with: names.filter { !$0.isEmpty }) else { throw MailboxError.notKept }
            disposed.formUnion(names)
        }
    }

    /// - Returns: the names of what was taken and disposed of.
    static func session<M: RemoteMailbox>(
        _ mailbox: M, limit: Int, isStopped: () -> Bool, _ take: (RemoteMessage) throws -> Void
    ) throws -> [String] {
        let waiting = try mailbox.waiting(most: batch)
        var names: [String] = []
        for start in stride(from: 0, to: waiting.count, by: group) {
            var taken: [(handle: M.Handle, name: String)] = []
            for message in waiting[start..<min(start + group, waiting.count)] where !isStopped() {
                guard let bytes = try mailbox.fetch(message.handle, limit: limit) else { continue }
                try take(RemoteMessage(name: message.name, bytes: bytes))
                taken.append(message)
            }
            try mailbox.dispose(of: taken.map(\.handle))
            names += taken.map(\.name)
        }
        try mailbox.close()
        return names
    }

    private func open() throws(MailboxError) -> any RemoteMailbox {
        let talk = ServerTalk(try ServerChannel(server, patience: Self.patience, isStopped: isStopped))
        return server.service == .pop3
            ? try POP3Mailbox(talk) : try IMAPMailbox(talk, folder: folder, disposal: disposal)
    }
}
