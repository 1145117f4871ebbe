import Mail
import Signing
import Testing

@Suite struct SuppressionMarkTests {
    /// Computed with another HMAC implementation.
    @Test func isTheHMACOfTheKeyAndSurvivesRotation() throws {
        let address = try EmailAddress("Ana@Example.org")
        let hexadecimal = "671cd9507ff5e357bda22e2c7b08b18e5706ea8a395183b19b25d02bf3fa34f9"
        for file in [FixedKeys.first, FixedKeys.rotated] {
            let mark = SuppressionMark(of: address.key, keys: try SecretKeys(file: file))
            #expect(mark.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == hexadecimal)
        }
        #expect(
            SuppressionMark(of: address.key, keys: .generate()) != SuppressionMark(of: address.key, keys: .generate()))
    }
}
