/// How many columns a text takes, roughly: tags show nothing by themselves, and a value is about as long as a name.
struct TextWidth {
    let table: TagTable
    private static let value = 10

    func callAsFunction(_ text: some StringProtocol) -> Int {
        guard text.unicodeScalars.contains(where: Sentinel.reserved.contains) else { return text.count }
        let columns = text.unicodeScalars.reduce(into: 0) { columns, scalar in
            guard let tag = table.tag(scalar) else { return }
            if case .field = tag.kind { columns += Self.value }
        }
        return columns + text.unicodeScalars.filter { !Sentinel.reserved.contains($0) }.count
    }
}
