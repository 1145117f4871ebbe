/// How the bytes of a file became text.
public enum CSVEncoding: Sendable {
    case utf8
    /// What older spreadsheets save in the West; it includes the printable part of Latin-1.
    case windows1252

    /// Decodes bytes as Windows-1252. The five bytes that it leaves open are the control characters of Latin-1, as in the
    /// WHATWG's encoding standard, so nothing fails.
    static func windows1252Text(_ bytes: ArraySlice<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            if 0x80...0x9F ~= byte {
                text.append(upperControls[Int(byte - 0x80)])
            } else {
                text.append(Unicode.Scalar(byte))
            }
        }
        return String(text)
    }

    /// The characters of the bytes 0x80 to 0x9F.
    private static let upperControls: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}
