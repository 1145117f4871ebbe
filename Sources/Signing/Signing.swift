// Signing: what must not be forged. Link tokens, suppression marks, DKIM signatures, and the keys behind them.
//
// Touches: libcrypto, which no other room imports. Key material comes in as text; time comes in as an argument.
// Standards: RFC 2104 (HMAC), RFC 4648 (base64, base64url), RFC 6376 and RFC 8463 (DKIM).
