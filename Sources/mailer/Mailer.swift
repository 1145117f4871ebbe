// mailer: the commands, one file each; wires the rooms together; exit codes. Policy lives in the rooms.
//
// Touches: the terminal, the files that commands name, the environment and the signals. Standards: sysexits(3).

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
                Console.plain.write(text)
                return .ok
            case .version:
                Console.plain.say("mailer \(version)")
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
