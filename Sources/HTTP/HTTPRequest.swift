/// The methods that pages know. HEAD is a GET whose answer goes out without its body (RFC 9110 §9.3.2).
public enum HTTPMethod: Sendable, Hashable {
    case get
    case post
    /// Anything else: answer 405.
    case other

    init(_ token: String) {
        switch token {  // RFC 9110 §9.1: case-sensitive
        case "GET", "HEAD": self = .get
        case "POST": self = .post
        default: self = .other
        }
    }
}

/// A name with a value: a header field, a query parameter or a form field.
public struct HTTPField: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// A request as a page sees it: whole, decoded and within the limits.
public struct HTTPRequest: Sendable, Equatable {
    public var method: HTTPMethod
    /// The path's segments, percent-decoded once; none for `/`. A slash at the end makes no difference.
    /// None is empty, `.` or `..`, and none holds a slash or a control character.
    public var path: [String]
    public var query: [HTTPField]
    /// In the order of arrival, names as sent.
    public var headers: [HTTPField]
    /// From an urlencoded or multipart body, without uploaded files; empty for any other kind of body.
    public var form: [HTTPField]
    /// As it came, at most `HTTPLimits.bodyBytes`.
    public var body: [UInt8]
    /// The numeric address at the other end of the connection, without a port: a proxy's, where one stands in front.
    public var remoteAddress: String

    public init(
        method: HTTPMethod, path: [String], query: [HTTPField] = [], headers: [HTTPField] = [], form: [HTTPField] = [],
        body: [UInt8] = [], remoteAddress: String = "127.0.0.1"
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.form = form
        self.body = body
        self.remoteAddress = remoteAddress
    }

    /// The first header field of that name, whatever its case.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The first form field of exactly that name.
    public func formValue(_ name: String) -> String? {
        form.first { $0.name == name }?.value
    }

    /// The first query parameter of exactly that name.
    public func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}
