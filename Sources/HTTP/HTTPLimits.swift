/// What one client may take of the server.
public struct HTTPLimits: Sendable, Equatable {
    /// Longest request body in bytes; a longer one is answered with 413.
    public var bodyBytes: Int
    /// The same for paths that have this segment, in place of `bodyBytes`.
    public var longBodies: [String: Int] = [:]
    /// Segments of paths at which a body decides nothing: one that is too long or broken is taken for none.
    public var idleBodies: Set<String> = []
    /// Most form fields and, counted apart, most query parameters in one request; more are answered with 400.
    public var fields: Int
    /// Most connections at a time. For each further one that gives way which has waited longest for a request; when all are busy,
    /// the further one is answered with 503.
    public var connections: Int
    /// Most connections at a time for one client; each further one is answered with 503, and twice as many not at all.
    public var connectionsPerClient: Int
    /// Seconds without a byte after which a connection is closed.
    public var idleSeconds: Int
    /// Seconds for a request's line and header fields: a client that drips one byte at a time keeps its connection no longer.
    public var headSeconds: Int
    /// Seconds for a request body.
    public var bodySeconds: Int
    /// Seconds for reading an answer.
    public var answerSeconds: Int

    public init(
        bodyBytes: Int = 65_536, fields: Int = 100, connections: Int = 10_000, connectionsPerClient: Int = 200,
        idleSeconds: Int = 20, headSeconds: Int = 30, bodySeconds: Int = 60, answerSeconds: Int = 300
    ) {
        self.bodyBytes = bodyBytes
        self.fields = fields
        self.connections = connections
        self.connectionsPerClient = connectionsPerClient
        self.idleSeconds = idleSeconds
        self.headSeconds = headSeconds
        self.bodySeconds = bodySeconds
        self.answerSeconds = answerSeconds
    }

    /// Memory of a connection, which holds the request line and all header fields: more is answered with 431 (or 414).
    static let connectionMemory = 16_384

    /// Seconds that a connection too many may take to hear so.
    static let surplusSeconds = 5

    /// Connections beyond `connections`, in which refusals are told and those that gave way are closed.
    var spareConnections: Int { max(16, connections / 16) }

    /// The longest body that a path takes.
    func bodyBytes(of target: RequestTarget?) -> Int {
        target?.path.lazy.compactMap { longBodies[$0] }.first ?? bodyBytes
    }

    func needsNoBody(at target: RequestTarget?) -> Bool {
        target?.path.contains(where: idleBodies.contains) ?? false
    }

    /// What is read of a body that is too long before its connection is cut off: a client that is still sending does not listen.
    var swallowedBytes: Int { max(16 * bodyBytes, 2 * (longBodies.values.max() ?? 0)) }
}
