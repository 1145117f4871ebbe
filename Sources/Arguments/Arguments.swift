// Arguments: the command line, declared as tables and parsed into typed values.
//
// Help texts, suggestions for misspelt words and the reference in docs/ come from the same tables. Touches nothing: words
// come in as an array, help goes out as text, and what is wrong is a UsageError.
// Standards: POSIX Utility Conventions (XBD 12.2, Guidelines 9 to 13), GNU long options, sysexits(3).
