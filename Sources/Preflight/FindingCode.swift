/// What a finding is about. Scripts and people look codes up, so they never change their meaning.
///
/// docs/writing-issues.md has this table; a test compares them.
public enum FindingCode: String, Sendable, Encodable, CaseIterable {
    case issueFile = "issue-file"
    case unknownField = "unknown-field"
    case slugTaken = "slug-taken"
    case listIncomplete = "list-incomplete"
    case subjectEmpty = "subject-empty"
    case foreignTag = "foreign-tag"
    case unsubscribeMissing = "unsubscribe-missing"
    case linkMalformed = "link-malformed"
    case linkFragment = "link-fragment"
    case linkPrivate = "link-private"
    case linkPersonal = "link-personal"
    case linkDead = "link-dead"
    case linkUnsure = "link-unsure"
    case linkMoved = "link-moved"
    case linkHttp = "link-http"
    case linkTextMismatch = "link-text-mismatch"
    case linkTextVague = "link-text-vague"
    case linkShortened = "link-shortened"
    case preheaderMissing = "preheader-missing"
    case preheaderRepeats = "preheader-repeats"
    case preheaderLong = "preheader-long"
    case subjectLong = "subject-long"
    case subjectShouts = "subject-shouts"
    case subjectFakeReply = "subject-fake-reply"
    case spamWords = "spam-words"
    case fieldWithoutDefault = "field-without-default"
    case placeholder
    case headingSkips = "heading-skips"
    case sectionEmpty = "section-empty"
    case dateFar = "date-far"
    case versionDiffers = "version-differs"
    case altMissing = "alt-missing"
    case altFileName = "alt-file-name"
    case imageWide = "image-wide"
    case imageHeavy = "image-heavy"
    case imageFormat = "image-format"
    case imageAnimated = "image-animated"
    case imageOnly = "image-only"
    case htmlClipped = "html-clipped"
    case messageHeavy = "message-heavy"
    case htmlRemoved = "html-removed"
    case clientSupport = "client-support"
    case contrastLow = "contrast-low"
    case partsDiffer = "parts-differ"
    case linkOnlyHtml = "link-only-html"

    public var severity: IssueFinding.Severity { entry.severity }
    /// What it finds, as a phrase.
    public var summary: String { entry.summary }
    /// What to do about it, where the finding says nothing more precise.
    var mend: String { entry.mend }

    private struct Entry {
        let severity: IssueFinding.Severity
        let summary, mend: String

        init(_ severity: IssueFinding.Severity, _ summary: String, mend: String) {
            self.severity = severity
            self.summary = summary
            self.mend = mend
        }
    }

