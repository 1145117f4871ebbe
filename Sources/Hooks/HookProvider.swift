/// Whose form a report has.
public enum HookProvider: String, Sendable, CaseIterable {
    /// Ours: for anything that can be taught to write it.
    case generic
    /// Amazon SES, by way of SNS.
    case ses
    case postmark
    case sendgrid
    case mailgun
}
