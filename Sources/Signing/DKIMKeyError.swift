/// Why a file is no key that can sign mail. Repeats nothing of the file.
public enum DKIMKeyError: Error, Equatable, CustomStringConvertible {
    case notPEM
    case publicKey
    case encrypted
    /// Neither RSA nor Ed25519.
    case algorithm
    /// RSA with fewer bits than 1024 or more than 4096 (RFC 8301 §3.2).
    case length(bits: Int)

    public var description: String {
        switch self {
        case .notPEM:
            "holds no private key in PEM form; make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"
        case .publicKey: "holds a public key; name the file with the private one"
        case .encrypted:
            "is protected by a password, which nobody could type for cron; write it without one: openssl pkey"
        case .algorithm: "is neither an RSA nor an Ed25519 key; DKIM knows no others"
        case .length(let bits):
            "is an RSA key of \(bits) bits; verifiers take 1024 to 4096 (RFC 8301), make one of 2048"
        }
    }
}
