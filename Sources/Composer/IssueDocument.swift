/// The Markdown of an issue as a tree.
struct IssueDocument: Sendable, Equatable {
    /// A file beside the issue that an image shows.
    struct ImageReference: Sendable, Equatable {
        let path: String
        let line: Int
    }

    var blocks: [Block] = []
    /// In the order of their numbers.
    var footnotes: [[Block]] = []
    /// Each file once, in the order of their numbers.
    var images: [ImageReference] = []
    /// Lines count from the Markdown's first; texts have sentinels.
    var outline: [OutlineItem] = []
}
