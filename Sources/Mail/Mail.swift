// Mail: addresses, header fields, encoded words, MIME bodies, SMTP replies.
//
// Text and bytes in, values and bytes out; parse once, carry the type. Touches: libidn2, which no other room imports.
// Knows no clock, no file and no network. Standards: RFC 5321, RFC 5322, RFC 2045–2047, RFC 2369, RFC 2919, RFC 3463,
// RFC 3339, RFC 6531, IDNA2008.
