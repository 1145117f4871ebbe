import Foundation
import Testing

@testable import Signing

@Suite struct RelaxedFormTests {
    private func header(_ field: String) -> String {
        var bytes: [UInt8] = []
        RelaxedForm.append(field: Array(field.utf8).span, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func body(_ body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        RelaxedForm.forEachPiece(ofBody: body.span) { piece in piece.withUnsafeBytes { bytes += $0 } }
        return bytes
    }

    @Test(arguments: [
        // RFC 6376 §3.4.5
        ("A: X\r\n", "a:X\r\n"), ("B : Y\t\r\n\tZ  \r\n", "b:Y Z\r\n"),
        ("SUBJect: AbC\r\n", "subject:AbC\r\n"), ("Subject:\r\n folded\r\n", "subject:folded\r\n"),
        ("Subject: a\r\n \r\n b\r\n", "subject:a b\r\n"), ("Subject: a: b\r\n", "subject:a: b\r\n"),
        ("Subject:\r\n", "subject:\r\n"), ("Subject: \t \r\n", "subject:\r\n"), ("Subject", "subject:\r\n"),
        ("Subject: no end", "subject:no end\r\n"),
        ("To: José <jose@example.org>\r\n", "to:José <jose@example.org>\r\n"),
    ])
    func `header fields`(field: String, expected: String) {
        #expect(header(field) == expected)
    }

    @Test(arguments: [
        // RFC 6376 §3.4.5
        (" C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n"),
        // §3.4.4: an empty body stays empty, and one of empty lines or white space is empty.
        ("", ""), ("\r\n", ""), ("\r\n\r\n", ""), (" \t\r\n  \r\n", ""),
        ("a", "a\r\n"), ("a\r\n", "a\r\n"), ("a \t", "a\r\n"), ("a\r\n \r\n\t\r\n", "a\r\n"),
        ("\r\n\r\na\r\n", "\r\n\r\na\r\n"), ("a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"), ("a\r\n \t\r\nb", "a\r\n\r\nb\r\n"),
        ("\ta\tb\r\n", " a b\r\n"), ("a  b \t c\r\n", "a b c\r\n"), ("a \rb\r\n", "a \rb\r\n"),
        ("0123456789abcdef  0123456789abcde \r\nx", "0123456789abcdef 0123456789abcde\r\nx\r\n"),
    ])
    func `bodies`(text: String, expected: String) {
        #expect(String(decoding: body(Array(text.utf8)), as: UTF8.self) == expected)
    }

    /// Eight bytes are looked at together: a gap must be seen at each place among them, and across two such groups.
    @Test func `a gap is seen wherever it stands`() {
        for gap in ["  ", "\t", " \t ", " \r\n"] {
            for before in 0..<40 {
                for after in 1..<20 {
                    let text = [UInt8](repeating: 0x78, count: before)
                    let tail = [UInt8](repeating: 0x79, count: after)
                    let middle = gap == " \r\n" ? "\r\n" : " "
                    #expect(body(text + gap.utf8 + tail) == text + middle.utf8 + tail + "\r\n".utf8)
                }
            }
        }
    }

    @Test func `the form of a form is itself`() {
        var generator = Numbers()
        for _ in 0..<2_000 {
            let count = Int.random(in: 0..<200, using: &generator)
            let bytes = (0..<count).flatMap { _ -> [UInt8] in
                [
                    [0x61], [0x20], [0x09], [0x0D, 0x0A], [0x62, 0xC3, 0x80], [0xFF], [0xA0, 0x89], [0x00, 0x1F, 0x21],
                ].randomElement(using: &generator) ?? []
            }
            let form = body(bytes)
            #expect(form == simpleForm(bytes))
            #expect(body(form) == form)
        }
    }

    /// The same by lines, as the RFC puts it, and slowly.
    private func simpleForm(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes.map(UInt16.init), as: UTF16.self)  // any byte as a character
        var lines = text.components(separatedBy: "\r\n").map { line in
            let isIndented = line.first == " " || line.first == "\t"
            let words = line.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
            return isIndented && !words.isEmpty ? " " + words : words
        }
        while lines.last == "" { lines.removeLast() }
        return lines.map { $0 + "\r\n" }.joined().utf16.map(UInt8.init)
    }

    /// Always the same numbers (SplitMix64), so that a failure comes again.
    private struct Numbers: RandomNumberGenerator {
        private var state: UInt64 = 1

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var number = state
            number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
            number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
            return number ^ number >> 31
        }
    }
}
