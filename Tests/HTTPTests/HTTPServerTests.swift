import Dispatch
import Synchronization
import Testing

@testable import HTTP

/// Real requests over real sockets.
@Suite struct HTTPServerTests {
    /// Says what the handler saw.
    private static func echo(_ request: HTTPRequest) -> HTTPResponse {
        let form = request.form.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
        return .text(
            "\(request.method) /\(request.path.joined(separator: "/")) [\(query)] [\(form)] "
                + "\(request.body.count) bytes from \(request.remoteAddress)")
    }

    private func serve(
        _ limits: HTTPLimits = HTTPLimits(), host: String = "127.0.0.1",
        handler: @escaping @Sendable (HTTPRequest) -> HTTPResponse = HTTPServerTests.echo
    ) throws -> HTTPServer {
        try HTTPServer(host: host, port: 0, limits: limits, handler: handler)
    }

    @Test func aGetIsAnsweredWithSafeDefaults() throws {
        let server = try serve()
        let answer = exchange(port: server.port, "GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\n")
        #expect(status(of: answer) == 200)
        #expect(answer.hasSuffix("get /a b [c=d] [] 0 bytes from 127.0.0.1"))
        for field in HTTPResponse.safeDefaults {
            #expect(answer.contains("\r\n\(field.name): \(field.value)\r\n"))
        }
    }

    @Test func aHeadIsAGetWithoutBody() throws {
        let server = try serve()
        let answer = exchange(port: server.port, "HEAD /a HTTP/1.1\r\nHost: x\r\n")
        #expect(status(of: answer) == 200)
        #expect(answer.contains("Content-Length: 35\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
    }

