import Testing

@testable import Spelling

@Suite("Spelling")
struct SpellingTests {
    private let known = ["list", "subscriber", "issue", "send", "serve", "suppress"]

    @Test(
        "the closest word",
        arguments: [
            ("lsit", "list"), ("List", "list"), ("liste", "list"), ("ist", "list"), ("lost", "list"),
            ("subscribre", "subscriber"), ("subcribers", "subscriber"), ("sub", "subscriber"), ("se", "send"),
            ("serv", "serve"), ("s", nil), ("", nil), ("report", nil), ("xx", nil), ("listlist", nil),
            (String(repeating: "l", count: 100), nil),
        ] as [(String, String?)])
    func closest(word: String, expected: String?) {
        #expect(closestSpelling(to: word, among: known) == expected)
    }

    @Test(
        "distances",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "xabc", 1),
            ("kitten", "sitting", 3), ("ñandú", "nandu", 2),
        ])
    func distance(one: String, other: String, expected: Int) {
        #expect(editDistance(Array(one), Array(other)) == expected)
        #expect(editDistance(Array(other), Array(one)) == expected)
    }
}
