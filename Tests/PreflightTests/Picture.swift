/// Bytes that begin as a picture does: enough for whoever looks at its head.
enum Picture {
    static func png(width: Int, weight: Int = 64) -> [UInt8] {
        let header: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        return padded(header + big(width, 4) + big(10, 4), weight)
    }

    static func jpeg(width: Int) -> [UInt8] {
        let comment: [UInt8] = [0xFF, 0xFE, 0, 4, 0x41, 0x42]
        return padded([0xFF, 0xD8] + comment + [0xFF, 0xC0, 0, 11, 8] + big(10, 2) + big(width, 2), 64)
    }

    static func gif(width: Int, frames: Int) -> [UInt8] {
        let frame: [UInt8] = [0x21, 0xF9, 0x04, 0, 0, 0, 0, 0]
        return Array("GIF89a".utf8) + big(width, 2).reversed() + [0, 0]
            + Array(repeating: frame, count: frames).joined()
    }

    static func webp(width: Int) -> [UInt8] {
        let head = Array("RIFF".utf8) + [0, 0, 0, 0] + Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0]
        return padded(head + big(width - 1, 3).reversed(), 64)
    }

    private static func big(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func padded(_ bytes: [UInt8], _ weight: Int) -> [UInt8] {
        bytes + Array(repeating: 0, count: max(0, weight - bytes.count))
    }
}
