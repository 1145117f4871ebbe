/// Text with slots, cut at them once.
struct SlottedText: Sendable, Equatable, Codable {
    /// One more than `slots`: each slot stands between two texts.
    let texts: [String]
    let slots: [Slot]

    /// Cuts what a template rendered at the sentinels in it.
    init(rendered: String) {
        var texts = [""]
        var slots: [Slot] = []
        // By scalars: a combining mark behind a sentinel must not hide it.
        for scalar in rendered.unicodeScalars {
            if let slot = Slot.allCases.first(where: { $0.sentinel == Character(scalar) }) {
                slots.append(slot)
                texts.append("")
            } else {
                texts[texts.count - 1].unicodeScalars.append(scalar)
            }
        }
        self.texts = texts
        self.slots = slots
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        texts = try container.decode([String].self, forKey: .texts)
        slots = try container.decode([Slot].self, forKey: .slots)
        guard texts.count == slots.count + 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .slots, in: container, debugDescription: "\(texts.count) texts around \(slots.count) slots")
        }
    }

    func filled(_ value: (Slot) -> String) -> String {
        zip(slots, texts.dropFirst()).reduce(texts.first ?? "") { $0 + value($1.0) + $1.1 }
    }
}
