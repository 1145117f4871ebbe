import Testing

@testable import HTML

@Suite struct HTMLDocumentTests {
    static let page = """
        <!DOCTYPE html>\r
        <html lang=en><body class='a &amp; b' hidden data-x="">
        <!--[if mso]><table><tr><td><![endif]-->
        <p style="color:red" Title = q>Año &nbsp;&lt; \u{10F000} <b>bold</b></p>
        <table>\u{10F001}<tr><td>x<td>y</table>
        <img src=a alt='' /><svg viewBox="0 0 1 1"><path/></svg>
        """

    @Test func elementsComeAsABrowserSeesThem() throws {
        let document = try HTMLDocument(Self.page)
        #expect(
            document.elements.map(\.name) == [
                "html", "head", "body", "p", "b", "table", "tbody", "tr", "td", "td", "img", "svg", "path",
            ])
        #expect(document.elements.map(\.line) == [2, nil, 2, 4, 4, 5, nil, 5, 5, 5, 6, 6, 6])
    }

    @Test func anElementTellsWhatItHas() throws {
        let document = try HTMLDocument(Self.page)
        let body = document.elements[2]
        #expect(body.attributes.map(\.name) == ["class", "hidden", "data-x"])
        #expect(body.attributes.map(\.value) == ["a & b", "", ""])
        let paragraph = document.elements[3]
        #expect(paragraph["title"] == "q")
        #expect(paragraph["TITLE"] == nil)
        #expect(paragraph.text == "Año \u{A0}< \u{10F000} bold")
        #expect(paragraph.parent == body)
        #expect(body.children.map(\.name) == ["p", "table", "img", "svg"])
        #expect(document.elements[11]["viewBox"] == "0 0 1 1")
    }

    @Test func anElementOutlivesItsVariable() throws {
        func first() throws -> HTMLElement { try HTMLDocument("<p id=x>text").elements[3] }
        let element = try first()
        #expect(element.name == "p" && element["id"] == "x" && element.text == "text")
    }

    @Test func limitsAreKept() throws {
        let long = String(repeating: "x", count: HTMLDocument.longestSource + 1)
        #expect(throws: HTMLError.tooLong(bytes: long.count)) { try HTMLDocument(long) }
        let deep = "\n" + String(repeating: "<div>", count: 20_000)
        #expect(throws: HTMLError.tooDeep(line: 2)) { try HTMLDocument(deep) }
        #expect(try HTMLDocument("").elements.map(\.name) == ["html", "head", "body"])
    }

    /// Whatever the bytes are: no crash, all places inside of the source, and an edit that reads back.
    @Test func mutatedDocumentsAreRead() throws {
        var random = Generator(state: 7)
        let pieces = Array("<>/!-=\"' &;#\u{0}\u{10F000}é&amp;<table><td><a><b></p><svg><title><!--\r\n").map(
            String.init)
        for _ in 0..<400 {
            var scalars = Array(Self.page.unicodeScalars)
            for _ in 0...Int(random.next() % 8) {
                let place = Int(random.next() % UInt64(scalars.count))
                switch random.next() % 3 {
                case 0: scalars.remove(at: place)
                case 1:
                    scalars.insert(
                        contentsOf: pieces[Int(random.next() % UInt64(pieces.count))].unicodeScalars, at: place)
                default: scalars.swapAt(place, Int(random.next() % UInt64(scalars.count)))
                }
            }
            var source = String.UnicodeScalarView()
            source.append(contentsOf: scalars)
            let document = try HTMLDocument(String(source))
            var edit = HTMLEdit(document)
            for element in document.elements { edit.set("style", to: "x", on: element) }
            let edited = try HTMLDocument(edit.source)
            #expect(edited.elements.map(\.name) == document.elements.map(\.name))
            #expect(edited.elements.allSatisfy { $0.startTag == nil || $0["style"] == "x" }, "\(source)")
        }
    }
}

/// SplitMix64: the same documents at each run.
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
