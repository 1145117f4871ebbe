import Testing

@testable import CSV

struct CSVWriterTests {
    @Test(arguments: [
        (["a", "b c", ""], "a,b c,\r\n"),
        (["a,b", "c\"d", "e\r\nf", "g;h"], "\"a,b\",\"c\"\"d\",\"e\r\nf\",\"g;h\"\r\n"),
        (["=1+1", "+5", "-5", "@x", "a=b"], "'=1+1,'+5,'-5,'@x,a=b\r\n"),
        (["\t=1", "\r=1", "=a,\"b\""], "\"'\t=1\",\"'\r=1\",\"'=a,\"\"b\"\"\"\r\n"),
        ([""], "\"\"\r\n"),
        (["é", "€"], "é,€\r\n"),
    ])
    func writes(fields: [String], expected: String) {
        #expect(String(decoding: CSVWriter().record(fields), as: UTF8.self) == expected)
    }

    @Test(arguments: ["=1", "'=1", "''@x", "'", "'a", "a", "", "-5", "\t=1", "\r=1", "'\r\n"])
    func aGuardComesOffAgain(field: String) throws {
        let record = try #require(read(CSVWriter().record([field, "x"]), piece: .max).first)
        #expect(CSVWriter.unguarded(record.fields[0]) == field)
    }

    @Test(arguments: CSVDelimiter.allCases)
    func readsBackWhatItWrote(delimiter: CSVDelimiter) throws {
        let table = [
            ["email", "a;b|c,d\te", "x"], ["-1", "=\"q\"", ""], ["", "", ""], ["l1\nl2\r\nl3\r", " sp ", "'"],
            ["ñ€𝄞", "\"", "\"\""],
        ]
        let writer = CSVWriter(delimiter: delimiter, guardsFormulas: false)
        let bytes = table.flatMap(writer.record)
        for size in [1, 5, Int.max] { #expect(try read(bytes, piece: size).map(\.fields) == table) }
    }
}
