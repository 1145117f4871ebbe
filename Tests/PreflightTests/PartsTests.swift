import Foundation
import HTML
import Testing

@testable import Preflight

@Suite struct CSSColorTests {
    /// The examples of WCAG's own explanations.
    @Test(arguments: [
        ("#000", "white", 21.0), ("#767676", "#ffffff", 4.54), ("rgb(119, 119, 119)", "#fff", 4.47),
        ("rgb(100% 0% 0%)", "#FFFFFF", 3.99), ("navy", "navy", 1.0),
    ])
    func contrastIsThatOfTheGuidelines(one: String, other: String, ratio: Double) throws {
        let contrast = try #require(CSSColor(one)).contrast(with: try #require(CSSColor(other)))
        #expect(abs(contrast - ratio) < 0.01, "\(contrast)")
    }

    @Test(arguments: ["", "#12", "#12345g", "rgba(0,0,0,.5)", "rgb(1,2)", "currentcolor", "var(--ink)"])
    func whatIsNoSingleColorIsNone(text: String) {
        #expect(CSSColor(text) == nil)
    }
}

@Suite struct WebAddressTests {
    @Test(arguments: [
        ("https://example.org", true, false), ("HTTP://Example.ORG:8080/a?b#c", true, false),
        ("https://user@example.org/", true, false), ("https://bücher.example/", true, false),
        ("https://10.0.0.1/", true, true), ("https://172.32.0.1/", true, false), ("https://172.16.0.1", true, true),
        ("https://printer.local/", true, true), ("https://[fd00::1]:80/", true, true),
        ("https://[2001:db8::1]/", true, false),
        ("https://", false, true), ("https:/example.org", false, true), ("https://a..b/", false, false),
        ("https://-a.example/", false, false), ("https://exa mple.org/", false, false),
        ("https://https://a.example", false, true),
    ])
    func isToldApart(url: String, isOpenable: Bool, isPrivate: Bool) throws {
        let address = try #require(WebAddress(url))
        #expect(address.isOpenable == isOpenable)
        if isOpenable { #expect(address.isPrivate == isPrivate) }
    }

    @Test(arguments: ["mailto:a@example.org", "#a", "tel:+1", "httpx://a"]) func othersAreNone(url: String) {
        #expect(WebAddress(url) == nil)
    }
}

@Suite struct ImageFactsTests {
    @Test func widthsAreRead() {
        #expect(ImageFacts(Picture.png(width: 1_234)).width == 1_234)
        #expect(ImageFacts(Picture.jpeg(width: 1_234)).width == 1_234)
        #expect(ImageFacts(Picture.gif(width: 1_234, frames: 1)).width == 1_234)
        #expect(ImageFacts(Picture.webp(width: 1_234)).width == 1_234)
        #expect(!ImageFacts(Picture.gif(width: 1, frames: 1)).isAnimated)
    }

    @Test func cutOffBytesSayNothing() {
        for whole in [
            Picture.png(width: 9), Picture.jpeg(width: 9), Picture.gif(width: 9, frames: 1), Picture.webp(width: 9),
        ] {
            for count in 0..<whole.count { _ = ImageFacts(Array(whole.prefix(count))) }
        }
    }
}

/// The table of what mail programs lack, against the data that it was distilled from.
@Suite struct ClientFeatureTests {
    private static let places: [MailClient: (family: String, platform: String)] = [
        .gmail: ("gmail", "desktop-webmail"), .outlookWindows: ("outlook", "windows"),
        .outlookCom: ("outlook", "outlook-com"), .appleMail: ("apple-mail", "macos"),
        .yahoo: ("yahoo", "desktop-webmail"), .samsung: ("samsung-email", "android"),
    ]

    private struct Data: Decodable {
        struct Feature: Decodable {
            var slug: String
            var stats: [String: [String: [String: String]]]
        }
        var data: [Feature]
    }

    @Test func theTableIsThatOfTheData() throws {
        let path = Draft.root + "/../shared/data/caniemail.json"
        guard let bytes = FileManager.default.contents(atPath: path) else { return }
        let data = try JSONDecoder().decode(Data.self, from: bytes)
        for feature in ClientFeature.all {
            let stats = try #require(data.data.first { $0.slug == feature.slug }, "\(feature.slug)").stats
            let lacking = MailClient.allCases.filter { client in
                guard let place = Self.places[client], let versions = stats[place.family]?[place.platform] else {
                    return false
                }
                let newest = versions.max { Self.numbers($0.key).lexicographicallyPrecedes(Self.numbers($1.key)) }
                return newest?.value.hasPrefix("n") == true
            }
            #expect(feature.lacking == lacking, "\(feature.slug)")
        }
    }

    @Test func eachFeatureStandsOnce() {
        #expect(Set(ClientFeature.all.map(\.slug)).count == ClientFeature.all.count)
        #expect(ClientFeature.all.allSatisfy { !$0.lacking.isEmpty })
    }

    /// `2019`, `2021-08`, `16.80`
    private static func numbers(_ version: String) -> [Int] {
        version.split { !$0.isNumber }.compactMap { Int($0) }
    }

    @Test(arguments: [
        ("<p style='display: FLEX'>", "css-display-flex"),
        ("<p style='background:url(a.png)'>", "css-background-image"),
        ("<p style='margin: 1rem'>", "css-unit-rem"), ("<p style='width:min(3px, 4px)'>", "css-function-min"),
        ("<style>a:hover::before { color: red }</style>", "css-pseudo-element-before"),
        ("<style>@font-face { src: url(a) }</style>", "css-at-font-face"),
        ("<img src='data:image/png;base64,'>", "image-base64"),
        ("<img srcset='a 2x'>", "html-srcset"),
    ])
    func isSeen(html: String, slug: String) throws {
        let found = HTMLTraces(try HTMLDocument(html).elements).features.map(\.feature.slug)
        #expect(found == [slug])
    }

    @Test(arguments: [
        "<p style='display:block;width:50%;margin:0 auto'>", "<p style='background:#fff'>",
        "<style>@media (min-width: 9px) { p { display: flex } }</style>",
        "<p style='min-width:0'><!-- <video> -->",
    ])
    func isLeftAlone(html: String) throws {
        let found = HTMLTraces(try HTMLDocument(html).elements).features.map(\.feature.slug)
        #expect(found.filter { $0 != "css-min-width" } == [])
    }
}
