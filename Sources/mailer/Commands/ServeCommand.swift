import Arguments
import Dispatch
import Foundation
import HTTP
import Mail
import Outbox
import Settings
import Web

enum ServeCommand: Subcommand {
    static let declaration = Command(
        ["serve"], "serve the public pages and send system mail",
        discussion: """
            Runs until SIGTERM or Ctrl-C. Confirmations go out within seconds. Issues are left to mailer send. Put a \
            reverse proxy with TLS in front.
            """,
        options: [.value("listen", "ADDR:PORT", "where to listen", default: "the setting `listen`")],
        examples: ["mailer serve", "mailer serve --listen 127.0.0.1:8081"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let settings = try session.settings()
        let listen = try arguments.value("listen", ListenAddress.init) ?? settings.listen
        // One waiting request holds up the others: a short patience, and "come back" for who asked.
        let desk = try session.desk(patience: .seconds(5))
        let site = try session.site(on: desk)

        let stop = StopSignal()
        let letters = LetterThread(arguments, stop)
        let ended = DispatchSemaphore(value: 0)
        Signals.watch(stop) { ended.signal() }
        let clients = ClientAddress(trustedProxies: SignUpPolicy(settings).trustedProxies)
        var limits = HTTPLimits(
            connections: settings.serve.connections, connectionsPerClient: settings.serve.connectionsPerClient)
        // Relays send their events by the hundred.
        if !settings.bounces.hooks.isEmpty { limits.longBodies = ["hooks": 1 << 20] }
        // A mail host's one click counts, however it was packed (RFC 8058 §3.1).
        limits.idleBodies = ["unsubscribe"]
        let server = try HTTPServer(
            host: listen.host, port: listen.port, limits: limits,
            account: { clients.account(of: $0) },
            handler: { site.respond(to: $0, now: Session.now()) },
            refusal: { site.errorPage($0) })
        if server.connections < settings.serve.connections {
            session.console.note(
                "the system's limit of open files allows \(server.connections) connections, fewer than "
                    + "serve: connections; raise it (ulimit -n, or LimitNOFILE= of systemd)")
        }
        letters.start()
        session.console.note("listening on \(server.host) port \(server.port); the pages: \(settings.publicURL)/")
        ended.wait()
        server.stop()
        letters.join()
        return .ok
    }
}

/// Sends system mail beside the web server, on a thread and a database connection of its own.
private final class LetterThread: Sendable {
    private let arguments: ParsedArguments
    private let stop: StopSignal
    private let ended = DispatchSemaphore(value: 0)

    /// System mail is little and must not crowd out the issues at the relay.
    private static let connections = 2

    init(_ arguments: ParsedArguments, _ stop: StopSignal) {
        self.arguments = arguments
        self.stop = stop
    }

    func start() {
        Thread.detachNewThread { [self] in
            var told: String?
            while !stop.isSet {
                do {
                    try sendUntilStopped()
                } catch SenderLock.Failure.held {
                    // A `send` that began before us looks after it; ours is the next turn.
                } catch {
                    let problem = "system mail waits: \(error)"
                    if problem != told { Console.complain(problem) }
                    told = problem
                }
                if !stop.isSet { sleep(2) }
            }
            ended.signal()
        }
    }

    func join() { ended.wait() }

    private func sendUntilStopped() throws {
        let session = Session(arguments)
        let lock = try SenderLock(path: session.lockFile(.letters))
        var trouble: String?
        let sending = try Sending(
            [.letters], session, on: session.desk(), connections: LetterThread.connections, stop: stop
        ) { summary in
            let now = summary.queueTrouble ?? summary.relayTrouble
            if let now, now != trouble { Console.complain("system mail waits: \(now)") }
            trouble = now
        }
        _ = try withExtendedLifetime(lock) { try sending.run(.stay) }
    }
}
