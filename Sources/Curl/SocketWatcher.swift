/// The event loop that a `CurlConnector` lives in. It calls from inside its own methods only.
public protocol SocketWatcher: AnyObject {
    /// From now on `CurlConnector.socketReady` wants to hear of this descriptor. Replaces an earlier wish.
    func watch(_ descriptor: Int32, readable: Bool, writable: Bool)
    /// The descriptor is none of libcurl's any more; it may be closed already.
    func unwatch(_ descriptor: Int32)
    /// `CurlConnector.timerFired` wants to be called once, so many milliseconds from now; nil: not at all.
    func setTimer(milliseconds: Int?)
}
