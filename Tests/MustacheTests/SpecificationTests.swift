import Foundation
import Testing

@testable import Mustache

/// The official suite, where the shared folder beside the checkout has it.
struct SpecificationTests {
    private struct Module: Decodable {
        var tests: [Case]
    }

    private struct Case: Decodable {
        var name: String
        var data: MustacheValue
        var template: String
        var partials: [String: String]?
        var expected: String
    }

    private static let folder = URL(filePath: #filePath)
        .appending(path: "../../../../shared/data/mustache").standardizedFileURL

    @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path)))
    func officialSuite() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" && !$0.lastPathComponent.contains("lambdas") }
        var passed = 0
        var total = 0
        for file in files {
            let module = try JSONDecoder().decode(Module.self, from: Data(contentsOf: file))
            for test in module.tests {
                total += 1
                let output = try MustacheTemplate(test.template, name: test.name)
                    .render(test.data, partials: MustachePartials(test.partials ?? [:]))
                #expect(output == test.expected, "\(file.lastPathComponent): \(test.name)")
                if output == test.expected { passed += 1 }
            }
        }
        print("Mustache specification: \(passed) of \(total) passed")
        #expect(total > 100)
    }
}
