import Testing

@testable import HTTP

@Suite struct RequestTargetTests {
    @Test(arguments: [
        ("/", []),
        ("/?", []),
        ("/archive/news/2020-01", ["archive", "news", "2020-01"]),
        ("/archive/news/", ["archive", "news"]),
        ("/a%20b/caf%C3%A9", ["a b", "café"]),
        ("/a+b", ["a+b"]),
        ("/a%2520b", ["a%20b"]),
        ("http://example.org/a", ["a"]),
        ("HTTPS://example.org", []),
        ("https://example.org?x=1", []),
    ])
    func pathsAreDecodedOnce(target: String, path: [String]) {
        #expect(RequestTarget(target, fieldLimit: 10)?.path == path)
    }

    @Test(arguments: [
        "", "*", "a", "example.org:443", "ftp://example.org/",
        "/..", "/../etc/passwd", "/a/../b", "/a/%2e%2E/b", "/a/.", "//a", "/a//b",
        "/a%2Fb", "/a%00", "/a%0d%0aX", "/a%7f", "/%", "/%4", "/%zz", "/%C3", "/%FF", "/%C0%AE%C0%AE", "/%ED%A0%80",
        "/?a=%00", "/?a=%FF", "/?%zz",
    ])
    func trickyTargetsAreRefused(target: String) {
        #expect(RequestTarget(target, fieldLimit: 10) == nil)
    }

    @Test func parametersKeepTheirOrder() {
        let target = RequestTarget("/?a=1&b=x+y%26z&a=2&flag&=", fieldLimit: 5)
        #expect(
            target?.query == [
                HTTPField(name: "a", value: "1"), HTTPField(name: "b", value: "x y&z"),
                HTTPField(name: "a", value: "2"),
                HTTPField(name: "flag", value: ""), HTTPField(name: "", value: ""),
            ])
        #expect(RequestTarget("/?a=1&b&c", fieldLimit: 2) == nil)
    }
}
