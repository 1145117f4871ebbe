import Foundation
import Glibc

/// A real mail server on a free port of 127.0.0.1 or ::1, ended with the test.
final class ServerProcess {
    let port: Int
    private let process = Process()

    /// Starts a program whose arguments hang on the port, and returns when the port answers.
    init(_ program: String, host: String = "127.0.0.1", _ arguments: (Int) -> [String]) throws {
        port = try Self.freePort()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments(port)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try waitForPort(isIPv6: host == "::1")
    }

    deinit { stop() }

    func stop() {
        guard process.isRunning else { return }
        // Not SIGTERM: the thread that runs a test blocks it, and its children inherit that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func waitForPort(isIPv6: Bool) throws {
        for _ in 0..<500 {
            let descriptor = try Self.socket(isIPv6 ? AF_INET6 : AF_INET)
            defer { Glibc.close(descriptor) }
            let reach = isIPv6 ? Self.withIPv6Address : Self.withAddress
            if reach(port, { connect(descriptor, $0, $1) }) == 0 { return }
            guard process.isRunning else { break }
            usleep(20_000)
        }
        throw ServerError.didNotStart
    }

    static func freePort() throws -> Int {
        let descriptor = try socket()
        defer { Glibc.close(descriptor) }
        guard withAddress(port: 0, { bind(descriptor, $0, $1) }) == 0 else { throw ServerError.noPort }
        return port(of: descriptor)
    }

    static func socket(_ family: Int32 = AF_INET) throws -> Int32 {
        let descriptor = Glibc.socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ServerError.noPort }
        return descriptor
    }

    static func port(of descriptor: Int32) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    static func withAddress(port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func withIPv6Address(
        port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = UInt16(port).bigEndian
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}

enum ServerError: Error {
    case noPort, didNotStart, program(String)
}
