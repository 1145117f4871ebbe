// mailer: the commands, one file each; wires the rooms together; exit codes. Policy lives in the rooms.

import Arguments
import Glibc

@main
enum Mailer {
    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    static func run(_ words: [String]) -> ExitCode {
        do {
            switch try commandTree.parse(words) {
            case .help(let text):
                print(text, terminator: "")
                return .ok
            case .version:
                print("mailer \(version)")
                return .ok
            case .run(let arguments):
                guard let command = commands.first(where: { $0.declaration.path == arguments.command.path }) else {
                    preconditionFailure("the parser knows the same commands")
                }
                return try command.run(arguments, Session(arguments))
            }
        } catch {
            let failure = Failure(error)
            Console.complain(failure.message)
            return failure.code
        }
    }
}
