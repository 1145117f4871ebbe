import Arguments

/// A small program that has one of everything.
let sample = CommandTree(
    program: "post",
    "sends letters to lists",
    discussion: "Letters wait in one file until they are sent.\n\nA killed run loses nobody.",
    globals: [
        .value("config", "FILE", "the settings", default: "./post.yaml"),
        .flag("json", "print one JSON document"),
        .flag("quiet", "print errors only"),
    ],
    groups: [CommandGroup(["list"], "make and show lists"), CommandGroup(["issue"], "write and queue issues")],
    commands: [
        Command(
            ["list", "create"], "make a list",
            discussion:
                "The name stands in links and can't be changed later, so choose one that will still be right in ten"
                + " years; the title can be changed at any time.",
            positionals: [Positional("NAME", "what commands and links call it: a-z, 0-9 and dashes")],
            options: [
                .value("name", "TITLE", "what readers call it", isRequired: true),
                .value("from", "MAILBOX", "the sender of its issues", default: "`from` of the settings"),
                .value("tag", "TEXT", "a word to find it by", isRepeatable: true),
            ],
            examples: ["post list create msme --name \"MSME Newsletter\""]),
        Command(["list", "ls"], "show all lists", examples: ["post list ls --json"]),
        Command(
            ["issue", "queue"], "queue an issue",
            positionals: [
                Positional("FILE", "the issue"),
                Positional("VERSION", "a version in another language", isRequired: false, isRepeating: true),
            ],
            options: [.value("list", "NAME", "who gets it"), .value("at", "TIME", "when")],
            examples: ["post issue queue january.md --list msme", "post issue queue january.md january.es.md"]),
        Command(
            ["send"], "send all that is due",
            options: [
                .flag("watch", "stay and send what comes due"),
                .value("limit", "N", "stop after so many letters"),
                .value("a-very-long-option-name", "VALUE", "stands on a line of its own"),
            ],
            examples: ["post send --limit 100"]),
    ],
    examples: ["post list create msme --name News", "post send"])
