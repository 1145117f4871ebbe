/// The path of `public_url`, under which all pages hang: empty, or `/news` for https://example.org/news.
struct BasePath: Sendable, Equatable {
    /// What every link begins with; no slash at its end.
    let text: String
    private let segments: [String]

    init(publicURL: String) {
        let afterScheme = publicURL.split(separator: "://", maxSplits: 1).last ?? ""
        segments = afterScheme.split(separator: "/").dropFirst().map(String.init)
        text = segments.map { "/" + $0 }.joined()
    }

    /// The path of a page with the base removed, if it has it, and then as it came: a proxy may have removed the base before.
    func candidates(for path: [String]) -> [[String]] {
        if segments.isEmpty || !path.starts(with: segments) { return [path] }
        return [Array(path.dropFirst(segments.count)), path]
    }
}
