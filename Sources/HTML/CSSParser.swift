/// Takes a style sheet apart, CSS Syntax 3 §5 in the small: blocks, strings, comments and escapes are known, tokens inside
/// of values are not.
struct CSSParser {
    private let text: [Unicode.Scalar]
    /// Where lines end, so that a long sheet's lines are not counted anew for each rule.
    private let lineEnds: [Int]
    private var position = 0
    private var nesting = 0

    /// `@media` in `@supports` in …: deeper than that is a mistake.
    private static let deepestNesting = 8

    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        self.text = scalars
        lineEnds = scalars.indices.filter { scalars[$0] == "\n" }
    }

    /// All up to the end, or to the brace that ends the group around.
    mutating func items() throws(CSSError) -> [Stylesheet.Item] {
        var items: [Stylesheet.Item] = []
        while true {
            try skipBlanks()
            guard let next = peek else {
                if nesting > 0 { throw error("a block has no end; add }") }
                return items
            }
            if next == "}" {
                guard nesting > 0 else { throw error("this } ends nothing; remove it") }
                return items
            }
            items.append(next == "@" ? try atRule() : .rule(try rule()))
        }
    }

    private mutating func rule() throws(CSSError) -> Stylesheet.Rule {
        let start = position
        let prelude = try component(until: "{")
        guard peek == "{" else { throw error("this rule has no block; add { … }", at: start) }
        guard let selectors = CSSSelector.list(prelude) else {
            throw error("\"\(prelude)\" is no selector that is known here; mend it", at: start)
        }
        position += 1
        return Stylesheet.Rule(selectors: selectors, declarations: try declarations(), line: line(at: start))
    }

    private mutating func atRule() throws(CSSError) -> Stylesheet.Item {
        let start = position
        position += 1
        var name = ""
        while let next = peek, next.properties.isAlphabetic || next == "-" {
            name.unicodeScalars.append(next)
            position += 1
        }
        name = name.lowercased()
        let condition = try component(until: "{;")
        guard let end = peek else { throw error("@\(name) has no end; add ; or { … }", at: start) }
        position += 1
        if end == ";" { return .other(name: name, text: slice(start), line: line(at: start)) }
        if name == "media" || name == "supports" {
            nesting += 1
            guard nesting <= Self.deepestNesting else { throw error("@\(name) is nested too deep", at: start) }
            let inner = try items()
            nesting -= 1
            position += 1
            return .group(name: name, condition: condition, inner, line: line(at: start))
        }
        var depth = 1
        while depth > 0 {
            _ = try component(until: "{}")
            guard let brace = peek else { throw error("the block of @\(name) has no end; add }", at: start) }
            depth += brace == "{" ? 1 : -1
            position += 1
        }
        return .other(name: name, text: slice(start), line: line(at: start))
    }

    /// What stands in a rule's block, and its closing brace.
    private mutating func declarations() throws(CSSError) -> [CSSDeclaration] {
        var declarations: [CSSDeclaration] = []
        while true {
            try skipBlanks()
            guard let next = peek else { throw error("a block has no end; add }") }
            position += 1
            if next == "}" { return declarations }
            if next == ";" { continue }
            position -= 1
            declarations.append(try declaration())
        }
    }

    private mutating func declaration() throws(CSSError) -> CSSDeclaration {
        let start = position
        let name = try component(until: ":;{}")
        guard peek == ":", Self.isProperty(name) else {
            throw error("\"\(name)\" is no declaration; write property: value;", at: start)
        }
        position += 1
        var value = try component(until: ";{}")
        guard peek != "{" else { throw error("a block in a block; end the one around with } first") }
        var isImportant = false
        if value.lowercased().hasSuffix("important") {
            let rest = value.dropLast("important".count).trimmingCSSBlanks
            if rest.hasSuffix("!") {
                isImportant = true
                value = rest.dropLast().trimmingCSSBlanks
            }
        }
        guard !value.isEmpty else { throw error("\(name) has no value", at: start) }
        return CSSDeclaration(
            property: name.hasPrefix("--") ? name : name.lowercased(), value: value, isImportant: isImportant,
            line: line(at: start))
    }

    /// Those of a style attribute.
    mutating func lenientDeclarations() -> [CSSDeclaration] {
        var declarations: [CSSDeclaration] = []
        while true {
            while let next = peek, next == ";" || Self.isBlank(next) { position += 1 }
            guard peek != nil else { return declarations }
            do {
                declarations.append(try declaration())
            } catch {
                while let next = peek, next != ";" { position += 1 }
            }
        }
    }

    /// The text up to one of `ends` or the end, outside of strings, comments and brackets; without comments.
    private mutating func component(until ends: String) throws(CSSError) -> String {
        var result = String.UnicodeScalarView()
        var closers: [Unicode.Scalar] = []
        while let next = peek {
            if closers.isEmpty, ends.unicodeScalars.contains(next) { break }
            switch next {
            case "/" where following == "*":
                try skipComment()
                result.append(" ")
                continue
            case "\"", "'":
                result.append(contentsOf: try string(next))
                continue
            case "\\" where following != nil:
                result.append(next)
                position += 1
            case "(": closers.append(")")
            case "[": closers.append("]")
            case ")", "]": if closers.last == next { closers.removeLast() }
            default: break
            }
            result.append(text[position])
            position += 1
        }
        return String(result).trimmingCSSBlanks
    }

    private mutating func string(_ quote: Unicode.Scalar) throws(CSSError) -> ArraySlice<Unicode.Scalar> {
        let start = position
        position += 1
        while let next = peek, next != quote {
            if next == "\n" { break }
            position += next == "\\" && following != nil ? 2 : 1
        }
        guard peek == quote else { throw error("a string has no end; add \(quote)", at: start) }
        position += 1
        return text[start..<position]
    }

    private mutating func skipBlanks() throws(CSSError) {
        while let next = peek {
            if Self.isBlank(next) {
                position += 1
            } else if next == "/", following == "*" {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(CSSError) {
        let start = position
        position += 2
        while peek != nil {
            if peek == "*", following == "/" {
                position += 2
                return
            }
            position += 1
        }
        throw error("a comment has no end; add */", at: start)
    }

    private var peek: Unicode.Scalar? { position < text.count ? text[position] : nil }
    private var following: Unicode.Scalar? { position + 1 < text.count ? text[position + 1] : nil }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || (0x09...0x0D).contains(scalar.value)
    }

    private static func isProperty(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0 == "-" || $0 == "_" || ("0"..."9").contains($0)
            }
    }

    private func slice(_ start: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text[start..<position])
        return String(view)
    }

    private func line(at offset: Int) -> Int {
        var (low, high) = (0, lineEnds.count)
        while low < high {
            let middle = (low + high) / 2
            if lineEnds[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low + 1
    }

    private func error(_ message: String, at offset: Int? = nil) -> CSSError {
        let offset = min(offset ?? position, text.count)
        let lineStart = text[..<offset].lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return CSSError(line: line(at: offset), column: offset - lineStart + 1, message: message)
    }
}
