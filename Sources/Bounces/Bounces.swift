// Bounces: what comes back after a mailing. The bytes of one message in, one `ReturnedMail` verdict out.
//
// Touches: GMime (the parser only), which no other room imports. Knows no clock, no store and no network; whom a verdict
// concerns is decided elsewhere, by what `ReturnedMail.Attribution` found. Any input is fine: what is read of it is bounded.
// Standards: RFC 3464 and RFC 6533 (delivery status), RFC 5965 (abuse reports), RFC 3834 (automatic answers),
// RFC 8098 (dispositions), RFC 3463 (status codes), RFC 2045–2047.
