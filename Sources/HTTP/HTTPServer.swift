import CMicrohttpd
import Dispatch
import Glibc
import Synchronization

/// Why the server did not start.
public struct HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One sentence for the admin: what is wrong, and the mend.
    public let description: String
}

/// An HTTP/1.1 server on one address, with one thread that reads, answers and writes.
///
/// It listens from `init` to `stop()`. The handler runs on the server's thread and holds up every other request while it does:
/// quick store work belongs there, waiting does not.
public final class HTTPServer: Sendable {
    public let host: String
    /// The port it listens on: the kernel's choice when 0 was asked for.
    public let port: Int
    /// Most connections at a time: fewer than were asked for where the system's limit of open files is too low.
    public let connections: Int

    private let service: HTTPService
    private let daemon: Mutex<Daemon?>

    /// A libmicrohttpd daemon; its functions may be called from any thread.
    private struct Daemon: @unchecked Sendable {  // only the pointer, behind a lock, to an object with locks of its own
        let pointer: OpaquePointer
    }

    /// - Parameters:
    ///   - host: a numeric IPv4 or IPv6 address or a name of this machine; `::` listens on IPv4 too.
    ///   - port: 0 lets the kernel choose; see `port`.
    ///   - account: whom a connection from this numeric address counts for, by whatever name, under `connectionsPerClient`;
    ///     nil: nobody, for a proxy that speaks for many.
    ///   - refusal: the page for a request that never becomes an `HTTPRequest`: 400 when it is malformed, 413 when its body
    ///     is too long, 501 and 505 when it speaks another HTTP than ours, 503 when there are too many connections. What is no
    ///     HTTP at all is answered by libmicrohttpd itself.
    /// - Throws: when the address is not one of this machine's, is in use, or may not be bound.
    public init(
        host: String, port: Int, limits: HTTPLimits = HTTPLimits(),
        account: @escaping @Sendable (String) -> String? = { $0 },
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse,
        refusal: @escaping @Sendable (Int) -> HTTPResponse = plainRefusal
    ) throws(HTTPServerError) {
        let socket = try ListeningSocket(host: host, port: port)
        var limits = limits
        limits.connections = allowedConnections(limits.connections)
        let service = HTTPService(limits: limits, account: account, handler: handler, refusal: refusal)
        let pointer = mhd_start(
            socket.descriptor, onConnection, onTarget, onRequest, onRequestEnded,
            Unmanaged.passUnretained(service).toOpaque(),
            UInt32(limits.connections + limits.spareConnections), UInt32(limits.idleSeconds),
            HTTPLimits.connectionMemory)
        guard let pointer else {
            throw HTTPServerError(
                description: "the web server did not start on \(host) port \(port): "
                    + "raise the limit of open files, or lower that of connections")
        }
        self.host = host
        self.port = socket.port
        connections = limits.connections
        self.service = service
        daemon = Mutex(Daemon(pointer: pointer))
    }

    public static func plainRefusal(_ status: Int) -> HTTPResponse {
        let text =
            switch status {
            case 413: "The request is too large.\n"
            case 503: "Too many connections; please try again.\n"
            default: "Bad request.\n"
            }
        return .text(text, status: status)
    }

    deinit {
        stop(drainSeconds: 0)
    }

    /// Takes no more connections, lets the requests in flight end for at most `drainSeconds`, then closes everything.
    /// Harmless when repeated. Never call it from the handler.
    public func stop(drainSeconds: Int = 10) {
        guard let pointer = daemon.withLock({ daemon in daemon.take()?.pointer }) else { return }
        service.drain()
        let listening = MHD_quiesce_daemon(pointer)
        _ = service.inFlight.wait(timeout: .now() + .seconds(drainSeconds))
        MHD_stop_daemon(pointer)
        if listening >= 0 {
            close(listening)  // quiescing gave it back to us
        }
    }
}

/// Lifts this process's limit of open files as far as the system allows. How many of the connections asked for can be had then.
private func allowedConnections(_ asked: Int) -> Int {
    let forTheRest = 64  // the database, the relay, the log
    var limits = HTTPLimits()
    limits.connections = asked
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return asked }
    let wanted = rlim_t(asked + limits.spareConnections + forTheRest)
    if limit.rlim_cur < wanted {
        limit.rlim_cur = min(wanted, limit.rlim_max)
        setrlimit(files, &limit)
    }
    guard limit.rlim_cur < wanted else { return asked }
    // A sixteenth is spare.
    return max(1, (Int(limit.rlim_cur) - forTheRest - 16) * 16 / 17)
}
