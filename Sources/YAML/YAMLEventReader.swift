import CYaml

/// One step of libyaml's parser, in Swift's terms.
struct YAMLEvent: Equatable {
    enum Kind: Equatable {
        case streamStart, streamEnd, documentStart, documentEnd
        case scalar(String, isPlain: Bool)
        case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    }

    let kind: Kind
    let place: YAMLPlace
}

/// Steps through a text with libyaml. The only code that touches its memory.
final class YAMLEventReader {
    private let bytes: [UInt8]
    private let file: String
    private let firstLine: Int
    // libyaml keeps pointers to both: the parser to itself, and to its input. So neither may move.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// `bytes` have to be UTF-8.
    init(bytes: [UInt8], file: String, firstLine: Int) {
        self.bytes = bytes
        self.file = file
        self.firstLine = firstLine
        parser = .allocate(capacity: 1)
        // It fails only for want of memory, as Swift's own allocations do.
        precondition(yaml_parser_initialize(parser) == 1, "out of memory")
        input = .allocate(capacity: bytes.count + 1)  // never empty, so that it has an address
        _ = input.initialize(from: bytes + [0])
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event; the last one is `.streamEnd`, after which it must not be called.
    func next() throws(YAMLError) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
        defer { yaml_event_delete(&event) }
        let place = place(of: event.start_mark)
        return YAMLEvent(kind: try kind(of: event, at: place), place: place)
    }

    private func kind(of event: yaml_event_t, at place: YAMLPlace) throws(YAMLError) -> YAMLEvent.Kind {
        switch event.type {
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            try refuse(anchor: scalar.anchor, tag: scalar.tag, at: place)
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
        case YAML_SEQUENCE_START_EVENT:
            try refuse(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag, at: place)
            return .sequenceStart
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            try refuse(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag, at: place)
            return .mappingStart
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_ALIAS_EVENT:
            throw YAMLError(
                "aliases (*name) are not supported", mend: "write the value out, or put quotes around text", at: place)
        default: return .streamEnd
        }
    }

    /// Anchors make bombs possible and tags make types possible; a configuration needs neither.
    private func refuse(
        anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, at place: YAMLPlace
    ) throws(YAMLError) {
        if anchor != nil {
            throw YAMLError(
                "anchors (&name) are not supported", mend: "put quotes around text that starts with &", at: place)
        }
        if tag != nil {
            throw YAMLError(
                "tags (!name) are not supported", mend: "put quotes around text that starts with !", at: place)
        }
    }

    private func place(of mark: yaml_mark_t) -> YAMLPlace {
        YAMLPlace(file: file, line: firstLine + Int(mark.line), column: Int(mark.column) + 1)
    }

    private func syntaxError() -> YAMLError {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "the text cannot be read"
        // The reader counts in bytes; scanner and parser have line and column.
        let place =
            state.error == YAML_READER_ERROR
            ? YAMLPlace(of: Int(state.problem_offset), in: bytes, file: file, firstLine: firstLine)
            : place(of: state.problem_mark)
        let context = state.context.map { "\(String(cString: $0)), " } ?? ""
        return YAMLError("\(context)\(problem)", mend: Self.mend(for: problem), at: place)
    }

    /// libyaml says what it wanted; this says what most often was done.
    private static func mend(for problem: String) -> String {
        switch problem {
        case "found character that cannot start any token":
            "indent with spaces instead of tabs, and put quotes around text that starts with @, % or `"
        case "mapping values are not allowed in this context":
            "check the indentation, and put quotes around text that contains \": \""
        case "control characters are not allowed": "remove the invisible character"
        case "found unexpected end of stream", "found unexpected document indicator":
            "close the quote that is open here"
        default: "check the indentation, and put quotes around the whole of a text that starts with \" ' [ or {"
        }
    }
}

extension YAMLPlace {
    /// The place of a byte.
    init(of offset: Int, in bytes: [UInt8], file: String, firstLine: Int) {
        let before = bytes.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // Continuation bytes (10xxxxxx) belong to the character before them.
        let column = before[lineStart...].count { $0 & 0b1100_0000 != 0b1000_0000 }
        self.init(file: file, line: firstLine + before.count { $0 == UInt8(ascii: "\n") }, column: column + 1)
    }
}
