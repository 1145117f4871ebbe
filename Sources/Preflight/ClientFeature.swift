/// The mail programs that most readers have.
enum MailClient: String, CaseIterable {
    case gmail = "Gmail"
    case outlookWindows = "Outlook on Windows"
    case outlookCom = "Outlook.com"
    case appleMail = "Apple Mail"
    case yahoo = "Yahoo"
    case samsung = "Samsung Email"
}

/// A feature of HTML or CSS, and who lacks it: facts of caniemail.com, June 2026. A test compares them with its data.
///
/// Listed is what a mail would look broken without. What merely looks plainer then (round corners, shadows, dark mode) is
/// not.
struct ClientFeature {
    /// How a feature shows.
    enum Trace {
        case elements([String])
        case attributes([String])
        case properties([String])
        /// A property whose value has one of the words.
        case value([String], [String])
        case function(String)
        case unit(String)
        case atRule(String)
        case selector(String, String)
        /// `src="data:…"`.
        case dataImage
    }

    /// caniemail.com's name for it.
    let slug: String
    let name: String
    let trace: Trace
    /// In the newest version that was tested.
    let lacking: [MailClient]

    init(_ slug: String, _ name: String, _ trace: Trace, _ lacking: [MailClient]) {
        self.slug = slug
        self.name = name
        self.trace = trace
        self.lacking = lacking
    }

