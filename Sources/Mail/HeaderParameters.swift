extension HeaderField {
    /// A field with a value and parameters, such as Content-Disposition (RFC 2183): text that isn't plain or is too long
    /// for a line goes as RFC 2231 says, percent-encoded and in numbered sections.
    public init(_ name: String, value: String, parameters: [(name: String, value: String)]) {
        let sections = parameters.flatMap { Self.sections(of: $0.value, name: $0.name) }
        let tokens = [value] + sections
        self.init(
            name, tokens: tokens.enumerated().map { $0.offset < tokens.count - 1 ? $0.element + ";" : $0.element })
    }

    /// With the name, the quotes and a semicolon a section still fits a line.
    private static let longestSection = 48

    private static func sections(of value: String, name: String) -> [String] {
        let value = String(
            String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        if value.utf8.count <= longestSection, value.utf8.allSatisfy({ $0 < 0x80 }) {
            return ["\(name)=\(QuotedString.of(value))"]
        }
        var pieces = [""]
        for scalar in value.unicodeScalars {
            // All that is left is attribute-char (RFC 2231 §7).
            let encoded = PercentEncoding.encode(String(scalar))
            if pieces[pieces.count - 1].utf8.count + encoded.utf8.count > longestSection { pieces.append("") }
            pieces[pieces.count - 1] += encoded
        }
        if pieces.count == 1 { return ["\(name)*=utf-8''\(pieces[0])"] }
        return pieces.enumerated().map { index, piece in
            "\(name)*\(index)*=\(index == 0 ? "utf-8''" : "")\(piece)"
        }
    }
}
