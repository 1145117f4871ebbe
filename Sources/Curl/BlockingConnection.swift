import CCurl
import Glibc

/// A connection to a mailbox server, signed in and encrypted by libcurl, then read and written by its one owner, who waits.
///
/// The talk after the sign-in is the caller's: libcurl's own IMAP engine looks for the end of a reply inside the messages
/// too, where whoever wrote a message may have put one.
public final class BlockingConnection {
    private let server: MailServer
    private let easy: UnsafeMutableRawPointer
    private let patience: Duration
    private let isStopped: () -> Bool

    /// Why there is no connection any more.
    public enum Failure: Error, Sendable, Equatable {
        case cannotConnect(ConnectError)
        /// The server hung up.
        case closed
        /// It was silent for too long.
        case silent
        /// The caller's wish.
        case stopped
    }

    /// Connects, encrypts and signs in, in a minute at most.
    ///
    /// - Parameters:
    ///   - patience: how long the server may be silent, or take nothing.
    ///   - isStopped: asked while the server is silent for more than two seconds.
    public init(_ server: MailServer, patience: Duration, isStopped: @escaping () -> Bool) throws(Failure) {
        guard CurlLibrary.started, let easy = curl_easy_init() else {
            throw .cannotConnect(ConnectError(stage: .connect, reason: "libcurl could not start"))
        }
        self.server = server
        self.patience = patience
        self.isStopped = isStopped
        self.easy = easy
        server.secure(easy)
        ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, server.connectTimeout)
        ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, 2 * server.connectTimeout)
        let code = curl_easy_perform(easy)
        guard code == CURLE_OK else { throw .cannotConnect(diagnosis(code).error(server: server)) }
    }

    deinit { curl_easy_cleanup(easy) }

    private func diagnosis(_ code: CURLcode) -> ConnectDiagnosis {
        var systemError = 0
        var verifyResult = 0
        ccurl_get_long(easy, CURLINFO_OS_ERRNO, &systemError)
        ccurl_get_long(easy, CURLINFO_SSL_VERIFYRESULT, &verifyResult)
        return ConnectDiagnosis(
            code: code, systemError: Int32(truncatingIfNeeded: systemError), verifyResult: verifyResult, message: "")
    }

    /// Sends all of it.
    public func send(_ bytes: [UInt8]) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let code = bytes.withUnsafeBytes { buffer in
                // The start lies inside the array, since `sent` is smaller than its count.
                curl_easy_send(easy, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, &count)
            }
            switch code {
            case CURLE_OK: sent += count
            case CURLE_AGAIN: try wait(for: Int16(POLLOUT))
            default: throw .closed
            }
        }
    }

    /// Waits for some bytes, writes them to the buffer's start, and gives how many: one at least.
    public func receive(into buffer: inout [UInt8]) throws(Failure) -> Int {
        while true {
            var count = 0
            switch buffer.withUnsafeMutableBytes({ curl_easy_recv(easy, $0.baseAddress, $0.count, &count) }) {
            case CURLE_OK where count > 0: return count
            case CURLE_AGAIN: try wait(for: Int16(POLLIN))
            default: throw .closed
            }
        }
    }

    private func wait(for events: Int16) throws(Failure) {
        var socket = CURL_SOCKET_BAD
        guard ccurl_get_socket(easy, &socket) == CURLE_OK, socket != CURL_SOCKET_BAD else { throw .closed }
        let start = ContinuousClock.now
        while ContinuousClock.now < start + patience {
            // What has begun may still be brought to its end, by a server that answers.
            if ContinuousClock.now > start + .seconds(2), isStopped() { throw .stopped }
            var descriptor = pollfd(fd: socket, events: events, revents: 0)
            // A failed or closed socket counts as ready: the next read tells.
            if poll(&descriptor, 1, 500) > 0 { return }
        }
        throw .silent
    }
}
