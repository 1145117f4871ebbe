import Testing

@testable import Signing

@Suite struct KeyedHashTests {
    /// RFC 4231 §4.3 and §4.7, the latter with a key longer than a block.
    @Test func agreesWithRFC4231() {
        let short = KeyedHash(key: Array("Jefe".utf8)).authenticate(Array("what do ya want for nothing?".utf8))
        #expect(short.starts(with: [0x5B, 0xDC, 0xC1, 0x46, 0xBF, 0x60, 0x75, 0x4E]))
        let long = KeyedHash(key: [UInt8](repeating: 0xAA, count: 131))
            .authenticate(Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
        #expect(long.starts(with: [0x60, 0xE4, 0x31, 0x59, 0x1E, 0xE0, 0xB6, 0x7F]))
    }

    @Test func oneKeyServesManyTasksAtOnce() async {
        let hash = KeyedHash(key: Array("key".utf8))
        let expected = (0..<50).map { hash.authenticate([$0]) }
        await withTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<4 { group.addTask { (0..<50).map { hash.authenticate([$0]) } } }
            for await marks in group { #expect(marks == expected) }
        }
    }
}
