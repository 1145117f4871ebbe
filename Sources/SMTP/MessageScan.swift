/// What must be known of a message's bytes before they go out, found in one pass.
struct MessageScan: Equatable {
    /// A CR or LF that is not part of a CRLF, or no CRLF at the end. Servers disagree about what such bytes end, so
    /// they could smuggle a second message in.
    private(set) var hasBareLineEnd = false
    /// A line that starts with a dot, so that stuffing is needed (RFC 5321 §4.5.2).
    private(set) var hasLeadingDot = false
    private(set) var hasEightBit = false

    private typealias Block = SIMD32<UInt8>
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let dot = UInt8(ascii: ".")

    init(_ message: [UInt8]) {
        message.withUnsafeBytes { scan($0) }
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 2, bytes[bytes.count - 2] == Self.carriageReturn, bytes[bytes.count - 1] == Self.lineFeed
        else {
            hasBareLineEnd = true
            return
        }
        // The message's start is the start of a line.
        hasBareLineEnd = bytes[0] == Self.lineFeed
        hasLeadingDot = bytes[0] == Self.dot
        hasEightBit = bytes[0] >= 0x80
        var index = 1
        // A byte and the one before it tell all, so two overlapping loads compare whole blocks.
        while index + Block.scalarCount <= bytes.count {
            let here = bytes.loadUnaligned(fromByteOffset: index, as: Block.self)
            let before = bytes.loadUnaligned(fromByteOffset: index - 1, as: Block.self)
            let afterReturn = before .== Self.carriageReturn
            let isFeed = here .== Self.lineFeed
            if any(afterReturn .^ isFeed) { hasBareLineEnd = true }
            if any((here .== Self.dot) .& (before .== Self.lineFeed)) { hasLeadingDot = true }
            if any(here .>= 0x80) { hasEightBit = true }
            index += Block.scalarCount
        }
        while index < bytes.count {
            let (before, here) = (bytes[index - 1], bytes[index])
            if (before == Self.carriageReturn) != (here == Self.lineFeed) { hasBareLineEnd = true }
            if here == Self.dot, before == Self.lineFeed { hasLeadingDot = true }
            if here >= 0x80 { hasEightBit = true }
            index += 1
        }
    }

    /// Whether a byte beyond ASCII stands before the empty line that ends the header. Only asked when there is one.
    static func hasEightBitHeader(_ message: [UInt8]) -> Bool {
        var lineIsEmpty = true
        for byte in message {
            if byte >= 0x80 { return true }
            if byte == lineFeed {
                if lineIsEmpty { return false }
                lineIsEmpty = true
            } else if byte != carriageReturn {
                lineIsEmpty = false
            }
        }
        return false
    }
}
