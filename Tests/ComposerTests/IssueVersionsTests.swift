import Foundation
import Testing

@testable import Composer

@Suite final class IssueVersionsTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "versions-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try write("subject: January\nlist: msme\ndate: 2020-01-31\nedition: 7\nreply_to: a@example.org", "2020-01.md")
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func write(_ head: String, _ name: String) throws {
        try Data("---\n\(head)\n---\n{{custom.edition}}\n".utf8).write(to: URL(filePath: folder + "/" + name))
    }

    @Test func findsTheOtherLanguages() throws {
        try write("subject: Enero", "2020-01.es.md")
        try write("subject: Janeiro\nedition: sete\nlanguage: pt-BR", "2020-01.pt-BR.md")
        try write("subject: Draft", "2020-01.draft.md")
        try write("subject: Other", "2020-02.es.md")
        let versions = try IssueVersions(file: folder + "/2020-01.md")
        #expect(versions.others.map(\.subject) == ["Enero", "Janeiro"])
        #expect(versions.others.map(\.language) == ["es", "pt-BR"])
        let spanish = try #require(versions.others.first)
        #expect(spanish.slug == versions.original.slug && spanish.list == versions.original.list)
        #expect(spanish.date == versions.original.date && spanish.replyTo == versions.original.replyTo)
        #expect(spanish.custom["edition"] == "7" && versions.others.last?.custom["edition"] == "sete")
    }

    @Test(arguments: [
        ("subject: x\nslug: other", "2020-01.es.md:3: \"slug\" differs from the slug of"),
        ("subject: x\nlist: other", "2020-01.es.md:3: \"list\" differs from the list of"),
        ("subject: x\nlanguage: fr", "2020-01.es.md:3: \"language\" differs from the language in the file's name"),
        ("date: 2020-01-31", "2020-01.es.md:2: missing key \"subject\""),
    ])
    func namesTheMistake(head: String, message: String) throws {
        try write(head, "2020-01.es.md")
        let error = #expect(throws: IssueFileError.self) { try IssueVersions(file: self.folder + "/2020-01.md") }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
    }

    @Test func wantsOneFileForEachLanguage() throws {
        try write("subject: Enero", "2020-01.es.md")
        try write("subject: Enero", "2020-01.ES.md")
        let error = #expect(throws: IssueVersionsError.self) { try IssueVersions(file: self.folder + "/2020-01.md") }
        let (upper, lower) = (folder + "/2020-01.ES.md", folder + "/2020-01.es.md")
        #expect(error?.description == "\(upper) and \(lower) are for the same language; remove one")
    }

    @Test func namesTheLineThatIsNotUTF8() throws {
        let bytes = Array("---\nsubject: Peñas\n---\n日本\na".utf8) + [0xF1] + Array("o\n".utf8)
        let path = folder + "/latin.md"
        try Data(bytes).write(to: URL(filePath: path))
        let error = #expect(throws: IssueVersionsError.self) { try IssueVersions(file: path) }
        #expect(error?.description == "\(path):5: this is not UTF-8 text; save the file as UTF-8")
    }

    @Test func wantsTheOriginal() throws {
        try write("subject: Enero", "2020-01.es.md")
        let path = folder + "/2020-01.es.md"
        #expect(throws: IssueVersionsError.isVersion(file: path, original: folder + "/2020-01.md", language: "es")) {
            try IssueVersions(file: path)
        }
        #expect(throws: IssueVersionsError.unreadable(file: folder + "/none.md")) {
            try IssueVersions(file: self.folder + "/none.md")
        }
    }

    @Test(
        arguments: [
            (nil, 0), ("", 0), ("en", 0), ("es", 1), ("ES", 1), ("es-MX", 1), ("es_MX", 1), ("pt", 0), ("pt-BR", 2),
            ("pt-br", 2), ("pt-PT", 0), ("fr", 0), ("e", 0),
        ] as [(String?, Int)])
    func everyReaderGetsTheirs(reader: String?, index: Int) {
        #expect(LanguageTag.choice(for: reader, of: ["en", "es", "pt-BR"]) == index)
    }

    @Test(arguments: [
        ("zh-Hant-TW", 2), ("zh-Hant", 2), ("zh_Hant_HK", 2), ("zh-Hans-CN", 1), ("zh", 1), ("zh-TW", 3),
        ("zh-TW-x-old", 3), ("de-Hant", 0),
    ])
    func fromTheNarrowToTheWide(reader: String, index: Int) {
        #expect(LanguageTag.choice(for: reader, of: ["en", "zh", "zh-Hant", "zh-TW"]) == index)
    }
}
