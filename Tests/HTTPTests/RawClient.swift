import Glibc

/// A TCP connection that sends what it is told, well-formed or not.
final class RawClient {
    private let descriptor: Int32

    /// Nil when the connection is refused.
    ///
    /// - Parameter from: an IPv4 address of this machine to come from.
    init?(host: String = "127.0.0.1", port: Int, from: String? = nil) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found?.pointee else { return nil }
        defer { freeaddrinfo(found) }
        descriptor = socket(address.ai_family, address.ai_socktype, 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if let from {
            var own = sockaddr_in()
            own.sin_family = sa_family_t(AF_INET)
            inet_pton(AF_INET, from, &own.sin_addr)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = withUnsafePointer(to: &own) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
            }
            guard bound == 0 else { return nil }
        }
        guard connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Everything until the server closes the connection.
    func readToEnd() -> String {
        var bytes: [UInt8] = []
        while let more = receive() { bytes += more }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads until `text` has come; what came so far when the connection ends before.
    func read(until text: String) -> String {
        var bytes: [UInt8] = []
        while !String(decoding: bytes, as: UTF8.self).contains(text), let more = receive() { bytes += more }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }
}

/// One request on a connection of its own, and the whole answer.
func exchange(port: Int, _ head: String, body: String = "") -> String {
    guard let client = RawClient(port: port) else { return "" }
    client.send(head + "Connection: close\r\n\r\n" + body)
    return client.readToEnd()
}

/// The status of an answer; 0 when there is none.
func status(of answer: String) -> Int {
    answer.hasPrefix("HTTP/1.1 ") ? Int(answer.dropFirst(9).prefix(3)) ?? 0 : 0
}
