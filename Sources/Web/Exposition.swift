/// A page of figures in Prometheus' text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
public struct Exposition: Sendable {
    public enum Kind: String, Sendable {
        case counter, gauge
    }

    public struct Sample: Sendable {
        let labels: [(name: String, value: String)]
        let value: Double

        /// - Parameter labels: those without a value are left out, which to Prometheus is the same.
        public init(_ labels: KeyValuePairs<String, String> = [:], _ value: Double) {
            self.labels = labels.filter { !$0.value.isEmpty }.map { ($0.key, $0.value) }
            self.value = value
        }
    }

    public private(set) var text = ""

    public init() {}

    /// All samples of one name, which has to be new to the page.
    public mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        head(name, kind.rawValue, help)
        for sample in samples { line(name, sample) }
    }

    /// - Parameters:
    ///   - bounds: upper ones in seconds, rising.
    ///   - counts: how many are in each bucket alone; the last, one more than there are bounds, is of what is above them all.
    ///   - sum: of all that was measured, in seconds.
    public mutating func addHistogram(_ name: String, _ help: String, bounds: [Double], counts: [Int], sum: Double) {
        head(name, "histogram", help)
        var total = 0
        for (index, count) in counts.enumerated() {
            total += count
            let bound = index < bounds.count ? Self.number(bounds[index]) : "+Inf"
            line(name + "_bucket", Sample(["le": bound], Double(total)))
        }
        line(name + "_sum", Sample([:], sum))
        line(name + "_count", Sample([:], Double(total)))
    }

    private mutating func head(_ name: String, _ kind: String, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind)\n"
    }

    private mutating func line(_ name: String, _ sample: Sample) {
        let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }.joined(
            separator: ",")
        text += name + (labels.isEmpty ? "" : "{\(labels)}") + " \(Self.number(sample.value))\n"
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        let plain = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return quotes ? plain.replacing("\"", with: "\\\"") : plain
    }
}
