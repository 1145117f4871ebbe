import CGMime
import Glibc

/// Bytes → `MailPart`, through GMime. All unsafe code of the room is here.
struct MIMEReader {
    /// What is read of a message: reports say what they have to say before they return the message.
    static let mostBytes = 4 << 20
    private static let mostTextBytes = 128 << 10
    private static let deepest = 24
    private static let mostParts = 200

    private var partsLeft = mostParts

    /// GMime's own start, once a process.
    private static let start: Void = g_mime_init()

    /// Reads any bytes: what is no message is a text without header.
    static func read(_ bytes: [UInt8]) -> MailPart {
        _ = start
        var reader = MIMEReader()
        let bytes = withoutEnvelopeLine(withLines(bytes.prefix(mostBytes)))
        let message = bytes.withUnsafeBytes { buffer -> OpaquePointer? in
            // The stream keeps a copy of the bytes.
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let start, let stream = g_mime_stream_mem_new_with_buffer(start, buffer.count) else { return nil }
            defer { g_object_unref(UnsafeMutableRawPointer(stream)) }
            guard let parser = g_mime_parser_new_with_stream(stream) else { return nil }
            defer { g_object_unref(UnsafeMutableRawPointer(parser)) }
            return g_mime_parser_construct_message(parser, nil)
        }
        guard let message else {
            return MailPart(type: "text/plain", text: String(decoding: bytes.prefix(mostTextBytes), as: UTF8.self))
        }
        defer { g_object_unref(UnsafeMutableRawPointer(message)) }
        var mail = reader.message(message, depth: 0)
        if mail.isMultipart, mail.children.isEmpty {
            // Its boundary is missing or never comes: what there is can be read as text.
            mail.children = [MailPart(type: "text/plain", text: body(of: bytes))]
        }
        return mail
    }

    private static func body(of bytes: ArraySlice<UInt8>) -> String {
        let text = String(
            decoding: bytes.prefix(mostTextBytes).filter { $0 != UInt8(ascii: "\r") && $0 != 0 }, as: UTF8.self)
        return text.firstRange(of: "\n\n").map { String(text[$0.upperBound...]) } ?? ""
    }

    /// Some systems end lines by CR alone, which is no line's end to GMime.
    private static func withLines(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        guard let first = bytes.firstIndex(of: cr), first + 1 < bytes.endIndex, bytes[first + 1] != lf,
            bytes[first + 1] != cr, !bytes[..<first].contains(lf)
        else { return bytes }
        return bytes.map { $0 == cr ? lf : $0 }[...]
    }

    /// Without the `From ` line that mailbox files and pipes put first.
    private static func withoutEnvelopeLine(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        while bytes.starts(with: "From ".utf8) || bytes.starts(with: ">From ".utf8) {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { break }
            bytes = bytes[(end + 1)...]
        }
        return bytes
    }

    /// A message as one part: the part that it consists of, with all of the message's header.
    private mutating func message(_ message: OpaquePointer, depth: Int) -> MailPart {
        var part =
            g_mime_message_get_mime_part(message).map { self.part($0, depth: depth) }
            ?? MailPart(type: "text/plain")
        var header = Self.header(message)
        for field in part.header.fields { header.append(name: field.name, value: field.value) }
        part.header = header
        return part
    }

    private mutating func part(_ object: OpaquePointer, depth: Int) -> MailPart {
        partsLeft -= 1
        let contentType = g_mime_object_get_content_type(object)
        let type = contentType.flatMap { g_mime_content_type_get_mime_type($0) }
        defer { g_free(type) }
        var part = MailPart(type: type.map { String(cString: $0).lowercased() } ?? "text/plain")
        part.header = Self.header(object)
        part.reportType = contentType.flatMap { g_mime_content_type_get_parameter($0, "report-type") }
            .map { String(cString: $0).lowercased() }
        part.isAttachment =
            g_mime_object_get_disposition(object).map { String(cString: $0).lowercased() } == "attachment"
        guard depth < Self.deepest, partsLeft > 0 else { return part }
        if Self.isKind(object, of: g_mime_multipart_get_type()) {
            for index in 0..<g_mime_multipart_get_count(object) where partsLeft > 0 {
                if let child = g_mime_multipart_get_part(object, index) {
                    part.children.append(self.part(child, depth: depth + 1))
                }
            }
        } else if Self.isKind(object, of: g_mime_message_part_get_type()) {
            if let message = g_mime_message_part_get_message(object) {
                part.children = [self.message(message, depth: depth + 1)]
            }
        } else if Self.isReadable(part.type), Self.isKind(object, of: g_mime_part_get_type()) {
            let charset = contentType.flatMap { g_mime_content_type_get_parameter($0, "charset") }
            part.text = Self.text(object, charset: charset.map { String(cString: $0) })
        }
        return part
    }

