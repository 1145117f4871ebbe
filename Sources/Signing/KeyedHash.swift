import CCrypto

/// HMAC-SHA256 (RFC 2104, FIPS 180-4) under one key, ready to run.
///
/// Unchecked: the context is set up in `init` and from then on only read, by `EVP_MAC_CTX_dup`.
final class KeyedHash: @unchecked Sendable {
    static let length = 32

    let key: [UInt8]
    /// With the key already hashed in, so that an authentication starts with a copy instead of a look-up by name.
    private let context: OpaquePointer

    init(key: [UInt8]) {
        self.key = key
        let algorithm = EVP_MAC_fetch(nil, "HMAC", nil)
        defer { EVP_MAC_free(algorithm) }
        var digest = Array("SHA256".utf8CString)
        let context = EVP_MAC_CTX_new(algorithm)
        let isReady = OSSL_MAC_PARAM_DIGEST.withCString { parameter in  // the parameter keeps the pointer to its name
            digest.withUnsafeMutableBufferPointer { name in
                let parameters = [
                    OSSL_PARAM_construct_utf8_string(parameter, name.baseAddress, 0),
                    OSSL_PARAM_construct_end(),
                ]
                return EVP_MAC_init(context, key, key.count, parameters) == 1
            }
        }
        guard isReady, let context else { Self.fail() }
        self.context = context
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    /// The 32 bytes that only who has the key can compute for `message`.
    func authenticate(_ message: [UInt8]) -> [UInt8] {
        let copy = EVP_MAC_CTX_dup(context)
        defer { EVP_MAC_CTX_free(copy) }
        return [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, filled in
            guard let copy, EVP_MAC_update(copy, message, message.count) == 1,
                EVP_MAC_final(copy, buffer.baseAddress, &filled, Self.length) == 1, filled == Self.length
            else { Self.fail() }
        }
    }

    /// It fails without memory or without libcrypto's default provider, and then nothing can be signed or trusted.
    private static func fail() -> Never {
        fatalError("libcrypto can't compute HMAC-SHA256; is its installation complete?")
    }
}
