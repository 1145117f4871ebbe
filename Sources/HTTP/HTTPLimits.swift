/// What one client may take of the server.
public struct HTTPLimits: Sendable, Equatable {
    /// Longest request body in bytes; a longer one is answered with 413.
    public var bodyBytes: Int
    /// Most form fields and, counted apart, most query parameters in one request; more are answered with 400.
    public var fields: Int
    /// Most connections at a time; further ones wait in the kernel's queue.
    public var connections: Int
    /// Seconds without a byte after which a connection is closed.
    public var idleSeconds: Int
    /// Seconds for a request's line and header fields: a client that drips one byte at a time keeps its connection no longer.
    public var headSeconds: Int
    /// Seconds for a request body.
    public var bodySeconds: Int

    public init(
        bodyBytes: Int = 65_536, fields: Int = 100, connections: Int = 1_024, idleSeconds: Int = 20,
        headSeconds: Int = 30, bodySeconds: Int = 60
    ) {
        self.bodyBytes = bodyBytes
        self.fields = fields
        self.connections = connections
        self.idleSeconds = idleSeconds
        self.headSeconds = headSeconds
        self.bodySeconds = bodySeconds
    }

    /// Memory of a connection, which holds the request line and all header fields: more is answered with 431 (or 414).
    static let connectionMemory = 16_384
}
