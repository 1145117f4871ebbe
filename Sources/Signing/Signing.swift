// Signing: what must not be forged. Link tokens, VERP tokens, suppression marks, DKIM signatures.
//
// Touches: libcrypto, which no other room imports. Key material comes in as bytes; time comes in as an argument.
// Standards: RFC 2104 (HMAC), RFC 4648 (base64url, base32), RFC 6376 (DKIM), RFC 8463 (Ed25519 in DKIM).
