import Composer
import Foundation
import Newsletter
import Settings
import Synchronization
import Texts
import Themes
import YAML

/// The themes, and the mail templates in each. All are read once, when they are first asked for.
final class Looks: Sendable {
    private let settings: MailerSettings
    private let phrasebook: Phrasebook
    private let themes = Mutex<[String: Theme]>([:])
    private let templates = Mutex<[String: MailTemplates]>([:])

    init(_ settings: MailerSettings, _ phrasebook: Phrasebook) {
        self.settings = settings
        self.phrasebook = phrasebook
    }

    /// A list's theme; that of the settings for a list without one, and for none.
    /// - Throws: for a theme that is not there or broken, with its place.
    func theme(of list: MailingList?) throws -> Theme {
        let name = list?.theme ?? settings.theme.text
        return try themes.withLock { known in
            if let theme = known[name] { return theme }
            let theme: Theme
            do {
                theme = try Theme(file: ProgramFiles.theme(name, own: settings.themes))
            } catch let error as YAMLError {
                throw Failure(.config, error.description)
            }
            known[name] = theme
            return theme
        }
    }

    /// The mail templates in the look of a list.
    func mailTemplates(for list: MailingList?) throws -> MailTemplates {
        let theme = try theme(of: list)
        return try templates.withLock { known in
            if let templates = known[theme.name] { return templates }
            let templates = try MailTemplates(
                folder: ProgramFiles.templates("mail", setting: settings.templates), phrasebook: phrasebook,
                theme: theme)
            known[theme.name] = templates
            return templates
        }
    }

    /// Writes the letters of a list. A theme that somebody broke meanwhile must not keep a reader from leaving: the settings'
    /// own takes its place.
    func letterWriter(for list: MailingList) throws -> LetterWriter {
        do {
            return LetterWriter(templates: try mailTemplates(for: list))
        } catch  where list.theme != nil {
            Console.complain("the list \(list.name.text) gets the theme of the settings: \(Failure(error).message)")
            return LetterWriter(templates: try mailTemplates(for: nil))
        }
    }
}
