import Mail
import Outbox
import Web

/// How `serve` is, and the mail that it shares the store with.
final class Monitor: SiteMonitor {
    /// Seconds for which system mail may be due: `serve` itself sends it, within seconds.
    private static let letterPatience: Int64 = 600

    private let probe: StoreProbe
    private let requests: RequestFigures
    private let lateAfter: Int64
    private let started: Timestamp

    /// - Parameter lateAfter: seconds for which copies may be due without a sender.
    init(_ probe: StoreProbe, _ requests: RequestFigures, lateAfter: Int64, started: Timestamp) {
        self.probe = probe
        self.requests = requests
        self.lateAfter = lateAfter
        self.started = started
    }

    func troubles(now: Timestamp) -> [String] {
        guard let figures = probe.figures(now: now) else { return ["the store does not answer"] }
        var troubles: [String] = []
        // A `send` from cron is not there most of the time, and one that waits for its relay still looks after its issues:
        // only both together mean that nobody comes.
        if let due = figures.nextCopy, due + lateAfter < now, (figures.issuesActive ?? due) + lateAfter < now {
            troubles.append("an issue has been due for \(now.seconds - due.seconds) s and no mailer send is at work")
        }
        if let due = figures.nextLetter, due + Self.letterPatience < now, started + Self.letterPatience < now {
            troubles.append("system mail has been due for \(now.seconds - due.seconds) s and is not sent")
        }
        return troubles
    }

    func metrics(now: Timestamp) -> String {
        var page = Exposition()
        page.add("mailer_build_info", .gauge, "The program's version.", [.init(["version": version], 1)])
        page.add(
            "process_start_time_seconds", .gauge, "When mailer serve began, in seconds since 1970.",
            [.init([:], Double(started.seconds))])
        let counts = requests.counts
        page.add(
            "mailer_http_requests_total", .counter, "Requests that were answered, since mailer serve began.",
            counts.statuses.sorted { $0.key < $1.key }.map { .init(["code": "\($0.key)"], Double($0.value)) })
        page.addHistogram(
            "mailer_http_request_duration_seconds", "How long it took to make an answer.",
            bounds: RequestFigures.bounds, counts: counts.durations, sum: counts.seconds)
        let figures = probe.figures(now: now)
        page.add(
            "mailer_store_up", .gauge, "Whether the store answers; without it there are no figures of mail.",
            [.init([:], figures == nil ? 0 : 1)])
        if let figures { add(figures, to: &page, now: now) }
        return page.text
    }

    private func add(_ figures: QueueFigures, to page: inout Exposition, now: Timestamp) {
        page.add(
            "mailer_queue_deliveries", .gauge, "Mail that is not done, by kind and state; paused issues too.",
            figures.depths.map { .init(["kind": $0.kind, "state": $0.state], Double($0.count)) })
        let ages = [("issue", figures.nextCopy), ("letter", figures.nextLetter)]
        page.add(
            "mailer_queue_oldest_due_age_seconds", .gauge,
            "For how long the oldest mail has been due; 0 when none is. Paused issues don't count.",
            ages.map { .init(["kind": $0.0], Double(max(0, now.seconds - ($0.1 ?? now).seconds))) })
        page.add(
            "mailer_issues", .gauge, "Issues by state.",
            figures.issues.sorted { $0.key < $1.key }.map { .init(["state": $0.key], Double($0.value)) })
        page.add(
            "mailer_delivery_outcomes_total", .counter, "Outcomes of attempts, since the database was made.",
            figures.tallies.filter { $0.name == "issue" || $0.name == "letter" }.map {
                .init(["kind": $0.name, "outcome": $0.label, "reason": $0.reason], Double($0.count))
            })
        page.add(
            "mailer_messages_sent_last_minute", .gauge, "Messages that were sent in the last minute.",
            [.init([:], Double(figures.sentLately))])
        let latency = Dictionary(
            uniqueKeysWithValues: figures.tallies.filter { $0.name == "latency" }.map { ($0.label, $0.count) })
        let bounds = QueueFigures.latencyBounds
        page.addHistogram(
            "mailer_delivery_duration_seconds", "From handing a message to the relay's connection to its outcome.",
            bounds: bounds.map { Double($0) / 1_000 },
            counts: (bounds.map(String.init) + ["more"]).map { latency[$0] ?? 0 },
            sum: Double(latency["sum"] ?? 0) / 1_000)
        page.add(
            "mailer_subscriptions", .gauge, "Subscriptions by state.", samples(figures, "subscription", label: "state"))
        page.add(
            "mailer_bounces_total", .counter, "What came back after the relay had taken it, by class.",
            samples(figures, "bounce", label: "class"))
    }

    private func samples(_ figures: QueueFigures, _ name: String, label: String) -> [Exposition.Sample] {
        figures.tallies.filter { $0.name == name }.map {
            let labels: KeyValuePairs<String, String> = label == "state" ? ["state": $0.label] : ["class": $0.label]
            return .init(labels, Double($0.count))
        }
    }
}
