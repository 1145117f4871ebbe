import Mail
import Newsletter

/// An issue as `issue show` and `report` print it: the same figures for people and for programs.
struct IssueModel: Encodable {
    var issue, list, subject, state: String
    var pauseReason: String?
    var counts: [String: Int]
    var possibleDuplicates: Int
    var createdAt: Timestamp
    var scheduledAt, startedAt, finishedAt: Timestamp?
    var relays: [TrafficModel.Relay]?
    var lanes: [TrafficModel.Lane]?
    private let trafficRows: [[String]]

    private enum CodingKeys: CodingKey {
        case issue, list, subject, state, pauseReason, counts, possibleDuplicates, createdAt, scheduledAt, startedAt
        case finishedAt, relays, lanes
    }

    init(_ issue: Issue, _ counts: DeliveryCounts, traffic: TrafficModel? = nil) {
        relays = traffic?.relays
        lanes = traffic?.lanes
        trafficRows = traffic?.rows ?? []
        self.issue = issue.slug.text
        list = issue.list.text
        subject = issue.subject
        state = issue.state.rawValue
        pauseReason = issue.pauseReason
        self.counts = Dictionary(uniqueKeysWithValues: DeliveryState.allCases.map { ($0.rawValue, counts[$0]) })
        self.counts["audience"] = counts.audience
        possibleDuplicates = issue.possibleDuplicates
        createdAt = issue.createdAt
        scheduledAt = issue.scheduledAt
        startedAt = issue.startedAt
        finishedAt = issue.finishedAt
    }

    var lines: String {
        var rows = [["issue", "\(list)/\(issue)"], ["subject", subject], ["state", state]]
        if let pauseReason { rows.append(["why", pauseReason]) }
        if let scheduledAt, startedAt == nil { rows.append(["due", scheduledAt.rfc3339]) }
        if let startedAt { rows.append(["started", startedAt.rfc3339]) }
        if let finishedAt { rows.append(["finished", finishedAt.rfc3339]) }
        rows.append(["audience", "\(counts["audience"] ?? 0)"])
        rows += DeliveryState.allCases.compactMap { state in
            guard let count = counts[state.rawValue], count > 0 else { return nil }
            return [state.rawValue, "\(count)"]
        }
        if possibleDuplicates > 0 { rows.append(["possible duplicates", "\(possibleDuplicates)"]) }
        return (rows + trafficRows).columns()
    }
}
