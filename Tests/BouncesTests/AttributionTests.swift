import Bounces
import Testing

/// What ties a message to its delivery.
struct AttributionTests {
    private let token = "b+aaaaaaaaaaaaaaaaaaaaaaaaaa@bounces.example.org"

    @Test func ofABounce() throws {
        let attribution = ReturnedMail(try SampleTests.message("001-dsn-several-recipients")).attribution
        #expect(attribution.messageID == "<issue-2020-01.7@example.org>")
        #expect(attribution.listUnsubscribe == "https://news.example.org/unsubscribe/abc")
        #expect(attribution.originalRecipients == ["anna@example.com"])
        #expect(attribution.envelopeAddresses == [token])
    }

    @Test func ofAMessageReturnedInWords() throws {
        let attribution = ReturnedMail(try SampleTests.message("016-exim")).attribution
        #expect(attribution.messageID == "<issue-2020-01.7@example.org>")
        #expect(attribution.originalRecipients == ["zoe@example.com"])
    }

    /// Its To is the abuse desk; the returned message's envelope sender has the token.
    @Test(arguments: ["complaint-abuse", "complaint-redacted"]) func ofAComplaint(_ name: String) throws {
        let sample = try #require(SampleTests.names.first { $0.hasSuffix(name) })
        let attribution = ReturnedMail(try SampleTests.message(sample)).attribution
        #expect(attribution.envelopeAddresses.contains(token))
        #expect(attribution.listUnsubscribe == "https://news.example.org/unsubscribe/abc")
    }
}
