import Foundation
import Mail
import Testing

@testable import Signing

@Suite struct DKIMSignerTests {
    private let time = Timestamp(seconds: 1_578_042_000)
    private let message = DKIMFixture.message(
        "Date: Fri, 03 Jan 2020 09:00:00 +0000", "From: Newsletter <news@example.org>", "To: ana@example.org",
        "Subject: News", " of  January", "List-Id: first", "X-Other: unsigned", "List-Id: second",
        "MIME-Version: 1.0", "", "Dear Ana, ", "", "good\tnews.", "", "")

    private func sign(_ message: [UInt8], _ signatories: DKIMSignatory...) throws -> String {
        String(decoding: try DKIMSigner(signatories).sign(message, at: time), as: UTF8.self)
    }

    /// The signature fields, without white space.
    private func fields(_ message: [UInt8], _ signatories: DKIMSignatory...) throws -> [String] {
        let signed = try DKIMSigner(signatories).sign(message, at: time)
        #expect(signed.suffix(message.count) == message[...])
        let fields = String(decoding: signed.dropLast(message.count), as: UTF8.self)
        return fields.components(separatedBy: "DKIM-Signature:").dropFirst().map { $0.filter { !$0.isWhitespace } }
    }

    /// Both algorithms are deterministic. dkimpy has verified these bytes.
    @Test func `two keys sign twice, in front of the message`() throws {
        let signed = try sign(
            message, DKIMFixture.signatory("example.org", "rsa", key: "rsa-1024"),
            DKIMFixture.signatory("example.org", "ed"))
        let expected = """
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=rsa;
             t=1578042000; h=From:From:To:To:Cc:Reply-To:Subject:Subject:Date:Date:
             Message-ID:MIME-Version:MIME-Version:Content-Type:
             Content-Transfer-Encoding:List-Id:List-Id;
             bh=DtWqLuHxPptg22DdVcuMEVofw8miPtEJBajRD8smebQ=; b=KDE2GPSoarTCo6IbIsqulDn1
             tNOdK4qzH9YXYwZoi7LrTcxhCuUyFKzCbLHsel/eLNmAopTTWXBhB7ldKMkCIB/aDx9Zy/jlwKM
             MkHhRn3pxJYABqt4JidNI3B4RYwEhqJtNqM8btOjzOpM36+m6/YGCAIx0EgLKdxlm/13hkYY=
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.org;
             s=ed; t=1578042000; h=From:From:To:To:Cc:Reply-To:Subject:Subject:Date:
             Date:Message-ID:MIME-Version:MIME-Version:Content-Type:
             Content-Transfer-Encoding:List-Id:List-Id;
             bh=DtWqLuHxPptg22DdVcuMEVofw8miPtEJBajRD8smebQ=; b=EBx5yikgj64PaBL6XQrwVuZa
             MuG2hkYWu70DME/ZtN5A42Kfonkep9xJ5nUddLsxe5ne12nQKNghaxXe446wDg==

            """.replacing("\n", with: "\r\n")
        #expect(signed == expected + String(decoding: message, as: UTF8.self))
    }

    @Test func `fields that stand twice are named twice, and singular ones once more than they are there`() throws {
        let field = try #require(fields(message, DKIMFixture.signatory("example.org", "ed")).first)
        #expect(
            field.contains(
                """
                h=From:From:To:To:Cc:Reply-To:Subject:Subject:Date:Date:Message-ID:MIME-Version:MIME-Version:\
                Content-Type:Content-Transfer-Encoding:List-Id:List-Id;
                """))
    }

    @Test(arguments: [
        ["From: a@example.org", ""], ["From: a@example.org"], ["From: a@example.org", "", " ", "", "\t"],
    ])
    func `an empty body has the hash of nothing`(lines: [String]) throws {
        let message = Array(lines.map { $0 + "\r\n" }.joined().utf8)
        let field = try #require(fields(message, DKIMFixture.signatory("example.org", "ed")).first)
        // RFC 6376 §3.4.4
        #expect(field.contains("bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;"))
    }

    @Test func `what relaxed forms forgive changes no signature`() throws {
        let signatory = try DKIMFixture.signatory("example.org", "ed")
        let moved = DKIMFixture.message(
            "From:\tNewsletter\t<news@example.org> ", "date:  Fri, 03 Jan 2020 09:00:00 +0000", "To: ana@example.org",
            "List-Id:first", "Subject: News of", "\tJanuary", "List-Id: second", "MIME-Version: 1.0", "",
            "Dear Ana,", "  ", "good news.")
        let field = try fields(moved, signatory)
        #expect(try field == fields(message, signatory))
    }

    @Test func `each byte of what is signed counts`() throws {
        let signatory = try DKIMFixture.signatory("example.org", "ed")
        let signature = try fields(message, signatory)
        let text = String(decoding: message, as: UTF8.self)
        for (old, new) in [
            ("Fri", "fri"), ("<news@", "<newt@"), ("ana@", "anna@"), ("News\r\n", "New\r\n"), ("Id: first", "Id: fist"),
            ("Dear Ana", "DearAna"), ("news.", "news!"), ("Ana, \r\n\r\n", "Ana, \r\n"), ("MIME-", "X-MIME-"),
        ] {
            #expect(try fields(Array(text.replacing(old, with: new).utf8), signatory) != signature, "\(old)")
        }
        #expect(try fields(Array(text.replacing("unsigned", with: "changed").utf8), signatory) == signature)
    }

    @Test(arguments: [
        ("From: Newsletter <news@example.net>", ["net"]), ("From: news@EXAMPLE.NET", ["net"]),
        ("From: \"a@example.org\" <news@example.net>", ["net"]),
        ("From: Newsletter\r\n <news@example.net>\r\n", ["net"]),
        ("From: news@elsewhere.test", ["org", "net"]), ("Subject: no author", ["org", "net"]),
    ])
    func `the author's domain chooses the keys`(from: String, selectors: [String]) throws {
        let message = DKIMFixture.message(from, "", "text")
        let found = try fields(
            message, DKIMFixture.signatory("example.org", "org"), DKIMFixture.signatory("example.net", "net"))
        #expect(
            found.map { $0.split(separator: ";").first { $0.hasPrefix("s=") }?.dropFirst(2) }
                == selectors.map { $0[...] })
    }

    @Test func `without keys a message stays as it is`() throws {
        #expect(try DKIMSigner([]).sign(message, at: time) == message)
    }

    @Test func `no line is longer than 76`() throws {
        let domain = "a-rather-long-name-of-a-host.and-another-one-above-it.example.org"
        let signed = try sign(
            message, DKIMFixture.signatory(domain, "selector-2020a", key: "rsa-1024"),
            DKIMFixture.signatory(domain, "selector-2020b"))
        #expect(signed.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
    }

    /// What one message leaves behind must not reach the next.
    @Test func `a signer signs alike however often`() throws {
        let signer = try DKIMSigner([
            DKIMFixture.signatory("example.org", "ed"), DKIMFixture.signatory("example.org", "rsa", key: "rsa-1024"),
        ])
        let other = DKIMFixture.message("From: x@example.net", "Subject: other", "", "other")
        let first = try signer.sign(message, at: time)
        let second = try signer.sign(other, at: time)
        for _ in 0..<20 {
            #expect(try signer.sign(message, at: time) == first)
            #expect(try signer.sign(other, at: time) == second)
        }
    }
}
