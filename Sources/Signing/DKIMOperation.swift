import CCrypto

/// A key set up to sign again and again, on one thread.
final class DKIMOperation {
    let signatory: DKIMSignatory
    /// An EVP_PKEY_CTX for RSA, an EVP_MD_CTX for Ed25519.
    private let context: OpaquePointer?
    private var signature: [UInt8]

    init(_ signatory: DKIMSignatory) throws(DKIMSigningError) {
        self.signatory = signatory
        signature = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(signatory.key.handle)))
        switch signatory.key.algorithm {
        case .ed25519: context = EVP_MD_CTX_new()
        case .rsa:
            context = EVP_PKEY_CTX_new(signatory.key.handle, nil)
            // The contexts keep a reference of their own to what they need, so the algorithm may go.
            let hash = EVP_MD_fetch(nil, "SHA256", nil)
            defer { EVP_MD_free(hash) }
            guard EVP_PKEY_sign_init(context) == 1,
                EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
                EVP_PKEY_CTX_set_signature_md(context, hash) == 1
            else { throw DKIMSigningError(signatory) }
        }
    }

    deinit {
        switch signatory.key.algorithm {
        case .rsa: EVP_PKEY_CTX_free(context)
        case .ed25519: EVP_MD_CTX_free(context)
        }
    }

    /// The signature of a SHA-256 hash. Ed25519 takes the hash for its message (RFC 8463 §3).
    func sign(hash: [UInt8]) throws(DKIMSigningError) -> [UInt8] {
        var count = signature.count
        let isSigned =
            switch signatory.key.algorithm {
            case .rsa: EVP_PKEY_sign(context, &signature, &count, hash, hash.count) == 1
            case .ed25519:
                EVP_DigestSignInit(context, nil, nil, nil, signatory.key.handle) == 1
                    && EVP_DigestSign(context, &signature, &count, hash, hash.count) == 1
            }
        guard isSigned, count == signature.count else { throw DKIMSigningError(signatory) }
        return signature
    }
}

/// libcrypto has no memory, or lacks the algorithm.
public struct DKIMSigningError: Error, Equatable, CustomStringConvertible {
    let recordName: String

    init(_ signatory: DKIMSignatory) {
        recordName = signatory.recordName
    }

    public var description: String { "libcrypto can't sign with the DKIM key of \(recordName); is memory short?" }
}
