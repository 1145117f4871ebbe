import Curl

/// Why a mailbox could not be read to its end. What was taken before is safe.
public enum MailboxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No connection, or not signed in; one sentence.
    case unreachable(String)
    case closed
    case silent
    /// The caller's wish; no fault.
    case stopped
    /// The server said no to a command, named by its first word.
    case refused(command: String)
    /// The server says what its protocol does not allow, or more than is sane.
    case nonsense(String)
    /// The folder can be read only: nothing could be taken out of it.
    case readOnly
    /// The messages that were taken out are there again.
    case notKept

    public var description: String {
        switch self {
        case .unreachable(let reason): reason
        case .closed: "the server closed the connection"
        case .silent: "the server did not answer in time"
        case .stopped: "stopped"
        case .refused(let command):
            switch command {
            case "SELECT": "the server does not open the folder; correct its name, or make it"
            case "UID MOVE", "UID COPY":
                "the server does not move mail into the other folder; correct its name, or make it"
            default: "the server refused \(command)"
            }
        case .nonsense(let what): "the server does not keep to its protocol: \(what)"
        case .readOnly: "the folder is read-only for this user; give it the right to delete and mark"
        case .notKept: "the server keeps no deletions or marks: the same messages come again and again"
        }
    }

    init(_ failure: BlockingConnection.Failure) {
        switch failure {
        case .cannotConnect(let error): self = .unreachable(error.reason)
        case .closed: self = .closed
        case .silent: self = .silent
        case .stopped: self = .stopped
        }
    }
}
