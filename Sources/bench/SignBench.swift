import Foundation
import Mail
import Signing

/// What the signatures of one 20 KB message cost: with each key alone, and with all.
enum SignBench {
    static func run(keyFiles: [String]) throws {
        let message = sample()
        let time = Timestamp(seconds: 1_578_042_000)
        var signatories: [DKIMSignatory] = []
        for (number, file) in keyFiles.enumerated() {
            let pem = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            signatories.append(DKIMSignatory(domain: "example.org", selector: "s\(number)", key: try DKIMKey(pem: pem)))
        }
        let alone = signatories.map { ($0.key.algorithm.rawValue, [$0]) }
        let works = try ([("none", [])] + alone + [("all", signatories)]).map { name, signatories in
            let signer = try DKIMSigner(signatories)
            return (name: name, work: { _ = try signer.sign(message, at: time) })
        }
        for (name, microseconds) in try Stopwatch.compare(calls: 1_000, works) { print(name, microseconds) }
    }

    /// As an issue's copy leaves: the usual fields, and 20 KB of quoted-printable text.
    private static func sample() -> [UInt8] {
        let fields = """
            Date: Fri, 03 Jan 2020 09:00:00 +0000
            Message-ID: <1234.0123456789abcdef@example.org>
            To: Ana Torres <ana.torres@example.org>
            List-Unsubscribe: <https://news.example.org/unsubscribe/AAEDAAAAAAAAAAEAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAAA>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            From: MSME Newsletter <news@example.org>
            Subject: January 2020: a Caribbean network, and a study visit to Chile
            Content-Language: en
            List-Id: MSME Newsletter <msme.news.example.org>
            List-Archive: <https://news.example.org/archive/msme>
            List-Subscribe: <https://news.example.org/subscribe/msme>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="0123456789abcdef0123456789abcdef"

            """
        let line = "Officials from eleven countries spent a week on the road in Chile, an=\n"
        let body = String(repeating: line, count: 20_480 / line.utf8.count)
        return Array("\(fields)\n\(body)\n".replacing("\n", with: "\r\n").utf8)
    }
}
