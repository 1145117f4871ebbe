import Foundation

/// What scripts/bench measures from inside: it prints figures, one `name microseconds` a line, and judges nothing.
@main
enum Bench {
    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        switch words.first {
        case "sign": try SignBench.run(keyFiles: Array(words.dropFirst()))
        default:
            FileHandle.standardError.write(Data("usage: bench sign KEY.pem…; scripts/bench calls it\n".utf8))
            exit(64)
        }
    }
}
