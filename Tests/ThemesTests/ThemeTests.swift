import Foundation
import Testing
import YAML

@testable import Themes

@Suite struct ThemeTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    static let shipped = root + "/../../Templates/themes"

    @Test(arguments: ["clearinghouse", "plain"])
    func shippedThemesAreRead(name: String) throws {
        let theme = try Theme(file: "\(Self.shipped)/\(name).yaml")
        #expect(theme.name == name)
        #expect(Set(theme.darkVariables.keys).isSubset(of: theme.variables.keys))
        #expect(theme.css.contains("  --on-masthead: \(theme.light[.onMasthead].text);\n"))
    }

    /// WCAG 2.2 §1.4.3 and §1.4.11: what is derived is read as well as what is chosen.
    @Test(arguments: ["clearinghouse", "plain"])
    func derivedColoursAreRead(name: String) throws {
        let theme = try Theme(file: "\(Self.shipped)/\(name).yaml")
        for variables in [theme.variables, theme.darkVariables] {
            let color = { (name: String) in try #require(variables[name].flatMap { Color($0) }) }
            for text in ["accent-strong", "fault", "control-line"] {
                for background in ["surface", "page"] {
                    #expect(try color(text).contrast(to: color(background)) >= 4.5, "\(text) on \(background)")
                }
            }
            #expect(try color("on-accent").contrast(to: color("accent-strong")) >= 4.5)
        }
    }

    @Test func derivedColoursAreReadOnColouredPagesToo() throws {
        let colors = [
            "page": "#7a1010", "surface": "#7a1010", "text": "#ffffff", "quiet": "#ffffff", "line": "#ffffff",
            "accent": "#ffffff", "on_accent": "#7a1010", "masthead": "#000000", "on_masthead": "#ffffff",
        ]
        let text = colors.map { "\($0.key): \"\($0.value)\"\n" }.joined()
        let palette = try Palette(YAMLNode.parse(bytes: Array(text.utf8), file: "red.yaml"))
        let fault = try #require(palette.variables["fault"].flatMap { Color($0) })
        #expect(fault.contrast(to: palette[.surface]) >= 4.5)
    }

    @Test(
        arguments: try FileManager.default.contentsOfDirectory(atPath: root + "/Bad").filter { $0.hasSuffix(".yaml") })
    func aMistakeSaysWhere(file: String) throws {
        let path = "\(Self.root)/Bad/\(file)"
        let expected = try String(contentsOfFile: path.replacing(".yaml", with: ".expected"), encoding: .utf8)
        #expect { try Theme(file: path) } throws: { error in
            "\(error)\n".replacing(Self.root + "/Bad/", with: "") == expected
        }
    }

    @Test func aLogoComesWithTheTheme() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let image: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2]
        try Data(image).write(to: folder.appendingPathComponent("logo.png"))
        let plain = try String(contentsOfFile: Self.shipped + "/plain.yaml", encoding: .utf8)
        let file = folder.appendingPathComponent("ours.yaml")
        try Data((plain + "logo: {file: logo.png, alt: Ours, width: 90}\n").utf8).write(to: file)
        let logo = try #require(try Theme(file: file.path).logo)
        #expect(logo.bytes == image && logo.type == "image/png" && logo.alternative == "Ours" && logo.width == 90)
    }

    @Test func fontsAreQuotedAndOutlookGetsOneThatItHas() throws {
        let theme = try Theme(file: Self.shipped + "/clearinghouse.yaml")
        #expect(theme.font.css == "'Segoe UI',Roboto,'Helvetica Neue',Helvetica,Arial,sans-serif")
        #expect(theme.font.forOutlook == "Segoe UI")
        #expect(theme.headingFont.forOutlook == "Georgia")
    }
}

@Suite struct ColorTests {
    @Test func contrastIsThatOfTheStandard() throws {
        let (black, white, grey) = (
            try #require(Color("#000")), try #require(Color("#ffffff")), try #require(Color("#767676"))
        )
        #expect(black.contrast(to: white) == 21)
        #expect((4.54..<4.55).contains(grey.contrast(to: white)))
        #expect(grey.contrast(to: white) == white.contrast(to: grey))
        #expect(black.mixed(with: white, 0.5).text == "#808080")
    }

    @Test(arguments: ["", "#", "#12", "#12345", "#1234567", "123456", "#12345g", "red", "#fff;", "#１２３", "url(#fff)"])
    func onlyHexIsAColor(text: String) {
        #expect(Color(text) == nil)
    }
}
