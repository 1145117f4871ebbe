import Foundation

/// A folder's name as IMAP writes it.
enum FolderName {
    /// In quotes, and in the modified UTF-7 of RFC 3501 §5.1.3: `Zurückgekommen` is `Zur&APw-ckgekommen`.
    static func quoted(_ name: String) -> String {
        var text = ""
        var rest = name.unicodeScalars[...]
        while let scalar = rest.first {
            let run = rest.prefix { !isPlain($0) }
            guard run.isEmpty else {
                text += "&" + encoded(run) + "-"
                rest = rest[run.endIndex...]
                continue
            }
            switch scalar {
            case "&": text += "&-"
            case "\"", "\\": text += "\\" + String(scalar)
            default: text.unicodeScalars.append(scalar)
            }
            rest = rest.dropFirst()
        }
        return "\"\(text)\""
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool { (0x20...0x7E).contains(scalar.value) }

    private static func encoded(_ run: Substring.UnicodeScalarView) -> String {
        let bytes = String(Substring(run)).utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return Data(bytes).base64EncodedString().replacing("/", with: ",").replacing("=", with: "")
    }
}
