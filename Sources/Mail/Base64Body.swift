import Foundation

/// Bytes in base64, in lines of 76 characters that end in CRLF (RFC 2045 §6.8).
public enum Base64Body {
    public static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let encoded = Data(bytes).base64EncodedData(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return Array(encoded) + (encoded.isEmpty ? [] : [0x0D, 0x0A])
    }
}
