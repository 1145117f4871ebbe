// Outbox: the sender. Claim, render, hand over, record, retry, drain.
//
// One rule makes it safe: no connection writes a final dot before the outcome of its previous message is committed.
// Declares what it needs (`DeliveryQueue`, `MessageSource`, `Transport`); the edges conform. Touches: the kernel lock of
// the one sender. Time comes in as a clock.
