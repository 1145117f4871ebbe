// Themes: the look of mails and pages as a small YAML file: colours, fonts, measures and a logo.
//
// Every value is read into a type, so none of them can say anything else in a style sheet.
//
// Touches: the theme's file, and the logo beside it.
// Standards: WCAG 2.2 §1.4.3 (contrast).
