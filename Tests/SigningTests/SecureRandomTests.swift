import Signing
import Testing

@Suite struct SecureRandomTests {
    @Test func givesAsManyBytesAsAskedAndNeverTheSame() {
        #expect([0, 1, 32, 5_000].map { SecureRandom.bytes($0).count } == [0, 1, 32, 5_000])
        #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
    }
}
