import Foundation
import Outbox

/// Shows how a send goes on: one line that rewrites itself on a terminal, else a log line a minute.
final class Progress {
    private let console: Console
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let started = ContinuousClock.now
    /// Copies that wait. Counting many takes its time: then it is asked every five seconds, and in between what was sent is
    /// taken off.
    private let waiting: () throws -> Int
    private var counted: (waiting: Int, sent: Int, at: ContinuousClock.Instant)?
    private var shown: ContinuousClock.Instant
    private var trouble: (text: String, seen: ContinuousClock.Instant)?
    private var wait: String?
    private var hasLine = false
    private var last: SendSummary?
    private var samples: [(at: ContinuousClock.Instant, sent: Int)]

    init(_ console: Console, waiting: @escaping () throws -> Int) {
        self.console = console
        self.waiting = waiting
        shown = started
        samples = [(started, 0)]
    }

    func show(_ summary: SendSummary) throws {
        guard !console.isQuiet else { return }
        let now = ContinuousClock.now
        if let trouble = summary.queueTrouble ?? summary.relayTrouble { tell(trouble, now) }
        tellOfWait(summary)
        guard now - shown >= (isTerminal ? .milliseconds(250) : .seconds(60)) else { return }
        shown = now
        let waiting = try waits(summary, now)
        let isIdle = waiting == 0 && summary == last
        last = summary
        if isIdle { return }
        let line = line(summary, rate: rate(summary, now), waiting: waiting)
        if isTerminal {
            // Back to the start of the line, and clear what a longer one left.
            Console.remark("\r\(line)\u{1b}[K")
            hasLine = true
        } else {
            console.note(line)
        }
    }

    private func waits(_ summary: SendSummary, _ now: ContinuousClock.Instant) throws -> Int {
        if let counted, counted.waiting > 50_000, now - counted.at < .seconds(5) {
            return max(0, counted.waiting - (summary.sent - counted.sent))
        }
        let count = try waiting()
        counted = (count, summary.sent, now)
        return count
    }

    /// One line when mail that is due begins to wait for a limit, for whoever watches.
    private func tellOfWait(_ summary: SendSummary) {
        guard summary.waitsFor != wait else { return }
        wait = summary.waitsFor
        guard let wait, let due = summary.nextDue, due.seconds - Session.now().seconds >= 60 else { return }
        end()
        console.note("\(wait); more goes out at \(due.rfc3339)")
    }

    /// One line for a trouble that lasts, or that comes and goes.
    private func tell(_ text: String, _ now: ContinuousClock.Instant) {
        if let trouble, trouble.text == text, now - trouble.seen < .seconds(120) {
            self.trouble?.seen = now
            return
        }
        trouble = (text, now)
        end()
        console.note(text)
    }

    /// Ends the line, so that whatever is written next stands on its own.
    func end() {
        if hasLine { Console.remark("\n") }
        hasLine = false
    }

    /// Messages a second over the last ten seconds, so that a rest before doesn't count.
    private func rate(_ summary: SendSummary, _ now: ContinuousClock.Instant) -> Double {
        samples.append((now, summary.sent))
        while samples.count > 2, now - samples[1].at >= .seconds(10) { samples.removeFirst() }
        let (from, sent) = samples[0]
        return Double(summary.sent - sent) / max((now - from) / .seconds(1), 1)
    }

    private func line(_ summary: SendSummary, rate: Double, waiting: Int) -> String {
        var parts = ["sent \(summary.sent)", "waiting \(waiting)", "\(Int(rate.rounded()))/s"]
        if rate > 0, waiting > 0 { parts.append("\(Progress.duration(Double(waiting) / rate)) left") }
        if summary.deferred > 0 { parts.append("deferred \(summary.deferred)") }
        if summary.failed > 0 { parts.append("failed \(summary.failed)") }
        return parts.joined(separator: ", ")
    }

    private static func duration(_ seconds: Double) -> String {
        let total = Int(seconds.rounded(.up))
        if total >= 3600 { return "\(total / 3600) h \(total / 60 % 60) min" }
        return total >= 60 ? "\(total / 60) min \(total % 60) s" : "\(total) s"
    }
}
