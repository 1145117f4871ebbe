import Mail
import Newsletter

/// Many people at once.
extension Registrar {
    /// As `admit` for each, in one transaction.
    public func admit(_ profiles: [Profile], to list: MailingList, consentSource: String?, now: Timestamp) throws
        -> [Admission]
    {
        try register.transaction {
            guard let consentSource else {
                return try profiles.map { try admit($0, to: list, consentSource: nil, now: now) }
            }
            var admissions = [Admission?](repeating: nil, count: profiles.count)
            if try register.hasSuppressions() {
                for (index, profile) in profiles.enumerated() where try suppression(of: profile.address) != nil {
                    admissions[index] = .suppressed
                }
            }
            // Nearly everybody in a file is new: one insert that finds it out is cheaper than three questions before.
            let open = profiles.indices.filter { admissions[$0] == nil }
            let added = try register.addConfirmed(
                open.map { profiles[$0] }, to: list.id, source: consentSource, now: now)
            for (index, isNew) in zip(open, added) {
                admissions[index] =
                    isNew ? .confirmed : try admit(profiles[index], to: list, consentSource: consentSource, now: now)
            }
            return admissions.compactMap { $0 }
        }
    }
}
