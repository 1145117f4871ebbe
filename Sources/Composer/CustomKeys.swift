import Mustache
import YAML

/// The front matter's keys that mean nothing to the program.
enum CustomKeys {
    static func read(_ entries: [YAMLNode.Entry], over others: [String: MustacheValue]) throws(YAMLError) -> [String:
        MustacheValue]
    {
        var values = others
        for entry in entries {
            guard MergeField.isKey(entry.key), !entry.key.contains(".") else {
                throw entry.value.error(
                    "the key \"\(entry.key)\" has signs that no tag can name", mend: "use letters, digits, - and _")
            }
            values[entry.key] = value(entry.value)
        }
        return values
    }

    private static func value(_ node: YAMLNode) -> MustacheValue {
        switch node.content {
        case .nothing: .null
        case .scalar(let text): .text(Sentinel.stripped(text))
        case .sequence(let items): .list(items.map(value))
        case .mapping(let entries):
            .object(Dictionary(entries.map { ($0.key, value($0.value)) }, uniquingKeysWith: { first, _ in first }))
        }
    }
}
