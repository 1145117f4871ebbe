/// The numbered changes of the schema, oldest first. A published one is never edited; a new one is added.
struct Migration {
    let version: Int32
    let sql: String

    static let all = [
        Migration(version: 1, sql: String(decoding: PackageResources.m001_first_tables_sql, as: UTF8.self))
    ]

    static let newest = all.last?.version ?? 0
}
