import Arguments
import Composer
import HTTP
import Mail
import Membership
import Mustache
import Newsletter
import Outbox
import Settings
import Signing
import Store

/// How a command ends that cannot do its work: one clear line for the user and an exit code for the script.
struct Failure: Error, CustomStringConvertible {
    let code: ExitCode
    let message: String

    var description: String { message }

    init(_ code: ExitCode, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Gives every room's error its exit code.
    init(_ error: any Error) {
        let code: ExitCode =
            switch error {
            case let failure as Failure: failure.code
            case is UsageError: .usage
            case is SettingsError, is KeyFileError: .config
            case let error as StoreError: Failure.code(error)
            case MembershipError.noSuchList: .noInput
            case is HTTPServerError, is SenderLock.Failure: .unavailable
            case IssueVersionsError.unreadable: .noInput
            case is TemplateError, is MustacheError: .config
            default: .data
            }
        self.init(code, (error as? Failure)?.message ?? "\(error)")
    }

    private static func code(_ error: StoreError) -> ExitCode {
        switch error {
        case .busy, .full: .tempFail
        case .noDatabase, .notOurs: .config
        case .cannotOpen, .newerSchema, .readOnly, .sqlite, .damaged: .unavailable
        }
    }
}
