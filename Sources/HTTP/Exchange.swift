import CMicrohttpd

/// One request from its head to the last byte of its answer. Only the server's thread touches it.
final class Exchange {
    private let service: HTTPService
    private let client: Client
    private let method: String
    private let version: String
    private let target: RequestTarget?
    private var headIsIn = false
    private var body: [UInt8] = []
    private var bodyLength = 0

    init(service: HTTPService, client: Client, method: String, version: String) {
        self.service = service
        self.client = client
        self.method = method
        self.version = version
        target = client.target.flatMap { RequestTarget($0, fieldLimit: service.limits.fields) }
        service.watch.enter(.body, client.socket, seconds: service.limits.bodySeconds)
    }

    /// libmicrohttpd calls once when the head is in, once for each piece of the body, and once at its end.
    /// False closes the connection without an answer.
    func proceed(_ connection: OpaquePointer, piece: UnsafeRawBufferPointer) -> Bool {
        if !headIsIn {
            headIsIn = true
            guard let status = refusalOfHead(connection) else { return true }
            return send(refusal(status), on: connection, closing: true)
        }
        if piece.count > 0 {
            return take(piece)
        }
        return send(answer(connection), on: connection, closing: service.isDraining)
    }

    private func refusalOfHead(_ connection: OpaquePointer) -> Int? {
        if client.isSurplus { return 503 }
        return RequestHead(version: version, target: target, fields: headerFields(of: connection))
            .refusal(limits: service.limits)
    }

    private func refusal(_ status: Int) -> HTTPResponse {
        var response = service.refusal(status)
        if status == 503 { response.setHeader("Retry-After", "\(HTTPLimits.surplusSeconds)") }
        return response
    }

    /// libmicrohttpd takes an answer only at the end of a body whose beginning it has taken: the surplus is dropped, up to a point.
    private func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        bodyLength += piece.count
        if bodyLength <= service.limits.bodyBytes(of: target) {
            body.append(contentsOf: piece)
        }
        return bodyLength <= service.limits.swallowedBytes
    }

    private func answer(_ connection: OpaquePointer) -> HTTPResponse {
        let needsNoBody = service.limits.needsNoBody(at: target)
        let isTooLong = bodyLength > service.limits.bodyBytes(of: target)
        if isTooLong {
            guard needsNoBody else { return refusal(413) }
            body = []
        }
        guard let target,
            let form = FormBody.fields(of: body, connection: connection, limit: service.limits.fields)
                ?? (needsNoBody ? [] : nil)
        else {
            return refusal(400)
        }
        let request = HTTPRequest(
            method: HTTPMethod(method), path: target.path, query: target.query, headers: headerFields(of: connection),
            form: form, body: body, remoteAddress: client.address)
        return service.handler(request)
    }

    private func send(_ response: HTTPResponse, on connection: OpaquePointer, closing: Bool) -> Bool {
        service.watch.enter(.answer, client.socket, seconds: service.limits.answerSeconds)
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
