import Newsletter

/// What a theme gives to the pages.
public struct PageLook: Sendable {
    /// In addresses: a-z, 0-9 and hyphens.
    public let name: String
    /// The theme's variables as a style sheet.
    let css: String
    let logo: Logo?
    /// Another look of the same name has another one, so browsers may keep this one for ever.
    let version: String

    public struct Logo: Sendable {
        let image: PublicMedia
        let alternative: String
        let width: Int

        /// - Parameters:
        ///   - alternative: what is read where the image is not shown.
        ///   - width: in CSS pixels.
        public init(image: PublicMedia, alternative: String, width: Int) {
            self.image = image
            self.alternative = alternative
            self.width = width
        }
    }

    public init(name: String, css: String, logo: Logo? = nil) {
        self.name = name
        self.css = css
        self.logo = logo
        version = Fingerprint(Array(css.utf8) + (logo?.image.bytes ?? [])).text
    }
}

/// Whose looks a page has. No page fails for its looks, so neither does this.
public protocol PageLooks: Sendable {
    /// A list's own; nil: that of the pages that belong to no list.
    func look(of list: MailingList?) -> PageLook

    /// The one of that name that some page has; nil for any other.
    func look(named name: String) -> PageLook?
}
