import Mail

/// Signs messages for all that take responsibility for them (RFC 6376 §5), with relaxed/relaxed canonicalization.
///
/// One thread owns it. What it gives depends on nothing but its arguments: another thread may have another signer of the
/// same signatories.
public final class DKIMSigner {
    private let operations: [DKIMOperation]
    private let body = RunningHash()
    /// The signed fields, and then one signature field more.
    private let header = RunningHash()
    private let whole = RunningHash()
    private var scratch: [UInt8] = []
    /// The operations by the author's domain.
    private var chosen: [String: [DKIMOperation]] = [:]

    /// - Parameter signatories: none leaves messages as they are.
    public init(_ signatories: [DKIMSignatory]) throws(DKIMSigningError) {
        var operations: [DKIMOperation] = []
        for signatory in signatories { operations.append(try DKIMOperation(signatory)) }
        self.operations = operations
    }

    /// `message` behind one DKIM-Signature for each signatory of its author, in their order (`DKIMSignatory.chosen`).
    ///
    /// - Parameters:
    ///   - message: as it goes out: RFC 5322 bytes with CRLF line ends, not dot-stuffed.
    ///   - time: for the tag `t=`.
    public func sign(_ message: [UInt8], at time: Timestamp) throws(DKIMSigningError) -> [UInt8] {
        guard !operations.isEmpty else { return message }
        let bytes = message.span
        let signed = SignedHeader(bytes)
        body.begin()
        RelaxedForm.forEachPiece(ofBody: bytes.extracting(signed.bodyStart...)) { body.add($0) }
        let bodyHash = Base64.standard.encode(body.finish())

        scratch.removeAll(keepingCapacity: true)
        for field in signed.fields { RelaxedForm.append(field: bytes.extracting(field), to: &scratch) }
        header.begin()
        header.add(scratch.span)

        var result: [UInt8] = []
        result.reserveCapacity(message.count + 1_024 * operations.count)
        for operation in operations(author: signed.authorDomain) {
            result += try field(operation, names: signed.names, bodyHash: bodyHash, time: time)
        }
        result += message
        return result
    }

    private func operations(author: String) -> [DKIMOperation] {
        if let known = chosen[author] { return known }
        let names = DKIMSignatory.chosen(from: operations.map(\.signatory), author: author).map(\.recordName)
        let operations = operations.filter { names.contains($0.signatory.recordName) }
        chosen[author] = operations
        return operations
    }

    private func field(
        _ operation: DKIMOperation, names: [[UInt8]], bodyHash: String, time: Timestamp
    ) throws(DKIMSigningError) -> [UInt8] {
        let signatory = operation.signatory
        var field = FoldedTags("DKIM-Signature")
        field.add(tag: "v=1;")
        field.add(tag: "a=\(signatory.key.algorithm.rawValue);")
        field.add(tag: "c=relaxed/relaxed;")
        field.add(tag: "d=\(signatory.domain);")
        field.add(tag: "s=\(signatory.selector);")
        field.add(tag: "t=\(time.seconds);")
        field.add(tag: "h=")
        field.add(names: names)
        field.add(tag: "bh=\(bodyHash);")
        field.add(tag: "b=")
        // §3.7: hashed last, with an empty b= and without CRLF.
        scratch.removeAll(keepingCapacity: true)
        RelaxedForm.append(field: field.bytes.span, to: &scratch)
        whole.begin(like: header)
        whole.add(scratch.span.extracting(droppingLast: 2))
        field.add(base64: Base64.standard.encode(try operation.sign(hash: whole.finish())))
        field.end()
        return field.bytes
    }
}
