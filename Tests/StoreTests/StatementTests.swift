import Testing

@testable import Store

@Suite struct StatementTests {
    @Test func everyStatementCompilesAgainstAFreshSchema() throws {
        try Fixture().database.prepareAll()
    }

    /// Statements that may read a whole table, since that is what they are asked for.
    private static let readers: Set<SQL> = [
        .exportSubscriptions, .exportConsent, .subscribersAtDomain, .subscribersBelowDomain, .bounceLog,
        .emptyAllLetters, .notedMeters, .forgetMeters,
        // Of partial indexes, which hold only what is open.
        .queueDepth,
    ]
    /// Tables of a few rows; all others grow with the readers or with time.
    private static let smallTables: Set<String> = ["address_change", "i", "issue", "l", "list", "pace", "tally"]

    @Test(arguments: SQL.allCases) func noStatementReadsAWholeLargeTable(_ sql: SQL) throws {
        let fixture = try Fixture()
        let scans = try plan(of: sql, in: fixture).filter { $0.hasPrefix("SCAN ") }
        let tables = scans.map { String($0.split(separator: " ")[1]) }
        // Few wait for a probe, and they have an index of their own.
        // The list of suppressions is what `suppress ls` shows; whether there is any, its first row tells; declined requests
        // have an index of their own.
        let allowed =
            Self.readers.contains(sql)
            || [.allSuppressions, .hasSuppressions, .oldRequests, .wantedProbes].contains(sql)
        #expect(allowed || tables.allSatisfy { Self.isSmall($0) }, "\(scans)")
    }

    private static func isSmall(_ table: String) -> Bool {
        // A subquery in FROM has its own lines in the plan; CONSTANT is a SELECT without FROM.
        smallTables.contains(table) || table.hasPrefix("(") || table == "CONSTANT"
    }

    @Test(arguments: [
        (SQL.dueCopies, "delivery_due (issue=? AND lane=? AND due<?)"),
        (.dueLetters, "delivery_due (issue=? AND lane=? AND due<?)"),
        (.lanes, "delivery_due (issue=? AND lane=? AND due>?)"),
        (.nextDueCopy, "delivery_due (issue=? AND lane=? AND due>?)"),
        (.nextDueLetter, "delivery_due (issue=? AND lane=? AND due>?)"),
        (.skipWaiting, "delivery_due (issue=?)"),
        (.finishIssues, "delivery_due (issue=?)"),
        (.finishIssues, "delivery_sending (issue=?)"),
        (.finishIssues, "delivery_uncertain (issue=?)"),
        (.pullForwardCopies, "delivery_due (issue=? AND lane=? AND due>?)"),
        (.pullForwardQueued, "delivery_due (issue=?)"),
        (.pullForwardLetters, "delivery_due (issue=? AND lane=? AND due>?)"),
        (.waitingCopies, "delivery_due (issue=?)"),
        (.resendUncertain, "delivery_uncertain (issue=?)"),
        (.acceptUncertain, "delivery_uncertain (issue=?)"),
        (.bounceLogOfIssue, "reply_delivery (delivery=?)"),
        (.bounceLogOfIssue, "bounce_issue (issue=?)"),
        (.bounceCounts, "bounce_issue (issue=?)"),
        (.hasArrived, "bounce_delivery (delivery=?)"),
        (.keptMails, "returned_mail_kept (at>?)"),
        (.oldReturned, "returned_mail_age (at<?)"),
        (.lettersOfKind, "letter_forward (created_at>?)"),
        (.refusedSince, "reply_age (at>?)"),
        (.leftoverCopies, "delivery_sending (issue>?)"),
        (.leftoverLetters, "delivery_sending (issue=?)"),
        (.countDeliveries, "delivery_copy (issue=?)"),
        (.lettersSent, "letter_mailbox (mailbox=? AND created_at>?)"),
        (.goodbyesSent, "letter_mailbox (mailbox=? AND created_at>?)"),
        (.lettersTo, "letter_recipient (recipient_key=?)"),
        (.lettersTo, "letter_subscriber (subscriber=?)"),
        (.idleLettersOf, "letter_subscriber (subscriber=?)"),
        (.blankLettersOf, "letter_subscriber (subscriber=?)"),
        (.subscriptionsOfSubscriber, "subscription_subscriber (subscriber=?)"),
        (.consentOfSubscription, "consent_subscription (subscription=?)"),
        (.oldRequests, "subscription_pending (changed_at<?)"),
        (.oldRequests, "consent_declined"),
        (.oldLetters, "letter_age (created_at<?)"),
        (.oldReplies, "reply_age (at<?)"),
        (.oldNetworks, "consent_network_age (at<?)"),
        (.deliveryLines, "reply_delivery (delivery=?)"),
    ])
    func statementsFindTheirRowsByIndex(_ sql: SQL, _ index: String) throws {
        let plan = try plan(of: sql, in: Fixture())
        #expect(plan.contains { $0.contains("INDEX \(index)") }, "\(plan)")
    }

    @Test(arguments: [SQL.dueCopies, .dueLetters]) func claimsNeedNoSorting(_ sql: SQL) throws {
        let plan = try plan(of: sql, in: Fixture())
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    private func plan(of sql: SQL, in fixture: Fixture) throws -> [String] {
        try fixture.raw().rows("EXPLAIN QUERY PLAN " + sql.rawValue).map { $0[3] }
    }
}
