import Foundation
import Signing

/// Keys that anybody knows, in `DKIMKeys/`: the Ed25519 one is that of RFC 8463 §A.2.
enum DKIMFixture {
    static func pem(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("DKIMKeys")
        return Array(try Data(contentsOf: folder.appendingPathComponent("\(name).pem")))
    }

    static func signatory(_ domain: String, _ selector: String, key: String = "ed25519") throws -> DKIMSignatory {
        DKIMSignatory(domain: domain, selector: selector, key: try DKIMKey(pem: pem(key)))
    }

    /// A message of lines, the first of which is a header field.
    static func message(_ lines: String...) -> [UInt8] {
        Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }
}
