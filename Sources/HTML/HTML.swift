// HTML: a page parsed as a browser does, its elements found by CSS selectors, and style sheets put into style attributes.
//
// A document's tree is never changed: an edit is a change of the source text, so all that is not edited stays byte for byte
// what it was: conditional comments for Outlook, sentinels of a composition, entities, quotes, line ends.
//
// Touches: Modest (MyHTML and MyCSS).
// Standards: WHATWG HTML §13 (parsing), CSS Syntax 3, Selectors 3, CSS Cascade 4 §6.
