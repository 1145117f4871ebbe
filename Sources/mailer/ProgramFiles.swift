import Arguments
import Foundation

/// The files that come with the program, found from any working folder: beside the checkout that the binary was built
/// in, or under PREFIX/share/mailer of an installed one.
struct ProgramFiles {
    let folder: String

    var commentedSettings: String { folder + "/config/mailer.yaml" }

    /// - Parameters:
    ///   - kind: `mail` or `web`.
    ///   - setting: the folder of the admin's own templates, which may hold either.
    static func templates(_ kind: String, setting: String?) throws -> String {
        if let setting, FileManager.default.fileExists(atPath: setting + "/" + kind) { return setting + "/" + kind }
        return try find().folder + "/Templates/" + kind
    }

    /// The words of pages and letters, and the admin's own, if there are any.
    static func texts(setting: String?) throws -> (shipped: String, own: String?) {
        let own = setting.map { $0 + "/texts" }
        return (
            try find().folder + "/Templates/texts",
            own.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        )
    }

    /// The file of a theme: the admin's own comes before a shipped one of that name.
    static func theme(_ name: String, own folder: String) throws -> String {
        let folders = [folder, try find().folder + "/Templates/themes"]
        let files = folders.map { "\($0)/\(name).yaml" }
        if let file = files.first(where: FileManager.default.fileExists) { return file }
        let known = Set(folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] })
            .filter { $0.hasSuffix(".yaml") }.map { $0.dropLast(".yaml".count) }.sorted()
        throw Failure(
            .config,
            "there is no theme \"\(name)\"; there are \(known.joined(separator: ", ")); make \(files[0]) for another")
    }

    static func find() throws -> ProgramFiles {
        let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        var ancestor = binary.deletingLastPathComponent()
        while ancestor.path != "/" {
            for folder in [ancestor.path, ancestor.path + "/share/mailer"]
            where FileManager.default.fileExists(atPath: folder + "/Templates/mail") {
                return ProgramFiles(folder: folder)
            }
            ancestor.deleteLastPathComponent()
        }
        throw Failure(
            .config,
            "no templates: looked beside the program and in share/mailer; name their folder under `templates` in the settings"
        )
    }
}
