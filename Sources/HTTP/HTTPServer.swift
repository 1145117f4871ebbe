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

    private let service: HTTPService
    private let daemon: Mutex<Daemon?>

    /// A libmicrohttpd daemon; its functions may be called from any thread.
    private struct Daemon: @unchecked Sendable {  // only the pointer, behind a lock, to an object with locks of its own
        let pointer: OpaquePointer
    }

    /// - Parameters:
    ///   - host: a numeric IPv4 or IPv6 address or a name of this machine; `::` listens on IPv4 too.
    ///   - port: 0 lets the kernel choose; see `port`.
    ///   - refusal: the page for a request that never becomes an `HTTPRequest`: 400 when it is malformed, 413 when its body
    ///     is too long. What is no HTTP at all is answered by libmicrohttpd itself.
    /// - Throws: when the address is not one of this machine's, is in use, or may not be bound.
    public init(
        host: String, port: Int, limits: HTTPLimits = HTTPLimits(),
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse,
        refusal: @escaping @Sendable (Int) -> HTTPResponse = plainRefusal
    ) throws(HTTPServerError) {
        let socket = try ListeningSocket(host: host, port: port)
        let service = HTTPService(limits: limits, handler: handler, refusal: refusal)
        allowDescriptors(limits.connections)
        let pointer = mhd_start(
            socket.descriptor, onConnection, onTarget, onRequest, onRequestEnded,
            Unmanaged.passUnretained(service).toOpaque(),
            UInt32(limits.connections), UInt32(limits.idleSeconds), HTTPLimits.connectionMemory)
        guard let pointer else {
            throw HTTPServerError(
                description: "the web server did not start on \(host) port \(port): "
                    + "raise the limit of open files, or lower that of connections")
        }
        self.host = host
        self.port = socket.port
        self.service = service
        daemon = Mutex(Daemon(pointer: pointer))
    }

    public static func plainRefusal(_ status: Int) -> HTTPResponse {
        .text(status == 413 ? "The request is too large.\n" : "Bad request.\n", status: status)
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

/// Lifts this process's limit of open files as far as the connections need and the system allows.
private func allowDescriptors(_ connections: Int) {
    let forTheRest = 64
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let wanted = min(rlim_t(connections + forTheRest), limit.rlim_max)
    if limit.rlim_cur < wanted {
        limit.rlim_cur = wanted
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
