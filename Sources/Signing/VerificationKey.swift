import CCrypto

/// A public key by which somebody else's signatures are checked.
///
/// Unchecked: libcrypto lets threads share a key that nobody changes, and after `init` nobody does.
public final class VerificationKey: @unchecked Sendable {
    public enum Digest: String, Sendable {
        /// Broken for signatures that anybody wants to forge with effort; some services know no other yet.
        case sha1 = "SHA1"
        case sha256 = "SHA256"
    }

    private let handle: OpaquePointer

    /// Reads base64 of a SubjectPublicKeyInfo, with or without the lines of PEM around it (RFC 7468 §13).
    public init?(base64 text: String) {
        let digits = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
            .filter { !$0.isWhitespace }
        defer { ERR_clear_error() }
        guard let bytes = Base64.standard.decode(digits) else { return nil }
        let handle = bytes.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return d2i_PUBKEY(nil, &start, buffer.count)
        }
        guard let handle else { return nil }
        self.handle = handle
    }

    /// Reads the key of a certificate in PEM. Whether the certificate can be trusted is the caller's business.
    public init?(certificate pem: [UInt8]) {
        defer { ERR_clear_error() }
        let handle = pem.withUnsafeBytes { bytes -> OpaquePointer? in
            let source = BIO_new_mem_buf(bytes.baseAddress, CInt(bytes.count))
            defer { BIO_free(source) }
            guard let certificate = PEM_read_bio_X509(source, nil, { _, _, _, _ in -1 }, nil) else { return nil }
            defer { X509_free(certificate) }
            return X509_get_pubkey(certificate)
        }
        guard let handle else { return nil }
        self.handle = handle
    }

    deinit { EVP_PKEY_free(handle) }

    /// Whether a signature in base64, of RSA (PKCS #1 v1.5) or ECDSA (DER), is this key's for the message.
    public func verifies(_ message: [UInt8], signature: String, _ digest: Digest) -> Bool {
        guard let signature = Base64.standard.decode(signature), let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        return EVP_DigestVerifyInit_ex(context, nil, digest.rawValue, nil, nil, handle, nil) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
