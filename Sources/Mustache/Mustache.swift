// Mustache: templates as data, never as programs.
//
// The whole specification 1.4 with inheritance and dynamic names, without lambdas. HTML is escaped by default; errors
// name file, line and column. Touches nothing: templates and partials come in as text, output goes out as text.
