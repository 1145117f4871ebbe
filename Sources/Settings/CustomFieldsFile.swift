import Newsletter
import YAML

/// The file of `list edit --fields`: what a list asks its readers.
///
///     - name: country
///       type: choice
///       label: {en: Country, es: País}
///       choices: [Chile, Peru]
///       required: yes
public enum CustomFieldsFile {
    /// - Throws: `SettingsError`, with file and line.
    public static func read(_ file: String) throws(SettingsError) -> [CustomField] {
        let bytes: [UInt8]
        do {
            bytes = try FileContent(path: SettingsFile.path(file, in: SettingsFile.currentFolder), limit: 100_000).bytes
        } catch {
            throw .unreadable(file: file, reason: error.reason)
        }
        do {
            return try fields(YAMLNode.parse(bytes: bytes, file: file))
        } catch {
            throw .invalid(error)
        }
    }

    private static func fields(_ node: YAMLNode) throws(YAMLError) -> [CustomField] {
        guard case .sequence(let items) = node.content else {
            if node.content == .nothing { return [] }
            throw node.mismatch(wanted: "a list", mend: "begin each field with \"- name: …\"")
        }
        guard items.count <= 20 else { throw node.error("more than 20 fields", mend: "ask less: each loses readers") }
        var fields: [CustomField] = []
        for item in items {
            let field = try field(item)
            if fields.contains(where: { $0.name == field.name }) {
                throw item.error("a second field \"\(field.name)\"", mend: "give it another name")
            }
            fields.append(field)
        }
        return fields
    }

    private static func field(_ node: YAMLNode) throws(YAMLError) -> CustomField {
        var mapping = try YAMLMapping(node)
        let name = try mapping.required("name", as: FieldName.self, example: "name: country").text
        let kind = try mapping.optional("type", as: FieldKind.self)?.kind ?? .text
        let label = try label(mapping.requiredNode("label", example: "label: {en: Country, es: País}"))
        var choices: [CustomField.Choice] = []
        if kind == .choice {
            let node = try mapping.requiredNode("choices", example: "choices: [Chile, Peru]")
            guard case .sequence(let items) = node.content, !items.isEmpty else {
                throw node.mismatch(wanted: "a list", mend: "write it like [Chile, Peru]")
            }
            for item in items { choices.append(try choice(item)) }
        }
        let isRequired = try mapping.optional("required", as: Bool.self) ?? false
        try mapping.finish()
        return CustomField(name: name, kind: kind, label: label, choices: choices, isRequired: isRequired)
    }

    /// A text is value and label in one; else `{value: cl, label: {en: Chile}}`.
    private static func choice(_ node: YAMLNode) throws(YAMLError) -> CustomField.Choice {
        if case .scalar(let text) = node.content { return CustomField.Choice(value: text, label: .init(text)) }
        var mapping = try YAMLMapping(node)
        let value = try mapping.required("value", as: String.self, example: "value: cl")
        let label = try label(mapping.requiredNode("label", example: "label: {en: Chile}"))
        try mapping.finish()
        return CustomField.Choice(value: value, label: label)
    }

    /// One text for all languages, or one for each; the first serves those that have none.
    private static func label(_ node: YAMLNode) throws(YAMLError) -> CustomField.Label {
        guard case .mapping(let entries) = node.content else { return CustomField.Label(try String(yaml: node)) }
        var texts: [String: String] = [:]
        for entry in entries { texts[entry.key] = try String(yaml: entry.value) }
        guard let first = entries.first, let text = texts[first.key] else {
            throw node.error("a label without a text", mend: "write it like {en: Country, es: País}")
        }
        return CustomField.Label(text, translations: texts)
    }
}

private enum FieldKind: String, SettingsChoice {
    case text, choice, checkbox

    var kind: CustomField.Kind {
        switch self {
        case .text: .text
        case .choice: .choice
        case .checkbox: .checkbox
        }
    }
}

/// What can stand in `{{attribute.NAME}}` and in a form.
private struct FieldName: SettingsValue {
    let text: String

    init(_ text: String) throws(InvalidValue) {
        let isName = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x2D
        }
        guard isName, (1...40).contains(text.utf8.count), !["email", "name", "language"].contains(text) else {
            throw InvalidValue(
                message: "must be 1 to 40 of a-z, 0-9, - and _, and not email, name or language",
                mend: "write it like country")
        }
        self.text = text
    }
}