    private static func isReadable(_ type: String) -> Bool {
        type.hasPrefix("text/") || type.hasPrefix("message/")
    }

    private static func header(_ object: OpaquePointer) -> HeaderFields {
        var fields = HeaderFields()
        guard let list = g_mime_object_get_header_list(object) else { return fields }
        for index in 0..<min(g_mime_header_list_get_count(list), Int32(HeaderFields.mostFields)) {
            guard let header = g_mime_header_list_get_header_at(list, index),
                let name = g_mime_header_get_name(header), let raw = g_mime_header_get_raw_value(header)
            else { continue }
            // Decoding words costs; no field that a verdict needs is longer.
            let bytes = UnsafeBufferPointer(start: raw, count: strnlen(raw, HeaderFields.longestValue))
            let value = bytes.map { UInt8(bitPattern: $0) }
            fields.append(name: String(cString: name), value: decoded(value))
        }
        return fields
    }

    /// Unfolds a field's value and decodes its encoded words (RFC 2047).
    private static func decoded(_ raw: [UInt8]) -> String {
        let unfolded = raw.filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        guard unfolded.contains(UInt8(ascii: "=")) || unfolded.contains(where: { $0 >= 0x80 }) else {
            return String(decoding: unfolded, as: UTF8.self)
        }
        return unfolded.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { buffer in
            var terminated = Array(buffer)
            terminated.append(0)
            guard let text = g_mime_utils_header_decode_text(nil, terminated) else { return "" }
            defer { g_free(text) }
            return String(cString: text)
        }
    }

    /// A leaf's content without its transfer encoding, in Unicode.
    private static func text(_ part: OpaquePointer, charset: String?) -> String {
        guard let content = g_mime_part_get_content(part), let memory = g_mime_stream_mem_new() else { return "" }
        defer { g_object_unref(UnsafeMutableRawPointer(memory)) }
        _ = g_mime_data_wrapper_write_to_stream(content, memory)
        let bytes = Self.bytes(in: memory)
        guard let charset, !["utf-8", "us-ascii", "ascii", "utf8"].contains(charset.lowercased()) else {
            return text(bytes)
        }
        return converted(bytes, from: charset) ?? text(bytes)
    }

    /// UTF-8 if it is, else the bytes as Windows-1252 would have them: wrong charsets keep their ASCII at least.
    private static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return converted(bytes, from: "windows-1252") ?? String(decoding: bytes, as: UTF8.self)
    }

    private static func converted(_ bytes: [UInt8], from charset: String) -> String? {
        guard let filter = g_mime_filter_charset_new(charset, "utf-8") else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(filter)) }
        guard let memory = g_mime_stream_mem_new() else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(memory)) }
        guard let stream = g_mime_stream_filter_new(memory) else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(stream)) }
        g_mime_stream_filter_add(stream, filter)
        _ = bytes.withUnsafeBytes { buffer in
            buffer.baseAddress.map { g_mime_stream_write(stream, $0.assumingMemoryBound(to: CChar.self), buffer.count) }
        }
        g_mime_stream_flush(stream)
        let result = Self.bytes(in: memory)
        return result.isEmpty && !bytes.isEmpty ? nil : String(decoding: result, as: UTF8.self)
    }

    /// What a memory stream holds, without NULs and cut to size.
    private static func bytes(in memory: OpaquePointer) -> [UInt8] {
        g_mime_stream_reset(memory)
        let bytes = [UInt8](unsafeUninitializedCapacity: mostTextBytes) { buffer, count in
            count = buffer.withMemoryRebound(to: CChar.self) {
                max(0, g_mime_stream_read(memory, $0.baseAddress, $0.count))
            }
        }
        return bytes.filter { $0 != 0 }
    }

    private static func isKind(_ object: OpaquePointer, of type: Int) -> Bool {
        g_type_check_instance_is_a(object, type) != 0
    }
}
