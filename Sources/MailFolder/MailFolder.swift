// MailFolder: message bytes + envelope → a file in a folder, instead of mail on its way. For dry runs.
//
// Conforms to the sender's `Transport`, so that everything before it is what a real run does. Knows nothing else of
// Mailer. Touches: files, and an eventfd.
// Standards: RFC 5321 §4.4 (Return-Path), RFC 9228 (Delivered-To).
