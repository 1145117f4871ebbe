import Mail
import Testing

@Suite struct HeaderParametersTests {
    @Test(arguments: [
        ("chart.png", "attachment; filename=\"chart.png\""),
        ("a \"b\" \\ c;d.pdf", "attachment; filename=\"a \\\"b\\\" \\\\ c;d.pdf\""),
        ("Informe año.pdf", "attachment; filename*=utf-8''Informe%20a%C3%B1o.pdf"),
        ("x\r\nBcc: a@b", "attachment; filename=\"xBcc: a@b\""),
        (
            "Boletín de las micro, pequeñas y medianas empresas.pdf",
            "attachment; filename*0*=utf-8''Bolet%C3%ADn%20de%20las%20micro%2C%20peque%C3%B1;\r\n "
                + "filename*1*=as%20y%20medianas%20empresas.pdf"
        ),
    ])
    func writesFileNames(name: String, value: String) {
        let field = HeaderField("Content-Disposition", value: "attachment", parameters: [("filename", name)])
        let text = String(decoding: field.bytes, as: UTF8.self)
        #expect(text.replacing("\r\n ", with: " ") == "Content-Disposition: \(value.replacing("\r\n ", with: " "))\r\n")
        for line in text.split(separator: "\r\n") { #expect(line.utf8.count <= 76) }
    }

    @Test func wrapsBase64() {
        let lines = Decoding.lines(Base64Body.encode([UInt8](repeating: 0, count: 100)))
        #expect(lines.map(\.count) == [76, 60, 0])
        #expect(Base64Body.encode([]).isEmpty)
        #expect(Decoding.lines(Base64Body.encode([UInt8](repeating: 0, count: 57))).map(\.count) == [76, 0])
    }
}
