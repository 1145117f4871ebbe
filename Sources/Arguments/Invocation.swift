/// What a command line asks for.
public enum Invocation: Sendable, Equatable {
    case run(ParsedArguments)
    /// Help was asked for, or the command was left out: a text for stdout.
    case help(String)
    case version
}
