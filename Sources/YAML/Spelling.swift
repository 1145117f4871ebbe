/// The candidate that `word` most likely misspells, or nil where none is near.
///
/// Near is at most one mistake in three letters: a letter too many, missing, wrong, or two swapped (the optimal string
/// alignment distance). Case, and `-` for `_`, are no mistakes here.
func closestSpelling(to word: String, among candidates: [String]) -> String? {
    let wanted = folded(word)
    let limit = max(1, wanted.count / 3)
    return
        candidates
        .map { (candidate: $0, distance: editDistance(wanted, folded($0))) }
        .filter { $0.distance <= limit }
        .min { $0.distance < $1.distance }?
        .candidate
}

private func folded(_ word: String) -> [Character] {
    word.lowercased().map { $0 == "-" ? "_" : $0 }
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    // A key of a megabyte must not cost a table of its square.
    guard abs(a.count - b.count) <= 8, a.count <= 64 else { return .max }
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                best = min(best, rows[i - 1][j - 1] + 1)
            }
            row.append(best)
        }
        rows.append(row)
    }
    return rows[a.count][b.count]
}
