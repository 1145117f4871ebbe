import Foundation
import Testing

@testable import CSV

/// Reads `bytes` in pieces of `size`.
func read(_ bytes: [UInt8], piece size: Int = .max, delimiter: CSVDelimiter? = nil) throws(CSVError) -> [CSVRecord] {
    var reader = CSVReader(file: "t.csv", delimiter: delimiter)
    var records: [CSVRecord] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        records += try reader.feed(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
    }
    return records + (try reader.finish())
}

struct CSVReaderTests {
    @Test(arguments: [
        ("", []),
        ("email", [["email"]]),
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
        ("a\tb\r1\t2", [["a", "b"], ["1", "2"]]),
        ("a|b,c|d\n|\n", [["a", "b,c", "d"], ["", ""]]),
        ("\"x,y,z\";\"b\";c\n1;2;3\n", [["x,y,z", "b", "c"], ["1", "2", "3"]]),
        ("\"a \"\",,,\"\" b\";c\n", [["a \",,,\" b", "c"]]),
        ("a\n\"one\ntwo\r\nthree\"\n", [["a"], ["one\ntwo\r\nthree"]]),
        ("a,b\n\"say \"\"hi\"\"\",\"\"\n", [["a", "b"], ["say \"hi\"", ""]]),
        ("a,b\n5\" disk,\"x\"y\"\n", [["a", "b"], ["5\" disk", "xy\""]]),
        ("\n\r\n\"a\";b\n\n\n1;2\n\n", [["a", "b"], ["1", "2"]]),
        ("a\n\"\"\n", [["a"], [""]]),
        ("a,b\n1,", [["a", "b"], ["1", ""]]),
        ("\u{FEFF}\"e;mail\",name\nñ,€\n", [["e;mail", "name"], ["ñ", "€"]]),
    ])
    func readsInAnyPieces(text: String, expected: [[String]]) throws {
        for size in [1, 2, 3, 7, Int.max] {
            #expect(try read(Array(text.utf8), piece: size).map(\.fields) == expected, "in pieces of \(size)")
        }
    }

    @Test func countsLinesByAnyEnding() throws {
        let text = "h\r\n\r\n\"a\nb\r\nc\rd\"\r\ne\rf\n\n\"g\r\"\nz"
        for size in [1, 2, Int.max] {
            #expect(try read(Array(text.utf8), piece: size).map(\.line) == [1, 3, 7, 8, 10, 12])
        }
    }

    @Test func takesAGivenDelimiter() throws {
        for mark in ["", "\u{FEFF}"] {
            let text = Array("\(mark)a,b;c\n".utf8)
            #expect(try read(text, piece: 1, delimiter: .semicolon).map(\.fields) == [["a,b", "c"]])
        }
    }

    @Test func readsWindows1252() throws {
        let bytes =
            Array("email,name\na,plain\nb,Jos".utf8) + [0xE9, 0x20, 0x80, 0x81, 0x0A] + [0x63, 0x2C, 0xC3, 0xA9]
        for size in [1, Int.max] {
            let records = try read(bytes, piece: size)
            #expect(records.map(\.fields.last) == ["name", "plain", "José €\u{81}", "Ã©"])
        }
    }

    @Test func oneBadRecordLeavesAFileUTF8() throws {
        let bytes = Array("n\né\n".utf8) + [0xE9, 0x0A] + Array("ü\n".utf8)
        var reader = CSVReader(file: "t.csv")
        #expect(try reader.feed(bytes).map(\.fields) == [["n"], ["é"], ["é"], ["ü"]])
        #expect(reader.encoding == .utf8 && reader.delimiter == .comma)
    }

    @Test func refusesUTF16() {
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            let error = #expect(throws: CSVError.self) { try read(mark + [0x61, 0], piece: 1) }
            #expect(error?.message.contains("UTF-16") == true)
        }
    }

    @Test(arguments: [
        ("a,b\n1,\"open\n2,3\n", 2), ("a,b\n\"x\n\ny\",\"z\n\n", 4), ("\"a", 1), ("\n\na;\"b\n", 3),
    ])
    func namesWhereAnUnclosedQuoteOpened(text: String, line: Int) {
        for size in [1, Int.max] {
            let error = #expect(throws: CSVError.self) { try read(Array(text.utf8), piece: size) }
            #expect(error?.line == line)
            #expect(
                error?.description.hasPrefix("t.csv:\(line): the quoted field that opens in this line is never") == true
            )
        }
    }

    @Test func boundsRecords() throws {
        let long = [UInt8](repeating: 0x61, count: CSVReader.recordLimit - 10)
        let head = Array("h\n".utf8)
        #expect(try read(head + long + [0x0A] + long, piece: 4096).count == 3)
        for (start, line, message) in [("\n", 2, "longer"), ("x\n\"\n", 3, "1 MiB"), ("\n,", 2, "longer")] {
            let filler: UInt8 = start == "\n," ? 0x2C : 0x61
            let bytes = Array(("h" + start).utf8) + [UInt8](repeating: filler, count: CSVReader.recordLimit + 1)
            let error = #expect(throws: CSVError.self) { try read(bytes, piece: 4096) }
            #expect(error?.line == (start.contains("\"") ? 2 : line) && error?.message.contains(message) == true)
        }
        let error = #expect(throws: CSVError.self) { try read(long + long, piece: 4096) }
        #expect(error?.message.contains("first line") == true)
    }

    @Test func readsFilesPieceByPiece() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "csv-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let rows = (0..<20_000).map { "reader\($0)@example.org;Ñandú \($0)\r\n" }.joined()
        try Data(("email;name\r\n" + rows).utf8).write(to: URL(filePath: path))
        var file = try CSVFile(path: path)
        var count = 0
        while let record = try file.next() {
            count += 1
            #expect(record.line == count && record.fields.count == 2)
            if count == 20_001 { #expect(record.fields == ["reader19999@example.org", "Ñandú 19999"]) }
        }
        #expect(count == 20_001 && file.encoding == .utf8 && file.delimiter == .semicolon)
        #expect(throws: CSVError.self) { try CSVFile(path: path + ".absent") }
        #expect(throws: CSVError.self) {
            var folder = try CSVFile(path: FileManager.default.temporaryDirectory.path)
            _ = try folder.next()
        }
    }
}
