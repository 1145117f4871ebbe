/// The inline style of each element that Markdown becomes. Mail clients drop style sheets, so each element carries its own.
///
/// Colours are those of `Templates/mail/layout.mustache`, which also turns them for dark mode.
enum ElementStyles {
    static func section(isFirst: Bool) -> String {
        "margin:\(isFirst ? 4 : 44)px 0 20px;padding:0 0 8px;border-bottom:2px solid #0b5c7a;"
            + "font-size:20px;line-height:1.3;font-weight:700;color:#0b5c7a"
    }

    /// A heading right below another one stays close to it.
    static func topic(levelAbove: Int) -> String {
        "margin:\(levelAbove == 0 ? 32 : 0)px 0 4px;font-size:14px;line-height:1.4;font-weight:600;color:#52606d"
    }

    static func headline(levelAbove: Int) -> String {
        "margin:\(levelAbove == 0 ? 32 : 0)px 0 10px;font-size:19px;line-height:1.35;font-weight:700;color:#1f2933"
    }

    static let minorHeading = "margin:24px 0 8px;font-size:16px;line-height:1.4;font-weight:700;color:#1f2933"
    static let paragraph = "margin:0 0 16px"
    static let link = "color:#0b5c7a;text-decoration:underline"
    static let image = "display:block;max-width:100%;height:auto;border:0"
    static let list = "margin:0 0 16px;padding:0 0 0 24px"
    static let item = "margin:0 0 6px"
    static let task = "margin:0 0 6px;list-style-type:none"
    static let footnotes = "margin:0 0 16px;padding:0 0 0 24px;font-size:14px;line-height:1.5;color:#52606d"
    static let quote = "margin:0 0 16px;padding:2px 0 2px 16px;border-left:4px solid #c6d3dc;color:#52606d"
    static let code = "font-family:Menlo,Consolas,'Courier New',monospace;font-size:14px"
    static let codeBlock =
        "margin:0 0 16px;padding:12px 14px;background-color:#eef2f5;border-radius:4px;line-height:1.5;"
        + "white-space:pre-wrap;font-family:Menlo,Consolas,'Courier New',monospace;font-size:14px"
    static let rule = "margin:28px 0;border:0;border-top:1px solid #c6d3dc"
    static let table = "margin:0 0 16px;width:100%;border-collapse:collapse;font-size:15px"
    static let headCell = "padding:8px 10px;border-bottom:2px solid #c6d3dc;vertical-align:bottom"
    static let cell = "padding:8px 10px;border-bottom:1px solid #dde5ea;vertical-align:top"
}
