/// What a picture's bytes say of it: PNG (W3C PNG §11.2), GIF89a, JPEG (ITU T.81 §B.2.2), WebP (RFC 9649 §2).
struct ImageFacts {
    /// In pixels; nil where the bytes don't say.
    let width: Int?
    /// More than one picture.
    let isAnimated: Bool

    init(_ bytes: [UInt8]) {
        func number(_ start: Int, _ count: Int, isLittle: Bool = false) -> Int? {
            guard start >= 0, start + count <= bytes.count else { return nil }
            let part = bytes[start..<start + count]
            return (isLittle ? part.reversed() : Array(part)).reduce(0) { $0 << 8 | Int($1) }
        }
        if bytes.starts(with: [0x89, 0x50]) {
            width = number(16, 4)
            isAnimated = false
        } else if bytes.starts(with: "GIF8".utf8) {
            width = number(6, 2, isLittle: true)
            // A graphic control extension stands before each picture of an animation (GIF89a §23).
            isAnimated = Self.count([0x21, 0xF9, 0x04], in: bytes) > 1
        } else if bytes.starts(with: [0xFF, 0xD8]) {
            width = Self.jpegFrame(bytes).flatMap { number($0 + 7, 2) }
            isAnimated = false
        } else if bytes.count > 30, bytes.starts(with: "RIFF".utf8) {
            switch String(decoding: bytes[12..<16], as: UTF8.self) {
            case "VP8X": width = number(24, 3, isLittle: true).map { $0 + 1 }
            case "VP8L": width = number(21, 2, isLittle: true).map { ($0 & 0x3FFF) + 1 }
            default: width = number(26, 2, isLittle: true).map { $0 & 0x3FFF }
            }
            isAnimated = false
        } else {
            width = nil
            isAnimated = false
        }
    }

    private static func count(_ mark: [UInt8], in bytes: [UInt8]) -> Int {
        bytes.indices.count { bytes[$0...].starts(with: mark) }
    }

    /// Where the start-of-frame marker stands.
    private static func jpegFrame(_ bytes: [UInt8]) -> Int? {
        var index = 2
        while index + 9 < bytes.count, bytes[index] == 0xFF {
            switch bytes[index + 1] {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF: return index
            default: index += 2 + Int(bytes[index + 2]) << 8 + Int(bytes[index + 3])
            }
        }
        return nil
    }
}
