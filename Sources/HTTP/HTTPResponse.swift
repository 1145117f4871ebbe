/// An answer: status, header fields and body. The server adds Date, Content-Length and, where a page sets no other
/// value, `safeDefaults`.
public struct HTTPResponse: Sendable, Equatable {
    public var status: Int
    public private(set) var headers: [HTTPField]
    public var body: [UInt8]

    public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func html(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [HTTPField(name: "Content-Type", value: "text/html; charset=utf-8")],
            body: Array(text.utf8))
    }

    public static func text(_ text: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [HTTPField(name: "Content-Type", value: "text/plain; charset=utf-8")],
            body: Array(text.utf8))
    }

    /// 303 See Other: the browser asks for `location` with GET, and a reload repeats no POST (RFC 9110 §15.4.4).
    public static func redirect(to location: String) -> HTTPResponse {
        HTTPResponse(status: 303, headers: [HTTPField(name: "Location", value: location)])
    }

    /// Sets a header field, in place of any of that name.
    public mutating func setHeader(_ name: String, _ value: String) {
        let lowered = name.lowercased()
        headers.removeAll { $0.name.lowercased() == lowered }
        headers.append(HTTPField(name: name, value: value))
    }

    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// What a page gets unless it says otherwise: no script, nothing from elsewhere, no frame around it, and no address
    /// of a page (which can hold a token) handed on to the next site.
    public static let safeDefaults = [
        HTTPField(
            name: "Content-Security-Policy",
            value: "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'"),
        HTTPField(name: "X-Content-Type-Options", value: "nosniff"),
        HTTPField(name: "Referrer-Policy", value: "no-referrer"),
    ]

    /// What goes out: with the defaults, or 500 in place of a header field that would split the response (RFC 9110 §5.5).
    func completed() -> HTTPResponse {
        guard headers.allSatisfy(\.isSafe) else {
            return HTTPResponse.text("Something went wrong here.\n", status: 500).completed()
        }
        var response = self
        for field in Self.safeDefaults where response.header(field.name) == nil {
            response.headers.append(field)
        }
        return response
    }
}

extension HTTPField {
    /// RFC 9110 §5.1, §5.6.2.
    var hasTokenAsName: Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }

    /// Neither name nor value can end the field.
    fileprivate var isSafe: Bool {
        hasTokenAsName && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}
