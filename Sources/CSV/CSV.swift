// CSV: tables of text, read in pieces and written a record at a time, for the import and export of subscribers.
//
// RFC 4180, and what spreadsheets make of it: other delimiters, other line ends, byte order marks, Windows-1252. Memory stays
// bounded however large the file is. Touches nothing but the file handle it is given, and knows no subscriber.
