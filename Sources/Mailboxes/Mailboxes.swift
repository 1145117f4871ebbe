// Mailboxes: reads the mailboxes into which mail comes back, by IMAP (RFC 3501, with UIDPLUS of RFC 4315 and MOVE of RFC 6851)
// and by POP3 (RFC 1939).
//
// A message is deleted, marked or moved only after whoever takes it has said that it is safe. Servers are not believed: each
// line, literal and reply has its bound, and each command its time. Touches: the network, through Curl.
