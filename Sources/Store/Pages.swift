import Newsletter
import Web

extension Database: PublicPages {
    public func archive(of list: ListName) throws -> [ArchivedIssue] {
        try all(.archive, list.text) { row in
            ArchivedIssue(slug: try row.slug(0), subject: row.text(1), sentAt: row.time(2))
        }
    }

    public func archivedIssue(_ slug: Slug, of list: ListName, language: String?) throws -> ArchivedPage? {
        let languages = try all(.archivedLanguages, list.text, slug.text) { $0.text(0) }
        return try first(.archivedIssue, list.text, slug.text, language) {
            ArchivedPage(subject: $0.text(0), html: $0.text(1), language: $0.text(2), languages: languages)
        }
    }

    public func media(named name: String) throws -> PublicMedia? {
        try first(.mediaByName, name) { PublicMedia(type: $0.text(0), bytes: $0.blob(1)) }
    }

    public func check() throws {
        _ = try first(.check) { $0.int(0) }
    }
}
