import Foundation

/// A certificate authority made for the test by openssl, and server certificates that it signed or did not.
struct TestCertificates {
    let folder: URL
    var authority: String { folder.appendingPathComponent("ca.pem").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=Test Authority", "-keyout", "ca.key", "-out", "ca.pem")
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// A PEM file with certificate and key. `subject` such as `IP:127.0.0.1` or `DNS:other.example`.
    func certificate(_ name: String, subject: String, days: Int = 2) throws -> String {
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)",
            "-keyout", "\(name).key", "-out", "\(name).csr")
        try "subjectAltName=\(subject)\n".write(
            to: folder.appendingPathComponent("\(name).ext"), atomically: true, encoding: .utf8)
        // openssl takes a negative number of days: a certificate that has expired already.
        try openssl(
            "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
            "\(days)", "-extfile", "\(name).ext", "-out", "\(name).crt")
        let file = folder.appendingPathComponent("\(name).pem")
        let parts = try ["crt", "key"].map {
            try String(contentsOf: folder.appendingPathComponent("\(name).\($0)"), encoding: .utf8)
        }
        try parts.joined().write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ServerError.program("openssl \(arguments[0])") }
    }
}
