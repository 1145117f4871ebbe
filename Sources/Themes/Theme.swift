import Foundation
import YAML

/// How mails and pages look: what docs/themes.md describes.
public struct Theme: Equatable, Sendable {
    /// The name of its file, without `.yaml`.
    public let name: String
    public let light: Palette
    public let dark: Palette
    public let font: FontStack
    public let headingFont: FontStack
    /// Of a mail's card, in CSS pixels.
    public let width: Int
    /// Of corners, in CSS pixels.
    public let radius: Int
    public let logo: Logo?

    /// Reads a theme's file.
    /// - Throws: for the first mistake, with its place.
    public init(file: String) throws(YAMLError) {
        let place = { YAMLPlace(file: file, line: 1, column: 1) }
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw YAMLError("the theme cannot be read", mend: "give it back its file, or choose another", at: place())
        }
        guard bytes.count <= 100_000 else {
            throw YAMLError("this is too long for a theme", mend: "see the shipped ones", at: place())
        }
        let folder = String(file[..<(file.lastIndex(of: "/") ?? file.startIndex)])
        let fileName = file.split(separator: "/").last.map(String.init) ?? file
        try self.init(
            YAMLNode.parse(bytes: Array(bytes), file: file), name: fileName.replacing(".yaml", with: ""),
            folder: folder.isEmpty ? "." : folder)
    }

    init(_ node: YAMLNode, name: String, folder: String) throws(YAMLError) {
        self.name = name
        var mapping = try YAMLMapping(node)
        light = try Palette(mapping.requiredNode("light", example: "light:"))
        dark = try Palette(mapping.requiredNode("dark", example: "dark:"))
        font = try FontStack(mapping.requiredNode("font", example: "font: [Georgia, serif]"))
        headingFont = try mapping.node("heading_font").map { node throws(YAMLError) in try FontStack(node) } ?? font
        width = try mapping.node("width").map { node throws(YAMLError) in try Int(yaml: node, in: 400...800) } ?? 640
        radius = try mapping.node("radius").map { node throws(YAMLError) in try Int(yaml: node, in: 0...32) } ?? 6
        logo = try mapping.node("logo").map { node throws(YAMLError) in try Logo(node, folder: folder) }
        try mapping.finish()
    }

    /// What style sheets write as `var(--name)`, by name.
    public var variables: [String: String] {
        light.variables.merging(
            ["font": font.css, "heading-font": headingFont.css, "width": "\(width)px", "radius": "\(radius)px"]
        ) { one, _ in one }
    }

    /// What of it differs in dark mode.
    public var darkVariables: [String: String] { dark.variables }

    /// A style sheet with the variables, for pages: browsers know them.
    public var css: String {
        func block(_ variables: [String: String], indent: String) -> String {
            variables.sorted { $0.key < $1.key }.map { "\(indent)--\($0.key): \($0.value);\n" }.joined()
        }
        return ":root {\n\(block(variables, indent: "  "))}\n"
            + "@media (prefers-color-scheme: dark) {\n  :root {\n\(block(darkVariables, indent: "    "))  }\n}\n"
    }
}
