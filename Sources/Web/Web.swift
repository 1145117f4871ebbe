// Web: the public pages: Query → Model → View, one route a line.
//
// No GET changes state. Views are Mustache templates over plain models. Touches: HTTP, Membership, the templates.
// Standards: RFC 8058 (one-click unsubscribe), WCAG 2.2 AA, CSP Level 3.
