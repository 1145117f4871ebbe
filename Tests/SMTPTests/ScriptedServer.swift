import Foundation
import Glibc

/// A server on 127.0.0.1 that says exactly what a test wants: one script a connection, in the order of their arrival.
///
/// Threads and blocking sockets, so that a script reads like the dialogue that it is.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (Peer) -> Void

    let port: Int
    private let listener: Int32
    private let log = Log()

    /// The last script serves all connections beyond the list.
    init(_ scripts: Script...) throws {
        listener = try ServerProcess.socket()
        guard ServerProcess.withAddress(port: 0, { [listener] in bind(listener, $0, $1) }) == 0,
            listen(listener, 64) == 0
        else { throw ServerError.noPort }
        port = ServerProcess.port(of: listener)
        let (listener, log) = (listener, log)
        Thread.detachNewThread {
            var served = 0
            while case let descriptor = accept(listener, nil, nil), descriptor >= 0 {
                let script = scripts[min(served, scripts.count - 1)]
                served += 1
                log.connected()
                Thread.detachNewThread {
                    script(Peer(descriptor, log: log))
                    Glibc.close(descriptor)
                }
            }
        }
    }

    deinit {
        // Ends `accept` in its thread; a bare close would not.
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    /// The commands that arrived, of all connections, without their arguments' case changed.
    var commands: [String] { log.commands }
    var connections: Int { log.connections }

    final class Log: Sendable {
        private let lock = NSLock()
        // All access is under `lock`.
        nonisolated(unsafe) private var lines: [String] = []
        // All access is under `lock`.
        nonisolated(unsafe) private var count = 0

        func connected() { lock.withLock { count += 1 } }
        func add(_ line: String) { lock.withLock { lines.append(line) } }
        var commands: [String] { lock.withLock { lines } }
        var connections: Int { lock.withLock { count } }
    }

    /// The client, as a script sees it.
    final class Peer {
        private let descriptor: Int32
        private let log: Log
        private var buffer: [UInt8] = []

        init(_ descriptor: Int32, log: Log) {
            self.descriptor = descriptor
            self.log = log
        }

        func say(_ text: String) {
            let bytes = Array(text.utf8)
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                sent += count
            }
        }

        /// The next line without its end; nil when the client is gone.
        @discardableResult func hear() -> String? {
            while true {
                if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: buffer[..<end], as: UTF8.self).trimmingCharacters(in: .newlines)
                    buffer.removeSubrange(...end)
                    log.add(line)
                    return line
                }
                var piece = [UInt8](repeating: 0, count: 65_536)
                let count = recv(descriptor, &piece, piece.count, 0)
                guard count > 0 else { return nil }
                buffer += piece[..<count]
            }
        }

        /// Greeting and EHLO with the given keywords.
        func greet(_ keywords: String...) { greet(keywords) }

        func greet(_ keywords: [String]) {
            say("220 test.example ESMTP\r\n")
            hear()
            let lines = ["test.example"] + keywords
            for (index, line) in lines.enumerated() {
                say("250\(index == lines.count - 1 ? " " : "-")\(line)\r\n")
            }
        }

        /// MAIL, RCPT and DATA, all granted.
        func openMessage() {
            for reply in ["250 ok\r\n", "250 ok\r\n", "354 go\r\n"] {
                hear()
                say(reply)
            }
        }

        /// Reads up to the final dot; the lines are not undone.
        @discardableResult func hearMessage() -> [String] {
            var lines: [String] = []
            while let line = hear(), line != "." { lines.append(line) }
            return lines
        }

        /// One message after another, then QUIT.
        func takeMessages() {
            while let line = hear() {
                switch line.prefix(4) {
                case "DATA":
                    say("354 go\r\n")
                    hearMessage()
                    say("250 2.0.0 taken\r\n")
                case "QUIT":
                    say("221 bye\r\n")
                    return
                default: say("250 ok\r\n")
                }
            }
        }

        /// One message after another; every second use of a command (`.` is the final dot) is refused. 421 hangs up.
        /// DATA after a recipient that was refused is granted, and the dot then refused (RFC 2920 §3.1).
        func refuse(everySecond command: String, _ refusal: String, _ keywords: [String]) {
            greet(keywords)
            var uses = 0
            var hasSender = false
            func answer(_ use: String, _ text: String) -> Bool {
                if use == command { uses += 1 }
                let isGranted = use != command || uses % 2 == 1
                say(isGranted ? text : refusal)
                if !isGranted, refusal.hasPrefix("421") { waitForEnd() }
                return isGranted
            }
            while let line = hear(), line != "QUIT" {
                switch line.prefix(4) {
                case "MAIL": hasSender = answer("MAIL", "250 ok\r\n")
                case "RSET",
                    "RCPT" where hasSender:
                    _ = answer(String(line.prefix(4)), "250 ok\r\n")
                case "DATA" where hasSender:
                    guard answer("DATA", "354 go\r\n") else { continue }
                    if hearMessage().isEmpty {
                        say("554 5.5.1 no valid recipients\r\n")
                    } else {
                        _ = answer(".", "250 taken\r\n")
                    }
                default: say("503 5.5.1 bad sequence\r\n")
                }
            }
        }

        /// Waits for the client to hang up, silently.
        func waitForEnd() {
            while hear() != nil {}
        }
    }
}
