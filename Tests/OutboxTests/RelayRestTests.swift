import Mail
import Testing

@testable import Outbox

struct RelayRestTests {
    @Test func `rests double up to a minute, and failures during one count once`() {
        var rest = RelayRest()
        var now = Timestamp(seconds: 1_000)
        var waits: [Int64] = []
        for _ in 0..<9 {
            rest.failed(now: now)
            rest.failed(now: now)
            #expect(!rest.isOver(now))
            let until = rest.until ?? now
            waits.append(until.seconds - now.seconds)
            now = until
            #expect(rest.isOver(now))
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        #expect(rest.failuresInARow == 9)
        rest.succeeded()
        #expect(rest.isOver(now) && rest.failuresInARow == 0)
    }
}
