// Membership: who receives what, and the proof that they asked for it.
//
// Subscribe, confirm, decline, leave, undo, import, export; every transition writes a consent record in the same
// transaction. Declares the store that it needs. Touches no file, no clock, no network. Standards: RFC 8058, and the
// states of docs/architecture.md.
