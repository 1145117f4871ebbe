/// A moment in whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
///
/// The texts are those of the proleptic Gregorian calendar in UTC. As `Codable` it is its RFC 3339 text.
public struct Timestamp: Sendable, Hashable, Comparable {
    public var seconds: Int64

    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// Reads an RFC 3339 §5.6 date-time of the years 0000 to 9999 with `Z` or a numeric offset. A fraction of a second
    /// is cut off; a leap second is the first second of the next day, as in POSIX. Nil for anything else.
    public init?(rfc3339 text: String) {
        var digits = DateScanner(text.utf8)
        guard let year = digits.number(4), digits.skip("-"),
            let month = digits.number(2), (1...12).contains(month), digits.skip("-"),
            let day = digits.number(2), (1...CivilDate.days(inMonth: month, of: year)).contains(day),
            digits.skip("T") || digits.skip("t") || digits.skip(" "),
            let hour = digits.number(2), hour < 24, digits.skip(":"),
            let minute = digits.number(2), minute < 60, digits.skip(":"),
            let second = digits.number(2), second <= 60,
            digits.skipFraction(), let offset = digits.offset(), digits.isAtEnd
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        let moment = date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - offset
        // RFC 3339 §5.7: second 60 exists only at the end of a day in UTC.
        if second == 60, moment % 86_400 != 0 { return nil }
        seconds = moment
    }

    /// `2020-01-03T09:00:00Z`
    public var rfc3339: String {
        let (date, time) = civil
        return "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))T\(time)Z"
    }

    /// `Fri, 03 Jan 2020 09:00:00 +0000`, the date-time of RFC 5322 §3.3.
    public var rfc5322: String {
        let (date, time) = civil
        let weekday = Self.weekdays[Int(date.weekday)]
        let month = Self.months[Int(date.month) - 1]
        return "\(weekday), \(Self.padded(date.day, 2)) \(month) \(Self.padded(date.year, 4)) \(time) +0000"
    }

    /// `Fri, 03 Jan 2020 09:00:00 GMT`, the IMF-fixdate of RFC 9110 §5.6.7.
    public var httpDate: String { String(rfc5322.dropLast(5)) + "GMT" }

    /// The moment `seconds` later, or earlier if negative.
    public static func + (moment: Timestamp, seconds: Int64) -> Timestamp {
        Timestamp(seconds: moment.seconds + seconds)
    }

    public static func < (earlier: Timestamp, later: Timestamp) -> Bool {
        earlier.seconds < later.seconds
    }

    private var civil: (date: CivilDate, time: String) {
        let (day, second) = floorDivision(seconds, by: 86_400)
        let clock = [second / 3_600, second / 60 % 60, second % 60]
        return (CivilDate(daysSince1970: day), clock.map { Self.padded($0, 2) }.joined(separator: ":"))
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (number < 0 ? "-" : "") + zeros + digits
    }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let timestamp = Timestamp(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not a time of RFC 3339; write it like 2020-01-03T09:00:00Z or …T09:00:00-05:00")
        }
        self = timestamp
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

/// A day of the proleptic Gregorian calendar.
private struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    // The two conversions count years from 1 March, so that the leap day is the last of its year, in eras of 400
    // years, which all have 146,097 days. Within such a year the months' lengths follow (153 m + 2) / 5.

    init(daysSince1970 days: Int64) {
        let (era, dayOfEra) = floorDivision(days + Self.daysFromEraStartTo1970, by: Self.daysOfEra)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - Self.daysBefore(yearOfEra: yearOfEra)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int64 {
        let (era, yearOfEra) = floorDivision(month <= 2 ? year - 1 : year, by: 400)
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return era * Self.daysOfEra + Self.daysBefore(yearOfEra: yearOfEra) + dayOfYear - Self.daysFromEraStartTo1970
    }

    /// 0 is Sunday; 1970-01-01 was a Thursday.
    var weekday: Int64 {
        floorDivision(daysSince1970 + 4, by: 7).remainder
    }

    static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static let daysOfEra: Int64 = 146_097
    /// From 0000-03-01 to 1970-01-01.
    private static let daysFromEraStartTo1970: Int64 = 719_468

    private static func daysBefore(yearOfEra year: Int64) -> Int64 {
        365 * year + year / 4 - year / 100
    }
}

private func floorDivision(_ number: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// Takes the parts of a date off the front of a text; a part that is not there takes nothing.
private struct DateScanner {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// A number of exactly `count` digits.
    mutating func number(_ count: Int) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
        rest.removeFirst(count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// False for a dot without digits.
    mutating func skipFraction() -> Bool {
        guard skip(".") else { return true }
        let digits = rest.prefix(while: Self.isDigit)
        rest.removeFirst(digits.count)
        return !digits.isEmpty
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"),
            let hours = number(2), hours < 24, skip(":"),
            let minutes = number(2), minutes < 60
        else { return nil }
        return (hours * 3_600 + minutes * 60) * (isEast ? 1 : -1)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
