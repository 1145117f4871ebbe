/// An image of an issue, named by its content: the same name is the same bytes, so browsers may keep it for ever.
public struct MediaFile: Sendable, Equatable {
    public let name: String
    /// A media type of the kind `image/png`.
    public let type: String
    public let bytes: [UInt8]

    /// Nil for what is no PNG, JPEG, GIF or WebP image, whatever its name says.
    init?(_ bytes: [UInt8]) {
        guard let format = Self.format(of: bytes) else { return nil }
        var digest = ContentDigest()
        digest.add(bytes)
        name = "\(digest.text).\(format.suffix)"
        type = "image/\(format.type)"
        self.bytes = bytes
    }

    /// The images that mail programs show; SVG is none of them, and can hold scripts.
    private static func format(of bytes: [UInt8]) -> (type: String, suffix: String)? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return ("png", "png") }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return ("jpeg", "jpg") }
        if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) { return ("gif", "gif") }
        if bytes.count >= 12, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) {
            return ("webp", "webp")
        }
        return nil
    }
}
