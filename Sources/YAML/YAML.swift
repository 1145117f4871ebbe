// YAML: text → a tree of values that know their line and column → any `Decodable` type.
//
// Serves the settings file and the front matter of issue files. Scalars stay text until the wanted type reads them
// (`no` is Norwegian, not false). Touches: libyaml, which no other room imports. Standards: YAML 1.1 as libyaml reads it.
