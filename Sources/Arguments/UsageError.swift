/// A command line that can't be followed. Its description is one line: what is wrong, and the help that tells more.
public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Problem: Hashable, Sendable {
        /// A word where a command was expected. `known` are the words that could stand there, for groups.
        case unknownCommand(String, suggestion: String?, known: [String])
        case unknownOption(String, suggestion: String?)
        /// An option of a command that was given before the command.
        case optionBeforeCommand(String)
        case shortOption(String)
        case missingOptionValue(Option)
        case unwantedOptionValue(String)
        case repeatedOption(String)
        case missingOption(Option)
        case missingPositional(String)
        /// More words than the command has places; the names are the places that it has.
        case tooManyPositionals([String])
        /// A value that its type refused; the name is `--list` or `NAME`.
        case badValue(of: String, reason: String)
    }

    public let problem: Problem
    let program: String
    /// The command words that were understood before the problem.
    public let path: [String]

    init(_ problem: Problem, program: String, path: [String]) {
        self.problem = problem
        self.program = program
        self.path = path
    }

    public var description: String {
        "\(sentence) (see `\(called) --help`)"
    }

    private var called: String { ([program] + path).joined(separator: " ") }

    private var sentence: String {
        switch problem {
        case .unknownCommand(let word, let suggestion?, _):
            "`\(called)` has no command \(Self.shown(word)); did you mean `\(suggestion)`?"
        case .unknownCommand(let word, nil, let known):
            "`\(called)` has no command \(Self.shown(word))"
                + (known.isEmpty ? "" : "; it has \(known.joined(separator: ", "))")
        case .unknownOption(let name, let suggestion):
            "`\(called)` has no option \(Self.shown("--" + name))"
                + (suggestion.map { "; did you mean `--\($0)`?" } ?? "")
        case .optionBeforeCommand(let name):
            "`--\(name)` belongs to a command and must stand behind it"
        case .shortOption(let word):
            "there is no short option \(Self.shown(word)); options are written out, and a word that begins with a dash"
                + " goes behind `--`"
        case .missingOptionValue(let option):
            "`--\(option.name)` needs a value: `\(option.usage)`, or `--\(option.name)=-…` for one with a dash in front"
        case .unwantedOptionValue(let name):
            "`--\(name)` takes no value"
        case .repeatedOption(let name):
            "`--\(name)` is given twice; give it once"
        case .missingOption(let option):
            "`\(called)` needs `\(option.usage)`"
        case .missingPositional(let name):
            "`\(called)` needs \(name)"
        case .tooManyPositionals(let names):
            "too many words: `\(called)` takes "
                + (names.isEmpty ? "none" : "only \(names.joined(separator: " "))")
                + "; quote a value that has spaces"
        case .badValue(let name, let reason):
            "\(name): \(reason)"
        }
    }

    /// The word in backquotes when it could be a command or an option; anything else may be an address, a token or
    /// control characters, which no error repeats.
    private static func shown(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isPlain && !word.isEmpty && word.utf8.count <= 24 ? "`\(word)`" : "of that name"
    }
}
