import Testing

@testable import Newsletter

@Suite struct NameTests {
    private static let longest = String(repeating: "a", count: 64)

    @Test(arguments: ["news", "a", "7", "2020-01", "msme-news-", "0--0", longest])
    func goodNames(_ text: String) throws {
        #expect(try ListName(text).text == text)
        #expect(try Slug(text).text == text)
    }

    @Test(arguments: [
        "", "-news", "News", "my news", "news\n", "näws", "ｎews", "a/b", "..", "a_b", "a\u{0}", longest + "a",
    ])
    func badNames(_ text: String) {
        #expect(throws: NameError(kind: "list name", text: text)) { try ListName(text) }
        #expect(throws: NameError(kind: "slug", text: text)) { try Slug(text) }
    }

    @Test func theErrorSaysWhatIsWrongAndTheMend() {
        let error = NameError(kind: "list name", text: "News")
        let text = "\"News\" is no list name: use 1 to 64 of a-z, 0-9 and -, and begin with a letter or a digit"
        #expect(error.description == text)
    }
}
