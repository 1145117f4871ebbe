import Foundation

/// Times pieces of work against each other.
enum Stopwatch {
    /// Microseconds of CPU a call, as `openssl speed` counts: what else the machine does takes no part in it. The median
    /// of five rounds, in each of which every work has its turn.
    static func compare(
        calls: Int, _ works: [(name: String, work: () throws -> Void)]
    ) throws -> [(name: String, microseconds: Double)] {
        var times = [[Double]](repeating: [], count: works.count)
        for _ in 0..<5 {
            for (index, work) in works.enumerated() {
                let start = processorSeconds()
                for _ in 0..<calls { try work.work() }
                times[index].append((processorSeconds() - start) * 1e6 / Double(calls))
            }
        }
        return zip(works, times).map { work, times in (work.name, times.sorted()[times.count / 2]) }
    }

    private static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
