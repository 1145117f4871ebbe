// Store: every line of SQL, the numbered migrations, the transactions.
//
// One SQLite file in WAL mode; writers take turns by `BEGIN IMMEDIATE`. Other rooms see it only through the protocols
// that they declare. Touches: the database file, and SQLite, which no other room imports. Its SQL keeps to what
// PostgreSQL understands too where that costs nothing.
