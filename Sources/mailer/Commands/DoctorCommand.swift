import Arguments
import Composer
import DNS
import Foundation
import Mail
import Mailboxes
import Newsletter
import SMTP
import Settings

enum DoctorCommand: Subcommand {
    static let declaration = Command(
        ["doctor"], "check what Mailer depends on, and say how to mend it",
        discussion: """
            Checks the settings, the folders, the database, the keys, the templates, the relay, and what DNS says about \
            the domains that mail comes from; prints the DNS records that are still to be published. Sends nothing. \
            A WARN leaves the exit code at 0.
            """,
        options: [.value("resolver", "ADDR:PORT", "the DNS server to ask", default: "the system's")],
        examples: ["mailer doctor", "mailer doctor --resolver 192.0.2.53:53"])

    private struct Model: Encodable {
        var findings: [Finding]
        var records: [WantedRecord]

        var text: String {
            let wanted = records.filter { !$0.isPublished }.map(\.line)
            let heading = wanted.isEmpty ? [] : ["", "DNS records to publish (docs/deliverability.md):"]
            return (findings.map(\.line) + heading + wanted).joined(separator: "\n")
        }
    }

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let server = try arguments.value("resolver", ListenAddress.init)
        var model = Model(findings: [], records: [])
        func check(_ name: String, _ body: () throws -> String) {
            do {
                model.findings.append(Finding(check: name, level: .ok, message: try body()))
            } catch {
                model.findings.append(Finding(check: name, level: .error, message: Failure(error).message))
            }
        }
        check("settings") { try "\(session.settingsFile()), public pages at \(session.settings().publicURL)" }
        if let settings = try? session.settings() {
            check("folder") { try folder(of: settings.database) }
            check("database") { try "\(settings.database), \(session.desk().lists().count) lists" }
            check("keys") { try keys(settings.keys, session) }
            check("templates") {
                let looks = try session.looks()
                _ = try looks.mailTemplates(for: nil)
                for list in try session.desk().lists() { _ = try looks.mailTemplates(for: list) }
                _ = try session.site(on: session.desk())
                return try ProgramFiles.templates("mail", setting: settings.templates)
            }
            for mailbox in settings.bounces.mailboxes {
                check("mailbox") { "\(mailbox.name) answers, \(try look(into: mailbox)) messages" }
            }
            for relay in settings.relays {
                check(settings.relays.count > 1 ? "relay \(relay.name)" : "relay") { try Self.relay(relay) }
            }
            check("list relays") { try listRelays(settings, session) }
            do {
                let checkup = try domains(settings, session, server)
                model.findings += checkup.findings
                model.records = checkup.records
            } catch {
                check("domains") { throw error }
            }
        }
        try session.console.result(model.text, json: model)
        if !model.findings.contains(where: { $0.level == .error }) { return .ok }
        return model.findings[0].level == .ok ? .unavailable : .config
    }

    private static func domains(
        _ settings: MailerSettings, _ session: Session, _ server: ListenAddress?
    ) throws -> DomainCheckup {
        var checkup = DomainCheckup(
            signatories: try settings.signatories(), relayTerm: relayTerm(settings.firstRelay(named: nil).destination),
            resolver: try server.map { server in try Resolver(server: server.host, port: server.port) } ?? Resolver())
        let lists = (try? session.desk().lists()) ?? []
        let authors = ([settings.from] + lists.compactMap(\.from)).map(\.address.asciiDomain)
        checkup.run(authors: authors, senders: settings.bounces.address.map { [$0.domain] } ?? authors)
        return checkup
    }

    /// The relay as SPF names it (RFC 7208 §5); a relay on this machine goes by the machine's name.
    private static func relayTerm(_ settings: RelaySettings.Destination) -> String {
        guard case .server(let relay) = settings else { return "ip4:ADDRESS-OF-YOUR-RELAY" }
        if relay.isLocal { return relay.hello.contains(".") ? "a:\(relay.hello)" : "ip4:ADDRESS-OF-THIS-MACHINE" }
        if relay.host.contains(":") { return "ip6:\(relay.host)" }
        return relay.host.allSatisfy { $0.isNumber || $0 == "." } ? "ip4:\(relay.host)" : "a:\(relay.host)"
    }

    /// SQLite writes files beside the database.
    private static func folder(of database: String) throws -> String {
        let folder = URL(fileURLWithPath: database).deletingLastPathComponent().path
        guard access(folder, W_OK) == 0 else {
            throw Failure(.unavailable, "\(folder) cannot be written; give it to the user who runs mailer")
        }
        return folder
    }

    private static func keys(_ path: String, _ session: Session) throws -> String {
        _ = try session.keys()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
        guard mode & 0o077 == 0 else { throw Failure(.config, "\(path) can be read by others; chmod 600 \(path)") }
        return path
    }

    private static func look(into mailbox: MailboxSettings) throws -> Int {
        do {
            return try MailboxVisit(mailbox).look()
        } catch {
            throw Failure(.unavailable, "\(mailbox.name): \(error)")
        }
    }

    /// Lists that go by relays of their own need these to be there.
    private static func listRelays(_ settings: MailerSettings, _ session: Session) throws -> String {
        let lists = try session.desk().lists().filter { $0.relay != nil }
        for list in lists { try ListRelay.check(list.relay ?? "", settings) }
        return lists.isEmpty ? "every list goes by any relay" : "\(lists.count) lists go by relays of their own"
    }

    private static func relay(_ settings: RelaySettings) throws -> String {
        switch settings.destination {
        case .server(let server): return try relay(server)
        case .folder(let folder):
            guard access(folder, W_OK) == 0 else {
                throw Failure(.unavailable, "\(folder) cannot be written; give it to the user who runs mailer")
            }
            return "a dry run: mail goes into \(folder), and to no reader"
        }
    }

    private static func relay(_ settings: RelayServer) throws -> String {
        do {
            let probe = try RelayProbe.run(Relay(settings))
            let encrypted = probe.isEncrypted ? "encrypted" : "not encrypted"
            let signedIn = probe.mechanism.map { "signed in by \($0)" } ?? "without signing in"
            return
                "\(settings.host) port \(settings.port) answers, \(encrypted), \(signedIn); \(offer(probe.capabilities))"
        } catch {
            let words = error.reply.map { ": \($0.code) \($0.text)" } ?? ""
            throw Failure(.unavailable, "\(error.reason)\(words)")
        }
    }

    /// What the relay offers of that which makes a difference to us, and what it lacks.
    private static func offer(_ relay: Capabilities) -> String {
        let wanted = [
            ("PIPELINING", relay.pipelining), (relay.sizeLimit.map { "SIZE \($0)" } ?? "SIZE", relay.size),
            ("8BITMIME", relay.eightBitMIME), ("SMTPUTF8", relay.smtpUTF8),
        ]
        let offered = wanted.filter(\.1).map(\.0)
        let lacking = wanted.filter { !$0.1 }.map(\.0)
        return "it offers \(offered.isEmpty ? "no extension" : offered.joined(separator: ", "))"
            + (lacking.isEmpty ? "" : ", not \(lacking.joined(separator: ", "))")
    }
}
