// DNS: what the domain name system says about a domain that sends mail.
//
// Touches: libresolv, which no other room imports, and through it the network. The records are read without either.
// Standards: RFC 1035 (messages), RFC 6376 §3.6 (DKIM keys), RFC 7208 (SPF), RFC 7489 (DMARC), RFC 7505 (null MX).
