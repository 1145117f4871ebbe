import CMicrohttpd
import Dispatch
import Synchronization

/// What the callbacks of libmicrohttpd work with, alive as long as the daemon.
final class HTTPService: Sendable {
    let limits: HTTPLimits
    let handler: @Sendable (HTTPRequest) -> HTTPResponse
    let refusal: @Sendable (Int) -> HTTPResponse
    let heads: HeadWatch
    /// Requests whose head is in and whose answer is not out.
    let inFlight = DispatchGroup()
    private let draining = Atomic(false)

    init(
        limits: HTTPLimits, handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse,
        refusal: @escaping @Sendable (Int) -> HTTPResponse
    ) {
        self.limits = limits
        self.handler = handler
        self.refusal = refusal
        heads = HeadWatch(seconds: limits.headSeconds)
    }

    /// Every answer from now on closes its connection.
    func drain() {
        draining.store(true, ordering: .releasing)
    }

    var isDraining: Bool { draining.load(ordering: .acquiring) }
}

// Callbacks are constants: a closure written in a main actor's function would inherit it and trap on the server's thread.

/// A connection stands or is gone. It owns its `Client`.
let onConnection: MHD_NotifyConnectionCallback = { service, connection, context, event in
    guard let service, let connection, let context else { return }
    let heads = Unmanaged<HTTPService>.fromOpaque(service).takeUnretainedValue().heads
    switch event {
    case .CONNECTION_NOTIFY_STARTED:
        let client = Client(connection)
        heads.begin(client.socket)
        context.pointee = Unmanaged.passRetained(client).toOpaque()
    case .CONNECTION_NOTIFY_CLOSED:
        if let client = context.pointee.map({ Unmanaged<Client>.fromOpaque($0).takeRetainedValue() }) {
            heads.end(client.socket)
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
let onRequest: MHD_AccessHandlerCallback = { context, connection, _, method, _, data, size, exchange in
    guard let context, let connection, let method, let size, let exchange,
        let client = mhd_connection_context(connection)
    else { return .NO }
    if exchange.pointee == nil {
        let service = Unmanaged<HTTPService>.fromOpaque(context).takeUnretainedValue()
        let client = Unmanaged<Client>.fromOpaque(client).takeUnretainedValue()
        exchange.pointee = Unmanaged.passRetained(Exchange(service: service, client: client)).toOpaque()
        service.heads.end(client.socket)
        service.inFlight.enter()
    }
    guard let current = exchange.pointee else { return .NO }
    let goesOn = Unmanaged<Exchange>.fromOpaque(current).takeUnretainedValue().proceed(
        connection, method: String(cString: method), piece: UnsafeRawBufferPointer(start: data, count: size.pointee))
    size.pointee = 0  // all of it was taken
    return goesOn ? .YES : .NO
}

/// The answer is out, or the connection is gone: exactly once for each request whose head was in.
let onRequestEnded: MHD_RequestCompletedCallback = { context, connection, exchange, _ in
    guard let context, let connection, let ended = exchange?.pointee else { return }
    exchange?.pointee = nil
    Unmanaged<Exchange>.fromOpaque(ended).release()
    let service = Unmanaged<HTTPService>.fromOpaque(context).takeUnretainedValue()
    service.heads.begin(mhd_socket(connection))
    service.inFlight.leave()
}
