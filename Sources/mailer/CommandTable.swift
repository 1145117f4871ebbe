import Arguments

/// One command: its table, and what it does.
protocol Subcommand: Sendable {
    static var declaration: Command { get }
    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode
}

let version = "0.1.0"

/// Every command, in the order in which help shows them.
let commands: [any Subcommand.Type] = [
    InitCommand.self, DoctorCommand.self,
    ListCreateCommand.self, ListShowCommand.self, ListEditCommand.self, ListLsCommand.self,
    SubscriberAddCommand.self, SubscriberShowCommand.self, SubscriberImportCommand.self, SubscriberExportCommand.self,
    SubscriberLsCommand.self, SubscriberUnsubscribeCommand.self, SubscriberResumeCommand.self,
    SubscriberEraseCommand.self,
    SuppressAddCommand.self, SuppressRmCommand.self, SuppressLsCommand.self,
    IssueNewCommand.self, IssueCheckCommand.self, IssuePreviewCommand.self, IssueTestCommand.self,
    IssueQueueCommand.self, IssueLsCommand.self,
    IssueShowCommand.self,
    IssuePauseCommand.self, IssueResumeCommand.self, IssueCancelCommand.self, IssueRetryCommand.self,
    IssueResolveCommand.self, BounceIngestCommand.self, BounceFetchCommand.self, BounceLsCommand.self,
    BounceShowCommand.self,
    BounceClassifyCommand.self,
    SendCommand.self, ServeCommand.self, ReportCommand.self, BackupCommand.self, RestoreCommand.self,
    TemplateRenderCommand.self,
]

let commandTree = CommandTree(
    program: "mailer", "a mailing-list manager for newsletters",
    discussion: """
        One program, one SQLite file, any SMTP relay. Settings are read from --config, $MAILER_CONFIG, \
        ./config/mailer.yaml or /etc/mailer/mailer.yaml, the first that is there.

        Exit codes: 0 done; 64 wrong usage; 65 bad data; 66 no such list, issue or subscriber; 69 unavailable; \
        75 try again later; 78 wrong settings.
        """,
    globals: [
        .value("config", "FILE", "the settings file"),
        .flag("json", "one JSON document on stdout"),
        .flag("quiet", "no remarks on stderr, errors only"),
        .flag("verbose", "more remarks on stderr"),
    ],
    groups: [
        CommandGroup(["list"], "make, show and change lists"),
        CommandGroup(["subscriber"], "add, show, import, export and erase subscribers"),
        CommandGroup(["suppress"], "keep addresses and domains out"),
        CommandGroup(["issue"], "write, check, preview, queue and watch issues"),
        CommandGroup(["template"], "try templates out"),
        CommandGroup(["bounce"], "see what was refused or came back, and why"),
    ],
    commands: commands.map { $0.declaration },
    examples: ["mailer init", "mailer list create msme --name \"MSME Newsletter\"", "mailer send"])
