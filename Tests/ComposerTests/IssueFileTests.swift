import Mail
import Newsletter
import Testing

@testable import Composer

@Suite struct IssueFileTests {
    @Test func readsEveryKey() throws {
        let file = try IssueFile(
            text: """
                ---
                subject: "Enero: qué hay de nuevo"
                preheader: no
                list: msme
                slug: "2020-01"
                date: 2020-01-31
                language: es-419
                from: Boletín <boletin@example.org>
                reply_to: ayuda@example.org
                ---
                Hola
                """, file: "issues/enero.md")
        #expect(file.subject == "Enero: qué hay de nuevo")
        #expect(file.preheader == "no")
        #expect(file.list?.text == "msme")
        #expect(file.slug?.text == "2020-01")
        #expect(file.date?.rfc3339 == "2020-01-31T00:00:00Z")
        #expect(file.language == "es-419")
        #expect(file.from?.text == "Boletín <boletin@example.org>")
        #expect(file.replyTo?.address.text == "ayuda@example.org")
        #expect(file.file == "issues/enero.md")
    }

    @Test(arguments: [
        ("issues/2020-01-msme-newsletter.md", "2020-01-msme-newsletter"),
        ("2020-01.es.md", "2020-01"),
        ("January 2020.md", nil),
        ("-", nil),
    ])
    func fallsBackToTheFilesName(file: String, slug: String?) throws {
        #expect(try IssueFile(text: "---\nsubject: x\n---\n", file: file).slug?.text == slug)
    }

    @Test func takesTimesAndWindowsLineEnds() throws {
        let file = try IssueFile(
            text: "\u{FEFF}---\r\nsubject: x\r\ndate: 2020-01-31T09:00:00-03:00\r\n--- \r\nHi\r\n", file: "x.md")
        #expect(file.date?.rfc3339 == "2020-01-31T12:00:00Z")
    }

    @Test(arguments: [
        ("", "x.md:1: no front matter"),
        ("# Title\n", "x.md:1: no front matter"),
        ("---\nsubject: x\n", "x.md:1: the front matter has no end"),
        ("---\n---\n", "missing key \"subject\""),
        ("---\nsubject: ' '\n---\n", "x.md:2: the subject is empty"),
        ("---\nsubject: a: b\n---\n", "x.md:2:"),
        ("---\nsubject: x\nlanguge: es\n---\n", "x.md:3: unknown key \"languge\"; did you mean \"language\"?"),
        ("---\nsubject: x\nlist: MSME!\n---\n", "x.md:3: \"MSME!\" is no list name"),
        ("---\nsubject: x\nslug: a/b\n---\n", "x.md:3: \"a/b\" is no slug"),
        ("---\nsubject: x\ndate: 31.1.2020\n---\n", "x.md:3: \"date\" must be a date"),
        ("---\nsubject: x\nlanguage: español\n---\n", "x.md:3: \"language\" must be a language tag"),
        ("---\nsubject: x\nfrom: nobody\n---\n", "x.md:3: \"from\" is no sender"),
        ("---\nsubject: x\nreply_to: [a]\n---\n", "x.md:3: \"reply_to\" must be text"),
        ("---\nsubject: x\n---\n\n[x](JavaScript:alert(1))\n", "x.md:5: links to javascript: are refused"),
        ("---\nsubject: x\n---\none\n[x](data:text/html,x)\n", "links to data: are refused"),
        ("---\nsubject: x\n---\n[x](about.html)\n", "x.md:4: the link to \"about.html\" leads nowhere"),
        ("---\nsubject: x\n---\n\n![x](http://a.example/i.png)\n", "x.md:5: images from http: are refused; use https:"),
        ("---\nsubject: x\n---\n![x](data:image/png;base64,)\n", "x.md:4: images from data: are refused"),
        ("---\nsubject: x\nattachments: a.pdf\n---\n", "x.md:3: \"attachments\" must be a list of files"),
        ("---\nsubject: x\nau{thor: Ana\n---\n", "x.md:3: the key \"au{thor\" has signs that no tag can name"),
        ("---\nsubject: x\n---\n\n<a href=\"about.html\">x</a>\n", "x.md:5: \"about.html\" in raw HTML leads nowhere"),
        ("---\nsubject: x\n---\n<p>\n\nx <img alt=\"\" src='i.png'>\n", "x.md:6: \"i.png\" in raw HTML leads nowhere"),
        ("---\nsubject: x\n---\n<div>\n<img\nsrc=i.png>\n</div>\n", "x.md:6: \"i.png\" in raw HTML leads nowhere"),
        ("---\nsubject: x\n---\n<img src=\"//a.example/i.png\">\n", "x.md:4: \"//a.example/i.png\" in raw HTML"),
        ("---\nsubject: x\n---\n<a href=\"java&#115;cript:x\">x</a>\n", "x.md:4: javascript: in raw HTML is refused"),
        ("---\nsubject: x\n---\n<a href=\"java&#x73;cript&colon;x\">x</a>\n", "javascript: in raw HTML is refused"),
        ("---\nsubject: x\n---\n<a href=\"java&Tab;script&#58x\">x</a>\n", "javascript: in raw HTML is refused"),
        ("---\nsubject: x\n---\n<a href=\"&#1;javascript:x\">x</a>\n", "javascript: in raw HTML is refused"),
        ("---\nsubject: x\n---\n\n<a href=\"java\nscript:x\">x</a>\n", "x.md:5: javascript: in raw HTML is refused"),
    ])
    func namesTheMistake(text: String, message: String) {
        let error = #expect(throws: IssueFileError.self) { try IssueFile(text: text, file: "x.md") }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
    }

    @Test func refusesEndlessNesting() {
        let text = "---\nsubject: x\n---\n" + String(repeating: ">", count: 50_000) + " deep\n"
        let error = #expect(throws: IssueFileError.self) { try IssueFile(text: text, file: "x.md") }
        #expect(error?.message.contains("nest deeper") == true)
    }

    @Test func writesATemplateThatItReads() throws {
        let subject = "\"Quoted\" \\ and: a # colon\n"
        let text = IssueFile.template(
            subject: subject, list: try ListName("msme"), date: Timestamp(seconds: 1_580_464_800))
        let file = try IssueFile(text: text, file: "2020-01.md")
        #expect(file.subject == "\"Quoted\" \\ and: a # colon")
        #expect(file.list?.text == "msme")
        #expect(file.date?.rfc3339 == "2020-01-31T00:00:00Z")
        let withoutList = try IssueFile(
            text: IssueFile.template(subject: "x", list: nil, date: Timestamp(seconds: 0)), file: "x.md")
        #expect(withoutList.list == nil)
    }
}
