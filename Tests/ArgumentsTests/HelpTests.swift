import Testing

@testable import Arguments

private let globals = """
    Options of every command:
      --config FILE  the settings (default: ./post.yaml)
      --json         print one JSON document
      --quiet        print errors only
      --help         show this help, or a command's
      --version      show the version
    """

@Suite("Help")
struct HelpTests {
    @Test func ofTheProgram() {
        #expect(
            sample.help() == """
                Usage: post COMMAND [options]

                Sends letters to lists.

                Letters wait in one file until they are sent.

                A killed run loses nobody.

                Commands:
                  list   make and show lists
                  issue  write and queue issues
                  send   send all that is due

                \(globals)

                Examples:
                  post list create msme --name News
                  post send

                `post help COMMAND` tells more of a command.

                """)
    }

    @Test func ofAGroup() {
        #expect(
            sample.help(["list"]) == """
                Usage: post list COMMAND [options]

                Make and show lists.

                Commands:
                  create  make a list
                  ls      show all lists

                \(globals)

                Example:
                  post list create msme --name "MSME Newsletter"

                `post help list COMMAND` tells more of a command.

                """)
    }

    @Test func ofACommand() {
        #expect(
            sample.help(["list", "create"]) == """
                Usage: post list create NAME --name TITLE [options]

                Make a list.

                The name stands in links and can't be changed later, so choose one that will
                still be right in ten years; the title can be changed at any time.

                Arguments:
                  NAME  what commands and links call it: a-z, 0-9 and dashes

                Options:
                  --name TITLE    what readers call it (required)
                  --from MAILBOX  the sender of its issues (default: `from` of the settings)
                  --tag TEXT      a word to find it by (may be repeated)

                \(globals)

                Example:
                  post list create msme --name "MSME Newsletter"

                """)
    }

    @Test func ofACommandWithOptionalPlaces() {
        #expect(
            sample.help(["issue", "queue"]) == """
                Usage: post issue queue FILE [VERSION]... [options]

                Queue an issue.

                Arguments:
                  FILE     the issue
                  VERSION  a version in another language (may be left out)

                Options:
                  --list NAME  who gets it
                  --at TIME    when

                \(globals)

                Examples:
                  post issue queue january.md --list msme
                  post issue queue january.md january.es.md

                """)
    }

    @Test func ofACommandWithALongOption() {
        #expect(
            sample.help(["send"]) == """
                Usage: post send [options]

                Send all that is due.

                Options:
                  --watch    stay and send what comes due
                  --limit N  stop after so many letters
                  --a-very-long-option-name VALUE
                             stands on a line of its own

                \(globals)

                Example:
                  post send --limit 100

                """)
    }

    @Test func ofNothing() {
        #expect(sample.help(["zebra"]) == nil)
        #expect(sample.help(["list", "create", "more"]) == nil)
    }

    @Test(arguments: [[], ["list"], ["issue"]] + sample.commands.map(\.path))
    func fitsATerminal(path: [String]) throws {
        let help = try #require(sample.help(path))
        for line in help.split(separator: "\n") {
            #expect(line.count <= 80)
            #expect(line.last?.isWhitespace == false)
        }
        #expect(help.contains("Example"))
    }
}
