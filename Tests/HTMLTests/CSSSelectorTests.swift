import Testing

@testable import HTML

@Suite struct CSSSelectorTests {
    static let page = """
        <body><div class="card a"><h2 id=one>1</h2>\u{10F000}<h3>2</h3><p>3 <a href=x>4</a></div>
        <p data-x=y>5<ul><li>6<li class=a>7</ul>
        """

    @Test(arguments: [
        ("h2", "h2", 1), (".card", "div", 10), ("#one", "h2", 100), (".card.a > p a", "a", 22), ("h2 + h3", "h3", 2),
        ("[data-x=y]", "p", 10), ("li:first-child", "li", 11), ("li:not(.a)", "li", 11), ("p, a", "p p a", 1),
        ("*", "html head body div h2 h3 p a p ul li li", 0), ("a:hover", "", 11), ("a::before", "", 2),
        ("[data-ogsc] .card", "", 20), ("div div", "", 2),
    ])
    func findsElements(text: String, found: String, specificity: Int) throws {
        let document = try HTMLDocument(Self.page)
        let selectors = try #require(CSSSelector.list(text))
        #expect(
            selectors.flatMap { document.elements(matching: $0) }.map(\.name).sorted()
                == found.split(separator: " ").map(String.init).sorted())
        let first = selectors[0].specificity
        #expect(first.ids * 100 + first.classes * 10 + first.elements == specificity)
        #expect(selectors[0].isDynamic == (text.contains("hover") || text.contains("before")))
    }

    @Test(arguments: ["", "  ", "..", "a{", "a,,b", "a,", "p:unknown", ">", "a;b", "@media", "[", "a:not("])
    func whatIsNoSelectorIsRefused(text: String) {
        #expect(CSSSelector.list(text) == nil)
    }

    @Test func commasInBracketsEndNothing() throws {
        #expect(
            try #require(CSSSelector.list("[title='a,b'], p:not(.x)")).map(\.description) == [
                "[title='a,b']", "p:not(.x)",
            ])
    }
}
