// YAML: text → a tree of nodes that know their line and column → typed values.
//
// Serves the settings file and the front matter of issue files. Scalars stay text until the wanted type reads them
// (`no` is Norwegian for a String, false for a Bool). Only what a configuration needs is let in: one document, no
// anchors, aliases, merge keys or tags. Touches: libyaml, which no other room imports. Standards: YAML 1.1 as libyaml
// reads it.
