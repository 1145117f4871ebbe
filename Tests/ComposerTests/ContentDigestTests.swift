import Testing

@testable import Composer

@Suite struct ContentDigestTests {
    /// The offset basis, and FNV-1a of "a" and the byte 0xFF that ends a text, computed elsewhere.
    @Test func isFNV() {
        var digest = ContentDigest()
        #expect(digest.text == "6c62272e07bb014262b821756295c58d")
        digest.add("a")
        #expect(digest.text == "0880954550ab1be95aa0733055b751b9")
    }

    @Test func knowsWhereTextsEnd() {
        var one = ContentDigest()
        var other = ContentDigest()
        for text in ["ab", "c"] { one.add(text) }
        for text in ["a", "bc"] { other.add(text) }
        #expect(one.text != other.text)
    }
}
