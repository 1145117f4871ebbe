// Texts: the words of pages and system letters in each language, one YAML file a language.
//
// A text is a Mustache partial named `t-GROUP-KEY`, plain and escaped like data, so that a translator can break no
// page. Reads the folder of the program and an organisation's own; whatever doesn't fit is refused with file and line.
