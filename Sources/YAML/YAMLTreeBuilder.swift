extension YAMLNode {
    /// Parses one YAML document.
    ///
    /// - Parameters:
    ///   - file: the name that errors print.
    ///   - firstLine: the line of `file` on which `text` starts; more than 1 for front matter.
    /// - Throws: `YAMLError` for what libyaml refuses, several documents, duplicate keys, keys that are no text,
    ///   anchors, aliases, merge keys, tags, and texts beyond 50,000 values or 32 levels.
    public static func parse(_ text: String, file: String, firstLine: Int = 1) throws(YAMLError) -> YAMLNode {
        try parse(utf8: Array(text.utf8), file: file, firstLine: firstLine)
    }

    /// Parses the bytes of one YAML document; refuses what is not UTF-8 with the line where it starts to be wrong.
    public static func parse(bytes: [UInt8], file: String, firstLine: Int = 1) throws(YAMLError) -> YAMLNode {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            let repaired = String(decoding: bytes, as: UTF8.self).utf8
            let good = zip(bytes, repaired).prefix { $0 == $1 }.count
            throw YAMLError(
                "the text is not UTF-8", mend: "save the file with the encoding UTF-8",
                at: YAMLPlace(of: good, in: bytes, file: file, firstLine: firstLine))
        }
        return try parse(utf8: bytes, file: file, firstLine: firstLine)
    }

    private static func parse(utf8: [UInt8], file: String, firstLine: Int) throws(YAMLError) -> YAMLNode {
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = utf8.starts(with: byteOrderMark) ? Array(utf8.dropFirst(3)) : utf8
        var builder = YAMLTreeBuilder(events: YAMLEventReader(bytes: bytes, file: file, firstLine: firstLine))
        return try builder.document()
    }
}

/// Builds the tree from libyaml's events, within limits.
struct YAMLTreeBuilder {
    let events: YAMLEventReader
    /// Far above any settings file, far below what could hurt.
    private var budget = 50_000
    private static let deepest = 32

    init(events: YAMLEventReader) {
        self.events = events
    }

    /// The one document of the stream; `.nothing` where there is none.
    mutating func document() throws(YAMLError) -> YAMLNode {
        var event = try events.next()
        if event.kind == .streamStart { event = try events.next() }
        guard event.kind == .documentStart else {
            return YAMLNode(content: .nothing, place: event.place, key: nil)
        }
        let root = try node(from: events.next(), key: nil, depth: 0)
        _ = try events.next()  // the document's end
        let rest = try events.next()
        guard rest.kind == .streamEnd else {
            throw YAMLError("a second document starts here", mend: "remove the \"---\" line", at: rest.place)
        }
        return root
    }

    private mutating func node(from event: YAMLEvent, key: String?, depth: Int) throws(YAMLError) -> YAMLNode {
        budget -= 1
        if budget < 0 { throw YAMLError("too many values", mend: "at most 50,000 are read", at: event.place) }
        if depth > Self.deepest {
            throw YAMLError("nested too deeply", mend: "at most 32 levels are read", at: event.place)
        }
        let content: YAMLNode.Content =
            switch event.kind {
            case .scalar(let text, let isPlain): text.isEmpty && isPlain ? .nothing : .scalar(text)
            case .sequenceStart: .sequence(try items(key: key, depth: depth + 1))
            case .mappingStart: .mapping(try entries(depth: depth + 1))
            // libyaml's grammar gives no other event where a node may stand.
            default: .nothing
            }
        return YAMLNode(content: content, place: event.place, key: key)
    }

    private mutating func items(key: String?, depth: Int) throws(YAMLError) -> [YAMLNode] {
        var items: [YAMLNode] = []
        while true {
            let event = try events.next()
            if event.kind == .sequenceEnd { return items }
            items.append(try node(from: event, key: key, depth: depth))
        }
    }

    private mutating func entries(depth: Int) throws(YAMLError) -> [YAMLNode.Entry] {
        var entries: [YAMLNode.Entry] = []
        var lineOfKey: [String: Int] = [:]
        while true {
            let event = try events.next()
            if event.kind == .mappingEnd { return entries }
            let key = try key(from: event)
            if let line = lineOfKey.updateValue(event.place.line, forKey: key) {
                throw YAMLError(
                    "the key \"\(key)\" stands here again",
                    mend: "it is already on line \(line); remove one of the two",
                    at: event.place)
            }
            let value = try node(from: events.next(), key: key, depth: depth)
            entries.append(YAMLNode.Entry(key: key, place: event.place, value: value))
        }
    }

    private func key(from event: YAMLEvent) throws(YAMLError) -> String {
        guard case .scalar(let text, let isPlain) = event.kind, !text.isEmpty else {
            throw YAMLError(
                "a key must be text", mend: "put quotes around a value that starts with [ or {", at: event.place)
        }
        if isPlain, text == "<<" {
            throw YAMLError("merge keys (<<) are not supported", mend: "write the keys out", at: event.place)
        }
        return text
    }
}
