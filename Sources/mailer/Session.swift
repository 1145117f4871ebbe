import Arguments
import Composer
import Foundation
import Mail
import Membership
import Newsletter
import Outbox
import Returns
import Settings
import Signing
import Store
import Texts
import Web

/// What a command works with; each part is made when it is first asked for.
final class Session {
    let console: Console
    private let configOption: String?
    private var loadedSettings: MailerSettings?
    private var madeLooks: Looks?

    init(_ arguments: ParsedArguments) {
        console = Console(
            isJSON: arguments.flag("json"), isQuiet: arguments.flag("quiet"), isVerbose: arguments.flag("verbose"))
        configOption = arguments.value("config")
    }

    var now: Timestamp { Session.now() }

    static func now() -> Timestamp { Timestamp(seconds: Int64(time(nil))) }

    static func moment() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Where the settings are, or would be.
    func settingsFile() throws -> String {
        try MailerSettings.find(option: configOption, environment: ProcessInfo.processInfo.environment)
    }

    var wishedSettingsFile: String {
        configOption ?? ProcessInfo.processInfo.environment["MAILER_CONFIG"] ?? "config/mailer.yaml"
    }

    func settings() throws -> MailerSettings {
        if let loadedSettings { return loadedSettings }
        let settings = try MailerSettings.load(
            file: settingsFile(), environment: ProcessInfo.processInfo.environment)
        loadedSettings = settings
        return settings
    }

    /// The kernel lock of whoever sends: one for each database file, by whatever name it is reached.
    func lockFile(_ scope: OutboxScope) throws -> String {
        try lockFile(named: scope == .issues ? "sender" : "system")
    }

    func lockFile(named name: String) throws -> String {
        URL(fileURLWithPath: try settings().database).resolvingSymlinksInPath().path + "." + name
    }

    /// A connection of its own; a thread that works beside others asks for another.
    func desk(
        opening: Database.Opening = .existing, patience: Duration = Database.longPatience,
        cache: Database.Cache = .small
    ) throws -> any Desk {
        let settings = try settings()
        return try Database(
            path: settings.database, opening: opening,
            synchronous: settings.synchronous == .full ? .full : .normal, cache: cache, patience: patience)
    }

    func keys() throws -> SecretKeys {
        let path = try settings().keys
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(
                .config, "cannot read the secret keys \(path); mailer init makes them, a backup brings them back")
        }
        do {
            return try SecretKeys(file: String(decoding: data, as: UTF8.self))
        } catch {
            throw Failure(.config, "\(path): \(error)")
        }
    }

    func looks() throws -> Looks {
        if let madeLooks { return madeLooks }
        let looks = Looks(try settings(), try phrasebook())
        madeLooks = looks
        return looks
    }

    func phrasebook() throws -> Phrasebook {
        let texts = try ProgramFiles.texts(setting: settings().templates)
        do {
            return try Phrasebook(folder: texts.shipped, own: texts.own)
        } catch {
            throw Failure(.config, "\(error)")
        }
    }

    func registrar(on desk: any Desk) throws -> Registrar {
        let settings = try settings()
        return Registrar(
            register: desk,
            correspondence: SystemMail(
                looks: try looks(), links: Links(publicURL: settings.publicURL),
                from: settings.from),
            keys: try keys(), confirmationExpires: settings.confirmationExpiresAfter)
    }

    /// Where mail that came back takes effect.
    func returnDesk(on desk: any Desk) throws -> ReturnDesk {
        let settings = try settings()
        return try ReturnDesk(
            register: desk, registrar: registrar(on: desk), keys: keys(), rules: settings.bounces.rules,
            forwarding: OwnerMail(settings))
    }

    /// The public pages.
    func site(on desk: any Desk, monitor: (any SiteMonitor)? = nil) throws -> PublicSite {
        let settings = try settings()
        return try PublicSite(
            registrar: registrar(on: desk), pages: desk,
            viewer: StoredIssueViewer(desk: desk, keys: keys(), links: Links(settings)),
            looks: PageThemes(looks(), for: desk.lists()),
            templates: ProgramFiles.templates("web", setting: settings.templates), phrasebook: phrasebook(),
            publicURL: settings.publicURL, policy: SignUpPolicy(settings),
            hooks: HookDesk(settings.bounces.hooks, returnDesk(on: desk)),
            monitor: monitor, metricsReaders: settings.monitoring.metrics.compactMap(NetworkRange.init),
            onFailure: { error in
                Console.complain("a page failed: \(Failure(error).message)")
                return (error as? any PassingFailure)?.mayPass == true ? 503 : 500
            })
    }

    /// The list of that name, or the failure that says there is none.
    func list(named name: ListName, on desk: any Desk) throws -> MailingList {
        guard let list = try desk.list(named: name) else { throw MembershipError.noSuchList(name) }
        return list
    }

    /// The issue that the user means: `LIST/SLUG`, or `SLUG` where that is unique.
    func issue(_ text: String, on desk: any Desk) throws -> Issue {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        do {
            if parts.count == 2, let issue = try desk.issue(Slug(parts[1]), of: ListName(parts[0])) { return issue }
            if parts.count == 1 {
                let issues = try desk.issues(Slug(parts[0]))
                if issues.count > 1 {
                    let names = issues.map { "\($0.list.text)/\($0.slug.text)" }.joined(separator: ", ")
                    throw Failure(.usage, "several lists have an issue \"\(text)\": say which of \(names)")
                }
                if let issue = issues.first { return issue }
            }
        } catch let error as NameError {
            throw Failure(.usage, "\(error); an issue is LIST/SLUG, or SLUG where that is unique")
        }
        throw Failure(.noInput, "there is no issue \"\(text)\"; see mailer issue ls")
    }
}
