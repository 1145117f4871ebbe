import CMicrohttpd
import Dispatch
import Glibc
import Synchronization

/// What the callbacks of libmicrohttpd work with, alive as long as the daemon.
final class HTTPService: Sendable {
    let limits: HTTPLimits
    let handler: @Sendable (HTTPRequest) -> HTTPResponse
    let refusal: @Sendable (Int) -> HTTPResponse
    let watch = ConnectionWatch()
    /// Requests whose head is in and whose answer is not out.
    let inFlight = DispatchGroup()
    private let account: @Sendable (String) -> String?
    nonisolated(unsafe) private let admission: Admission  // only the server's thread comes here
    private let draining = Atomic(false)

    init(
        limits: HTTPLimits, account: @escaping @Sendable (String) -> String?,
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse,
        refusal: @escaping @Sendable (Int) -> HTTPResponse
    ) {
        self.limits = limits
        self.account = account
        self.handler = handler
        self.refusal = refusal
        admission = Admission(perClient: limits.connectionsPerClient)
    }

    /// Every answer from now on closes its connection.
    func drain() {
        draining.store(true, ordering: .releasing)
    }

    var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// A connection stands.
    fileprivate func welcome(_ connection: OpaquePointer) -> Client {
        let client = Client(connection, account: account)
        let verdict = admission.enter(client.account)
        client.isSurplus =
            verdict != .welcome || (admission.all > limits.connections && !watch.giveWay(to: client.socket))
        if verdict == .nuisance { shutdown(client.socket, Int32(SHUT_RDWR)) }
        awaitHead(of: client)
        return client
    }

    fileprivate func awaitHead(of client: Client) {
        let seconds = client.isSurplus ? HTTPLimits.surplusSeconds : limits.headSeconds
        watch.enter(.head, client.socket, seconds: seconds)
    }

    /// It is about to be closed.
    fileprivate func dismiss(_ client: Client) {
        watch.end(client.socket)
        admission.leave(client.account)
    }
}

// Callbacks are constants: a closure written in a main actor's function would inherit it and trap on the server's thread.

/// A connection stands or is gone. It owns its `Client`.
let onConnection: MHD_NotifyConnectionCallback = { service, connection, context, event in
    guard let service, let connection, let context else { return }
    let current = Unmanaged<HTTPService>.fromOpaque(service).takeUnretainedValue()
    switch event {
    case .CONNECTION_NOTIFY_STARTED:
        context.pointee = Unmanaged.passRetained(current.welcome(connection)).toOpaque()
    case .CONNECTION_NOTIFY_CLOSED:
        if let client = context.pointee.map({ Unmanaged<Client>.fromOpaque($0).takeRetainedValue() }) {
            current.dismiss(client)
        }
        context.pointee = nil
    }
}

/// The request line is in.
let onTarget: mhd_target_callback = { _, target, connection in
    if let connection, let client = mhd_connection_context(connection) {
        Unmanaged<Client>.fromOpaque(client).takeUnretainedValue().target = target.flatMap {
            String(validatingCString: $0)
        }
    }
    return nil
}

/// The head is in, a piece of the body is, or the whole request. The request's context owns its `Exchange`.
let onRequest: MHD_AccessHandlerCallback = { context, connection, _, method, version, data, size, exchange in
    guard let context, let connection, let method, let version, let size, let exchange,
        let client = mhd_connection_context(connection)
    else { return .NO }
    if exchange.pointee == nil {
        let service = Unmanaged<HTTPService>.fromOpaque(context).takeUnretainedValue()
        let client = Unmanaged<Client>.fromOpaque(client).takeUnretainedValue()
        let new = Exchange(
            service: service, client: client, method: String(cString: method), version: String(cString: version))
        exchange.pointee = Unmanaged.passRetained(new).toOpaque()
        service.inFlight.enter()
    }
    guard let current = exchange.pointee else { return .NO }
    let goesOn = Unmanaged<Exchange>.fromOpaque(current).takeUnretainedValue().proceed(
        connection, piece: UnsafeRawBufferPointer(start: data, count: size.pointee))
    size.pointee = 0  // all of it was taken
    return goesOn ? .YES : .NO
}

/// The answer is out, or the connection is gone: exactly once for each request whose head was in.
let onRequestEnded: MHD_RequestCompletedCallback = { context, connection, exchange, _ in
    guard let context, let connection, let ended = exchange?.pointee else { return }
    exchange?.pointee = nil
    Unmanaged<Exchange>.fromOpaque(ended).release()
    let service = Unmanaged<HTTPService>.fromOpaque(context).takeUnretainedValue()
    if let client = mhd_connection_context(connection) {
        service.awaitHead(of: Unmanaged<Client>.fromOpaque(client).takeUnretainedValue())
    }
    service.inFlight.leave()
}
