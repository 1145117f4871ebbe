import Testing

@testable import Signing

@Suite struct Base64Tests {
    /// RFC 4648 §10, and the two digits that differ.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
        ("foob", "Zm9vYg==", "Zm9vYg"),
        ("~~~???", "fn5+Pz8/", "fn5-Pz8_"),
    ])
    func codesBothWays(plain: String, standard: String, url: String) {
        let bytes = Array(plain.utf8)
        #expect(Base64.standard.encode(bytes) == standard)
        #expect(Base64.url.encode(bytes) == url)
        #expect(Base64.standard.decode(standard) == bytes)
        #expect(Base64.url.decode(url) == bytes)
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "=", "====", "Zm9v====", "Zm9v=", "Zg==Zg==", "Zm-_", "Zm9v\n",
        "Zmé=",
    ])
    func standardRefusesWhatIsNotCanonical(text: String) {
        #expect(Base64.standard.decode(text) == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm+/", "Zm9vY", " Zm9v"])
    func urlRefusesWhatIsNotCanonical(text: String) {
        #expect(Base64.url.decode(text) == nil)
    }
}
