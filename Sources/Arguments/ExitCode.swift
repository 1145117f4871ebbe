/// How a command ends, after sysexits(3). Cron jobs and scripts tell by it what to do next.
public enum ExitCode: Int32, Sendable, CaseIterable {
    /// All went well.
    case ok = 0
    /// The command line is wrong (EX_USAGE).
    case usage = 64
    /// What was read is wrong: an issue file, a CSV, a template (EX_DATAERR).
    case data = 65
    /// There is no such list, issue, subscriber or file (EX_NOINPUT).
    case noInput = 66
    /// Something that is needed can't be had: a port, a folder, a newer schema (EX_UNAVAILABLE).
    case unavailable = 69
    /// The same command may succeed later: no relay answered (EX_TEMPFAIL).
    case tempFail = 75
    /// The settings are wrong or missing (EX_CONFIG).
    case config = 78
}
