import Mail
import Testing

@testable import Outbox

struct BreakerTests {
    @Test func `rests double up to a minute, and failures during one count once`() {
        var breaker = Breaker()
        var now = Timestamp(seconds: 1_000)
        var waits: [Int64] = []
        for _ in 0..<9 {
            breaker.failed(now: now)
            breaker.failed(now: now)
            #expect(breaker.isResting(now))
            let until = breaker.until ?? now
            waits.append(until.seconds - now.seconds)
            now = until
            #expect(!breaker.isResting(now))
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        #expect(breaker.failuresInARow == 9)
        breaker.succeeded()
        #expect(!breaker.isResting(now) && breaker.failuresInARow == 0)
    }
}
