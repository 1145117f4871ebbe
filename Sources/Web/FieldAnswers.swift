import HTTP
import Mustache
import Newsletter

/// What a reader answered to the questions of a list.
struct FieldAnswers {
    private enum Fault {
        case missing, unfit
    }

    private let fields: [CustomField]
    private(set) var values: [String: String]
    private var faults: [String: Fault] = [:]
    private let known: [String: String]

    /// Before anything was sent.
    /// - Parameter known: what is known of the person.
    init(_ fields: [CustomField], known: [String: String] = [:]) {
        self.fields = fields
        self.known = known
        values = known.filter { known in fields.contains { $0.name == known.key } }
    }

    /// - Parameter known: what is known of the person, and stays good however it came to us.
    init(_ fields: [CustomField], _ request: HTTPRequest, known: [String: String] = [:]) {
        self.fields = fields
        self.known = known
        values = [:]
        for field in fields {
            let typed = request.formValue(Self.prefix + field.name) ?? ""
            switch field.kind {
            case .checkbox: values[field.name] = typed.isEmpty ? CustomField.unticked : CustomField.ticked
            case .choice:
                values[field.name] = typed
                if !typed.isEmpty, !offers(field, typed) { faults[field.name] = .unfit }
            case .text:
                values[field.name] = typed
                if typed == known[field.name] { break }
                // The same care as with a name: it may stand in a mail.
                do throws(ReaderName.Fault) {
                    values[field.name] = try ReaderName(typed)?.text ?? ""
                } catch {
                    faults[field.name] = .unfit
                }
            }
            let isEmpty = ["", CustomField.unticked].contains(values[field.name])
            if field.isRequired, isEmpty, faults[field.name] == nil { faults[field.name] = .missing }
        }
    }

    private func offers(_ field: CustomField, _ value: String) -> Bool {
        value == known[field.name] || field.choices.contains { $0.value == value }
    }

    var areComplete: Bool { faults.isEmpty }

    /// For the page that asks once more.
    var asFields: [(name: String, value: String)] {
        fields.compactMap { field in
            guard let value = values[field.name], !value.isEmpty, value != CustomField.unticked else { return nil }
            return (Self.prefix + field.name, value)
        }
    }

    /// For the template `custom-fields`.
    func view(in language: String) -> MustacheValue {
        .list(
            fields.map { field in
                let value = values[field.name] ?? ""
                let fault = faults[field.name]
                var choices = field.choices
                if let old = known[field.name], !old.isEmpty, !choices.contains(where: { $0.value == old }) {
                    choices.append(CustomField.Choice(value: old, label: .init(old)))
                }
                return [
                    "field": .text(Self.prefix + field.name), "id": .text("field-\(field.name)"),
                    "label": .text(field.label.text(in: language)), "is_required": .bool(field.isRequired),
                    "is_text": .bool(field.kind == .text), "is_choice": .bool(field.kind == .choice),
                    "is_checkbox": .bool(field.kind == .checkbox), "value": .text(value),
                    "is_ticked": .bool(CustomField.isYes(value)),
                    "options": .list(
                        choices.map {
                            [
                                "value": .text($0.value), "label": .text($0.label.text(in: language)),
                                "is_selected": .bool($0.value == value),
                            ]
                        }),
                    "fault": fault.map { ["missing": .bool($0 == .missing), "unfit": .bool($0 == .unfit)] } ?? nil,
                ]
            })
    }

    static let prefix = "field."
}
