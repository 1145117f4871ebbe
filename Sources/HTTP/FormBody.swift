import CMicrohttpd

/// Reads the fields of a form out of a request body (urlencoded, or multipart/form-data of RFC 7578).
final class FormBody {
    private var fields: [(name: String, value: [UInt8])] = []
    private let limit: Int
    private var overflowed = false

    private init(limit: Int) {
        self.limit = limit
    }

    /// The form fields in order; none when the body is no form. Nil for what is broken, not UTF-8, holds NUL or has more than
    /// `limit` fields.
    static func fields(of body: [UInt8], connection: OpaquePointer, limit: Int) -> [HTTPField]? {
        let form = FormBody(limit: limit)
        let context = Unmanaged.passUnretained(form).toOpaque()
        guard let parser = MHD_create_post_processor(connection, 1_024, onField, context) else {
            return []  // not the content type of a form
        }
        let parsed = body.withUnsafeBytes { bytes in
            MHD_post_process(parser, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count) == .YES
        }
        // This hands out the last field, and says whether the form was whole.
        let ended = withExtendedLifetime(form) { MHD_destroy_post_processor(parser) == .YES }
        guard parsed, ended, !form.overflowed else { return nil }

        var decoded: [HTTPField] = []
        for field in form.fields {
            guard !field.value.contains(0), let value = String(validating: field.value, as: UTF8.self) else {
                return nil
            }
            decoded.append(HTTPField(name: field.name, value: value))
        }
        return decoded
    }

    /// A value comes in pieces; `offset` says how many of its bytes were handed out before.
    fileprivate func take(name: String, piece: UnsafeRawBufferPointer, offset: UInt64) -> Bool {
        if offset > 0, fields.last?.name == name {
            fields[fields.count - 1].value.append(contentsOf: piece)
        } else if fields.count < limit {
            fields.append((name, Array(piece)))
        } else {
            overflowed = true
        }
        return !overflowed
    }
}

private let onField: MHD_PostDataIterator = { context, _, name, fileName, _, _, data, offset, size in
    guard let context, let name, fileName == nil else { return .YES }  // nobody here takes files
    let form = Unmanaged<FormBody>.fromOpaque(context).takeUnretainedValue()
    let piece = UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : size)
    return form.take(name: String(cString: name), piece: piece, offset: offset) ? .YES : .NO
}
