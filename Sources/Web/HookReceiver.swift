import HTTP
import Mail

/// Takes the reports of relays.
public protocol HookReceiver: Sendable {
    /// - Returns: the status to answer with; nil where nobody listens at that address. 200 means that all of it is on disk, or
    ///   means nothing to us; anything else makes the provider come again.
    func receive(_ request: HTTPRequest, provider: String, key: String, now: Timestamp) throws -> Int?
}

extension PublicSite {
    func report(_ visit: Visit) throws -> HTTPResponse {
        guard
            let status = try hooks?.receive(
                visit.request, provider: visit.parameters["PROVIDER"] ?? "", key: visit.parameters["KEY"] ?? "",
                now: visit.now)
        else { throw PageError.notFound }
        return HTTPResponse.text(status == 200 ? "ok\n" : "refused\n", status: status).fresh
    }
}
