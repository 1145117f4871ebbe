import Mail
import YAML

/// A cap on the issues of a day that grows from day to day: receivers distrust much mail from where none came.
public struct WarmUpSettings: Sendable, Hashable {
    /// In days since 1970-01-01.
    public let firstDay: Int64
    public let plan: Plan

    public enum Plan: Sendable, Hashable {
        /// The caps of the first days.
        case steps([Int])
        /// Each day so many times as much, as long as that is below `until`.
        case growth(first: Int, factor: Double, until: Int)
    }

    init(_ node: YAMLNode, _ reader: inout SettingsReader) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        firstDay = try mapping.required("start", as: SettingsDate.self, example: "start: 2020-01-06").days
        let steps = mapping.node("steps")
        let first = try mapping.optional("first", in: 1...1_000_000_000)
        let factor = try mapping.optional("factor", as: GrowthFactor.self)?.number
        let until = try mapping.optional("until", in: 1...1_000_000_000)
        try reader.finish(mapping, section: "limits.warm_up")
        if let steps {
            if first != nil || factor != nil || until != nil {
                throw mapping.error(
                    at: "steps", "\"steps\" has no meaning beside \"first\", \"factor\" and \"until\"",
                    mend: "remove one or the others")
            }
            guard case .sequence(let items) = steps.content, !items.isEmpty else {
                throw steps.mismatch(wanted: "a list of daily caps", mend: "write it like [200, 400, 800]")
            }
            var caps: [Int] = []
            for item in items { caps.append(try Int(yaml: item, in: 1...1_000_000_000)) }
            plan = .steps(caps)
            return
        }
        guard let first, let until else {
            throw mapping.error(
                at: "start", "the warm-up lacks \"first\" or \"until\"",
                mend: "write both, with \"factor\" if it is not 2, or \"steps\"")
        }
        plan = .growth(first: first, factor: factor ?? 2, until: until)
    }
}

/// A day as `2020-01-06`.
private struct SettingsDate: SettingsValue {
    let days: Int64

    init(_ text: String) throws(InvalidValue) {
        guard let start = Timestamp(rfc3339: text + "T00:00:00Z") else {
            throw InvalidValue(message: "must be a date", mend: "write it like 2020-01-06")
        }
        days = start.seconds / 86_400
    }
}

/// How many times as much each day has.
private struct GrowthFactor: SettingsValue {
    let number: Double

    init(_ text: String) throws(InvalidValue) {
        guard let number = Double(text), number > 1, number <= 10 else {
            throw InvalidValue(message: "must be a number above 1 and not above 10", mend: "write it like 1.5")
        }
        self.number = number
    }
}
