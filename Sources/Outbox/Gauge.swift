import Mail

/// Messages a second over the last five to ten seconds.
struct Gauge {
    private static let span: Int64 = 5

    private var began = Timestamp(seconds: 0)
    private var count = 0
    private var before = 0

    mutating func count(_ more: Int, _ now: Timestamp) {
        if now.seconds - began.seconds >= Self.span || now < began {
            before = now.seconds - began.seconds < 2 * Self.span && now >= began ? count : 0
            (began, count) = (now, 0)
        }
        count += more
    }

    func rate(_ now: Timestamp) -> Double {
        let age = max(0, now.seconds - began.seconds)
        if age >= 2 * Self.span { return 0 }
        return Double(count + before) / Double(max(1, min(age, Self.span) + (before > 0 ? Self.span : 0)))
    }
}
