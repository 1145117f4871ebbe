// Returns: what mail that came back does to whom it is about.
//
// Reads no mailbox and no file: whoever has a message, or a relay's report on one, hands it to `ReturnDesk`, which attributes
// it by its token and lets it take effect, all in one transaction. Declares the store that it needs; knows no clock.
// Standards: those of Bounces; RFC 3834 (whom no automatic mail may answer).
