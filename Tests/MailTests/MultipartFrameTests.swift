import Mail
import Testing

@Suite struct MultipartFrameTests {
    @Test func framesTwoParts() {
        let frame = MultipartFrame(.alternative, seed: "00ff")
        let message =
            frame.field.bytes + frame.delimiter + Array("\r\nHi".utf8) + frame.delimiter
            + Array("Content-Type: text/html\r\n\r\n<p>Hi</p>\r\n".utf8) + frame.closing
        #expect(
            Decoding.lines(message) == [
                "Content-Type: multipart/alternative; boundary=\"=_a00ff\"",
                "",
                "--=_a00ff",
                "",
                "Hi",
                "--=_a00ff",
                "Content-Type: text/html",
                "",
                "<p>Hi</p>",
                "",
                "--=_a00ff--",
                "",
            ])
    }

    @Test func relatedNamesItsRoot() {
        #expect(
            Decoding.lines(MultipartFrame(.related, seed: "00ff").field.bytes).first
                == "Content-Type: multipart/related; type=\"text/html\"; boundary=\"=_r00ff\"")
    }

    @Test func noTextHoldsTheBoundary() {
        let text = "--=_a00ff\n--=_a00ff--\n"
        #expect(String(decoding: QuotedPrintable.encode(text), as: UTF8.self).contains("=_") == false)
    }
}
