/// The name of a theme's file, without `.yaml`.
public struct ThemeName: SettingsValue, Sendable {
    public let text: String

    public init(_ text: String) throws(InvalidValue) {
        guard text.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) != nil else {
            throw InvalidValue(
                message: "must be the name of a theme, of a-z, 0-9 and -", mend: "write its file's name without .yaml")
        }
        self.text = text
    }

    /// - Parameter known: a name of that form.
    init(known: String) {
        text = known
    }
}
