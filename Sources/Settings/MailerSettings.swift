import Mail
import Newsletter
import YAML

/// Everything that config/mailer.yaml says, read and checked. That file, as shipped, describes each key.
public struct MailerSettings: Sendable {
    /// The SQLite file; an absolute path.
    public let database: String
    /// The secret keys lie beside the database.
    public var keys: String { database + ".keys" }
    public let synchronous: Synchronous
    /// Where readers reach the pages: http or https, ASCII, without a trailing slash.
    public let publicURL: String
    public let listen: ListenAddress
    /// The sender of lists that name none, and of system messages.
    public let from: Mailbox
    /// At least one.
    public let relays: [RelaySettings]
    public let limits: TrafficSettings
    /// The keys that sign outgoing mail; none leaves it unsigned.
    public let dkim: [DKIMSettings]
    public let retry: RetrySchedule
    public let uncertain: Uncertain
    /// Seconds after which an issue that no sender looked after is paused.
    public let lateAfter: Int64
    /// When issues go out.
    public let hours: SendingHours
    /// Who is told when an issue is finished or was paused.
    public let admin: Mailbox?
    public let mail: MailSettings
    /// A folder with the admin's own templates, an absolute path; nil for the shipped ones.
    public let templates: String?
    /// The look of lists that name none.
    public let theme: ThemeName
    /// Where the admin's own themes lie: `themes` beside the settings file.
    public let themes: String
    /// Seconds for which a subscription may wait for its confirmation.
    public let confirmationExpiresAfter: Int64
    /// Addresses and networks whose X-Forwarded-For is believed.
    public let trustedProxies: [String]
    public let serve: ServeSettings
    public let signUp: SignUpSettings
    public let retention: RetentionSettings
    public let bounces: BounceSettings
    public let monitoring: MonitoringSettings

    /// The relay that a list's issues go by first; `names` are those that the list allows, with commas.
    public func firstRelay(named names: String?) -> RelaySettings {
        let allowed = names.map { $0.split(separator: ",").map(String.init) }
        let usable = relays.filter { $0.kind != .systemMail && allowed?.contains($0.name) != false }
        return usable.min { $0.priority < $1.priority } ?? relays[0]
    }

    /// Readers elsewhere can open the pages, encrypted: one-click unsubscribing needs https (RFC 8058 §3.1).
    public var isPublicURLForReaders: Bool {
        guard publicURL.hasPrefix("https://") else { return false }
        let authority = publicURL.dropFirst("https://".count).prefix { $0 != "/" }
        return HostAndPort(authority).map { !HostAndPort.isNearby($0.host) } ?? false
    }

    /// What SQLite waits for at a commit.
    public enum Synchronous: String, Sendable, CaseIterable, SettingsChoice {
        /// The disk: a commit survives a power failure.
        case full
        /// The operating system: a power failure may take the last commits back.
        case normal
    }

    /// What happens to a copy whose outcome nobody knows.
    public enum Uncertain: String, Sendable, CaseIterable, SettingsChoice {
        case resend
        case hold
    }

    /// Reads the settings file and the secrets that it names.
    ///
    /// - Parameters:
    ///   - file: the path, as errors shall print it.
    ///   - environment: the process's environment, for `password_env`.
    ///   - workingFolder: what a relative `file` is relative to; paths in the file are relative to the file's folder.
    public static func load(
        file: String, environment: [String: String], workingFolder: String = SettingsFile.currentFolder
    ) throws(SettingsError) -> MailerSettings {
        let path = SettingsFile.path(file, in: workingFolder)
        let bytes: [UInt8]
        do {
            bytes = try FileContent(path: path, limit: 1_000_000).bytes
        } catch {
            throw .unreadable(file: file, reason: error.reason)
        }
        var reader = SettingsReader(file: path, environment: environment)
        do {
            return try MailerSettings(YAMLNode.parse(bytes: bytes, file: file), &reader)
        } catch {
            throw .invalid(error)
        }
    }

