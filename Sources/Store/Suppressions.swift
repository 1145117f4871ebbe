import Mail
import Membership
import Newsletter
import Signing

extension Database {
    /// Suppresses what the pattern names, at once also for running issues.
    public func suppress(
        _ pattern: SuppressionPattern, _ kind: SuppressionKind, reason: String, keys: SecretKeys, now: Timestamp
    ) throws {
        try transaction {
            let key: String? = if case .address(let address) = pattern { address.key } else { nil }
            try run(
                .upsertSuppression, pattern.mark(keys).bytes, kind.rawValue, pattern.domainText, key, reason, now)
            try settle(pattern, keys, now: now)
        }
    }

    /// - Returns: false when nothing of that name was suppressed.
    public func unsuppress(_ pattern: SuppressionPattern, keys: SecretKeys, now: Timestamp) throws -> Bool {
        try transaction {
            try run(.deleteSuppression, pattern.mark(keys).bytes)
            guard changes > 0 else { return false }
            try settle(pattern, keys, now: now)
            return true
        }
    }

    public func suppressions() throws -> [SuppressionLine] {
        try all(.allSuppressions) { row in
            SuppressionLine(
                kind: try row.value(0), pattern: row.optionalText(1), reason: row.text(2), at: row.time(3))
        }
    }

    /// Brings `subscriber.suppressed` in line for everyone whom the pattern covers.
    private func settle(_ pattern: SuppressionPattern, _ keys: SecretKeys, now: Timestamp) throws {
        let read: (Row) throws -> (Int64, EmailAddress) = { ($0.int(0), try $0.address(1)) }
        let covered =
            switch pattern {
            case .address(let address): try all(.subscriberByKey, address.key, read: read)
            case .domain(let domain): try all(.subscribersAtDomain, domain, read: read)
            case .subdomains(let domain): try all(.subscribersBelowDomain, domain, read: read)
            }
        for (id, address) in covered {
            let isSuppressed = try suppression(under: SuppressionPattern.marks(over: address, keys)) != nil
            try run(.setSuppressed, isSuppressed, id)
            if isSuppressed {
                try run(.skipLetters, address.key, now)
                try run(.emptyLettersTo, address.key)
            }
        }
    }
}
