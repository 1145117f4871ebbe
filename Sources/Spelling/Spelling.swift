// Spelling: which word was probably meant. Serves the hints of the command line and of the settings. Touches nothing.

/// The closest of some words, the first of equals; nil when none is near: a wrong hint is worse than none. Case and `-` for
/// `_` don't count, and the beginning of a word (at least two letters) stands for it.
public func closestSpelling(to word: String, among known: [String]) -> String? {
    let typed = folded(word)
    guard !typed.isEmpty, typed.count <= 40 else { return nil }
    // One slip in a short word, up to three in a long one.
    let limit = min(3, max(1, typed.count / 3))
    var best: (word: String, distance: Int)?
    for candidate in known {
        let distance = editDistance(typed, folded(candidate))
        if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    if let best { return best.word }
    return typed.count >= 2 ? known.first { folded($0).starts(with: typed) } : nil
}

private func folded(_ word: String) -> [Character] {
    word.lowercased().map { $0 == "-" ? "_" : $0 }
}

/// How many letters must be inserted, dropped, replaced or swapped with their neighbour to turn one word into the other (the
/// optimal string alignment distance).
public func editDistance(_ one: [Character], _ other: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in one.indices {
        var current = [row + 1]
        for column in other.indices {
            let replaced = last[column] + (one[row] == other[column] ? 0 : 1)
            var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        (beforeLast, last) = (last, current)
    }
    return last[other.count]
}
