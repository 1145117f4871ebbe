import Foundation

/// What the words before an address in a notice make of it.
enum AddressPlace {
    /// Nothing before the address but marks, a label, or the name of whom it belongs to.
    static func isEntryStart(_ before: Substring, closedBy after: Substring) -> Bool {
        if isOnlyPunctuation(before) { return true }
        if isLabel(before) { return true }
        let name = before.trimmed
        guard let bracket = name.last, bracket == "<" && after.first == ">", name.count <= 60 else { return false }
        return !isOthers(before) && !Folded(name).contains([" to ", ":", " for ", ". ", ", ", " to<", "said"])
    }

    static func isOnlyPunctuation(_ text: Substring) -> Bool {
        text.utf8.count <= 40 && text.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic }
    }

    /// `Recipient:`, `To: <`, `SMTP=`, `rfc822;`
    static func isLabel(_ before: Substring) -> Bool {
        var words = Folded(before).bytes[...]
        while let last = words.last, "<\"'([ ".utf8.contains(last) { words.removeLast() }
        guard let separator = words.last, ":=;".utf8.contains(separator), words.count <= 60 else { return false }
        words.removeLast()
        // X.400: `c=us;a= ;p=example;dda:SMTP=`
        if words.suffix(4).elementsEqual("smtp".utf8) { return true }
        // `Final-Recipient: rfc822;`
        if let colon = words.lastIndex(of: UInt8(ascii: ":")) { words = words[..<colon] }
        while let first = words.first, "->*# ".utf8.contains(first) { words.removeFirst() }
        while words.last == UInt8(ascii: " ") { words.removeLast() }
        return NoticePhrases.recipientLabels.contains(Array(words))
    }

    /// Whether the words right before an address say that it is somebody else's.
    static func isOthers(_ before: Substring) -> Bool {
        let nearby = String(before.suffix(48))
        let sentence = nearby.range(of: ". ", options: .backwards).map { nearby[$0.upperBound...] } ?? nearby[...]
        let folded = Folded.phrase(" " + sentence)
        return NoticePhrases.othersBefore.isContained(in: folded)
    }
}
