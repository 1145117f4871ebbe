import Mail
import Testing

@Suite struct MultipartAlternativeTests {
    @Test func framesTwoParts() {
        let frame = MultipartAlternative(seed: "00ff")
        let message =
            frame.header.flatMap(\.bytes) + frame.opening(.plain) + Array("Hi".utf8) + frame.opening(.html)
            + Array("<p>Hi</p>\r\n".utf8) + frame.closing
        #expect(
            Decoding.lines(message) == [
                "MIME-Version: 1.0",
                "Content-Type: multipart/alternative; boundary=\"=_00ff\"",
                "",
                "--=_00ff",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "Hi",
                "--=_00ff",
                "Content-Type: text/html; charset=utf-8",
                "Content-Transfer-Encoding: quoted-printable",
                "",
                "<p>Hi</p>",
                "",
                "--=_00ff--",
                "",
            ])
    }

    @Test func noTextHoldsTheBoundary() {
        let text = "--=_00ff\n--=_00ff--\n"
        #expect(String(decoding: QuotedPrintable.encode(text), as: UTF8.self).contains("=_") == false)
    }
}
