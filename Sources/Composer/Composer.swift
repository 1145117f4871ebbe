// Composer: issue file + templates → `ComposedIssue`; `ComposedIssue` + recipient → message bytes.
//
// Composition happens once per issue and language; per recipient only slots are filled, straight into encoded bytes.
// Touches: cmark-gfm, and the issue file's own folder. Knows no clock, no store and no network.
// Standards: CommonMark + GFM, RFC 5322, RFC 2045–2047, RFC 2369, RFC 2919, RFC 8058.
