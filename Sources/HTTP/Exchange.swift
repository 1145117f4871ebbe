import CMicrohttpd

/// One request from its head to the last byte of its answer. Only the server's thread touches it.
final class Exchange {
    private let service: HTTPService
    private let client: Client
    private let target: RequestTarget?
    private let deadline: ContinuousClock.Instant
    private var headIsIn = false
    private var body: [UInt8] = []
    private var bodyLength = 0

    init(service: HTTPService, client: Client) {
        self.service = service
        self.client = client
        target = client.target.flatMap { RequestTarget($0, fieldLimit: service.limits.fields) }
        deadline = .now + .seconds(service.limits.bodySeconds)
    }

    /// libmicrohttpd calls once when the head is in, once for each piece of the body, and once at its end.
    /// False closes the connection without an answer.
    func proceed(_ connection: OpaquePointer, method: String, piece: UnsafeRawBufferPointer) -> Bool {
        if !headIsIn {
            headIsIn = true
            guard let refusal = refusalOfHead(connection) else { return true }
            return send(refusal, on: connection, closing: true)
        }
        if piece.count > 0 {
            return take(piece)
        }
        return send(answer(connection, method: method), on: connection, closing: service.isDraining)
    }

    /// An answer that needs no body. Two framings of one body are how requests are smuggled past a proxy
    /// (RFC 9112 §6.1, §6.3), so they are refused and the connection is closed.
    private func refusalOfHead(_ connection: OpaquePointer) -> HTTPResponse? {
        let fields = headerFields(of: connection)
        let lengths = fields.filter { $0.name.lowercased() == "content-length" }.map(\.value)
        let isChunked = fields.contains { $0.name.lowercased() == "transfer-encoding" }
        if target == nil || lengths.count > 1 || (isChunked && !lengths.isEmpty) {
            return service.refusal(400)
        }
        if let length = lengths.first.flatMap({ Int($0) }), length > service.limits.bodyBytes {
            return service.refusal(413)
        }
        return nil
    }

    /// A chunked body has no length in advance, and libmicrohttpd takes an answer only at its end: the surplus is dropped, up to
    /// a point. What drips past the deadline is cut off.
    private func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        bodyLength += piece.count
        if bodyLength <= service.limits.bodyBytes {
            body.append(contentsOf: piece)
        }
        return bodyLength <= 16 * service.limits.bodyBytes && .now < deadline
    }

    private func answer(_ connection: OpaquePointer, method: String) -> HTTPResponse {
        guard bodyLength <= service.limits.bodyBytes else {
            return service.refusal(413)
        }
        guard let target,
            let form = FormBody.fields(of: body, connection: connection, limit: service.limits.fields)
        else {
            return service.refusal(400)
        }
        let request = HTTPRequest(
            method: HTTPMethod(method), path: target.path, query: target.query, headers: headerFields(of: connection),
            form: form, body: body, remoteAddress: client.address)
        return service.handler(request)
    }

    private func send(_ response: HTTPResponse, on connection: OpaquePointer, closing: Bool) -> Bool {
        let response = response.completed()
        let queued = response.body.withUnsafeBytes { bytes in
            // libmicrohttpd copies the body: the constant pointer is not written through.
            MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
        guard let queued else { return false }
        defer { MHD_destroy_response(queued) }
        for field in response.headers {
            MHD_add_response_header(queued, field.name, field.value)
        }
        if closing {
            MHD_add_response_header(queued, "Connection", "close")
        }
        return MHD_queue_response(connection, UInt32(response.status), queued) == .YES
    }
}

private func headerFields(of connection: OpaquePointer) -> [HTTPField] {
    var fields: [HTTPField] = []
    withUnsafeMutablePointer(to: &fields) { pointer in
        _ = MHD_get_connection_values(connection, .HEADER_KIND, onHeader, pointer)
    }
    return fields
}

private let onHeader: MHD_KeyValueIterator = { context, _, name, value in
    if let name {
        let field = HTTPField(name: String(cString: name), value: value.map { String(cString: $0) } ?? "")
        context?.assumingMemoryBound(to: [HTTPField].self).pointee.append(field)
    }
    return .YES
}
