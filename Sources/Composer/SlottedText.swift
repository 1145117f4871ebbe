/// Text with slots and sections, cut up once.
struct SlottedText: Sendable, Equatable, Codable {
    /// What a section asks before it shows.
    struct Condition: Sendable, Equatable, Codable {
        let field: MergeField
        let isInverted: Bool

        func holds(_ value: (MergeField) -> String) -> Bool {
            MergeField.isTruthy(value(field)) != isInverted
        }
    }

    indirect enum Piece: Sendable, Equatable, Codable {
        case text(String)
        case slot(Slot)
        case section(Condition, [Piece])
        /// Where the image of that number is to be found.
        case image(Int)
    }

    private(set) var pieces: [Piece]

    init(pieces: [Piece]) {
        self.pieces = pieces
    }

    /// The same text for everyone.
    init(_ text: String) {
        pieces = [.text(Sentinel.stripped(text))]
    }

    /// How values get into the text without becoming part of its markup.
    enum Escape: Sendable {
        case html, none

        func callAsFunction(_ text: String) -> String {
            switch self {
            case .html: HTMLText.escape(text)
            case .none: text
            }
        }
    }

    /// The text for one reader. `image` gives the address of an image.
    func filled(_ escape: Escape, _ value: (MergeField) -> String, image: (Int) -> String = { _ in "" }) -> String {
        Self.filled(pieces, escape, value, image)
    }

    /// The same text with the addresses of its images in it.
    func withImages(_ escape: Escape, _ address: (Int) -> String) -> SlottedText {
        var text = self
        text.pieces = Self.withImages(pieces) { escape(address($0)) }
        return text
    }

    /// All fields that slots and conditions ask for.
    var fields: Set<MergeField> { Self.fields(of: pieces) }

    /// The numbers of its images.
    var images: [Int] { Self.images(in: pieces) }

    private static func images(in pieces: [Piece]) -> [Int] {
        pieces.flatMap { (piece: Piece) -> [Int] in
            switch piece {
            case .image(let number): return [number]
            case .section(_, let inner): return images(in: inner)
            case .text, .slot: return []
            }
        }
    }

    private static func filled(
        _ pieces: [Piece], _ escape: Escape, _ value: (MergeField) -> String, _ image: (Int) -> String
    ) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let fixed): text += fixed
            case .slot(let slot): text += escape(slot.content(value))
            case .section(let condition, let inner):
                if condition.holds(value) { text += filled(inner, escape, value, image) }
            case .image(let number): text += escape(image(number))
            }
        }
        return text
    }

    private static func withImages(_ pieces: [Piece], _ address: (Int) -> String) -> [Piece] {
        var joined: [Piece] = []
        for piece in pieces {
            switch piece {
            case .image(let number): joined.append(text: address(number))
            case .text(let text): joined.append(text: text)
            case .section(let condition, let inner):
                joined.append(.section(condition, withImages(inner, address)))
            case .slot: joined.append(piece)
            }
        }
        return joined
    }

    private static func fields(of pieces: [Piece]) -> Set<MergeField> {
        pieces.reduce(into: []) { (fields: inout Set<MergeField>, piece) in
            switch piece {
            case .text, .image: break
            case .slot(let slot): _ = fields.insert(slot.field)
            case .section(let condition, let inner):
                fields.insert(condition.field)
                fields.formUnion(Self.fields(of: inner))
            }
        }
    }
}

extension [SlottedText.Piece] {
    /// Adds to the text at the end, if there is one.
    mutating func append(text: String) {
        if text.isEmpty { return }
        if case .text(let last) = self.last { self[count - 1] = .text(last + text) } else { append(.text(text)) }
    }
}
