import CCrypto

/// Random bytes that nobody can guess.
public enum SecureRandom {
    /// `count` bytes from libcrypto's generator, which the kernel seeds. Ends the process if there is no randomness:
    /// nothing that is signed with a guessable key would be safe.
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard RAND_bytes(buffer.baseAddress, CInt(count)) == 1 else {
                fatalError("libcrypto has no random bytes; is the system's random source there?")
            }
            filled = count
        }
    }
}
