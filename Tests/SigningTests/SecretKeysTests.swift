import Testing

@testable import Signing

@Suite struct SecretKeysTests {
    private static let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let linkLine = "link-key 1 \(key)\n"
    private static let suppressionLine = "suppression-key \(key)\n"

    @Test func whatIsWrittenReadsBack() throws {
        for keys in [SecretKeys.generate(), try SecretKeys(file: FixedKeys.rotated)] {
            let read = try SecretKeys(file: keys.fileText)
            #expect(read.fileText == keys.fileText)
            #expect(read.newestLinkKey.number == keys.newestLinkKey.number)
            #expect(read.linkKeys.mapValues(\.key) == keys.linkKeys.mapValues(\.key))
            #expect(read.suppressionKey.key == keys.suppressionKey.key)
        }
        #expect(SecretKeys.generate().fileText != SecretKeys.generate().fileText)
    }

    @Test(
        arguments: [
            ("", nil, KeyFileError.Problem.noLinkKey),
            (suppressionLine, nil, .noLinkKey),
            (linkLine, nil, .noSuppressionKey),
            (linkLine + linkLine, 2, .numberTwice(1)),
            (linkLine + "# so\r\n\r\n" + suppressionLine + suppressionLine, 5, .secondSuppressionKey),
            ("link-key 0 \(key)", 1, .number),
            ("link-key 01 \(key)", 1, .number),
            ("link-key +1 \(key)", 1, .number),
            ("link-key 65536 \(key)", 1, .number),
            ("link-key \(key)", 1, .unknownLine),
            ("link-key 1 \(key) x", 1, .unknownLine),
            ("link-keys 1 \(key)", 1, .unknownLine),
            ("\n\(key)", 2, .unknownLine),
            ("link-key 1 AAEC", 1, .key),
            ("link-key 1 \(key.dropLast())", 1, .key),
            // The last digit before the padding has bits that no byte uses.
            ("link-key 1 \(key.dropLast(2))9=", 1, .key),
            ("suppression-key \(key.dropLast(4))AAAA", 1, .key),
            ("suppression-key \(key.dropFirst())=", 1, .key),
        ] as [(String, Int?, KeyFileError.Problem)])
    func errorsNameTheLineAndNoSecret(text: String, line: Int?, problem: KeyFileError.Problem) {
        #expect {
            try SecretKeys(file: text)
        } throws: { error in
            let error = error as? KeyFileError
            #expect(error?.line == line)
            #expect(error?.problem == problem)
            return "\(error as Any)".contains(Self.key.prefix(8)) == false
        }
    }

    @Test func printingShowsNoSecret() throws {
        let keys = try SecretKeys(file: FixedKeys.rotated)
        var dumped = ""
        dump(["keys": keys], to: &dumped)
        for text in ["\(keys)", String(reflecting: keys), "\([keys])", "\(Optional(keys) as Any)", dumped] {
            #expect(text.contains("redacted"))
            for secret in ["AAEC", "31", "[0, 1", "- 30"] {
                #expect(!text.contains(secret))
            }
        }
    }
}
