/// The data of a template: what JSON can say.
///
/// Text in it is only ever output, never read as template code.
public enum MustacheValue: Sendable, Equatable {
    case text(String)
    case integer(Int)
    case decimal(Double)
    case bool(Bool)
    case list([MustacheValue])
    case object([String: MustacheValue])
    case null

    /// Whether a section renders: as JavaScript's `!!value`, which the specification names, with empty lists false too.
    var isTruthy: Bool {
        switch self {
        case .text(let text): !text.isEmpty
        case .integer(let number): number != 0
        case .decimal(let number): number != 0
        case .bool(let flag): flag
        case .list(let items): !items.isEmpty
        case .object: true
        case .null: false
        }
    }

    /// What a variable tag puts out, before escaping. Lists, objects and null put out nothing.
    var interpolation: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .decimal(let number): Self.json(number)
        case .bool(let flag): flag ? "true" : "false"
        case .list, .object, .null: ""
        }
    }

    /// 3.0 is `3` and 1.21 is `1.21`, as JSON writers say them.
    private static func json(_ number: Double) -> String {
        if let whole = Int(exactly: number) { return String(whole) }
        return String(number)
    }
}

extension MustacheValue: Decodable {
    public init(from decoder: any Decoder) throws {
        // The order matters: a JSON decoder refuses `1` as Bool, but other decoders may read `true` as a number.
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let whole = try? container.decode(Int.self) {
            self = .integer(whole)
        } else if let number = try? container.decode(Double.self) {
            self = .decimal(number)
        } else if let items = try? container.decode([MustacheValue].self) {
            self = .list(items)
        } else {
            self = .object(try container.decode([String: MustacheValue].self))
        }
    }
}

extension MustacheValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .decimal(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: MustacheValue...) { self = .list(elements) }
    public init(nilLiteral: ()) { self = .null }
    /// The last of equal keys wins.
    public init(dictionaryLiteral elements: (String, MustacheValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}
