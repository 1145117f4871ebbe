/// A type that reads itself from one YAML value.
public protocol YAMLReadable {
    init(yaml node: YAMLNode) throws(YAMLError)
}

extension String: YAMLReadable {
    /// Any scalar, exactly as written: `no`, `1.10` and `~` stay what they are.
    public init(yaml node: YAMLNode) throws(YAMLError) {
        guard case .scalar(let text) = node.content else { throw node.mismatch(wanted: "text") }
        self = text
    }
}

extension Bool: YAMLReadable {
    /// The words of YAML 1.1: true, yes, on; false, no, off; in any case.
    public init(yaml node: YAMLNode) throws(YAMLError) {
        if case .scalar(let text) = node.content {
            switch text.lowercased() {
            case "true", "yes", "on":
                self = true
                return
            case "false", "no", "off":
                self = false
                return
            default: break
            }
        }
        throw node.mismatch(wanted: "true or false")
    }
}

extension Int: YAMLReadable {
    /// A decimal number with an optional sign.
    public init(yaml node: YAMLNode) throws(YAMLError) {
        guard case .scalar(let text) = node.content, let number = Int(text) else {
            throw node.mismatch(wanted: "a whole number")
        }
        self = number
    }

    /// A decimal number within `range`.
    public init(yaml node: YAMLNode, in range: ClosedRange<Int>) throws(YAMLError) {
        guard case .scalar(let text) = node.content, let number = Int(text), range.contains(number) else {
            throw node.mismatch(wanted: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        self = number
    }
}

extension Array: YAMLReadable where Element: YAMLReadable {
    public init(yaml node: YAMLNode) throws(YAMLError) {
        guard case .sequence(let items) = node.content else {
            throw node.mismatch(wanted: "a list", mend: "write each item on a line of its own, after \"- \"")
        }
        self = []
        for item in items { append(try Element(yaml: item)) }
    }
}
