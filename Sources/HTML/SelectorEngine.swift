import CModest

/// Modest's selectors: parsing, and finding what they match.
final class SelectorEngine {
    private let parser: UnsafeMutablePointer<mycss_t>?
    private let entry: UnsafeMutablePointer<mycss_entry_t>?
    private let finder: UnsafeMutablePointer<modest_finder_t>?

    init() {
        parser = mycss_create()
        guard let parser, mycss_init(parser) == 0 else {
            (entry, finder) = (nil, nil)
            return
        }
        entry = mycss_entry_create()
        guard let entry, mycss_entry_init(parser, entry) == 0 else {
            finder = nil
            return
        }
        finder = modest_finder_create_simple()
    }

    deinit {
        modest_finder_destroy(finder, true)
        if let entry { mycss_entry_destroy(entry, true) }
        if let parser { mycss_destroy(parser, true) }
    }

    func specificity(of selector: String) -> CSSSelector.Specificity? {
        guard let list = parse(selector) else { return nil }
        let specificity = list.pointee.entries_list[0].specificity
        return .init(ids: Int(specificity.a), classes: Int(specificity.b), elements: Int(specificity.c))
    }

    func matches(_ selector: String, in document: HTMLDocument) -> Set<HTMLElement.Node> {
        guard let finder, let list = parse(selector), let root = myhtml_tree_get_document(document.tree) else {
            return []
        }
        var found: UnsafeMutablePointer<myhtml_collection_t>?
        defer { if let found { myhtml_collection_destroy(found) } }
        modest_finder_by_selectors_list(finder, root, list, &found)
        guard let found else { return [] }
        return Set((0..<found.pointee.length).compactMap { found.pointee.list[$0] })
    }

    /// The memory belongs to the entry.
    private func parse(_ selector: String) -> UnsafeMutablePointer<mycss_selectors_list_t>? {
        // The parser lets these end a selector without a word.
        guard let entry, !selector.contains(where: "{};@".contains) else { return nil }
        var status: mystatus_t = 0
        var text = selector
        let list = text.withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) {
                mycss_selectors_parse(
                    mycss_entry_selectors(entry), MyENCODING_UTF_8, $0.baseAddress, $0.count, &status)
            }
        }
        guard status == 0, let list, list.pointee.entries_list_length == 1, list.pointee.next == nil,
            list.pointee.flags.rawValue & MyCSS_SELECTORS_FLAGS_SELECTOR_BAD.rawValue == 0
        else { return nil }
        return list
    }
}
