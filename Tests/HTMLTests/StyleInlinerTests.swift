import Testing

@testable import HTML

@Suite struct StyleInlinerTests {
    @Test(arguments: [
        ("p { margin: 0 }", "<p>", "<p style=\"margin:0\">"),
        (".a { color: red } p { color: blue; margin: 0 }", "<p class=a>", "<p style=\"margin:0;color:red\" class=a>"),
        ("p { color: red } p { color: blue }", "<p>", "<p style=\"color:blue\">"),
        ("p { color: red !important } .a { color: blue }", "<p class=a>", "<p style=\"color:red\" class=a>"),
        ("p { color: red; margin: 0 }", "<p style='color:blue'>", "<p style=\"margin:0;color:blue\">"),
        ("p { color: red !important }", "<p style='color:blue'>", "<p style=\"color:red\">"),
        ("p { color: red !important }", "<p style='color:blue!important'>", "<p style=\"color:blue!important\">"),
        ("p { margin-top: 1px } .a { margin: 0 }", "<p class=a>", "<p style=\"margin-top:1px;margin:0\" class=a>"),
        ("p { width: 9px; width: calc(1px + 8px) }", "<p>", "<p style=\"width:9px;width:calc(1px + 8px)\">"),
        ("p { width: 9px; width: 8% } .a { width: 7px }", "<p class=a>", "<p style=\"width:7px\" class=a>"),
        (
            "a { color: red } @media print { a { color: blue } }", "<a style='color:#fff;background:#000'>",
            "<a style=\"color:#fff;background:#000;color:#fff!important;background:#000!important\">"
        ),
        ("p:hover { color: red } @media print { p { margin: 0 } }", "<p>", "<p>"),
        ("p { font-family: \"A B\" }", "<p>", "<p style=\"font-family:&quot;A B&quot;\">"),
        (
            "td { background-color: #fff }", "<table><td>",
            "<table><td style=\"background-color:#fff\" bgcolor=\"#fff\">"
        ),
        (
            "td { background-color: #fff }", "<table><td bgcolor=red>",
            "<table><td style=\"background-color:#fff\" bgcolor=red>"
        ),
        ("img { width: 90px }", "<img src=a>", "<img style=\"width:90px\" width=\"90\" src=a>"),
        ("h2 + p { margin: 0 }", "<h2>a</h2>\u{10F000}<p>b<p>c", "<h2>a</h2>\u{10F000}<p style=\"margin:0\">b<p>c"),
        ("p { margin: 0 }", "<!--[if mso]><p><![endif]--><p>", "<!--[if mso]><p><![endif]--><p style=\"margin:0\">"),
    ])
    func theCascadeGoesIntoAttributes(css: String, html: String, expected: String) throws {
        #expect(try StyleInliner(Stylesheet(css)).inlined(html) == expected)
    }

    @Test func theHeadKeepsWhatAttributesCannotSay() throws {
        let css = """
            a, a:hover { color: red }
            @media (max-width: 500px) { .a { padding: 0 } }
            @media (prefers-color-scheme: dark) { .a { color: white; background-color: black } }
            """
        #expect(
            try StyleInliner(Stylesheet(css)).heads.joined() == """
                a:hover{color:red!important}
                @media (max-width: 500px){
                .a{padding:0!important}
                }
                @media (prefers-color-scheme: dark){
                .a{color:white!important;background-color:black!important}
                }
                [data-ogsc] .a{color:white!important}
                [data-ogsb] .a{background-color:black!important}

                """)
    }

    @Test func variablesHaveADarkSide() throws {
        let sheet = try Stylesheet(
            "p { color: var(--text); border: 1px solid var( --line ) }\n"
                + "@media (prefers-color-scheme:dark) { p { color: var(--text); border-color: var(--line) } }")
        let variables = StylesheetVariables(light: ["text": "#000", "line": "#ccc"], dark: ["text": "#fff"])
        let inliner = StyleInliner(try variables.applied(to: sheet))
        #expect(try inliner.inlined("<p>") == "<p style=\"color:#000;border:1px solid #ccc\">")
        #expect(inliner.heads[0].contains("p{color:#fff!important;border-color:#ccc!important}"))
    }

    @Test func anUnknownVariableIsAMistake() throws {
        let sheet = try Stylesheet("p {\n color: var(--txt) }")
        #expect { try StylesheetVariables(light: ["text": "#000"]).applied(to: sheet) } throws: {
            "\($0)" == "2:1: there is no variable \"--txt\"; there are --text"
        }
    }
}
