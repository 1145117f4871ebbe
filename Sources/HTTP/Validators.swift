extension HTTPResponse {
    /// This page, or 304 without a body for who has it already (RFC 9110 §13.2.2). Without validators it is the page.
    public func unlessKnown(to request: HTTPRequest) -> HTTPResponse {
        guard request.method == .get, status == 200, isKnown(to: request) else { return self }
        // RFC 9110 §15.4.5: what caches keep with the page goes along.
        let kept = ["etag", "last-modified", "cache-control", "vary", "content-location", "expires"]
        return HTTPResponse(status: 304, headers: headers.filter { kept.contains($0.name.lowercased()) })
    }

    private func isKnown(to request: HTTPRequest) -> Bool {
        // RFC 9110 §13.1.3: the entity tag is the better witness, and where it speaks the date is not heard.
        if let tags = request.header("If-None-Match") {
            guard let tag = header("ETag") else { return false }
            // RFC 9110 §13.1.2: compared weakly, since a proxy that compresses makes tags weak.
            return tags.split(separator: ",").contains { given in
                var given = given.trimming(while: { $0 == " " || $0 == "\t" })
                if given == "*" { return true }
                if given.hasPrefix("W/") { given = given.dropFirst(2) }
                return given == tag
            }
        }
        // A client sends back the date that it was given: no other can be right, so none is parsed.
        guard let date = request.header("If-Modified-Since") else { return false }
        return date == header("Last-Modified")
    }
}

extension Substring {
    fileprivate func trimming(while isBlank: (Character) -> Bool) -> Substring {
        var rest = drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
