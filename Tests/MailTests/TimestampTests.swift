import Foundation
import Mail
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000"),
        (-1, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 +0000"),
        (1_578_042_000, "2020-01-03T09:00:00Z", "Fri, 03 Jan 2020 09:00:00 +0000"),
        (951_782_399, "2000-02-28T23:59:59Z", "Mon, 28 Feb 2000 23:59:59 +0000"),
        (951_782_400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 +0000"),
        (-2_203_891_200, "1900-03-01T00:00:00Z", "Thu, 01 Mar 1900 00:00:00 +0000"),
        (4_107_542_400, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 +0000"),
        (-62_167_219_200, "0000-01-01T00:00:00Z", "Sat, 01 Jan 0000 00:00:00 +0000"),
        (253_402_300_799, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 +0000"),
    ])
    func bothTexts(seconds: Int64, rfc3339: String, rfc5322: String) {
        let moment = Timestamp(seconds: seconds)
        #expect(moment.rfc3339 == rfc3339)
        #expect(moment.rfc5322 == rfc5322)
        #expect(Timestamp(rfc3339: rfc3339) == moment)
    }

    /// Every day of 1840 to 2250, counted by hand instead of by formula.
    @Test func everyDayFollowsTheLast() throws {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let start = try #require(Timestamp(rfc3339: "1840-01-01T12:34:56Z"))
        var moment = start
        var wrong: [String] = []
        for year in 1840..<2250 {
            let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            for (month, days) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for day in 1...days {
                    let text = "\(year)-\(twoDigits(month + 1))-\(twoDigits(day))T12:34:56Z"
                    // 1840-01-01 was a Wednesday.
                    let weekday = weekdays[Int((moment.seconds - start.seconds) / 86_400 + 3) % 7]
                    let isRight =
                        moment.rfc3339 == text && Timestamp(rfc3339: text) == moment
                        && moment.rfc5322.hasPrefix(weekday)
                    if !isRight { wrong.append(text) }
                    moment = moment + 86_400
                }
            }
        }
        #expect(wrong == [])
    }

    private func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    @Test(arguments: [
        ("2020-01-03T04:00:00-05:00", "2020-01-03T09:00:00Z"),
        ("2020-01-01T00:30:00+01:00", "2019-12-31T23:30:00Z"),
        ("2020-01-03t09:00:00z", "2020-01-03T09:00:00Z"),
        ("2020-01-03 09:00:00.999-00:00", "2020-01-03T09:00:00Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        ("2016-12-31T15:59:60-08:00", "2017-01-01T00:00:00Z"),
    ])
    func readsOffsetsFractionsAndLeapSeconds(text: String, same: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == same)
    }

    @Test(arguments: [
        "", "2020-01-03", "2020-01-03T09:00:00", "2020-01-03T09:00Z", "2020-1-3T09:00:00Z", "2020-13-01T00:00:00Z",
        "2020-00-01T00:00:00Z", "2020-02-30T00:00:00Z", "2019-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
        "2020-04-31T00:00:00Z", "2020-01-03T24:00:00Z", "2020-01-03T09:60:00Z", "2020-01-03T09:00:61Z",
        "2020-01-03T09:00:60Z", "2020-01-03T09:00:00+1:00", "2020-01-03T09:00:00+24:00", "2020-01-03T09:00:00.Z",
        "2020-01-03T09:00:00Z ", "2020-01-03T09:00:00ZZ", "+2020-01-03T09:00:00Z", "２020-01-03T09:00:00Z",
        "2020-01-03T09:00:00Z\0",
    ])
    func refusesWhatIsNoTime(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func comparesAndCodesAsText() throws {
        let moment = Timestamp(seconds: 1_578_042_000)
        #expect(moment < moment + 1)
        #expect(moment + -1 < moment)
        let json = try JSONEncoder().encode([moment])
        #expect(String(decoding: json, as: UTF8.self) == #"["2020-01-03T09:00:00Z"]"#)
        #expect(try JSONDecoder().decode([Timestamp].self, from: json) == [moment])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data(#"["soon"]"#.utf8))
        }
    }
}
