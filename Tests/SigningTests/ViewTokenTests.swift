import Signing
import Testing

@Suite struct ViewTokenTests {
    private let token = ViewToken(subscription: 7, generation: 2, issue: 41)

    @Test func namesTheCopy() {
        let keys = SecretKeys.generate()
        #expect(ViewToken.verify(token.signed(by: keys), keys: keys) == token)
        #expect(ViewToken.verify(token.signed(by: keys), keys: SecretKeys.generate()) == nil)
    }

    @Test func opensNothingElse() {
        let keys = SecretKeys.generate()
        let text = token.signed(by: keys)
        for purpose in [LinkPurpose.confirm, .decline, .unsubscribe, .undo, .links] {
            #expect(LinkToken.verify(text, purpose: purpose, keys: keys) == nil)
        }
        let unsubscribe = LinkToken(purpose: .unsubscribe, subscription: 7, generation: 2)
        #expect(ViewToken.verify(unsubscribe.signed(by: keys), keys: keys) == nil)
        #expect(ViewToken.verify(token.signed(by: keys) + "A", keys: keys) == nil)
    }
}
