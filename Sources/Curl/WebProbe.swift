import CCurl

/// Asks web servers whether pages are there: HEAD, and GET where that is not answered well, since some servers know no
/// HEAD. A few at a time, with limits on time and redirects; bodies are not read.
///
/// It asks whatever address it is given, on private networks too: whoever runs it chose the addresses.
public struct WebProbe {
    public struct Answer: Sendable, Equatable {
        public enum Outcome: Sendable, Equatable {
            /// Of the page at the end of all redirects (RFC 9110 §15).
            case status(Int)
            case noSuchHost
            /// No answer; in libcurl's words.
            case failed(String)
        }

        public let outcome: Outcome
        /// Where the page has moved to for good (RFC 9110 §15.4.2, §15.4.9).
        public let movedTo: String?
    }

    /// Milliseconds for connecting, and for all of one request.
    private let connectTimeout: Int
    private let timeout: Int
    private static let atOnce = 4

    public init(connectTimeout: Int = 10_000, timeout: Int = 20_000) {
        self.connectTimeout = connectTimeout
        self.timeout = timeout
    }

    /// Blocks until every address has its answer.
    public func ask(_ urls: [String]) -> [String: Answer] {
        guard CurlLibrary.started, let multi = curl_multi_init() else { return [:] }
        defer { curl_multi_cleanup(multi) }
        var waiting = urls[...]
        var running: [UnsafeMutableRawPointer: WebRequest] = [:]
        var answers: [String: Answer] = [:]
        func start(_ url: String, _ method: WebRequest.Method) {
            guard let request = WebRequest(url, method, connectTimeout: connectTimeout, timeout: timeout) else {
                return
            }
            running[request.easy] = request
            curl_multi_add_handle(multi, request.easy)
        }
        while !waiting.isEmpty || !running.isEmpty {
            while running.count < Self.atOnce, let url = waiting.popFirst() { start(url, .head) }
            var (active, left): (Int32, Int32) = (0, 0)
            curl_multi_perform(multi, &active)
            while let message = curl_multi_info_read(multi, &left) {
                // The message dies with the next call into libcurl: copy what is needed first.
                let (easy, code) = (message.pointee.easy_handle, message.pointee.data.result)
                guard message.pointee.msg == CURLMSG_DONE, let easy, let request = running.removeValue(forKey: easy)
                else { continue }
                let answer = request.answer(code)
                curl_multi_remove_handle(multi, easy)
                if request.method == .head, !answer.isGood {
                    start(request.url, .get)
                } else {
                    answers[request.url] = answer
                }
            }
            if active > 0 { curl_multi_poll(multi, nil, 0, 1_000, nil) }
        }
        return answers
    }
}

extension WebProbe.Answer {
    /// GET would say nothing else.
    fileprivate var isGood: Bool {
        switch outcome {
        case .status(let status): (200..<300).contains(status)
        case .noSuchHost: true
        case .failed: false
        }
    }
}

/// One request on its way.
private final class WebRequest {
    enum Method {
        case head, get
    }

    let url: String
    let method: Method
    let easy: UnsafeMutableRawPointer
    /// Of each answer, the redirects' first.
    private var statuses: [Int] = []

    init?(_ url: String, _ method: Method, connectTimeout: Int, timeout: Int) {
        guard let easy = curl_easy_init() else { return nil }
        self.url = url
        self.method = method
        self.easy = easy
        ccurl_set_string(easy, CURLOPT_URL, url)
        ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_string(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        ccurl_set_string(easy, CURLOPT_USERAGENT, "mailer (link check)")
        // Some sites redirect in a circle whoever keeps no cookies.
        ccurl_set_string(easy, CURLOPT_COOKIEFILE, "")
        ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 1)
        ccurl_set_long(easy, CURLOPT_MAXREDIRS, 5)
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, connectTimeout)
        ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, timeout)
        ccurl_set_long(easy, CURLOPT_NOBODY, method == .head ? 1 : 0)
        ccurl_set_write_function(easy, refusedBody)
        ccurl_set_header_function(easy, statusLine)
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit { curl_easy_cleanup(easy) }

    func answer(_ code: CURLcode) -> WebProbe.Answer {
        switch code {
        // A body that nobody wants ends in CURLE_WRITE_ERROR.
        case CURLE_OK, CURLE_WRITE_ERROR: return WebProbe.Answer(outcome: .status(statuses.last ?? 0), movedTo: moved)
        case CURLE_COULDNT_RESOLVE_HOST: return WebProbe.Answer(outcome: .noSuchHost, movedTo: nil)
        default:
            return WebProbe.Answer(outcome: .failed(String(cString: curl_easy_strerror(code))), movedTo: nil)
        }
    }

    private var moved: String? {
        let redirects = statuses.dropLast()
        guard !redirects.isEmpty, redirects.allSatisfy({ $0 == 301 || $0 == 308 }) else { return nil }
        var address: UnsafeMutablePointer<CChar>?
        guard ccurl_get_string(easy, CURLINFO_EFFECTIVE_URL, &address) == CURLE_OK, let address else { return nil }
        return String(cString: address)
    }

    /// `HTTP/1.1 301 Moved Permanently`; an interim answer (1yz) counts for nothing.
    fileprivate func received(_ line: UnsafeRawBufferPointer) {
        let words = String(decoding: line.prefix(64), as: UTF8.self).split(separator: " ")
        guard let first = words.first, first.hasPrefix("HTTP/"), words.count > 1, let status = Int(words[1].prefix(3)),
            status >= 200
        else { return }
        statuses.append(status)
    }
}

// Constants, not closures at the place of use: those could inherit an actor.
private let statusLine: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
    bytes, size, count, this in
    guard let this, let bytes else { return 0 }
    Unmanaged<WebRequest>.fromOpaque(this).takeUnretainedValue()
        .received(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

private let refusedBody: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
    _, _, _, _ in 0
}