    @Test func headersAreFoundInAnyCase() throws {
        let server = try serve { .text($0.header("accept-LANGUAGE") ?? "none") }
        #expect(
            exchange(port: server.port, "GET / HTTP/1.1\r\nHost: x\r\nAccept-Language: es\r\n").hasSuffix("\r\n\r\nes"))
        #expect(exchange(port: server.port, "GET / HTTP/1.1\r\nHost: x\r\n").hasSuffix("\r\n\r\nnone"))
    }

    @Test(arguments: ["email=a%40example.org&name=Ana+Mar%C3%ADa", "email=a%40example.org&name=Ana+Mar%C3%ADa\r\n"])
    func aFormIsRead(body: String) throws {
        let server = try serve()
        let answer = exchange(port: server.port, post(body), body: body)
        #expect(answer.contains("[email=a@example.org|name=Ana María]"))
    }

    @Test(arguments: ["\r\n--XX--\r\n", "\r\n--XX--"])
    func aMultipartOneClickIsRead(end: String) throws {
        let server = try serve()
        let body = "--XX\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click" + end
        let answer = exchange(port: server.port, post(body, type: "multipart/form-data; boundary=XX"), body: body)
        #expect(answer.contains("[List-Unsubscribe=One-Click]"))
    }

    @Test func aMultipartFormWithoutEndIsRefused() throws {
        let server = try serve()
        let body = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nOne-Click\r\n"
        let answer = exchange(port: server.port, post(body, type: "multipart/form-data; boundary=XX"), body: body)
        #expect(status(of: answer) == 400)
    }

    @Test func anUploadedFileIsLeftOut() throws {
        let server = try serve()
        let body =
            "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\nabc\r\n"
            + "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--\r\n"
        let answer = exchange(port: server.port, post(body, type: "multipart/form-data; boundary=XX"), body: body)
        #expect(answer.contains("[a=1]"))
    }

    @Test func aLongFieldComesWhole() throws {
        let server = try serve()
        let body = "a=" + String(repeating: "x", count: 50_000) + "&b=1"
        let answer = exchange(port: server.port, post(body), body: body)
        #expect(answer.contains("[a=" + String(repeating: "x", count: 50_000) + "|b=1]"))
    }

    @Test(arguments: ["a=%FF", "a=%00", String(repeating: "a=1&", count: 101)])
    func aBadFormIsRefused(body: String) throws {
        let server = try serve()
        #expect(status(of: exchange(port: server.port, post(body), body: body)) == 400)
    }

    @Test(arguments: ["a=%FF", "a=%00", String(repeating: "a=1&", count: 101), String(repeating: "x", count: 70_000)])
    func whereABodyDecidesNothingABadOneIsNone(body: String) throws {
        var limits = HTTPLimits()
        limits.idleBodies = ["leave"]
        let server = try serve(limits)
        let head = post(body).replacing("POST / ", with: "POST /leave/x ")
        #expect(exchange(port: server.port, head, body: body).contains("post /leave/x [] []"))
        #expect(status(of: exchange(port: server.port, post(body), body: body)) >= 400)
    }

    @Test func aBigBodyIsRefused() throws {
        let server = try serve()
        // By its announced length, before any of it comes …
        #expect(
            status(of: exchange(port: server.port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n")) == 413)
        // … after all of it, so that who is still sending hears the answer …
        let much = String(repeating: "x", count: 1_000_000)
        #expect(status(of: exchange(port: server.port, post(much), body: much)) == 413)
        // … and by what comes, when no length is announced.
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        let chunk = "1000\r\n" + String(repeating: "x", count: 4_096) + "\r\n"
        #expect(
            status(of: exchange(port: server.port, head, body: String(repeating: chunk, count: 17) + "0\r\n\r\n"))
                == 413)
        let fitting = exchange(port: server.port, head, body: String(repeating: chunk, count: 16) + "0\r\n\r\n")
        #expect(fitting.contains("65536 bytes"))
        // A body without end is cut off.
        #expect(exchange(port: server.port, head, body: String(repeating: chunk, count: 300)) == "")
    }

    /// Each with the status that answers it, 0 for the end of the connection alone.
    @Test(arguments: [
        ("nonsense\r\n\r\n", 0),
        ("GET\r\n\r\n", 0),
        ("GET /.. HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),  // RFC 9112 §3.2: no Host
        ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\nabc", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", 501),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\r\n\r\n", 0),  // a TLS greeting, more or less
    ])
    func malformedRequestsHarmNobody(request: String, expected: Int) throws {
        let server = try serve { request in
            Issue.record("the handler saw a malformed request: \(request.path)")
            return .text("")
        }
        let client = try #require(RawClient(port: server.port))
        client.send(request)
        #expect(status(of: client.readToEnd()) == expected)
    }

    /// A message that ends early, or that hides another in its body, is never read as two.
    @Test(arguments: [
        "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n",
        "POST /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n",
        "GET /1 HTTP/3.0\r\nHost: x\r\n\r\n",
    ])
    func nothingIsSmuggledBehindARefusal(request: String) throws {
        let server = try serve()
        let client = try #require(RawClient(port: server.port))
        client.send(request + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = client.readToEnd()
        #expect(status(of: answer) >= 400)
        #expect(!answer.contains("/smuggled"))
    }

    @Test func longHeadersAreRefused() throws {
        let server = try serve()
        let answer = exchange(
            port: server.port, "GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "x", count: 20_000))\r\n")
        #expect(status(of: answer) == 431)
        let target = exchange(
            port: server.port, "GET /\(String(repeating: "x", count: 20_000)) HTTP/1.1\r\nHost: x\r\n")
        #expect([414, 431].contains(status(of: target)))
    }

    @Test func otherMethodsReachTheHandlerAsOther() throws {
        let server = try serve()
        for method in ["PUT", "DELETE", "OPTIONS", "BREW", "get"] {
            #expect(exchange(port: server.port, "\(method) /a HTTP/1.1\r\nHost: x\r\n").contains("other /a"))
        }
    }

    @Test func slowClientsAreCutOff() throws {
        let server = try serve(HTTPLimits(idleSeconds: 1, headSeconds: 1, bodySeconds: 1))
        let drippingHead = try #require(RawClient(port: server.port))
        drippingHead.send("GET / HTTP/1.1\r\nHost: x\r\nX: ")
        let silent = try #require(RawClient(port: server.port))
        let dripping = try #require(RawClient(port: server.port))
        dripping.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        silent.send("GET / HTTP/1.1\r\nHo")
        for _ in 0..<12 {
            Self.pause(milliseconds: 300)
            dripping.send("x")
            drippingHead.send("x")
        }
        // Whoever is still connected now gets an answer.
        dripping.send(String(repeating: "x", count: 1_000))
        drippingHead.send("\r\n\r\n")
        #expect(dripping.readToEnd() == "")
        #expect(drippingHead.readToEnd() == "")
        #expect(silent.readToEnd() == "" || status(of: silent.readToEnd()) == 408)
        #expect(status(of: exchange(port: server.port, "GET / HTTP/1.1\r\nHost: x\r\n")) == 200)
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        let server = try serve()
        let client = try #require(RawClient(port: server.port))
        client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let answer = client.readToEnd()
        #expect(answer.split(separator: "get /1 ").last?.contains("get /2 ") == true)
    }

    @Test func twoHundredAtOnce() throws {
        let server = try serve()
        let clients = try (0..<200).map { _ in try #require(RawClient(port: server.port)) }
        for (number, client) in clients.enumerated() {
            client.send("POST /\(number) HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\n")
        }
        for client in clients.reversed() { client.send("abc") }
        for (number, client) in clients.enumerated() {
            #expect(client.readToEnd().contains("post /\(number) [] [] 3 bytes"))
        }
    }

    @Test func theLongestWaiterGivesWay() throws {
        let server = try serve(HTTPLimits(connections: 2))
        let first = try #require(RawClient(port: server.port))
        Self.pause(milliseconds: 50)
        let second = try #require(RawClient(port: server.port))
        second.send("GET / HTTP/1.1\r\nHo")
        Self.pause(milliseconds: 50)
        #expect(exchange(port: server.port, "GET /third HTTP/1.1\r\nHost: x\r\n").contains("get /third"))
        #expect(first.readToEnd() == "")
        second.send("st: x\r\nConnection: close\r\n\r\n")
        #expect(second.readToEnd().contains("get /"))
    }

    @Test func whoComesWhenAllAreBusyIsToldSo() throws {
        let server = try serve(HTTPLimits(connections: 2))
        let busy = try (0..<2).map { _ in try #require(RawClient(port: server.port)) }
        for client in busy {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
        }
        let answer = exchange(port: server.port, "GET / HTTP/1.1\r\nHost: x\r\n")
        #expect(status(of: answer) == 503)
        #expect(answer.contains("Retry-After: 5\r\n"))
        for client in busy {
            client.send("abc")
            #expect(client.read(until: "bytes from").contains("3 bytes"))
        }
    }

    @Test func oneClientDoesNotCrowdOutTheOthers() throws {
        let server = try HTTPServer(
            host: "127.0.0.1", port: 0, limits: HTTPLimits(connectionsPerClient: 2),
            account: { $0 == "127.0.0.1" ? "greedy" : nil }, handler: HTTPServerTests.echo)
        let held = try (0..<2).map { _ in try #require(RawClient(port: server.port)) }
        for client in held {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.read(until: "bytes from").contains("200 OK"))
        }
        let third = try #require(RawClient(port: server.port))
        let fourth = try #require(RawClient(port: server.port))
        Self.pause(milliseconds: 50)
        #expect(exchange(port: server.port, "GET / HTTP/1.1\r\nHost: x\r\n") == "")  // a nuisance by now
        for client in [third, fourth] {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(status(of: client.readToEnd()) == 503)
        }
        let other = try #require(RawClient(port: server.port, from: "127.0.0.2"))
        other.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(status(of: other.readToEnd()) == 200)
    }

    @Test func whoDoesNotReadIsCutOff() throws {
        let server = try serve(HTTPLimits(idleSeconds: 60, answerSeconds: 1)) { _ in
            HTTPResponse(status: 200, body: [UInt8](repeating: 0x78, count: 20_000_000))
        }
        let client = try #require(RawClient(port: server.port))
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        Self.pause(milliseconds: 3_000)
        #expect(client.readToEnd().utf8.count < 20_000_000)
    }

    @Test func aHeaderThatSplitsTheResponseBecomesAnError() throws {
        let server = try serve { request in
            .redirect(to: request.queryValue("to") ?? "")
        }
        let answer = exchange(port: server.port, "GET /?to=/a%0d%0aSet-Cookie:%20x HTTP/1.1\r\nHost: x\r\n")
        #expect(status(of: answer) == 500)
        #expect(!answer.contains("Set-Cookie"))
        let good = exchange(port: server.port, "GET /?to=/a HTTP/1.1\r\nHost: x\r\n")
        #expect(status(of: good) == 303)
        #expect(good.contains("Location: /a\r\n"))
    }

    @Test func stoppingLetsRequestsEnd() throws {
        let entered = DispatchSemaphore(value: 0)
        let server = try serve { _ in
            entered.signal()
            Self.pause(milliseconds: 400)
            return .text("done")
        }
        let waiting = try #require(RawClient(port: server.port))
        waiting.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        entered.wait()
        server.stop()
        let answer = waiting.readToEnd()
        #expect(answer.hasSuffix("done"))
        #expect(answer.contains("Connection: close"))
        #expect(RawClient(port: server.port) == nil)
        server.stop()
    }

    /// A request that ends without an answer, or whose connection goes on, is not waited for.
    @Test(arguments: [
        "GET / HTT", "GET / HTTP/1.1\r\nHost: x\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func stoppingWaitsForNobodyWhoIsGone(request: String) throws {
        // libmicrohttpd notices the end of a connection in the midst of a body only when it is idle.
        let server = try serve(HTTPLimits(idleSeconds: 1))
        try #require(RawClient(port: server.port)).send(request)
        let idle = try #require(RawClient(port: server.port))
        idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = idle.read(until: "bytes from")
        let time = ContinuousClock().measure { server.stop() }
        #expect(time < .seconds(3))
    }

    @Test func stoppingGivesUpOnASlowBody() throws {
        let server = try serve()
        let client = try #require(RawClient(port: server.port))
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")
        #expect(client.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
        let time = ContinuousClock().measure { server.stop(drainSeconds: 1) }
        #expect(time > .milliseconds(900) && time < .seconds(5))
    }

    @Test func aTakenPortIsExplained() throws {
        let server = try serve()
        let error = #expect(throws: HTTPServerError.self) {
            try HTTPServer(host: "127.0.0.1", port: server.port, handler: HTTPServerTests.echo)
        }
        #expect(error?.description.contains("another program listens there") == true)
        #expect(throws: HTTPServerError.self) {
            try HTTPServer(host: "192.0.2.1", port: 0, handler: HTTPServerTests.echo)
        }
    }

    @Test func itListensOnIPv6() throws {
        guard let server = try? serve(host: "::") else { return }  // a machine without IPv6
        let client = try #require(RawClient(host: "::1", port: server.port))
        client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(client.readToEnd().hasSuffix("from ::1"))
        #expect(exchange(port: server.port, "GET / HTTP/1.1\r\nHost: x\r\n").hasSuffix("from 127.0.0.1"))
    }

    private func post(_ body: String, type: String = "application/x-www-form-urlencoded") -> String {
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
    }

    private static func pause(milliseconds: Int) {
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(milliseconds))
    }
}
