import Foundation
import Testing

@testable import Mustache

struct MustacheErrorTests {
    @Test(arguments: [
        ("a\n  {{name", 2, 3, "never closed"),
        ("é{{{name}}", 1, 2, "end it with `}}}`"),
        ("x\r\n\t{{#a}}\n{{#b}}{{/b}}", 2, 2, "`a` is opened here and never closed"),
        ("{{<a}}", 1, 1, "never closed"),
        ("\n{{#a\n{{b}}{{/a}}", 2, 1, "this tag is never closed"),
        ("{{#a}}\n\n {{#b}}{{/a}}{{/b}}", 3, 8, "but `b` was opened last, in line 3"),
        ("text {{/a}}", 1, 6, "no section is open"),
        ("\n{{=<%=}}", 2, 1, "new delimiters"),
        ("{{=a b c=}}", 1, 1, "new delimiters"),
        ("{{= == == =}}", 1, 1, "new delimiters"),
        ("{{=[[ ]]=}}\n[[name", 2, 1, "end it with `]]`"),
        ("{{}}", 1, 1, "no name"),
        ("{{#}}{{/}}", 1, 1, "no name"),
        ("{{first name}}", 1, 1, "white space"),
        ("ok {{>../secret}}", 1, 4, "names of partials"),
        ("{{> a.b }}", 1, 1, "names of partials"),
        ("{{>a\0}}", 1, 1, "names of partials"),
        ("{{<a/b}}{{/a/b}}", 1, 1, "names of partials"),
    ])
    func namesThePlace(template: String, line: Int, column: Int, message: String) {
        let error = #expect(throws: MustacheError.self) { try MustacheTemplate(template, name: "page.mustache") }
        #expect(
            error?.file == "page.mustache" && error?.line == line && error?.column == column,
            "\(String(describing: error))")
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }

    @Test func endlessPartialsAreAnError() throws {
        let partials = try MustachePartials([
            "a": "\n {{>b}}", "b": "{{#x}}{{>a}}{{/x}}", "p": "{{<p}}{{$q}}{{/q}}{{/p}}",
        ])
        for call in ["{{>a}}", "{{<p}}{{/p}}", "{{>*name}}"] {
            let template = try MustacheTemplate(call, name: "t")
            let error = #expect(throws: MustacheError.self) {
                try template.render(["x": true, "name": "a"], partials: partials)
            }
            #expect(error?.message.contains("without end") == true)
            #expect(["a", "b", "p"].contains(error?.file))
        }
    }

    @Test func deepDataRecursesWithinTheLimit() throws {
        var tree: MustacheValue = ["n": []]
        for _ in 0..<80 { tree = ["n": [tree]] }
        let partials = try MustachePartials(["node": "<{{#n}}{{>node}}{{/n}}>"])
        let output = try MustacheTemplate("{{>node}}").render(tree, partials: partials)
        #expect(output == String(repeating: "<", count: 81) + String(repeating: ">", count: 81))
    }

    @Test func deepSectionsAreRefused() {
        let deep = String(repeating: "{{#a}}", count: 100_000)
        let error = #expect(throws: MustacheError.self) { try MustacheTemplate(deep) }
        #expect(error?.line == 1 && error?.column == 601)
    }

    @Test func printsAsEditorsReadIt() {
        let error = MustacheError(file: "a.mustache", line: 3, column: 9, message: "wrong")
        #expect(error.description == "a.mustache:3:9: wrong")
    }
}

struct MustachePartialsTests {
    @Test func readsAFolderOnceAndNothingBelowOrBesideIt() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mustache-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "sub"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = [
            "good.mustache": "good {{x}}", "bad.mustache": "\n{{#x}}", "not a name.mustache": "", "other.txt": "",
            "sub/below.mustache": "",
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let partials = try MustachePartials(folder: folder.path)

        #expect(partials.names == ["bad", "good"])
        #expect(try MustacheTemplate("{{>good}}").render(["x": 1], partials: partials) == "good 1")
        let error = #expect(throws: MustacheError.self) {
            try MustacheTemplate("{{>bad}}").render([:], partials: partials)
        }
        #expect(error?.file == folder.path + "/bad.mustache" && error?.line == 2 && error?.column == 1)
    }

    @Test func refusesWhatItCantRead() {
        #expect(throws: MustacheError.self) { try MustachePartials(folder: "/nowhere/at/all") }
        #expect(throws: MustacheError.self) { try MustachePartials(["../a": ""]) }
    }
}