    private var entry: Entry {
        switch self {
        case .issueFile:
            Entry(
                .error, "a file that can't be read as an issue: its front matter, its Markdown, a picture",
                mend: "mend that line; nothing else is checked before")
        case .unknownField:
            Entry(.error, "a tag that names no field", mend: "correct its name")
        case .slugTaken:
            Entry(.error, "a name under which another content is queued already", mend: "give this one another slug")
        case .listIncomplete:
            Entry(.error, "a list or settings without what every issue needs", mend: "do what the message says")
        case .subjectEmpty:
            Entry(
                .error, "a subject that is empty for readers without a value",
                mend: "add a default, such as {{name|reader}}")
        case .foreignTag:
            Entry(
                .error, "tags of other programs: `%%NAME%%`, `*|NAME|*`, `${name}`", mend: "write it as {{name|reader}}"
            )
        case .unsubscribeMissing:
            Entry(
                .error, "mail templates that dropped the link to unsubscribe",
                mend: "put {{unsubscribe_url}} back into the footer templates, for the HTML and the text")
        case .linkMalformed:
            Entry(.error, "addresses that no browser can open", mend: "correct the address")
        case .linkFragment:
            Entry(
                .error, "links to a place in the issue that is not there",
                mend: "link to a section of this issue, or to a whole address")
        case .linkPrivate:
            Entry(.error, "addresses that only your own network can open", mend: "use the public address of the page")
        case .linkPersonal:
            Entry(
                .error, "one reader's own link, copied from a mail: whoever clicks acts for that reader",
                mend: "write {{unsubscribe_url}}, {{view_url}} or {{preferences_url}}")
        case .linkDead:
            Entry(.error, "with `--fetch`: pages that are not there", mend: "correct the address, or take the link out")
        case .linkUnsure:
            Entry(
                .warning, "with `--fetch`: pages that did not answer as they should",
                mend: "open it in a browser, and try again later")
        case .linkMoved:
            Entry(.note, "with `--fetch`: pages that have moved for good", mend: "link to the new address")
        case .linkHttp:
            Entry(.warning, "unencrypted addresses", mend: "write https:// if the site has it")
        case .linkTextMismatch:
            Entry(
                .warning, "link texts that show another domain than the link leads to",
                mend: "let the text name the domain that the link leads to, or say in words what is there")
        case .linkTextVague:
            Entry(.note, "link texts such as \"click here\"", mend: "say in the link's text what is behind it")
        case .linkShortened:
            Entry(.warning, "link shorteners", mend: "link to the page itself")
        case .preheaderMissing:
            Entry(.warning, "no preheader", mend: "add a line preheader: to the front matter")
        case .preheaderRepeats:
            Entry(.warning, "a preheader that says what the subject says", mend: "tell something more")
        case .preheaderLong:
            Entry(.note, "a preheader of more than 140 characters", mend: "put what matters first, or shorten it")
        case .subjectLong:
            Entry(.warning, "a subject of more than 70 characters", mend: "shorten it, or put what matters first")
        case .subjectShouts:
            Entry(
                .warning, "a subject in capitals or with several exclamation marks",
                mend: "write it as you would write to a colleague")
        case .subjectFakeReply:
            Entry(.warning, "a subject that begins with Re: or Fwd:", mend: "leave that out")
        case .spamWords:
            Entry(.note, "words in the subject that stand in much spam", mend: "say the same in plainer words")
        case .fieldWithoutDefault:
            Entry(
                .warning, "fields without a default",
                mend: "add one, such as {{name|reader}}, or put the sentence into a section of that field")
        case .placeholder:
            Entry(
                .warning, "leftovers such as lorem ipsum, TODO, XXX, [name]",
                mend: "write what belongs there, or remove it")
        case .headingSkips:
            Entry(.note, "headings that skip a level", mend: "use the level in between")
        case .sectionEmpty:
            Entry(.warning, "headings with nothing below them", mend: "write the section, or remove its heading")
        case .dateFar:
            Entry(
                .warning, "a date more than 45 days from now",
                mend: "correct the date: its month stands above the issue")
        case .versionDiffers:
            Entry(
                .warning, "a language version with more or fewer sections, links or images",
                mend: "bring the versions in line")
        case .altMissing:
            Entry(
                .warning, "images without a text for those who don't see them",
                mend: "say in the brackets what the image shows")
        case .altFileName:
            Entry(.warning, "images whose text is a file name", mend: "say in the brackets what the image shows")
        case .imageWide:
            Entry(.warning, "images more than twice as wide as the mail", mend: "scale it down")
        case .imageHeavy:
            Entry(
                .warning, "images above 500 kB, or above 2 MB together",
                mend: "save it smaller, as JPEG with less quality for one")
        case .imageFormat:
            Entry(.warning, "image formats that mail programs lack", mend: "save it as PNG or JPEG")
        case .imageAnimated:
            Entry(.note, "animated GIFs", mend: "let the first frame say all")
        case .imageOnly:
            Entry(.warning, "pictures with hardly any text", mend: "say it in text, and let the picture illustrate it")
        case .htmlClipped:
            Entry(
                .warning, "HTML above 102,400 bytes, where Gmail clips it",
                mend: "shorten the issue, or link to the rest on the web")
        case .messageHeavy:
            Entry(.warning, "a mail above 10 MB, which many relays refuse", mend: "link to large files instead")
        case .htmlRemoved:
            Entry(
                .warning, "HTML that mail programs remove: scripts, frames, plug-ins",
                mend: "link to a page that has it")
        case .clientSupport:
            Entry(
                .warning, "HTML and CSS that Gmail, Outlook, Apple Mail, Yahoo or Samsung's program lack",
                mend: "do without it, or make sure that the mail reads well where it has no effect")
        case .contrastLow:
            Entry(
                .warning, "text that stands out too little from its background (WCAG: 4.5 to 1, large text 3 to 1)",
                mend: "make the text darker or the background lighter")
        case .partsDiffer:
            Entry(
                .warning, "an HTML and a text part that tell different things",
                mend: "let both templates show the whole issue")
        case .linkOnlyHtml:
            Entry(.warning, "links that the text part lacks", mend: "write the link in Markdown")
        }
    }
}
