import Testing

@testable import Composer

@Suite struct SlottedTextTests {
    private let rendered = "a\u{10F700}b\u{10F701}\u{10F700}"

    @Test func cutsAtSentinels() {
        let text = SlottedText(rendered: rendered)
        #expect(text.texts == ["a", "b", "", ""])
        #expect(text.slots == [.unsubscribeURL, .address, .unsubscribeURL])
        #expect(text.filled { $0 == .address ? "A" : "U" } == "aUbAU")
    }

    @Test func findsSentinelsUnderCombiningMarks() {
        let text = SlottedText(rendered: "\u{10F700}\u{301}")
        #expect(text.slots == [.unsubscribeURL] && text.texts == ["", "\u{301}"])
    }

    @Test func strips() {
        #expect(Slot.stripped(rendered + "\u{10F7FF}\u{10F800}") == "ab\u{10F800}")
        #expect(Slot.strippedLine(" a\r\nb\u{2028}\tc ") == "a b c")
    }
}
