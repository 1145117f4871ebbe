import Mail
import Testing

@Suite struct ListHeadersTests {
    private func text(_ fields: [HeaderField]) -> String {
        fields.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    }

    @Test func namesTheList() throws {
        let headers = ListHeaders(
            title: "Boletín MIPYME", identifier: "msme.news.example.org",
            archiveURL: "https://news.example.org/archive/msme",
            subscribeURL: "https://news.example.org/subscribe/msme", helpURL: "https://news.example.org/",
            owner: try EmailAddress("ana%b@example.org"))
        #expect(
            text(headers.fields) == """
                List-Id: =?utf-8?Q?Bolet=C3=ADn_MIPYME?= <msme.news.example.org>\r
                List-Archive: <https://news.example.org/archive/msme>\r
                List-Subscribe: <https://news.example.org/subscribe/msme>\r
                List-Help: <https://news.example.org/>\r
                List-Owner: <mailto:ana%25b@example.org>\r\n
                """)
    }

    @Test func offersOneClick() {
        #expect(
            text(ListHeaders.unsubscribe("https://news.example.org/unsubscribe/abc")) == """
                List-Unsubscribe: <https://news.example.org/unsubscribe/abc>\r
                List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n
                """)
    }

    @Test func offersMailToWhoeverReadsIt() throws {
        let mailto = ListHeaders.mailto(try EmailAddress("leave+us@example.org"), subject: "unsubscribe AwA-_b")
        #expect(
            text(ListHeaders.unsubscribe("https://a.example/u/abc", mailto: mailto)).hasPrefix(
                "List-Unsubscribe: <https://a.example/u/abc>,\r\n <mailto:leave%2Bus@example.org?subject=unsubscribe%20AwA-_b>\r\n"
            ))
    }

    @Test func saysWhereTheMessageIsKept() {
        #expect(text([ListHeaders.archivedAt("https://a.example/x")]) == "Archived-At: <https://a.example/x>\r\n")
    }

    @Test func keepsURLsBetweenTheirBrackets() {
        #expect(
            text(ListHeaders.unsubscribe("https://a.example/>, <mailto:x@y>\r\nBcc: ñ")).hasPrefix(
                "List-Unsubscribe: <https://a.example/%3E,%20%3Cmailto:x@y%3E%0D%0ABcc:%20%C3%B1>\r\n"))
    }
}
