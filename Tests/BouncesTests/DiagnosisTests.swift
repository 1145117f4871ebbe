import Mail
import Newsletter
import Testing

@testable import Bounces

/// What mail systems write, what it means, and how final it is.
struct DiagnosisTests {
    private struct Row {
        let words: String
        let status: String?
        let reason: BounceReason
        let failure: ReturnedMail.FailureClass
    }

    private static let rows: [Row] = [
        Row(words: "550 5.1.1 <a@spam.example>: User unknown", status: "5.1.1", reason: .noSuchAddress, failure: .hard),
        Row(words: "550-5.1.1 no such user", status: "5.1.1", reason: .noSuchAddress, failure: .hard),
        Row(words: "no mailbox here by that name. (#5.1.1)", status: "5.1.1", reason: .noSuchAddress, failure: .hard),
        Row(words: "550 5.1.10 null MX", status: "5.1.10", reason: .noSuchDomain, failure: .hard),
        Row(
            words: "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found", status: "5.1.10", reason: .noSuchAddress,
            failure: .hard),
        Row(
            words: "550 5.4.1 Recipient address rejected: Access denied", status: "5.4.1", reason: .noSuchAddress,
            failure: .hard),
        Row(words: "552 5.2.2 mailbox full", status: "5.2.2", reason: .mailboxFull, failure: .soft),
        Row(words: "554 5.7.1 message looks like spam", status: "5.7.1", reason: .content, failure: .soft),
        Row(words: "550 blocked using a blocklist", status: nil, reason: .policy, failure: .soft),
        Row(
            words: "550 5.7.124 the group only accepts its members", status: "5.7.124", reason: .recipientRule,
            failure: .soft),
        Row(words: "451 4.7.1 greylisted", status: "4.7.1", reason: .greylisted, failure: .soft),
        Row(words: "450 4.1.1 user unknown", status: "4.1.1", reason: .noSuchAddress, failure: .soft),
        Row(words: "retry timeout exceeded", status: nil, reason: .expired, failure: .soft),
        Row(words: "Host or domain name not found", status: nil, reason: .noSuchDomain, failure: .hard),
        Row(words: "Usuário desconhecido", status: nil, reason: .noSuchAddress, failure: .hard),
        Row(words: "地址（a@example.com）不存在", status: nil, reason: .noSuchAddress, failure: .hard),
        Row(words: "something went amiss", status: nil, reason: .unclassified, failure: .hard),
    ]

    @Test(arguments: rows.indices) func wordsHaveMeaning(_ index: Int) {
        let row = Self.rows[index]
        let diagnosis = Diagnosis(row.words)
        #expect(diagnosis.status?.description == row.status, "\(row.words)")
        #expect(diagnosis.reason == row.reason, "\(row.words)")
        #expect(diagnosis.failure == row.failure, "\(row.words)")
    }

    /// A Status field that says only "failed" gives way to a better one in the diagnostic, not to one of another class.
    @Test func theTextMayKnowMore() {
        #expect(Diagnosis(status: EnhancedStatus("5.0.0"), "550 5.1.1 no").status == EnhancedStatus("5.1.1"))
        #expect(Diagnosis(status: EnhancedStatus("5.2.2"), "550 5.1.1 no").status == EnhancedStatus("5.2.2"))
        #expect(Diagnosis(status: EnhancedStatus("4.0.0"), "550 5.1.1 no").status == EnhancedStatus("4.0.0"))
    }

    @Test(arguments: ["192.0.2.5", "version 5.1.1.7", "mx5.1.1", "2.0.0 ok", "15.1.1"]) func otherNumbersAreNoStatus(
        _ text: String
    ) {
        #expect(Diagnosis.status(in: text) == nil)
    }

    @Test(arguments: ["on port 5255", "id 550abc", "x550 y", "550.example", "250 ok"]) func otherNumbersAreNoCode(
        _ text: String
    ) {
        #expect(Diagnosis.replyCode(in: text) == nil)
    }

    @Test func addressesAreFoundInAnyPunctuation() {
        let line =
            "to=<a@example.com>, 'b@example.com'; SMTP=c@example.com (d.e@example.com). \"f g\"@example.com, @x, y@"
        #expect(
            FoundAddress.all(in: line[...]).map(\.text) == [
                "a@example.com", "b@example.com", "c@example.com", "d.e@example.com", "\"f g\"@example.com",
            ])
    }
}
