import Mail
import Membership
import Newsletter
import Returns

extension Database: ReturnRegister {
    public func hasTaken(_ digest: [UInt8]) throws -> Bool {
        try first(.returnedByDigest, digest) { _ in true } ?? false
    }

    public func take(_ mail: TakenMail, now: Timestamp) throws -> Int64 {
        try run(
            .insertReturned, mail.digest, now, mail.kind, mail.fate.rawValue, mail.kept?.why.rawValue,
            mail.kept?.sender,
            mail.kept?.subject, mail.kept?.bytes)
        return lastInsertedID
    }

    public func log(_ entry: ReturnEntry, of mail: Int64, now: Timestamp) throws {
        try run(
            .insertBounce, mail, now, entry.kind, entry.origin.delivery, entry.origin.issue, entry.origin.subscription,
            entry.failure, entry.status?.description, entry.reason, entry.effect.rawValue)
    }

    public func origin(delivery: Int64) throws -> ReturnOrigin? {
        try first(.originByDelivery, delivery, read: Database.origin)
    }

    public func origin(subscription: Int64) throws -> ReturnOrigin? {
        try first(.originBySubscription, subscription, read: Database.origin)
    }

    private static func origin(_ row: Row) throws -> ReturnOrigin {
        ReturnOrigin(
            delivery: row.optionalInt(0), issue: row.optionalInt(1), subscription: row.optionalInt(2),
            subscriber: row.optionalInt(3), address: try row.address(4), sentAt: row.optionalTime(5),
            isProbe: row.bool(6), isErased: row.bool(7))
    }

    public func strike(_ strike: BounceStrike, _ origin: ReturnOrigin, now: Timestamp) throws -> BounceEffect {
        guard let subscriber = origin.subscriber else { return .nothing }
        return try self.strike(
            strike, subscriber: subscriber, sentAt: origin.sentAt, isProbe: origin.isProbe, now: now)
    }

    public func clearScore(subscriber: Int64) throws {
        try run(.clearBounceScore, subscriber)
    }

    public func lettersSent(_ kind: Letter.Kind, since: Timestamp) throws -> Int {
        try first(.lettersOfKind, kind.rawValue, since) { Int($0.int(0)) } ?? 0
    }
}
