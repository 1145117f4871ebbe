import CCrypto

/// SHA-256 (FIPS 180-4) of what is added bit by bit; the algorithm is looked up once, not for each hash.
struct RunningHash: ~Copyable {
    static let length = 32
    private let algorithm: OpaquePointer?
    private let context: OpaquePointer?

    init() {
        algorithm = EVP_MD_fetch(nil, "SHA256", nil)
        context = EVP_MD_CTX_new()
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    func begin() {
        require(EVP_DigestInit_ex(context, algorithm, nil))
    }

    /// Takes over what `other` has been given so far.
    func begin(like other: borrowing RunningHash) {
        require(EVP_MD_CTX_copy_ex(context, other.context))
    }

    func add(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { require(EVP_DigestUpdate(context, $0.baseAddress, $0.count)) }
    }

    func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, filled in
            require(EVP_DigestFinal_ex(context, buffer.baseAddress, nil))
            filled = Self.length
        }
    }

    /// It fails without memory or without libcrypto's default provider, and then nothing can be signed.
    private func require(_ status: CInt) {
        if status != 1 { fatalError("libcrypto can't compute SHA-256; is its installation complete?") }
    }
}
