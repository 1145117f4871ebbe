import CCurl

/// What a non-blocking send or receive did.
public enum Transfer: Sendable, Hashable {
    /// So many bytes went through, more than none.
    case moved(Int)
    /// Nothing now: wait for the descriptor.
    case wouldBlock
    /// The other side hung up, or the connection failed.
    case closed
}

/// One connection: first on its way (greeting, TLS, AUTH by libcurl), then lent out as non-blocking send and receive.
///
/// Not Sendable: it belongs to the thread of its `CurlConnector`.
public final class CurlConnection {
    /// The caller's mark, from `CurlConnector.open`.
    public let tag: Int
    let server: MailServer
    private let connector: CurlConnector
    private var easy: UnsafeMutableRawPointer?
    private var progress = ConnectProgress()
    /// libcurl writes its words for a failure here; it must outlive the handle.
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(_ server: MailServer, tag: Int, connector: CurlConnector, easy: UnsafeMutableRawPointer) {
        self.server = server
        self.tag = tag
        self.connector = connector
        self.easy = easy
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        configure(easy)
    }

    deinit {
        close()
        errorText.deallocate()
    }

    /// How far the connecting has come, and a count that goes up with each new wait.
    public var stage: ConnectStage { progress.stage }
    public var steps: Int { progress.steps }
    /// The keywords of the last EHLO reply, with their parameters.
    public var keywords: [String] { progress.keywords }
    /// The server's first reply as it came.
    public var greeting: [UInt8] { progress.greeting }
    /// How the server was signed in to, as AUTH named it; nil: not at all.
    public var mechanism: String? { progress.didAuthenticate ? progress.mechanism : nil }
    public var isEncrypted: Bool { server.security == .implicitTLS || progress.didEncrypt }
    var isOpen: Bool { easy != nil }
    /// The socket; nil when there is none (yet, or any more).
    public var descriptor: Int32? {
        guard let easy else { return nil }
        var socket = CURL_SOCKET_BAD
        return ccurl_get_socket(easy, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD ? socket : nil
    }

    /// Sends what the socket takes. After `wouldBlock` the next call must offer the same bytes at the same address,
    /// more of them at will: OpenSSL has started a record with them.
    public func send(_ bytes: UnsafeRawBufferPointer) -> Transfer {
        guard let easy else { return .closed }
        var count = 0
        return transfer(curl_easy_send(easy, bytes.baseAddress, bytes.count, &count), count)
    }

    /// Receives what is there. Call again until `wouldBlock`: bytes may wait inside the TLS layer, where no event loop
    /// can see them.
    public func receive(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        guard let easy else { return .closed }
        var count = 0
        return transfer(curl_easy_recv(easy, buffer.baseAddress, buffer.count, &count), count)
    }

    private func transfer(_ code: CURLcode, _ count: Int) -> Transfer {
        switch code {
        case CURLE_OK: count > 0 ? .moved(count) : .closed
        case CURLE_AGAIN: .wouldBlock
        default: .closed
        }
    }

    /// Hangs up at once, at any stage, without QUIT. Harmless when repeated.
    public func close() {
        guard let easy else { return }
        self.easy = nil
        // No callback may find this object while it goes.
        ccurl_set_long(easy, CURLOPT_VERBOSE, 0)
        ccurl_set_header_function(easy, discardedHeader)
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, nil)
        connector.forget(easy)
        curl_easy_cleanup(easy)
    }

    /// The error to report when the caller's patience is over.
    public func timeoutError() -> ConnectError {
        ConnectError(stage: stage, reason: ConnectDiagnosis.silence(server: server, stage: stage))
    }
}

