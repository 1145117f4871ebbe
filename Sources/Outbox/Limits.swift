/// The most that may go some way: in all, over one relay, to one domain, or as letters. Nil: no limit.
public struct Limits: Sendable, Hashable {
    public var perSecond: Int?
    /// In any sixty minutes.
    public var perHour: Int?
    /// In a calendar day.
    public var perDay: Int?
    /// Messages under way at once.
    public var connections: Int?

    public init(perSecond: Int? = nil, perHour: Int? = nil, perDay: Int? = nil, connections: Int? = nil) {
        self.perSecond = perSecond
        self.perHour = perHour
        self.perDay = perDay
        self.connections = connections
    }

    /// Whether what went has to be counted.
    var isMetered: Bool { perSecond != nil || perHour != nil || perDay != nil }
}

/// What a limit is for. The text is its name in the store.
enum MeterScope: Hashable {
    /// All copies of issues.
    case all
    case letters
    case relay(String)
    /// A domain, or the first of several that share a limit.
    case domain(String)

    var text: String {
        switch self {
        case .all: "all"
        case .letters: "letters"
        case .relay(let name): "relay \(name)"
        case .domain(let name): "domain \(name)"
        }
    }

    init?(text: String) {
        switch text.split(separator: " ", maxSplits: 1).map(String.init) {
        case ["all"]: self = .all
        case ["letters"]: self = .letters
        case let words where words.count == 2 && words[0] == "relay": self = .relay(words[1])
        case let words where words.count == 2 && words[0] == "domain": self = .domain(words[1])
        default: return nil
        }
    }
}
