/// What is wrong with a keys file. Repeats nothing of the file, since a misplaced word there may be a key.
public struct KeyFileError: Error, Equatable, CustomStringConvertible {
    /// From 1; nil if something is missing from the whole file.
    public let line: Int?
    public let problem: Problem

    public enum Problem: Error, Equatable {
        case unknownLine
        /// No number from 1 to 65535.
        case number
        case numberTwice(UInt16)
        /// Not 32 bytes in base64.
        case key
        case secondSuppressionKey
        case noLinkKey
        case noSuppressionKey
    }

    public var description: String {
        let sentence =
            switch problem {
            case .unknownLine:
                "expected `link-key NUMBER BASE64`, `suppression-key BASE64` or a # comment"
            case .number:
                "the number of a link key is from 1 to 65535, without leading zeros"
            case .numberTwice(let number):
                "there are two link keys with the number \(number); give the newer one the next free number"
            case .key:
                "a key is 32 bytes in base64 (44 characters), as `openssl rand -base64 32` prints; restore this one from a backup"
            case .secondSuppressionKey:
                "there is a second suppression-key; keep the one that was in use and remove the other"
            case .noLinkKey:
                "there is no link-key; restore the keys file from a backup"
            case .noSuppressionKey:
                "there is no suppression-key; restore the keys file from a backup"
            }
        return line.map { "line \($0): \(sentence)" } ?? sentence
    }
}
