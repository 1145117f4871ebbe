import Arguments
import Bounces
import Mail
import Newsletter

/// Which lines of the log are wanted.
struct BounceFilter {
    static let options: [Option] = [
        .value("issue", "ISSUE", "only of this issue"),
        .value("list", "LIST", "only of this list"),
        .value("reason", "REASON", "only with this reason, such as mailbox-full"),
        .value("class", "CLASS", "hard, soft or delayed"),
        .value("address", "EMAIL", "only of this reader"),
        .value("domain", "DOMAIN", "only of readers at this domain"),
        .value("since", "TIME", "nothing earlier: 2020-01-31, or a time with its offset"),
    ]

    let since: Timestamp
    let list: ListName?
    /// More than the time is asked for.
    let isAboutReaders: Bool
    private let reason, failure: String?
    private let address: EmailAddress?
    private let domain: String?

    init(_ arguments: ParsedArguments) throws {
        since = try arguments.value("since", Self.time) ?? Timestamp(seconds: 0)
        list = try arguments.value("list", ListName.init)
        isAboutReaders = ["issue", "list", "reason", "class", "address", "domain"].contains {
            arguments.value($0) != nil
        }
        reason = arguments.value("reason")
        failure = arguments.value("class")
        if let failure, !["hard", "soft", "delayed"].contains(failure) {
            throw Failure(.usage, "--class is hard, soft or delayed")
        }
        if let reason, BounceReason(rawValue: reason) == nil, ComplaintType(rawValue: reason) == nil {
            throw Failure(.usage, "--reason is none that is known; docs/bounces.md lists them")
        }
        address = try arguments.value("address", EmailAddress.init)
        domain = try arguments.value("domain") { text throws(AddressError) in
            try EmailAddress("x@" + text).asciiDomain
        }
    }

    private struct BadTime: Error, CustomStringConvertible {
        let description = "write a day like 2020-01-31, or a time like 2020-01-31T09:00:00Z"
    }

    private static func time(_ text: String) throws(BadTime) -> Timestamp {
        guard let time = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "T00:00:00Z") else { throw BadTime() }
        return time
    }

    func admits(_ line: BounceLine) -> Bool {
        (list == nil || line.list == list)
            && (reason == nil || line.reason == reason)
            && (failure == nil || line.failure == failure)
            && (domain == nil || (try? EmailAddress(line.email))?.asciiDomain == domain)
            && (address == nil || (try? EmailAddress(line.email)) == address)
    }
}
