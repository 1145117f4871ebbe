import Mustache
import Newsletter

/// HTML that another site's page can hold: a sign-up form of its own, and a frame around ours.
struct EmbeddableForm {
    let list: MailingList
    let fields: [CustomField]
    let publicURL: String

    var html: String {
        let data: MustacheValue = [
            "url": .text("\(publicURL)/subscribe/\(list.name.text)"), "title": .text(list.title),
            "language": .text(list.language),
            "fields": .list(
                fields.map { field in
                    [
                        "name": .text("field.\(field.name)"), "label": .text(field.label.text(in: list.language)),
                        "is_text": .bool(field.kind == .text), "is_choice": .bool(field.kind == .choice),
                        "is_checkbox": .bool(field.kind == .checkbox), "is_required": .bool(field.isRequired),
                        "choices": .list(
                            field.choices.map {
                                ["value": .text($0.value), "text": .text($0.label.text(in: list.language))]
                            }),
                    ]
                }),
        ]
        return (try? MustacheTemplate(Self.template).render(data)) ?? ""
    }

    /// Our page asks once more before it takes what another site sends, and shows there what is agreed to.
    private static let template = """
        <!-- A form of your own. Style it as you like; the next page asks for one more click. -->
        <form method="post" action="{{url}}">
        <input type="hidden" name="lang" value="{{language}}">
        <p><label>Email <input name="email" type="email" autocomplete="email" required></label></p>
        <p><label>Name <input name="name" autocomplete="name" maxlength="100"></label></p>
        {{#fields}}
        {{#is_text}}
        <p><label>{{label}} <input name="{{name}}" maxlength="100"{{#is_required}} required{{/is_required}}></label></p>
        {{/is_text}}
        {{#is_choice}}
        <p><label>{{label}} <select name="{{name}}"{{#is_required}} required{{/is_required}}>
        <option value=""></option>
        {{#choices}}
        <option value="{{value}}">{{text}}</option>
        {{/choices}}
        </select></label></p>
        {{/is_choice}}
        {{#is_checkbox}}
        <p><label><input type="checkbox" name="{{name}}" value="yes"{{#is_required}} required{{/is_required}}> {{label}}</label></p>
        {{/is_checkbox}}
        {{/fields}}
        <p><button>{{title}}</button></p>
        </form>

        <!-- Or our form in a frame. The settings must name your site under sign_up: embed_from. -->
        <iframe src="{{url}}?embed=1&amp;lang={{language}}" title="{{title}}" style="width:100%;height:44rem;border:0"></iframe>
        """
}
