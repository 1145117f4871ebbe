// Arguments: the command line, declared as tables and parsed into typed values.
//
// Help texts, suggestions for misspelt words and the reference in docs/ come from the same tables. Touches nothing.
// Standards: POSIX Utility Conventions (Guidelines 3–13), GNU long options, sysexits.
