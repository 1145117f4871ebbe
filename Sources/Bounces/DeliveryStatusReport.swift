import Foundation
import Mail
import Newsletter

/// The fields of a delivery status notification (RFC 3464; RFC 6533 for international addresses), read leniently:
/// without blank lines between the groups, cut off, or in a part that only looks like one.
struct DeliveryStatusReport {
    enum Action: Sendable {
        case failed, delayed, delivered
    }

    struct Line {
        let address: String
        let action: Action?
        let status: EnhancedStatus?
        let diagnostic: String
    }

    private(set) var lines: [Line] = []

    private static let mostRecipients = 1_000

    init(_ text: String) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var group: [String: String] = [:]
        for block in lines.split(whereSeparator: { $0.trimmed.isEmpty }) {
            var isFirst = true
            for field in HeaderFields(lines: block).fields where Self.recipientFields.contains(field.name) {
                if Self.begins(with: field.name, after: group, inNewBlock: isFirst) {
                    add(group)
                    group = [:]
                }
                group[field.name] = field.value
                isFirst = false
            }
        }
        add(group)
    }

    /// A new recipient begins where a field comes again, or behind a blank line; but a group that lacks something goes on
    /// there: some systems write blank lines everywhere, some none.
    private static func begins(with name: String, after group: [String: String], inNewBlock: Bool) -> Bool {
        if group[name] != nil { return true }
        let isNamed = group["final-recipient"] != nil || group["original-recipient"] != nil
        let naming = name == "final-recipient" || name == "original-recipient"
        if inNewBlock { return isNamed && (naming || group["action"] != nil) }
        return name == "original-recipient" && group["final-recipient"] != nil && group["action"] != nil
    }

    private static let recipientFields: Set = [
        "original-recipient", "final-recipient", "action", "status", "diagnostic-code", "remote-mta",
        "x-actual-recipient",
    ]

    private mutating func add(_ group: [String: String]) {
        guard lines.count < Self.mostRecipients else { return }
        // The address that was written to, rather than the one that it led to (RFC 3464 §2.3.1).
        let candidates = ["original-recipient", "final-recipient", "x-actual-recipient"].compactMap { group[$0] }
        guard let address = candidates.lazy.compactMap(Self.address).first else { return }
        let status = group["status"].flatMap(Self.status)
        lines.append(
            Line(
                address: address, action: group["action"].map(Self.action) ?? Self.action(status), status: status,
                diagnostic: group["diagnostic-code"].map(Self.diagnostic) ?? ""))
    }

    /// `rfc822; user@example.org`, `utf-8; …`, with or without brackets and type.
    static func address(_ value: String) -> String? {
        var text = value
        if let semicolon = value.firstIndex(of: ";") {
            let type = value[..<semicolon].trimmed.lowercased()
            guard !["x400", "unknown", "dns", "x-unix"].contains(type) || value.contains("@") else { return nil }
            text = value[value.index(after: semicolon)...].trimmed
            if type == "utf-8" { text = unescaped(text) }
        }
        if let found = FoundAddress.all(in: text[...]).first { return found.text }
        // What no rule allows, such as `user@#example.net`, still tells who: by the report's own words.
        text = text.trimmingBrackets
        guard text.utf8.count <= 320, let at = text.lastIndex(of: "@"), at > text.startIndex,
            text.index(after: at) < text.endIndex, !text.contains(where: \.isWhitespace)
        else { return nil }
        return text
    }

    /// RFC 6533 §3: `\x{HEX}` stands for a character in utf-8-addr-xtext and utf-8-addr-unitext.
    private static func unescaped(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let escape = rest.range(of: "\\x{") {
            guard let close = rest[escape.upperBound...].firstIndex(of: "}"),
                let scalar = UInt32(rest[escape.upperBound..<close], radix: 16).flatMap(Unicode.Scalar.init)
            else { break }
            result += rest[..<escape.lowerBound]
            result.unicodeScalars.append(scalar)
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private static func status(_ value: String) -> EnhancedStatus? {
        EnhancedStatus(value.prefix { $0 == "." || $0.isNumber }) ?? Diagnosis.status(in: value)
    }

    /// RFC 3464 §2.3.3; a comment may follow.
    private static func action(_ value: String) -> Action? {
        switch value.prefix(while: \.isLetter).lowercased() {
        case "failed", "failure", "fail", "error", "undeliverable", "bounced": .failed
        case "delayed", "delay", "deferred": .delayed
        case "delivered", "relayed", "expanded", "success": .delivered
        default: nil
        }
    }

    private static func action(_ status: EnhancedStatus?) -> Action? {
        switch status?.class {
        case 2: .delivered
        case 4: .delayed
        case 5: .failed
        default: nil
        }
    }

    /// Without its type: `smtp; 550 …`.
    private static func diagnostic(_ value: String) -> String {
        guard let semicolon = value.firstIndex(of: ";"), value[..<semicolon].utf8.count < 24,
            !value[..<semicolon].contains(" ")
        else { return value }
        return value[value.index(after: semicolon)...].trimmed
    }
}

extension String {
    /// Without the angle brackets or quotes around it.
    var trimmingBrackets: String {
        var text = self[...]
        while let first = text.first, "<\"'(".contains(first) { text.removeFirst() }
        while let last = text.last, ">\"')".contains(last) { text.removeLast() }
        return String(text)
    }
}
