import Mail
import Testing

@testable import Signing

@Suite struct LinkTokenTests {
    private let keys: SecretKeys

    init() throws {
        keys = try SecretKeys(file: FixedKeys.first)
    }

    /// Computed with another HMAC implementation from the layout that LinkToken documents.
    static let goldens: [(LinkToken, String)] = [
        (
            LinkToken(purpose: .unsubscribe, subscription: 42, generation: 0),
            "AAEDAAAAAAAAACoAAAAAAAAAAADxrin7TXtTqYEYNopH6Hal"
        ),
        (
            LinkToken(
                purpose: .confirm, subscription: .max, generation: .max, issuedAt: Timestamp(seconds: 1_578_042_000)),
            "AAEBf_________9_____AF4PApBO7KyYGUeme2K9-_lhUbPF"
        ),
        (
            LinkToken(purpose: .view, subscription: 0, generation: 7),
            "AAEGAAAAAAAAAAAAAAAHAAAAAADLlYzgkdbGR67meizFqypS"
        ),
    ]

    @Test(arguments: goldens)
    func signsAndVerifiesTheGoldens(token: LinkToken, text: String) {
        #expect(token.signed(by: keys) == text)
        #expect(LinkToken.verify(text, purpose: token.purpose, keys: keys) == token)
    }

    @Test(arguments: goldens)
    func everyChangedCharacterIsNoticed(token: LinkToken, text: String) {
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            for digit in UInt8.min...UInt8.max where digit != bytes[index] {
                var changed = bytes
                changed[index] = digit
                let forged = String(decoding: changed, as: UTF8.self)
                #expect(LinkToken.verify(forged, purpose: token.purpose, keys: keys) == nil)
            }
        }
    }

    @Test func refusesOtherTexts() {
        let text = LinkToken(purpose: .view, subscription: 1, generation: 1).signed(by: keys)
        let others = [
            "", "A", text + "A", text + "AAAA", text + "=", text + " ", " " + text, String(text.dropLast()),
            text + "\0",
        ]
        for other in others {
            #expect(LinkToken.verify(other, purpose: .view, keys: keys) == nil)
        }
        for length in 0..<text.count {
            #expect(LinkToken.verify(String(text.prefix(length)), purpose: .view, keys: keys) == nil)
        }
    }

    @Test func allowsOnePurposeOnly() {
        let purposes = (1...7).compactMap(LinkPurpose.init)
        #expect(purposes.count == 7 && LinkPurpose(rawValue: 8) == nil)
        for signed in purposes {
            let text = LinkToken(purpose: signed, subscription: 5, generation: 2).signed(by: keys)
            for wanted in purposes {
                #expect((LinkToken.verify(text, purpose: wanted, keys: keys) != nil) == (signed == wanted))
            }
        }
    }

    @Test func oldKeysVerifyAndTheNewestSigns() throws {
        let token = LinkToken(purpose: .unsubscribe, subscription: 42, generation: 3)
        let rotated = try SecretKeys(file: FixedKeys.rotated)
        let old = token.signed(by: keys)
        let new = token.signed(by: rotated)
        #expect(old != new)
        #expect(LinkToken.verify(old, purpose: .unsubscribe, keys: rotated) == token)
        #expect(LinkToken.verify(new, purpose: .unsubscribe, keys: rotated) == token)
        #expect(LinkToken.verify(new, purpose: .unsubscribe, keys: keys) == nil)
        #expect(LinkToken.verify(old, purpose: .unsubscribe, keys: .generate()) == nil)
    }

    @Test(arguments: [(Int64.min, Int64(1)), (0, 1), (1, 1), (1 << 32, 1 << 32), (.max, 1 << 40 - 1)])
    func issuedAtIsKeptWithinItsFiveBytes(issued: Int64, kept: Int64) {
        let token = LinkToken(purpose: .links, subscription: 1, generation: 0, issuedAt: Timestamp(seconds: issued))
        let read = LinkToken.verify(token.signed(by: keys), purpose: .links, keys: keys)
        #expect(read?.issuedAt == Timestamp(seconds: kept))
    }
}
