import Glibc

/// A bound, listening TCP socket; whoever takes its descriptor closes it.
struct ListeningSocket {
    let descriptor: Int32
    let port: Int

    init(host: String, port: Int) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &found)
        guard status == 0, let address = found?.pointee else {
            throw HTTPServerError(
                description: "cannot listen on \(host) port \(port): \(String(cString: gai_strerror(status))); "
                    + "give a numeric address of this machine, such as 127.0.0.1 or ::1")
        }
        defer { freeaddrinfo(found) }

        let descriptor = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure(host: host, port: port) }
        var on: Int32 = 1
        var off: Int32 = 0
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        if address.ai_family == AF_INET6 {
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, size)
        }
        guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, 4_096) == 0 else {
            let failure = Self.failure(host: host, port: port)
            close(descriptor)
            throw failure
        }
        self.descriptor = descriptor
        self.port = Self.boundPort(of: descriptor) ?? port
    }

    private static func failure(host: String, port: Int) -> HTTPServerError {
        let mend =
            switch errno {
            case EADDRINUSE: "another program listens there; stop it, or choose another port"
            case EACCES: "ports below 1024 need root; choose a higher one, and put a proxy in front"
            case EADDRNOTAVAIL: "that is no address of this machine"
            default: String(cString: strerror(errno))
            }
        return HTTPServerError(description: "cannot listen on \(host) port \(port): \(mend)")
    }

    private static func boundPort(of descriptor: Int32) -> Int? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            let status = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
            guard status == 0 else { return nil }
            // The port stands at the same place in sockaddr_in and sockaddr_in6.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
    }
}