    static let all: [ClientFeature] = [
        ClientFeature("html-audio", "<audio>", .elements(["audio"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("html-video", "<video>", .elements(["video"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("html-svg", "<svg>", .elements(["svg"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("html-form", "<form>", .elements(["form"]), [.outlookWindows]),
        ClientFeature("html-input-text", "<input>", .elements(["input"]), [.outlookWindows, .samsung]),
        ClientFeature("html-textarea", "<textarea>", .elements(["textarea"]), [.outlookWindows, .samsung]),
        ClientFeature("html-select", "<select>", .elements(["select"]), [.outlookWindows]),
        ClientFeature("html-button-submit", "<button>", .elements(["button"]), [.outlookWindows, .outlookCom]),
        ClientFeature(
            "html-dialog", "<dialog>", .elements(["dialog"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("html-marquee", "<marquee>", .elements(["marquee"]), [.gmail, .outlookWindows]),
        ClientFeature("html-meter", "<meter>", .elements(["meter"]), [.gmail, .outlookWindows, .yahoo]),
        ClientFeature(
            "html-progress", "<progress>", .elements(["progress"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "html-picture", "<picture>", .elements(["picture"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("html-link", "<link>", .elements(["link"]), [.gmail, .outlookCom, .yahoo, .samsung]),
        ClientFeature("html-ruby", "<ruby>", .elements(["ruby"]), [.gmail, .outlookWindows]),
        ClientFeature(
            "html-semantics", "<section>, <article> and their like",
            .elements([
                "section", "article", "nav", "aside", "header", "footer", "main", "figure", "figcaption", "details",
                "summary", "time", "mark",
            ]), [.outlookWindows, .yahoo]),
        ClientFeature(
            "html-srcset", "srcset", .attributes(["srcset"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "html-hidden", "the attribute hidden", .attributes(["hidden"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "html-popover", "popover", .attributes(["popover"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-display-flex", "display:flex", .value(["display"], ["flex", "inline-flex"]), [.outlookWindows]),
        ClientFeature(
            "css-display-grid", "display:grid", .value(["display"], ["grid", "inline-grid"]), [.outlookWindows]),
        ClientFeature(
            "css-grid-template", "grid-template",
            .properties(["grid-template", "grid-template-columns", "grid-template-rows", "grid-template-areas"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-align-items", "align-items", .properties(["align-items"]), [.gmail, .outlookWindows, .yahoo]),
        ClientFeature(
            "css-justify-content", "justify-content", .properties(["justify-content"]),
            [.gmail, .outlookWindows, .yahoo]),
        ClientFeature(
            "css-flex-direction", "flex-direction", .properties(["flex-direction"]), [.gmail, .outlookWindows, .yahoo]),
        ClientFeature("css-flex-wrap", "flex-wrap", .properties(["flex-wrap"]), [.gmail, .outlookWindows, .yahoo]),
        ClientFeature("css-gap", "gap", .properties(["gap", "column-gap", "row-gap"]), [.outlookWindows, .yahoo]),
        ClientFeature("css-float", "float", .properties(["float"]), [.outlookWindows]),
        ClientFeature(
            "css-position", "position", .value(["position"], ["absolute", "fixed", "relative", "sticky"]),
            [.gmail, .outlookWindows]),
        ClientFeature(
            "css-left-right-top-bottom", "left, right, top and bottom",
            .properties(["left", "right", "top", "bottom"]), [.gmail, .outlookWindows, .yahoo]),
        ClientFeature(
            "css-inset", "inset", .properties(["inset"]), [.gmail, .outlookWindows, .outlookCom, .yahoo, .samsung]),
        ClientFeature("css-z-index", "z-index", .properties(["z-index"]), [.gmail, .outlookWindows]),
        ClientFeature(
            "css-column-count", "column-count", .properties(["column-count", "columns"]), [.outlookWindows, .yahoo]),
        ClientFeature(
            "css-aspect-ratio", "aspect-ratio", .properties(["aspect-ratio"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo, .samsung]),
        ClientFeature("css-object-fit", "object-fit", .properties(["object-fit"]), [.outlookWindows, .yahoo]),
        ClientFeature("css-min-height", "min-height", .properties(["min-height"]), [.outlookWindows]),
        ClientFeature("css-min-width", "min-width", .properties(["min-width"]), [.outlookWindows]),
        ClientFeature("css-box-sizing", "box-sizing", .properties(["box-sizing"]), [.outlookWindows, .yahoo]),
        ClientFeature("css-opacity", "opacity", .properties(["opacity"]), [.outlookWindows]),
        ClientFeature("css-visibility", "visibility", .properties(["visibility"]), [.gmail, .outlookWindows]),
        ClientFeature(
            "css-animation", "animation", .properties(["animation", "animation-name"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-transform", "transform", .properties(["transform"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("css-filter", "filter", .properties(["filter"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-backdrop-filter", "backdrop-filter", .properties(["backdrop-filter"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-clip-path", "clip-path", .properties(["clip-path"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-mask-image", "mask-image", .properties(["mask-image", "mask"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-mix-blend-mode", "mix-blend-mode", .properties(["mix-blend-mode"]), [.outlookWindows, .yahoo]),
        ClientFeature(
            "css-shape-outside", "shape-outside", .properties(["shape-outside"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("css-writing-mode", "writing-mode", .properties(["writing-mode"]), [.outlookWindows, .yahoo]),
        ClientFeature(
            "css-background-image", "background images", .value(["background-image", "background"], ["url("]),
            [.outlookWindows]),
        ClientFeature("css-background-size", "background-size", .properties(["background-size"]), [.outlookWindows]),
        ClientFeature(
            "css-border-image", "border-image", .properties(["border-image"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-list-style-image", "list-style-image", .properties(["list-style-image"]),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-margin-inline-start-end", "margin-inline-start and -end",
            .properties(["margin-inline-start", "margin-inline-end"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-margin-inline-block", "margin-inline and margin-block",
            .properties(["margin-inline", "margin-block"]), [.gmail, .outlookWindows, .outlookCom, .yahoo, .samsung]),
        ClientFeature(
            "css-padding-inline-start-end", "padding-inline-start and -end",
            .properties(["padding-inline-start", "padding-inline-end"]), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-padding-inline-block", "padding-inline and padding-block",
            .properties(["padding-inline", "padding-block"]), [.gmail, .outlookWindows, .outlookCom, .yahoo, .samsung]),
        ClientFeature(
            "css-inline-size", "inline-size", .properties(["inline-size"]),
            [.gmail, .outlookWindows, .outlookCom, .appleMail, .yahoo]),
        ClientFeature(
            "css-linear-gradient", "linear-gradient()", .function("linear-gradient"),
            [.outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-radial-gradient", "radial-gradient()", .function("radial-gradient"),
            [.outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-conic-gradient", "conic-gradient()", .function("conic-gradient"),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("css-unit-calc", "calc()", .function("calc"), [.outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("css-function-clamp", "clamp()", .function("clamp"), [.outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("css-function-min", "min()", .function("min"), [.outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("css-function-max", "max()", .function("max"), [.outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-function-light-dark", "light-dark()", .function("light-dark"),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-variables", "CSS variables", .function("var"), [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-modern-color", "lab(), lch() and oklch()", .function("oklch"),
            [.gmail, .outlookWindows, .outlookCom, .yahoo, .samsung]),
        ClientFeature("css-unit-rem", "the unit rem", .unit("rem"), [.outlookWindows, .yahoo]),
        ClientFeature("css-unit-vw", "the unit vw", .unit("vw"), [.outlookWindows]),
        ClientFeature("css-unit-vh", "the unit vh", .unit("vh"), [.outlookWindows]),
        ClientFeature("css-unit-ch", "the unit ch", .unit("ch"), [.outlookWindows, .yahoo]),
        ClientFeature("css-at-font-face", "@font-face", .atRule("font-face"), [.gmail, .outlookCom, .yahoo]),
        ClientFeature("css-at-import", "@import", .atRule("import"), [.gmail, .outlookCom, .yahoo, .samsung]),
        ClientFeature("css-at-keyframes", "@keyframes", .atRule("keyframes"), [.gmail, .outlookWindows, .outlookCom]),
        ClientFeature(
            "css-pseudo-element-before", "::before and ::after", .selector(":before", ":after"),
            [.gmail, .outlookWindows, .yahoo]),
        ClientFeature(
            "css-pseudo-class-checked", ":checked", .selector(":checked", ":checked"), [.gmail, .outlookWindows]),
        ClientFeature(
            "css-pseudo-class-has", ":has()", .selector(":has(", ":has("),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature(
            "css-pseudo-class-nth-child", ":nth-child()", .selector(":nth-child", ":nth-of-type"),
            [.gmail, .outlookWindows, .outlookCom, .yahoo]),
        ClientFeature("image-base64", "images within the address (data:)", .dataImage, [.gmail]),
    ]
}
