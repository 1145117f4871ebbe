import Mail
import Membership
import Newsletter
import Outbox
import Returns
import Signing
import Store
import Web

/// What the commands ask of the store. A second engine conforms to the same.
protocol Desk: Register, ReturnRegister, PublicPages, DeliveryQueue, Sendable {
    func backUp(to path: String) throws
    func snapshot<Result>(_ body: () throws -> Result) throws -> Result

    func create(_ list: MailingList) throws -> MailingList?
    func update(_ list: MailingList) throws
    func setFields(_ fields: [CustomField], of list: MailingList) throws
    func leavings(of list: MailingList) throws -> (counts: [String: Int], words: [String])
    func subscriptionCounts(of list: MailingList) throws -> [SubscriptionState: Int]

    func detail(of address: EmailAddress) throws -> SubscriberDetail?
    func personalData(of address: EmailAddress) throws -> PersonalData?
    func exportSubscriptions(_ filter: SubscriptionFilter, _ body: (ExportedSubscription) throws -> Void) throws
    func exportConsent(of list: MailingList?, _ body: (ExportedConsent) throws -> Void) throws
    func erase(_ address: EmailAddress, keys: SecretKeys, now: Timestamp) throws -> Bool
    func tidy(_ retention: Retention, keys: SecretKeys, now: Timestamp) throws -> Tidied

    func suppress(
        _ pattern: SuppressionPattern, _ kind: SuppressionKind, reason: String, keys: SecretKeys, now: Timestamp) throws
    func unsuppress(_ pattern: SuppressionPattern, keys: SecretKeys, now: Timestamp) throws -> Bool
    func suppressions() throws -> [SuppressionLine]

    func queue(_ new: NewIssue, now: Timestamp) throws -> Queueing
    func audience(of list: MailingList, now: Timestamp) throws -> Int
    func issue(_ slug: Slug, of list: ListName) throws -> Issue?
    func issues(_ slug: Slug) throws -> [Issue]
    func issues() throws -> [Issue]
    func counts(of issue: Issue) throws -> DeliveryCounts
    func deliveries(of issue: Issue, everyone: Bool, _ body: (DeliveryLine) throws -> Void) throws
    func content(ofIssue id: Int64) throws -> (composed: [String], sender: String, date: Timestamp)?
    func reader(ofIssue issue: Int64, subscription: Int64) throws -> Claim.Reader?
    func setState(_ state: IssueState, of issue: Issue, reason: String?) throws -> Issue?
    func resume(_ issue: Issue, now: Timestamp) throws -> Issue?
    func cancel(_ issue: Issue, now: Timestamp) throws -> Issue?
    func retryFailed(_ issue: Issue, now: Timestamp) throws -> Int
    func resolve(_ issue: Issue, resend: Bool, now: Timestamp) throws -> Int
    func unannouncedIssues() throws -> [Issue]
    func markAnnounced(_ issue: Issue) throws
    func waitingCopies() throws -> Int
    func figures(now: Timestamp) throws -> QueueFigures
    func bounceLog(of issue: Issue?, since: Timestamp, _ body: (BounceLine) throws -> Void) throws
    func keptMails(since: Timestamp, _ body: (KeptMail) throws -> Void) throws
    func keptMail(id: Int64) throws -> [UInt8]?
    func domainFigures(of issue: Issue) throws -> [DomainFigures]
    func bounceCounts(of issue: Issue) throws -> (hard: Int, soft: Int, complaints: Int)
    func bounceScore(of subscriber: Int64, _ rules: BounceRules, now: Timestamp) throws -> Double?
    func waitingByLane(_ issue: Int64) throws -> [(domain: String, waiting: Int, due: Timestamp)]
    func meter(scope: String) throws -> MeterState?
    func forgetMeters(before old: Timestamp) throws
}

extension Database: Desk {}
