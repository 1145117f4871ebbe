import Testing

@Suite struct QueueHistoryTests {
    @Test(arguments: 1...3 as ClosedRange<UInt64>) func whateverHappensTheQueueAddsUp(_ seed: UInt64) throws {
        var history = try QueueHistory(seed: seed)
        for _ in 0..<200 {
            try history.step()
        }
        try history.finish()
    }
}
