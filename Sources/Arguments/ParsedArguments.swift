/// A command and what was given to it. `parse` has made sure that everything required is there.
///
/// Asking for a name that the command doesn't declare is a mistake in the program and stops it.
public struct ParsedArguments: Sendable, Equatable {
    public let command: Command
    let program: String
    let declared: [Option]
    let flags: Set<String>
    let optionValues: [String: [String]]
    let positionalValues: [String: [String]]

    /// Whether `--name` was given.
    public func flag(_ name: String) -> Bool {
        precondition(declared.contains { $0.name == name && $0.isFlag }, "\(command.name) has no flag --\(name)")
        return flags.contains(name)
    }

    /// The value of `--name`, nil when it wasn't given.
    public func value(_ name: String) -> String? {
        values(name).first
    }

    /// All values of `--name`, in the order given.
    public func values(_ name: String) -> [String] {
        precondition(declared.contains { $0.name == name && !$0.isFlag }, "\(command.name) has no option --\(name)")
        return optionValues[name] ?? []
    }

    /// The value of an option that the command declares as required.
    public func requiredValue(_ name: String) -> String {
        guard let value = value(name) else { preconditionFailure("\(command.name) doesn't require --\(name)") }
        return value
    }

    /// The word in a required place.
    public func positional(_ name: String) -> String {
        guard let word = positionals(name).first else { preconditionFailure("\(command.name) doesn't require \(name)") }
        return word
    }

    /// The words of an optional or repeating place: none, one or many.
    public func positionals(_ name: String) -> [String] {
        precondition(command.positionals.contains { $0.name == name }, "\(command.name) has no \(name)")
        return positionalValues[name] ?? []
    }

    /// The value of `--name` as a type that checks it, such as `ListName.init`. The error that the type throws becomes the
    /// reason of the usage error, so its description must not repeat an address.
    public func value<Value, Failure: Error>(
        _ name: String, _ parse: (String) throws(Failure) -> Value
    ) throws(UsageError) -> Value? {
        guard let text = value(name) else { return nil }
        return try typed(text, of: "--\(name)", parse)
    }

    /// The value of a required option as a type that checks it.
    public func requiredValue<Value, Failure: Error>(
        _ name: String, _ parse: (String) throws(Failure) -> Value
    ) throws(UsageError) -> Value {
        try typed(requiredValue(name), of: "--\(name)", parse)
    }

    /// The word in a required place as a type that checks it.
    public func positional<Value, Failure: Error>(
        _ name: String, _ parse: (String) throws(Failure) -> Value
    ) throws(UsageError) -> Value {
        try typed(positional(name), of: name, parse)
    }

    /// The value of `--name` as a whole number of a range, nil when it wasn't given.
    public func number(_ name: String, in range: ClosedRange<Int> = 0...Int.max) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let limits =
                range.upperBound == Int.max
                ? "from \(range.lowerBound) up" : "from \(range.lowerBound) to \(range.upperBound)"
            throw badValue(of: "--\(name)", reason: "it must be a whole number \(limits)")
        }
        return number
    }

    /// For a rule that the tables can't tell, such as two options that exclude each other.
    /// - Parameter reason: one sentence without a full stop, without addresses.
    public func badValue(of name: String, reason: String) -> UsageError {
        UsageError(.badValue(of: name, reason: reason), program: program, path: command.path)
    }

    private func typed<Value, Failure: Error>(
        _ text: String, of name: String, _ parse: (String) throws(Failure) -> Value
    ) throws(UsageError) -> Value {
        do { return try parse(text) } catch { throw badValue(of: name, reason: "\(error)") }
    }
}
