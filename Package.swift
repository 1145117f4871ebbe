// swift-tools-version: 6.0
import PackageDescription

// The rooms of the house and who may enter which: docs/architecture.md draws this graph.
// A C library is imported by one room only; `--explicit-target-dependency-import-check error` keeps it so.

func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude)
}

func library(_ name: String, pkgConfig: String?, apt: [String]) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt(apt)])
}

let package = Package(
    name: "mailer",
    products: [.executable(name: "mailer", targets: ["mailer"])],
    targets: [
        library("CCmark", pkgConfig: "libcmark-gfm", apt: ["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]),
        library("CCrypto", pkgConfig: "libcrypto", apt: ["libssl-dev"]),
        library("CCurl", pkgConfig: "libcurl", apt: ["libcurl4-openssl-dev"]),
        library("CGMime", pkgConfig: nil, apt: ["libgmime-3.0-dev"]),
        library("CIdn2", pkgConfig: "libidn2", apt: ["libidn2-dev"]),
        library("CLinux", pkgConfig: nil, apt: ["libc6-dev"]),
        library("CMicrohttpd", pkgConfig: "libmicrohttpd", apt: ["libmicrohttpd-dev"]),
        library("CModest", pkgConfig: nil, apt: ["libmodest-dev"]),
        library("CResolv", pkgConfig: nil, apt: ["libc6-dev"]),
        library("CSQLite", pkgConfig: "sqlite3", apt: ["libsqlite3-dev"]),
        library("CYaml", pkgConfig: "yaml-0.1", apt: ["libyaml-dev"]),

        room("Mail", ["CIdn2"]),
        room("Newsletter", ["Mail"]),
        room("Spelling"),
        room("YAML", ["CYaml", "Spelling"]),
        room("Mustache"),
        room("Texts", ["Mustache", "Spelling", "YAML"]),
        room("Arguments", ["Spelling"]),
        room("CSV"),
        room("DNS", ["CResolv"]),
        room("HTML", ["CModest"]),
        room("Themes", ["YAML"]),
        room("Signing", ["Mail", "CCrypto"]),
        room("Composer", ["Mail", "Newsletter", "Spelling", "YAML", "Mustache", "HTML", "Texts", "Themes", "CCmark"]),
        room("Preflight", ["Composer", "HTML", "Mail"]),
        room("Outbox", ["Mail", "Newsletter", "CLinux"]),
        room("Membership", ["Mail", "Newsletter", "Signing"]),
        room(
            "Store", ["Mail", "Newsletter", "Outbox", "Membership", "Returns", "Signing", "Web", "CSQLite"],
            resources: [.embedInCode("Migrations")]),
        room("Bounces", ["Mail", "Newsletter", "CGMime"]),
        room("Returns", ["Bounces", "Mail", "Membership", "Newsletter", "Signing"]),
        room("Curl", ["CCurl"]),
        room("Hooks", ["Bounces", "Mail", "Newsletter", "Signing"]),
        room("Mailboxes", ["Curl"]),
        room("SMTP", ["Mail", "Newsletter", "Outbox", "Curl", "CLinux"]),
        room("MailFolder", ["Mail", "Newsletter", "Outbox", "CLinux"]),
        room("HTTP", ["CMicrohttpd"]),
        room("Web", ["HTTP", "Mail", "Membership", "Mustache", "Newsletter", "Signing", "Spelling", "Texts"]),
        room("Settings", ["Mail", "Newsletter", "YAML"]),
        .executableTarget(
            name: "mailer",
            dependencies: [
                "Arguments", "Bounces", "CSV", "Composer", "Curl", "DNS", "HTTP", "Hooks", "Mail", "MailFolder",
                "Mailboxes", "Membership", "Mustache", "Newsletter", "Outbox", "Preflight", "Returns", "SMTP",
                "Settings", "Signing", "Store", "Texts", "Themes", "Web", "YAML",
            ]),
        .executableTarget(
            name: "bench", dependencies: ["Composer", "Mail", "Newsletter", "Signing", "Texts", "Themes"]),

        tests(of: "Arguments"),
        tests(of: "Bounces", ["Mail", "Newsletter"], exclude: ["Samples"]),
        tests(of: "CSV"),
        tests(
            of: "Composer", ["HTML", "Mail", "Newsletter", "Texts", "Themes"], exclude: ["Goldens", "Issues"]),
        tests(of: "Curl"),
        tests(of: "DNS"),
        tests(of: "HTML"),
        tests(of: "HTTP"),
        tests(of: "Hooks", ["Bounces", "Mail", "Signing"]),
        tests(of: "Mail"),
        tests(of: "MailFolder", ["Newsletter", "Outbox"]),
        tests(of: "Mailboxes"),
        tests(of: "Membership", ["Mail", "Newsletter", "Outbox", "Signing", "Store"]),
        tests(of: "Mustache"),
        tests(of: "Newsletter", ["Mail"]),
        tests(of: "Outbox", ["Mail", "Membership", "Newsletter", "Signing", "Store"]),
        tests(of: "Preflight", ["Composer", "HTML", "Mail", "Newsletter", "Texts", "Themes"]),
        tests(of: "Returns", ["Bounces", "Mail", "Membership", "Newsletter", "Outbox", "Signing", "Store"]),
        tests(of: "SMTP", ["Curl", "Mail", "Newsletter", "Outbox"], exclude: ["Servers"]),
        tests(of: "Settings", ["Mail", "Newsletter", "YAML"], exclude: ["Bad"]),
        tests(of: "Signing", ["Mail"], exclude: ["DKIMKeys"]),
        tests(of: "Spelling"),
        tests(of: "Store", ["Mail", "Newsletter", "Outbox", "Membership", "Signing", "Web", "CSQLite"]),
        tests(of: "Texts", ["Composer", "Mustache", "Themes", "Web", "YAML"]),
        tests(of: "Themes", ["YAML"], exclude: ["Bad"]),
        tests(of: "Web", ["HTTP", "Mail", "Membership", "Mustache", "Newsletter", "Signing", "Store", "Texts"]),
        tests(of: "YAML"),
    ],
    swiftLanguageModes: [.v6]
)
