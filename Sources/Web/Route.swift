import HTTP
import Mail
import Newsletter

/// A method and a path that belong to a page.
struct Route: Sendable {
    typealias Handler = @Sendable (PublicSite, Visit) throws -> HTTPResponse

    let method: HTTPMethod
    /// Words in capitals stand for any one segment.
    let pattern: [String]
    let handle: Handler

    init(_ method: HTTPMethod, _ path: String, _ handle: @escaping Handler) {
        self.method = method
        pattern = path.split(separator: "/").map(String.init)
        self.handle = handle
    }

    /// What the words in capitals stand for in this path; nil when it is another page's.
    func parameters(in path: [String]) -> [String: String]? {
        guard path.count == pattern.count else { return nil }
        var parameters: [String: String] = [:]
        for (word, segment) in zip(pattern, path) {
            if word == word.uppercased() {
                parameters[word] = segment
            } else if word != segment {
                return nil
            }
        }
        return parameters
    }
}

/// A request that found its page.
struct Visit {
    let request: HTTPRequest
    let parameters: [String: String]
    let now: Timestamp
    /// The network address of whoever sent the request, behind trusted proxies.
    let client: String
    let language: PageLanguage
    /// The path below the base, as it matched.
    let path: [String]

    /// The page's own address.
    /// - Parameter base: what it begins with, without a slash at its end.
    func address(in base: String) -> String {
        base + "/" + path.map { PercentEncoding.encode($0) }.joined(separator: "/")
    }

    /// Whether the page is to stand within another site's.
    var isEmbedded: Bool { request.queryValue("embed") == "1" }

    /// LIST; nil for what no list can be called.
    var list: ListName? { parameters["LIST"].flatMap { try? ListName($0) } }
    /// ISSUE; nil for what no issue can be called.
    var issue: Slug? { parameters["ISSUE"].flatMap { try? Slug($0) } }
    /// TOKEN, of which only `Registrar` knows whether it is one.
    var token: String { parameters["TOKEN"] ?? "" }
}

/// What a page throws to give way to an error page.
enum PageError: Error {
    case notFound
    case tooManyRequests
}
