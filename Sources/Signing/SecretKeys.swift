/// The secrets of one installation: link keys, of which the one with the highest number signs and all verify, and the
/// suppression key. Printing it, in whatever way, shows none of them.
public struct SecretKeys: Sendable {
    /// By number. One that signed a link verifies for ever, since unsubscribe links never expire.
    let linkKeys: [UInt16: KeyedHash]
    let newestLinkKey: (number: UInt16, hash: KeyedHash)
    /// Never changes: the suppressed addresses are known only by their marks under it.
    let suppressionKey: KeyedHash

    private static let keyLength = 32

    /// New random keys: link key 1 and a suppression key.
    public static func generate() -> SecretKeys {
        let linkKey = KeyedHash(key: SecureRandom.bytes(keyLength))
        let suppressionKey = KeyedHash(key: SecureRandom.bytes(keyLength))
        return SecretKeys(linkKeys: [1: linkKey], newestLinkKey: (1, linkKey), suppressionKey: suppressionKey)
    }

    /// Reads a keys file: lines of `link-key NUMBER BASE64` and one of `suppression-key BASE64`, keys of 32 bytes, numbers
    /// from 1 to 65535; blank lines and `#` lines don't count.
    public init(file text: String) throws(KeyFileError) {
        var linkKeys: [UInt16: KeyedHash] = [:]
        var suppressionKey: KeyedHash?
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard let keyword = words.first, !keyword.hasPrefix("#") else { continue }
            do throws(KeyFileError.Problem) {
                switch (keyword, words.count) {
                case ("link-key", 3):
                    let number = try Self.number(words[1])
                    guard linkKeys[number] == nil else { throw .numberTwice(number) }
                    linkKeys[number] = try Self.key(words[2])
                case ("suppression-key", 2):
                    guard suppressionKey == nil else { throw .secondSuppressionKey }
                    suppressionKey = try Self.key(words[1])
                default:
                    throw .unknownLine
                }
            } catch {
                throw KeyFileError(line: index + 1, problem: error)
            }
        }
        guard let newest = linkKeys.max(by: { $0.key < $1.key }) else {
            throw KeyFileError(line: nil, problem: .noLinkKey)
        }
        guard let suppressionKey else { throw KeyFileError(line: nil, problem: .noSuppressionKey) }
        self.init(linkKeys: linkKeys, newestLinkKey: (newest.key, newest.value), suppressionKey: suppressionKey)
    }

    /// What the keys file holds: secret, for a file of mode 0600.
    public var fileText: String {
        let linkLines = linkKeys.sorted { $0.key < $1.key }.map { number, hash in
            "link-key \(number) \(Base64.standard.encode(hash.key))\n"
        }
        return """
            # The secret keys of this installation. Who has them can forge its links; without them, links in mail that
            # is out stop working. Keep this file private, and a copy of it with every backup of the database.

            # The link key with the highest number signs; all of them verify. To start a new one, add a line with the
            # next number and what `openssl rand -base64 32` prints. Never remove a line.
            \(linkLines.joined())
            # Suppressed addresses are recognised by this key, so it must never change.
            suppression-key \(Base64.standard.encode(suppressionKey.key))

            """
    }

    private init(
        linkKeys: [UInt16: KeyedHash], newestLinkKey: (number: UInt16, hash: KeyedHash), suppressionKey: KeyedHash
    ) {
        self.linkKeys = linkKeys
        self.newestLinkKey = newestLinkKey
        self.suppressionKey = suppressionKey
    }

    private static func number(_ word: Substring) throws(KeyFileError.Problem) -> UInt16 {
        guard let number = UInt16(word), number > 0, word == String(number) else { throw .number }
        return number
    }

    private static func key(_ word: Substring) throws(KeyFileError.Problem) -> KeyedHash {
        guard let bytes = Base64.standard.decode(word), bytes.count == keyLength else { throw .key }
        return KeyedHash(key: bytes)
    }
}

extension SecretKeys: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "SecretKeys (redacted)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
