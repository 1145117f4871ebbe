import Foundation
import Testing

@testable import Mustache

private func render(
    _ template: String, _ data: MustacheValue = [:], partials: [String: String] = [:], escape: MustacheEscape = .html
) throws -> String {
    try MustacheTemplate(template, name: "t").render(data, partials: MustachePartials(partials), escape: escape)
}

struct RenderingTests {
    @Test(arguments: [
        ("Hello {{name}}!", "Hello Ana &amp; Co!"),
        ("Hello {{{ name }}} {{& name}}!", "Hello Ana & Co Ana & Co!"),
        ("{{missing}}|{{list.first}}|{{nothing}}", "||"),
        ("{{whole}} {{round}} {{decimal}} {{large}} {{yes}} {{no}}", "-7 3 1.21 1e+300 true false"),
        ("{{#person}}{{name}} of {{country}}{{/person}}", "Eva of Peru"),
        ("{{person.name}}{{person.name.more}}", "Eva"),
        ("{{#list}}{{.}},{{/list}}", "1,2,"),
        ("{{#empty}}a{{/empty}}{{^empty}}b{{/empty}}{{^list}}c{{/list}}", "b"),
        ("{{#blank}}a{{/blank}}{{#zero}}a{{/zero}}{{^no}}b{{/no}}", "b"),
        ("a{{! {{a comment }}b", "ab"),
        ("{{=<% %>=}}<%name%>{{name}}<%={{ }}=%>{{#no}}{{/no}}", "Ana &amp; Co{{name}}"),
        ("{{=| |=}}|&name||{name}|", "Ana & CoAna & Co"),
        ("  {{#list}}\r\n{{.}}\r\n  {{/list}}\r\n", "1\r\n2\r\n"),
        ("{ {not} {{a}} }}", "{ {not}  }}"),
        ("{{code}}", "{{name}}{{&gt;p}}"),
        ("{{{quoted}}}{{quoted}}", "\"'<>&quot;&#39;&lt;&gt;"),
        ("ñ€{{accent}}𝄞", "ñ€çã𝄞"),
    ])
    func renders(template: String, expected: String) throws {
        let data: MustacheValue = [
            "name": "Ana & Co", "country": "Peru", "person": ["name": "Eva"], "list": [1, 2], "empty": [], "blank": "",
            "zero": 0, "no": false, "yes": true, "whole": -7, "round": 3.0, "decimal": 1.21, "large": 1e300,
            "nothing": nil, "code": "{{name}}{{>p}}", "quoted": "\"'<>", "accent": "çã",
        ]
        #expect(try render(template, data) == expected)
    }

    @Test func plainTextEscapesNothing() throws {
        #expect(try render("{{a}}{{{a}}}", ["a": "<&\"'>"], escape: .none) == "<&\"'><&\"'>")
    }

    @Test func partialsIndentTheirOwnLinesOnly() throws {
        let output = try render(
            "<ul>\n  {{>items}}\n</ul> {{>items}}", ["items": ["a\nb", "c"]],
            partials: ["items": "{{#items}}\n{{>item}}\n{{/items}}\n", "item": "<li>\n  {{.}}\n</li>\n"])
        let indented = "  <li>\n    a\nb\n  </li>\n  <li>\n    c\n  </li>\n"
        let plain = "<li>\n  a\nb\n</li>\n<li>\n  c\n</li>\n"
        #expect(output == "<ul>\n\(indented)</ul> \(plain)")
    }

    @Test func dynamicNamesChooseOnlyAmongPartials() throws {
        let partials = ["one": "1", "two": "2"]
        #expect(
            try render("{{#l}}{{>*.}}{{>*p}}{{/l}}", ["l": ["one", "two"], "p": "two"], partials: partials) == "1222")
        for name in ["../one", "/one", "one.mustache", "one\0", "", "absent"] {
            #expect(try render("[{{> * p }}{{<*p}}{{/ * p}}]", ["p": .text(name)], partials: partials) == "[]")
        }
    }

    @Test func parentsTakeArguments() throws {
        let layout = "<title>{{$title}}Mailer{{/title}}</title>\n<main>\n  {{$main}}\n  nothing\n  {{/main}}\n</main>\n"
        let page = "{{<layout}}\n  ignored\n  {{$main}}\n    <p>\n      {{word}}\n    </p>\n  {{/main}}\n{{/layout}}\n"
        #expect(
            try render(page, ["word": "a\nb"], partials: ["layout": layout])
                == "<title>Mailer</title>\n<main>\n  <p>\n    a\nb\n  </p>\n</main>\n")
        #expect(try render(layout) == "<title>Mailer</title>\n<main>\n  nothing\n</main>\n")
    }

    @Test func outerArgumentsWinAndPassThroughPartials() throws {
        let partials = [
            "mid": "{{<base}}{{$a}}mid{{/a}}{{$b}}mid{{/b}}{{/base}}", "base": "{{>leaf}}",
            "leaf": "{{$a}}{{/a}}-{{$b}}{{/b}}",
        ]
        #expect(try render("{{<mid}}{{$a}}top{{/a}}{{/mid}}", partials: partials) == "top-mid")
    }

    @Test func anArgumentMayHoldABlockOfItsOwnName() throws {
        #expect(
            try render("{{<p}}{{$a}}[{{$a}}x{{/a}}]{{/a}}{{/p}}", partials: ["p": "{{$a}}{{/a}}"]) == "[x]")
    }

    @Test func valuesComeFromJSON() throws {
        let json = #"{"b": true, "n": 1, "z": 0, "d": 1.50, "w": 2.0, "s": "é", "l": [false, null, {}]}"#
        let value = try JSONDecoder().decode(MustacheValue.self, from: Data(json.utf8))
        #expect(
            value == [
                "b": true, "n": 1, "z": 0, "d": 1.5, "w": .integer(2), "s": "é", "l": [false, nil, [:]],
            ])
        #expect(try render("{{b}} {{n}} {{z}} {{d}} {{w}} {{s}}", value) == "true 1 0 1.5 2 é")
    }

    @Test func tellsItsVariables() throws {
        let template = try MustacheTemplate("{{a}}{{{b.c}}}{{#d}}{{.}}{{e}}{{/d}}{{>*f}}{{<p}}{{$x}}{{g}}{{/x}}{{/p}}")
        #expect(template.variables == ["a", "b.c", "d", "e", "f", "g"])
    }
}
