import Foundation
import Synchronization

/// Tells systemd, or whoever set `$NOTIFY_SOCKET`, how this process is: sd_notify(3).
///
/// Our own few lines, as that page recommends where the library is not wanted: the protocol is one datagram and promised to
/// stay, and libsystemd would bring three compression libraries into a process that talks to strangers.
final class ServiceManager: Sendable {
    static let shared = ServiceManager(environment: ProcessInfo.processInfo.environment)

    private let address: String?
    /// Half the time after which the manager takes us for stuck (sd_watchdog_enabled(3)); nil when it doesn't watch.
    private let interval: Duration?
    private let lastSign = Mutex<ContinuousClock.Instant?>(nil)

    init(environment: [String: String]) {
        address = environment["NOTIFY_SOCKET"]
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == getpid() } ?? true
        interval = environment["WATCHDOG_USEC"].flatMap(Int64.init).flatMap { isForUs ? .microseconds($0 / 2) : nil }
    }

    func ready(_ status: String) { send("READY=1\nSTATUS=\(status)") }
    func stopping() { send("STOPPING=1\nSTATUS=finishing what is in flight") }

    /// A loop of ours turned. To be called at each turn: the manager hears of it when it is time.
    func alive() {
        guard let interval else { return }
        let now = ContinuousClock.now
        let isDue = lastSign.withLock { last in
            if let last, now - last < interval { return false }
            last = now
            return true
        }
        if isDue { send("WATCHDOG=1") }
    }

    /// Nobody may be listening: what cannot be told is dropped.
    private func send(_ text: String) {
        guard let address, address.hasPrefix("/") || address.hasPrefix("@") else { return }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        var path = Array(address.utf8)
        // An abstract socket, unix(7): its name begins with a zero byte.
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { return }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
        // The path is the last of the structure's parts.
        let length = socklen_t(
            MemoryLayout.size(ofValue: name) - MemoryLayout.size(ofValue: name.sun_path) + path.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
                sendto(
                    descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT), target,
                    length)
            }
        }
    }
}
