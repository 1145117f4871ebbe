import Foundation

/// What scripts/bench measures from inside: it prints figures, one `name microseconds` a line, and judges nothing.
@main
enum Bench {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch words.first {
        case "sign": try SignBench.run(keyFiles: Array(words.dropFirst()))
        case "compose" where words.count >= 3:
            try ComposeBench.run(templates: words[1], issue: words[2], keyFiles: Array(words.dropFirst(3)))
        default:
            let usage = "usage: bench sign KEY.pem… | bench compose TEMPLATES ISSUE KEY.pem…; scripts/bench calls it\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
    }
}
