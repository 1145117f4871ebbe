import HTTP
import Mail
import Testing

@testable import Web

@Suite struct ExpositionTests {
    @Test func `samples have their labels, escaped`() {
        var page = Exposition()
        page.add("a_total", .counter, "Two\nlines.", [.init(["x": "a\"b\\c\n", "empty": ""], 3), .init([:], 0.5)])
        #expect(
            page.text == """
                # HELP a_total Two\\nlines.
                # TYPE a_total counter
                a_total{x="a\\"b\\\\c\\n"} 3
                a_total 0.5

                """)
    }

    @Test func `the buckets of a histogram hold those below them`() {
        var page = Exposition()
        page.addHistogram("b_seconds", "How long.", bounds: [0.1, 1], counts: [2, 0, 1], sum: 4.25)
        #expect(
            page.text == """
                # HELP b_seconds How long.
                # TYPE b_seconds histogram
                b_seconds_bucket{le="0.1"} 2
                b_seconds_bucket{le="1"} 2
                b_seconds_bucket{le="+Inf"} 3
                b_seconds_sum 4.25
                b_seconds_count 3

                """)
    }
}
