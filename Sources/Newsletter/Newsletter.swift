// Newsletter: the domain. Lists, subscriptions, issues, deliveries, and the legal transitions of each.
//
// Values and rules only: no file, no clock, no network, no SQL. docs/architecture.md draws the same states.
// Standards: RFC 5321 §4.5.4.1 (retry strategy).
