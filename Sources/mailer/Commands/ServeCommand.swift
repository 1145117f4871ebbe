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
        let requests = RequestFigures()
        let probe = StoreProbe { try Session(arguments).desk(patience: .seconds(1)) }
        let site = try session.site(
            on: desk,
            monitor: Monitor(
                probe, requests, lateAfter: settings.monitoring.lateAfter, started: Session.now()))

        let stop = StopSignal()
        let letters = LetterThread(arguments, stop) {
            // The pages' loop speaks through this one: a page that never ends keeps it silent.
            if !requests.isStuck { ServiceManager.shared.alive() }
        }
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
            handler: { request in requests.measure { site.respond(to: request, now: Session.now()) } },
            refusal: { requests.count(site.errorPage($0)) })
        if server.connections < settings.serve.connections {
            session.console.note(
                "the system's limit of open files allows \(server.connections) connections, fewer than "
                    + "serve: connections; raise it (ulimit -n, or LimitNOFILE= of systemd)")
        }
        letters.start()
        session.console.note("listening on \(server.host) port \(server.port); the pages: \(settings.publicURL)/")
        ServiceManager.shared.ready("listening on \(server.host) port \(server.port)")
        ended.wait()
        ServiceManager.shared.stopping()
        server.stop()
        letters.join()
        return .ok
    }
}

/// Sends system mail beside the web server, on a thread and a database connection of its own.
private final class LetterThread: Sendable {
    private let arguments: ParsedArguments
    private let stop: StopSignal
    private let beat: @Sendable () -> Void
    private let ended = DispatchSemaphore(value: 0)

    /// System mail is little and must not crowd out the issues at the relay.
    private static let connections = 2

    /// - Parameter beat: called while the thread's loop turns.
    init(_ arguments: ParsedArguments, _ stop: StopSignal, beat: @escaping @Sendable () -> Void) {
        self.arguments = arguments
        self.stop = stop
        self.beat = beat
    }

    func start() {
        Thread.detachNewThread { [self] in
            var told: String?
            while !stop.isSet {
                beat()
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
            [.letters], session, on: session.desk(), connections: LetterThread.connections, stop: stop, beat: beat
        ) { summary in
            let now = summary.queueTrouble ?? summary.relayTrouble
            if let now, now != trouble { Console.complain("system mail waits: \(now)") }
            trouble = now
        }
        _ = try withExtendedLifetime(lock) { try sending.run(.stay) }
    }
}
