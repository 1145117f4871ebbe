import Testing

@testable import Signing

@Suite struct BounceTokenTests {
    private let keys: SecretKeys

    init() throws {
        keys = try SecretKeys(file: FixedKeys.first)
    }

    /// Computed with Python's hmac and base64 from the layout that BounceToken documents.
    static let goldens: [(Int64, String)] = [
        (0, "aaaaaaaaaaaaafyr2ch2oc4vde"),
        (1, "aaaaaaaaaaaacozpnoxbca54lq"),
        (42, "aaaaaaaaaaacvhu3tszf2ytrza"),
        (.max, "p7777777777776m555wavr5mli"),
    ]

    @Test(arguments: goldens)
    func signsAndVerifiesTheGoldens(delivery: Int64, text: String) {
        let token = BounceToken(delivery: delivery)
        #expect(token.signed(by: keys) == text)
        #expect(text.utf8.count == BounceToken.length)
        #expect(BounceToken.verify(text, keys: keys) == token)
        #expect(BounceToken.verify(text.uppercased(), keys: keys) == token)
    }

    @Test(arguments: goldens)
    func everyChangedCharacterIsNoticed(delivery: Int64, text: String) {
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            for character in UInt8.min...UInt8.max where character | 0x20 != bytes[index] | 0x20 {
                var changed = bytes
                changed[index] = character
                #expect(BounceToken.verify(String(decoding: changed, as: UTF8.self), keys: keys) == nil)
            }
        }
    }

    @Test func isFoundWhereverHostsPutIt() {
        let token = BounceToken(delivery: 77)
        let text = token.signed(by: keys)
        let places = [
            "b+\(text)@example.org", "B+\(text.uppercased())@EXAMPLE.ORG", "\(text)@bounces.example.org",
            "SRS0=x7Yq=3K=example.org=b+\(text)@forwarder.example", "prvs=4711abcdef=b+\(text)@example.org",
            "<\(text).0123456789abcdef@example.org>", "bounce\(text)end@example.org",
        ]
        for place in places { #expect(BounceToken.first(in: place, keys: keys) == token, "\(place)") }
        for other in ["", text.dropLast() + "@example.org", "b+\(text.dropFirst())@example.org"] {
            #expect(BounceToken.first(in: other, keys: keys) == nil)
        }
        #expect(BounceToken.first(in: String(repeating: "a", count: 100_000) + text, keys: keys) == nil)
    }

    @Test func oldKeysVerifyAndTheNewestSigns() throws {
        let token = BounceToken(delivery: 42)
        let rotated = try SecretKeys(file: FixedKeys.rotated)
        #expect(token.signed(by: keys) != token.signed(by: rotated))
        #expect(BounceToken.verify(token.signed(by: keys), keys: rotated) == token)
        #expect(BounceToken.verify(token.signed(by: rotated), keys: keys) == nil)
        #expect(BounceToken.verify(token.signed(by: keys), keys: .generate()) == nil)
    }
}
