// Composer: issue file + templates → `ComposedIssue`; `ComposedIssue` + recipient → message bytes.
//
// Composition happens once per issue and language; per recipient only slots are filled, straight into encoded bytes.
//
// The way of a tag such as {{name}}: `MergeSource` puts a sentinel into its place (`TagTable`), before Markdown is parsed;
// Markdown, the renderers and the templates pass sentinels on; `TextCutter` cuts what they made into `SlottedText`;
// `EncodedBody` encodes that once and fills it for each reader. Data never passes a parser.
//
// Touches: cmark-gfm, and the issue file's own folder. Knows no clock, no store and no network.
// Standards: CommonMark + GFM, RFC 5322, RFC 2045–2047, 2183, 2231, 2369, 2387, 2919, 3676, 5064, 8058.
