import Foundation
import YAML

/// The picture beside the newsletter's name.
public struct Logo: Equatable, Sendable {
    public let bytes: [UInt8]
    /// A media type such as `image/png`.
    public let type: String
    /// What is read where images are not shown.
    public let alternative: String
    /// In CSS pixels. The file may have more, for sharp screens.
    public let width: Int

    /// It goes with every copy.
    static let largestFile = 100_000

    /// - Parameter folder: the theme file's.
    init(_ node: YAMLNode, folder: String) throws(YAMLError) {
        var mapping = try YAMLMapping(node)
        let fileNode = try mapping.requiredNode("file", example: "file: logo.png")
        let file = try String(yaml: fileNode)
        alternative = try mapping.required("alt", as: String.self, example: "alt: Name of the organisation")
        width = try mapping.node("width").map { node throws(YAMLError) in try Int(yaml: node, in: 16...600) } ?? 120
        try mapping.finish()
        guard !alternative.isEmpty, alternative.count <= 200, !alternative.contains(where: \.isNewline) else {
            throw mapping.error(at: "alt", "\"alt\" must be one line of 1 to 200 characters")
        }
        let path = file.hasPrefix("/") ? file : folder + "/" + file
        let handle = FileHandle(forReadingAtPath: path)
        guard let content = try? handle?.read(upToCount: Self.largestFile + 1) else {
            throw fileNode.error("the logo \"\(path)\" cannot be read", mend: "correct \"file\"")
        }
        guard content.count <= Self.largestFile else {
            throw fileNode.error(
                "the logo has more than \(Self.largestFile / 1000) KB, and goes with every mail",
                mend: "save it smaller; twice its width on screen is sharp enough")
        }
        guard let type = Self.type(of: content) else {
            throw fileNode.error(
                "the logo is no PNG, JPEG or GIF", mend: "save it as one; mail programs show no others")
        }
        bytes = Array(content)
        self.type = type
    }

    private static func type(of content: Data) -> String? {
        let kinds: [(type: String, start: [UInt8])] = [
            ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), ("image/jpeg", [0xFF, 0xD8, 0xFF]),
            ("image/gif", Array("GIF8".utf8)),
        ]
        return kinds.first { content.starts(with: $0.start) }?.type
    }
}
