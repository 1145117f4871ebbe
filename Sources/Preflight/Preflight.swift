// Preflight: an issue, read and composed → what its readers would stumble over, with the line and the mend.
//
// A room of its own, since it judges and the composer makes: nothing that composes may depend on a matter of taste.
// `IssueCheck` asks each check in turn; a check is an enum with one function and no state. What each code means stands in
// `FindingCode`, from which the table in docs/writing-issues.md is made.
//
// Pure: the moment is an argument, and links are fetched by the caller, whose answers `FetchCheck` judges.
// Standards: WCAG 2.2 §1.4.3 (contrast), RFC 6761 and 1918 (names and networks that nobody else can reach).
