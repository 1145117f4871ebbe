import Newsletter
import Testing

/// The tables of legal transitions, as docs/architecture.md draws them.
@Suite struct StateTests {
    @Test(
        arguments: [
            (DeliveryState.queued, [.sending, .skipped]),
            (.sending, [.queued, .sent, .deferred, .failed, .uncertain, .skipped]),
            (.sent, []),
            (.deferred, [.sending, .skipped]),
            (.failed, [.queued]),
            (.uncertain, [.queued, .sent, .skipped]),
            (.skipped, []),
        ] as [(DeliveryState, [DeliveryState])])
    func deliveries(_ state: DeliveryState, _ legal: [DeliveryState]) {
        #expect(DeliveryState.allCases.filter(state.canBecome) == legal)
    }

    @Test func openDeliveriesAreThoseThatMayStillGoOutByThemselvesOrByAWord() {
        #expect(DeliveryState.allCases.filter(\.isOpen) == [.queued, .sending, .deferred, .uncertain])
    }

    @Test(
        arguments: [
            (IssueState.draft, [.scheduled, .sending, .cancelled]),
            (.scheduled, [.sending, .paused, .cancelled]),
            (.sending, [.paused, .sent, .cancelled]),
            (.paused, [.scheduled, .sending, .cancelled]),
            (.sent, [.sending]),
            (.cancelled, []),
        ] as [(IssueState, [IssueState])])
    func issues(_ state: IssueState, _ legal: [IssueState]) {
        #expect(IssueState.allCases.filter(state.canBecome) == legal)
    }

    @Test(
        arguments: [
            (SubscriptionState.pending, [.pending, .confirmed, .unsubscribed]),
            (.confirmed, [.unsubscribed]),
            (.unsubscribed, [.pending, .confirmed]),
        ] as [(SubscriptionState, [SubscriptionState])])
    func subscriptions(_ state: SubscriptionState, _ legal: [SubscriptionState]) {
        #expect(SubscriptionState.allCases.filter(state.canBecome) == legal)
    }

    @Test func countsAddUpToTheAudience() {
        let counts = DeliveryCounts([.sent: 3, .failed: 1, .skipped: 2])
        #expect((counts.audience, counts[.sent], counts[.queued]) == (6, 3, 0))
        #expect(DeliveryCounts([:]).audience == 0)
    }
}
