import Foundation

/// One line on a terminal that says how far an import is: rows, rate, and the time that is left.
final class ImportProgress {
    private let isShown: Bool
    private let started = ContinuousClock.now
    private var shown: ContinuousClock.Instant
    private var hasLine = false

    init(_ console: Console) {
        isShown = !console.isQuiet && isatty(STDERR_FILENO) == 1
        shown = started
    }

    /// - Parameter progress: how much of the file is done, from 0 to 1; nil when nobody knows.
    func show(rows: Int, progress: Double?) {
        let now = ContinuousClock.now
        guard isShown, now - shown >= .milliseconds(250) else { return }
        shown = now
        let elapsed = (now - started) / .seconds(1)
        FileHandle.standardError.write(
            Data("\r\(ImportProgress.line(rows: rows, progress: progress, seconds: elapsed))\u{1b}[K".utf8))
        hasLine = true
    }

    /// Ends the line, so that whatever is written next stands on its own.
    func end() {
        if hasLine { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
        hasLine = false
    }

    static func line(rows: Int, progress: Double?, seconds: Double) -> String {
        var parts = ["\(rows) rows", "\(Int(Double(rows) / max(seconds, 0.001)))/s"]
        if let progress, progress > 0 {
            let left = Int((seconds / progress * (1 - progress)).rounded(.up))
            parts.insert("\(Int(progress * 100)) %", at: 0)
            parts.append(left >= 60 ? "\(left / 60) min \(left % 60) s left" : "\(left) s left")
        }
        return parts.joined(separator: ", ")
    }
}
