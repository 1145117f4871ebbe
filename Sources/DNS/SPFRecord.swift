/// Which machines may send for a domain, as far as it can be told without asking for more (RFC 7208).
public enum SPFRecord {
    /// Those of a domain's TXT records that are meant (§4.5).
    public static func among(_ texts: [String]) -> [String] {
        texts.filter { text in text.split(separator: " ").first?.lowercased() == "v=spf1" }
    }

    /// Why a published record helps nobody; nil if it may.
    public static func problem(_ record: String) -> String? {
        let terms = record.lowercased().split(separator: " ")
        if terms.contains("+all") || terms.contains("all") { return "lets every machine send (+all)" }
        if terms == ["v=spf1", "-all"] { return "lets no machine send (-all alone)" }
        return nil
    }
}
