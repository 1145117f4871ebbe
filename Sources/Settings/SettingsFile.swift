import Glibc

/// Where the settings file is looked for.
public enum SettingsFile {
    /// Below the working folder, and then for the whole machine.
    static let places = ["config/mailer.yaml", "/etc/mailer/mailer.yaml"]

    /// The process's working folder.
    public static var currentFolder: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }

    static func path(_ file: String, in folder: String) -> String {
        if file.hasPrefix("/") { return file }
        return folder + "/" + (file.hasPrefix("./") ? String(file.dropFirst(2)) : file)
    }
}

extension MailerSettings {
    /// The settings file to use: `--config`, else `$MAILER_CONFIG`, else `config/mailer.yaml`, else
    /// `/etc/mailer/mailer.yaml`. A file that was named has to exist; it is never replaced by another.
    ///
    /// - Returns: the path as it was named, so that errors can print it so; it may be relative to `workingFolder`.
    public static func find(
        option: String?, environment: [String: String], workingFolder: String = SettingsFile.currentFolder
    ) throws(SettingsError) -> String {
        func exists(_ file: String) -> Bool { access(SettingsFile.path(file, in: workingFolder), F_OK) == 0 }
        if let option {
            guard exists(option) else { throw .missing(file: option, namedBy: "--config") }
            return option
        }
        if let file = environment["MAILER_CONFIG"], !file.isEmpty {
            guard exists(file) else { throw .missing(file: file, namedBy: "$MAILER_CONFIG") }
            return file
        }
        guard let file = SettingsFile.places.first(where: exists) else { throw .noneFound(SettingsFile.places) }
        return file
    }
}