    init(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        database = reader.path(try mapping.required("database", as: SettingsPath.self, example: "database: mailer.db"))
        synchronous = try mapping.optional("synchronous", as: Synchronous.self) ?? .full
        publicURL = try mapping.required("public_url", as: PublicURL.self, example: "public_url: https://example.org")
            .text
        listen = try mapping.optional("listen", as: ListenAddress.self) ?? .default
        from = try mapping.required("from", as: Sender.self, example: "from: News <news@example.org>").mailbox
        let example = "relays: [{url: smtp://mail.example.org}]"
        relays = try RelaySettings.list(mapping.requiredNode("relays", example: example), &reader)
        dkim = try DKIMSettings.list(mapping.node("dkim"), &reader)
        retry = try RetrySchedule(mapping.node("retry"), &reader)
        limits = try TrafficSettings(mapping.node("limits"), &reader)
        (uncertain, lateAfter, hours) = try Self.sending(mapping.node("sending"), &reader)
        admin = try mapping.optional("admin", as: Sender.self)?.mailbox
        mail = try MailSettings(&mapping)
        templates = try reader.folder(mapping.node("templates"))
        theme = try mapping.optional("theme", as: ThemeName.self) ?? Self.shippedTheme
        themes = reader.folder + "/themes"
        confirmationExpiresAfter = try Self.confirmationExpiry(mapping.node("confirmation"), &reader)
        trustedProxies =
            try mapping.node("trusted_proxies").map(NetworkText.list)?.map(\.text) ?? ["127.0.0.0/8", "::1"]
        serve = try ServeSettings(mapping.node("serve"), &reader)
        signUp = try SignUpSettings(mapping.node("sign_up"), &reader)
        retention = try RetentionSettings(mapping.node("retention"), &reader)
        bounces = try BounceSettings(mapping.node("bounces"), &reader)
        monitoring = try MonitoringSettings(mapping.node("monitoring"), &reader)
        try reader.finish(mapping)
    }

    private static let shippedTheme = ThemeName(known: "clearinghouse")

    private static func sending(
        _ node: YAMLNode?, _ reader: inout SettingsReader
    ) throws(YAMLError) -> (Uncertain, Int64, SendingHours) {
        let lateByDefault: Int64 = 36 * 3600
        guard let node else { return (.resend, lateByDefault, SendingHours()) }
        var mapping = try YAMLMapping(node)
        let uncertain = try mapping.optional("uncertain", as: Uncertain.self) ?? .resend
        let lateAfter = try mapping.optional("late_after", as: SettingsDuration.self)?.seconds ?? lateByDefault
        let hours = try SendingHours(&mapping)
        try reader.finish(mapping, section: "sending")
        return (uncertain, lateAfter, hours)
    }

    private static func confirmationExpiry(
        _ node: YAMLNode?, _ reader: inout SettingsReader
    ) throws(YAMLError) -> Int64 {
        let byDefault: Int64 = 30 * 86_400
        guard let node else { return byDefault }
        var mapping = try YAMLMapping(node)
        let expiry = try mapping.optional("expires_after", as: SettingsDuration.self)?.seconds
        try reader.finish(mapping, section: "confirmation")
        return expiry ?? byDefault
    }
}

extension RetrySchedule {
    fileprivate init(_ node: YAMLNode?, _ reader: inout SettingsReader) throws(YAMLError) {
        self = .default
        guard let node else { return }
        var mapping = try YAMLMapping(node)
        first = try mapping.optional("first", as: SettingsDuration.self)?.seconds ?? first
        longest = try mapping.optional("longest", as: SettingsDuration.self)?.seconds ?? max(longest, first)
        giveUpAfter =
            try mapping.optional("give_up_after", as: SettingsDuration.self)?.seconds ?? max(giveUpAfter, first)
        try reader.finish(mapping, section: "retry")
        if longest < first {
            throw mapping.error(
                at: "longest", "\"longest\" is shorter than \"first\"", mend: "make it at least as long")
        }
        if giveUpAfter < first {
            throw mapping.error(
                at: "give_up_after", "\"give_up_after\" ends before the first retry",
                mend: "make it longer than \"first\"")
        }
    }
}
