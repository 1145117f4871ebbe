import CCurl

/// Makes connections, any number at a time, inside somebody else's event loop: nothing here blocks.
///
/// One thread owns it, its connections and its watcher.
public final class CurlConnector {
    private let multi: UnsafeMutableRawPointer
    private let watcher: any SocketWatcher
    private var connecting: [UnsafeMutableRawPointer: CurlConnection] = [:]
    private var settled: [Settled] = []

    /// A connection that libcurl is done with: standing when `error` is nil, else to be closed.
    public struct Settled {
        public let connection: CurlConnection
        public let error: ConnectError?
    }

    /// - Parameter connections: the most that will be open at the same time.
    public init(watcher: any SocketWatcher, connections: Int) throws(MailServerError) {
        guard CurlLibrary.started, let multi = curl_multi_init() else { throw .library }
        self.multi = multi
        self.watcher = watcher
        let this = Unmanaged.passUnretained(self).toOpaque()
        // Beyond its limit libcurl's cache would close connections that are lent out.
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections + 4)
        ccurl_multi_set_socket_function(multi, socketChanged)
        ccurl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, this)
        ccurl_multi_set_timer_function(multi, timerChanged)
        ccurl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, this)
    }

    deinit {
        // Connections keep their connector, so none is left here; the callbacks must not find a dying object.
        ccurl_multi_set_socket_function(multi, nil)
        ccurl_multi_set_timer_function(multi, nil)
        curl_multi_cleanup(multi)
    }

    /// Starts a connection; it shows up in `takeSettled` once, unless it is closed before.
    public func open(_ server: MailServer, tag: Int) -> CurlConnection? {
        guard let easy = curl_easy_init() else { return nil }
        let connection = CurlConnection(server, tag: tag, connector: self, easy: easy)
        guard curl_multi_add_handle(multi, easy) == CURLM_OK else {
            connection.close()
            return nil
        }
        connecting[easy] = connection
        return connection
    }

    /// A watched descriptor is ready. A late or wrong call does no harm.
    public func socketReady(_ descriptor: Int32, readable: Bool, writable: Bool, failed: Bool) {
        let events =
            (readable ? CURL_CSELECT_IN : 0) | (writable ? CURL_CSELECT_OUT : 0) | (failed ? CURL_CSELECT_ERR : 0)
        act(on: descriptor, events: events)
    }

    /// The time of `SocketWatcher.setTimer` has come.
    public func timerFired() {
        act(on: CURL_SOCKET_TIMEOUT, events: 0)
    }

    /// The connections that were made or failed since the last call.
    public func takeSettled() -> [Settled] {
        defer { settled.removeAll() }
        return settled
    }

    private func act(on descriptor: Int32, events: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, descriptor, events, &running)
        for connection in connecting.values { connection.noticeProgress() }
        var queued: Int32 = 0
        while let message = curl_multi_info_read(multi, &queued) {
            // The message dies with the next call into libcurl: copy what is needed first.
            let (easy, code) = (message.pointee.easy_handle, message.pointee.data.result)
            guard message.pointee.msg == CURLMSG_DONE, let easy, let connection = connecting.removeValue(forKey: easy)
            else { continue }
            // A connection that stands stays in the multi handle: libcurl finds its socket through it.
            settled.append(Settled(connection: connection, error: connection.settle(code)))
        }
    }

    /// Takes a handle out, its connection closed with it. Nothing of it is reported any more.
    func forget(_ easy: UnsafeMutableRawPointer) {
        curl_multi_remove_handle(multi, easy)
        connecting.removeValue(forKey: easy)
        settled.removeAll { !$0.connection.isOpen }
    }

    fileprivate func changed(_ descriptor: Int32, to what: Int32) {
        if what == CURL_POLL_REMOVE {
            watcher.unwatch(descriptor)
        } else {
            watcher.watch(
                descriptor, readable: what & CURL_POLL_IN != 0, writable: what & CURL_POLL_OUT != 0)
        }
    }

    fileprivate func changedTimer(milliseconds: Int) {
        watcher.setTimer(milliseconds: milliseconds < 0 ? nil : milliseconds)
    }
}

private let socketChanged:
    @convention(c) (
        UnsafeMutableRawPointer?, curl_socket_t, Int32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
    ) -> Int32 = { _, descriptor, what, this, _ in
        guard let this else { return 0 }
        Unmanaged<CurlConnector>.fromOpaque(this).takeUnretainedValue().changed(descriptor, to: what)
        return 0
    }

private let timerChanged: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Int32 = {
    _, milliseconds, this in
    guard let this else { return 0 }
    Unmanaged<CurlConnector>.fromOpaque(this).takeUnretainedValue().changedTimer(milliseconds: milliseconds)
    return 0
}
