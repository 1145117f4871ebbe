/// Header fields of a message or of a block of a report, in their order; values are unfolded text.
struct HeaderFields: Sendable, Equatable {
    struct Field: Sendable, Equatable {
        /// Lower case.
        let name: String
        let value: String
    }

    /// What is read of one field and of one header; enough for any report, too little to be a burden.
    static let longestValue = 4_096
    static let mostFields = 400

    private(set) var fields: [Field] = []

    mutating func append(name: String, value: String) {
        guard fields.count < Self.mostFields else { return }
        fields.append(Field(name: name.lowercased(), value: String(value.trimmed.prefix(Self.longestValue))))
    }

    subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    init() {}

    /// Reads fields from lines, leniently: what is no field and continues none is passed over.
    init(lines: some Sequence<Substring>) {
        var name = ""
        var value = ""
        func finished(_ fields: inout HeaderFields) {
            if !name.isEmpty { fields.append(name: name, value: value) }
        }
        for line in lines {
            if let first = line.first, first == " " || first == "\t", !name.isEmpty {
                if value.utf8.count < Self.longestValue { value += " " + line.trimmed }
            } else if let field = Self.field(line) {
                finished(&self)
                (name, value) = (String(field.name), String(field.value))
            } else {
                finished(&self)
                name = ""
            }
        }
        finished(&self)
    }

    /// A line that starts with a field's name and a colon.
    static func field(_ line: Substring) -> (name: Substring, value: Substring)? {
        let bytes = line.utf8
        guard
            let colon = bytes.firstIndex(where: { byte in
                !(byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte.isASCIILetterOrDigit)
            }), colon > bytes.startIndex
        else { return nil }
        let rest = line[colon...].drop { $0 == " " || $0 == "\t" }
        guard rest.first == ":", bytes.distance(from: bytes.startIndex, to: colon) <= 64 else { return nil }
        return (line[..<colon], rest.dropFirst())
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isASCIILetterOrDigit: Bool {
        isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }
}
