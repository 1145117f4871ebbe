/// What stands between two spaces, and where a line may end within it: between characters of Chinese and Japanese, which
/// are written without spaces (UAX #14, class ID, with the commonest of its exceptions).
enum BreakableWord {
    static func parts(of word: Substring) -> [Substring] {
        guard word.unicodeScalars.contains(where: isIdeographic) else { return [word] }
        var parts: [Substring] = []
        var start = word.startIndex
        for (index, next) in zip(word.indices, word.indices.dropFirst())
        where mayBreak(between: word[index], and: word[next]) {
            parts.append(word[start..<next])
            start = next
        }
        return parts + [word[start...]]
    }

    private static func mayBreak(between one: Character, and other: Character) -> Bool {
        guard let last = one.unicodeScalars.first, let first = other.unicodeScalars.first else { return false }
        return isIdeographic(last) && isIdeographic(first) && !endsNoLine.contains(one) && !beginsNoLine.contains(other)
    }

    /// Han, kana and their punctuation; Korean has spaces.
    private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x312F, 0x31A0...0x4DBF, 0x4E00...0xA4CF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF01...0xFF60,
            0x20000...0x3FFFD:
            true
        default: false
        }
    }

    private static let endsNoLine: Set<Character> = [
        "（", "「", "『", "【", "〈", "《", "〔", "〖", "〘", "〚", "〝", "［", "｛", "＄", "￥", "＃",
    ]
    private static let beginsNoLine: Set<Character> = [
        "）", "」", "』", "】", "〉", "》", "〕", "〗", "〙", "〛", "〟", "］", "｝", "、", "。", "，", "．", "：", "；", "？",
        "！", "％", "・", "ー", "～", "々", "〻", "ゝ", "ゞ", "ヽ", "ヾ", "ぁ", "ぃ", "ぅ", "ぇ", "ぉ", "っ", "ゃ", "ゅ", "ょ",
        "ゎ", "ァ", "ィ", "ゥ", "ェ", "ォ", "ッ", "ャ", "ュ", "ョ", "ヮ", "ヵ", "ヶ",
    ]
}