// What the connector asks of a connection that is on its way.
extension CurlConnection {
    /// Notices the step from connecting to waiting for the greeting, which no callback tells.
    func noticeProgress() {
        guard progress.stage == .connect, let easy else { return }
        let clock = server.security == .implicitTLS ? CURLINFO_APPCONNECT_TIME_T : CURLINFO_CONNECT_TIME_T
        var microseconds: curl_off_t = 0
        guard ccurl_get_offset(easy, clock, &microseconds) == CURLE_OK, microseconds > 0 else { return }
        progress.connected()
        // libcurl's limit covers the greeting, EHLO and AUTH too and knows one figure for all. It has done its work of
        // trying the next address in time; from here on the caller's clock rules.
        ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.hour * 1000)
    }

    /// Called once, when libcurl is done: nil when the connection stands as the settings want it.
    func settle(_ code: CURLcode) -> ConnectError? {
        guard let easy else { return nil }
        noticeProgress()
        ccurl_set_long(easy, CURLOPT_VERBOSE, 0)
        guard code == CURLE_OK else { return diagnosis(code, easy).error(server: server, progress: progress) }
        // libcurl goes on without AUTH when the server does not offer it.
        if server.credentials != nil, !progress.didAuthenticate {
            return ConnectError(
                stage: .auth, reason: "\(server.host) offers no AUTH, but the settings have a user name for it")
        }
        return nil
    }

    private func diagnosis(_ code: CURLcode, _ easy: UnsafeMutableRawPointer) -> ConnectDiagnosis {
        var systemError = 0
        var verifyResult = 0
        ccurl_get_long(easy, CURLINFO_OS_ERRNO, &systemError)
        ccurl_get_long(easy, CURLINFO_SSL_VERIFYRESULT, &verifyResult)
        return ConnectDiagnosis(
            code: code, systemError: Int32(truncatingIfNeeded: systemError), verifyResult: verifyResult,
            message: String(cString: errorText))
    }

    private static var hour: Int { 3600 }

    private func configure(_ easy: UnsafeMutableRawPointer) {
        let this = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_long(easy, CURLOPT_TCP_NODELAY, 1)
        // Don't wait for a resolver thread when hanging up.
        ccurl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, server.connectTimeout)
        ccurl_set_long(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, Self.hour)
        server.secure(easy)
        if let address = server.localAddress {
            // "host!" keeps libcurl from looking for a network interface of that name.
            ccurl_set_string(easy, CURLOPT_INTERFACE, "host!\(address)")
            // A socket of the other family could not be bound to it.
            let family = address.utf8.contains(UInt8(ascii: ":")) ? CURL_IPRESOLVE_V6 : CURL_IPRESOLVE_V4
            ccurl_set_long(easy, CURLOPT_IPRESOLVE, Int(family))
        }
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        ccurl_set_header_function(easy, headerLine)
        ccurl_set_pointer(easy, CURLOPT_HEADERDATA, this)
        ccurl_set_debug_function(easy, debugLine)
        ccurl_set_pointer(easy, CURLOPT_DEBUGDATA, this)
        ccurl_set_long(easy, CURLOPT_VERBOSE, 1)
    }

    fileprivate func received(_ line: UnsafeRawBufferPointer) { progress.received(line) }
    fileprivate func sent(_ command: UnsafeRawBufferPointer) { progress.sent(command) }
}

// Constants, not closures at the place of use: those could inherit an actor.
private let headerLine: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
    bytes, size, count, this in
    guard let this, let bytes else { return 0 }
    Unmanaged<CurlConnection>.fromOpaque(this).takeUnretainedValue()
        .received(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

private let discardedHeader: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int =
    {
        _, size, count, _ in size * count
    }

private let debugLine:
    @convention(c) (
        UnsafeMutableRawPointer?, curl_infotype, UnsafeMutablePointer<CChar>?, Int, UnsafeMutableRawPointer?
    ) -> Int32 = { _, kind, bytes, count, this in
        guard kind == CURLINFO_HEADER_OUT, let this, let bytes else { return 0 }
        Unmanaged<CurlConnection>.fromOpaque(this).takeUnretainedValue()
            .sent(UnsafeRawBufferPointer(start: bytes, count: count))
        return 0
    }
