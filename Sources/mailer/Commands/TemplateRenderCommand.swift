import Arguments
import Foundation
import Mustache

enum TemplateRenderCommand: Subcommand {
    static let declaration = Command(
        ["template", "render"], "render a Mustache template",
        discussion: """
            Writes exactly what the template makes of the data, nothing added, with values escaped for HTML. Partials \
            are the files NAME.mustache of the folder DIR. Needs neither settings nor database.
            """,
        positionals: [Positional("FILE", "the template")],
        options: [
            .value("data", "FILE.json", "the data, a JSON document", isRequired: true),
            .value("partials", "DIR", "the folder of partials", default: "none"),
        ],
        examples: ["mailer template render hello.mustache --data hello.json"])

    static func run(_ arguments: ParsedArguments, _ session: Session) throws -> ExitCode {
        let file = arguments.positional("FILE")
        let template = try data { try MustacheTemplate(try text(of: file), name: file) }
        let dataFile = arguments.requiredValue("data")
        let value: MustacheValue
        do {
            value = try JSONDecoder().decode(MustacheValue.self, from: Data(text(of: dataFile).utf8))
        } catch is DecodingError {
            throw Failure(.data, "\(dataFile) is no JSON document; check its commas, quotes and brackets")
        }
        let partials = try data {
            if let folder = arguments.value("partials") {
                try MustachePartials(folder: folder)
            } else {
                MustachePartials.none
            }
        }
        session.console.write(try data { try template.render(value, partials: partials) })
        return .ok
    }

    private static func text(of file: String) throws -> String {
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw Failure(.noInput, "cannot read \(file)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.data, "\(file) is not UTF-8 text")
        }
        return text
    }

    /// A template of the user's own: a mistake in it is bad data, not a broken installation.
    private static func data<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as MustacheError { throw Failure(.data, error.description) }
    }
}
