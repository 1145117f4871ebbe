import Mail
import Testing

@Suite struct EnhancedStatusTests {
    @Test func readsItsThreeNumbers() throws {
        let status = try #require(EnhancedStatus("5.1.10"))
        #expect((status.class, status.subject, status.detail) == (5, 1, 10))
        #expect(status.description == "5.1.10")
        #expect(EnhancedStatus("2.0.0") != nil)
        #expect(EnhancedStatus("4.999.999"[...]) != nil)
    }

    @Test(arguments: [
        "", "5", "5.1", "5.1.", "5.1.1.1", "5..1", "3.1.1", "1.0.0", "6.0.0", "5.01.1", "5.1.1000", "5.1.x", "5.1.1 ",
        " 5.1.1", "-5.1.1", "٥.1.1",
    ])
    func refusesTheRest(text: String) {
        #expect(EnhancedStatus(text) == nil)
    }
}
