import CCrypto

/// A private key that signs mail. Printing it shows nothing of it.
///
/// Unchecked: libcrypto lets threads share a key that nobody changes, and after `init` nobody does.
public final class DKIMKey: @unchecked Sendable {
    /// As in the tag `a=`.
    public enum Algorithm: String, Sendable {
        /// RFC 6376 §3.3.1
        case rsa = "rsa-sha256"
        /// RFC 8463 §3
        case ed25519 = "ed25519-sha256"
    }

    public let algorithm: Algorithm
    /// The modulus of an RSA key; 256 for Ed25519.
    public let bitCount: Int
    /// The public half as in the tag `p=` of its DNS record: base64 of a SubjectPublicKeyInfo for RSA (RFC 6376 §3.6.1),
    /// of the bare 32 bytes for Ed25519 (RFC 8463 §4).
    public let publicKey: String
    let handle: OpaquePointer

    /// Reads PKCS #8 or PKCS #1 in PEM, as `openssl genpkey` and `openssl genrsa` write it.
    public init(pem: [UInt8]) throws(DKIMKeyError) {
        guard let handle = Self.read(pem) else {
            let text = String(decoding: pem, as: UTF8.self)
            throw text.contains("ENCRYPTED") ? .encrypted : text.contains("PUBLIC KEY") ? .publicKey : .notPEM
        }
        do throws(DKIMKeyError) {
            (algorithm, publicKey) = try Self.examine(handle)
            bitCount = Int(EVP_PKEY_get_bits(handle))
            guard algorithm != .rsa || (1024...4096).contains(bitCount) else { throw .length(bits: bitCount) }
        } catch {
            EVP_PKEY_free(handle)
            throw error
        }
        self.handle = handle
    }

    deinit {
        EVP_PKEY_free(handle)
    }

    /// As in the tag `k=` of the record.
    public var keyType: String { algorithm == .rsa ? "rsa" : "ed25519" }

    /// The content of the TXT record at `SELECTOR._domainkey.DOMAIN` (RFC 6376 §3.6.1).
    public var record: String {
        "v=DKIM1; k=\(keyType); p=\(publicKey)"
    }

    private static func read(_ pem: [UInt8]) -> OpaquePointer? {
        defer { ERR_clear_error() }
        return pem.withUnsafeBytes { bytes -> OpaquePointer? in
            let source = BIO_new_mem_buf(bytes.baseAddress, CInt(bytes.count))
            defer { BIO_free(source) }
            // Without a callback of ours libcrypto would ask the terminal for the password.
            return PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
        }
    }

    private static func examine(_ handle: OpaquePointer) throws(DKIMKeyError) -> (Algorithm, String) {
        if EVP_PKEY_is_a(handle, "ED25519") == 1 {
            var count = 32
            var bytes = [UInt8](repeating: 0, count: count)
            guard EVP_PKEY_get_raw_public_key(handle, &bytes, &count) == 1 else { throw .notPEM }
            return (.ed25519, Base64.standard.encode(bytes))
        }
        guard EVP_PKEY_is_a(handle, "RSA") == 1 else { throw .algorithm }
        let length = i2d_PUBKEY(handle, nil)
        guard length > 0 else { throw .notPEM }
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, filled in
            var end = buffer.baseAddress
            filled = Int(max(0, i2d_PUBKEY(handle, &end)))
        }
        return (.rsa, Base64.standard.encode(bytes))
    }
}

extension DKIMKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "DKIMKey (redacted)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
