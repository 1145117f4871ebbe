import Mail

/// What the link to an issue in the browser says: whose copy of which issue. It changes nothing and never expires.
///
/// A `LinkToken` for `.view` whose moment is the number of the issue.
public struct ViewToken: Sendable, Hashable {
    public let subscription: Int64
    public let generation: Int32
    /// 1 to 2^40 - 1.
    public let issue: Int64

    public init(subscription: Int64, generation: Int32, issue: Int64) {
        self.subscription = subscription
        self.generation = generation
        self.issue = issue
    }

    /// The text for a link: letters, digits, `-` and `_`.
    public func signed(by keys: SecretKeys) -> String {
        LinkToken(
            purpose: .view, subscription: subscription, generation: generation, issuedAt: Timestamp(seconds: issue)
        ).signed(by: keys)
    }

    /// As `LinkToken.verify`.
    public static func verify(_ text: String, keys: SecretKeys) -> ViewToken? {
        guard let token = LinkToken.verify(text, purpose: .view, keys: keys), let issue = token.issuedAt?.seconds else {
            return nil
        }
        return ViewToken(subscription: token.subscription, generation: token.generation, issue: issue)
    }
}
