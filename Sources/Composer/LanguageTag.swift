import Mail

/// The language of an issue, such as `es` or `pt-BR` (BCP 47, RFC 5646 §2.1).
public struct LanguageTag: Sendable, Equatable {
    public let text: String

    public init?(_ text: String) {
        let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
        let isTag = subtags.allSatisfy { subtag in
            (1...8).contains(subtag.count) && subtag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
        guard isTag, let first = subtags.first, first.count >= 2, first.allSatisfy(\.isLetter) else { return nil }
        self.text = text
    }

    /// Which of the languages an issue has is for a reader: theirs, else the one that is left when subtags are dropped from
    /// its end (RFC 4647 §3.4), else the first.
    /// - Parameter offered: BCP 47 tags, the issue's own language first.
    public static func choice(for reader: String?, of offered: [String]) -> Int {
        guard let reader = reader?.lowercased() else { return 0 }
        let tags = offered.map { $0.lowercased() }
        var subtags = reader.split { $0 == "-" || $0 == "_" }
        while !subtags.isEmpty {
            if let index = tags.firstIndex(of: subtags.joined(separator: "-")) { return index }
            subtags.removeLast()
        }
        return 0
    }

    /// The language without its region, in lower case.
    var primary: String { String(text.prefix { $0 != "-" }).lowercased() }

    /// For the attribute `dir`.
    var direction: String {
        ["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(primary) ? "rtl" : "ltr"
    }

    /// `January 2020`; in a language whose months aren't known here, `2020-01`.
    func month(of date: Timestamp) -> String {
        let parts = date.rfc3339.split(separator: "-")
        guard parts.count > 2, let number = Int(parts[1]), let names = Self.months[primary] else {
            return parts.prefix(2).joined(separator: "-")
        }
        let name = names.split(separator: " ")[number - 1]
        return ["es", "pt"].contains(primary) ? "\(name) de \(parts[0])" : "\(name) \(parts[0])"
    }

    private static let months = [
        "en": "January February March April May June July August September October November December",
        "es": "Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre",
        "fr": "Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre",
        "pt": "Janeiro Fevereiro Março Abril Maio Junho Julho Agosto Setembro Outubro Novembro Dezembro",
    ]
}
