// SMTP: message bytes + envelope → `DeliveryOutcome`, many at once.
//
// Own transactions over connections that libcurl made: one epoll loop, a reply per command, dot-stuffing, a timeout per
// command. Knows envelopes and bytes; knows no subscriber, no issue, no retry. Touches: Curl, epoll.
// Standards: RFC 5321, RFC 2920 (PIPELINING), RFC 1870 (SIZE), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8), RFC 3207
// (STARTTLS), RFC 2034 and RFC 3463 (enhanced status codes).
