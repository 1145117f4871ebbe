import Newsletter
import Synchronization
import Themes
import Web

/// The themes of the pages, which take them from here by name.
final class PageThemes: PageLooks {
    private let looks: Looks
    private let common: PageLook
    private let known: Mutex<[String: PageLook]>

    /// - Parameter lists: whose themes are read now, so that a mistake in one stops who begins and no reader.
    /// - Throws: for a theme that is not there or broken, with its place.
    init(_ looks: Looks, for lists: [MailingList]) throws {
        self.looks = looks
        let common = PageLook(try looks.theme(of: nil))
        var known = [common.name: common]
        for list in lists where list.theme != nil {
            let look = PageLook(try looks.theme(of: list))
            known[look.name] = look
        }
        self.common = common
        self.known = Mutex(known)
    }

    func look(of list: MailingList?) -> PageLook {
        guard let list, let name = list.theme else { return common }
        return known.withLock { known in
            if let look = known[name] { return look }
            let look: PageLook
            do {
                look = PageLook(try looks.theme(of: list))
            } catch {
                Console.complain(
                    "pages of the list \(list.name.text) get the theme of the settings: \(Failure(error).message)")
                look = common
            }
            known[name] = look
            return look
        }
    }

    func look(named name: String) -> PageLook? { known.withLock { $0[name] } }
}

extension PageLook {
    fileprivate init(_ theme: Theme) {
        let logo = theme.logo.map { logo in
            Logo(
                image: PublicMedia(type: logo.type, bytes: logo.bytes), alternative: logo.alternative,
                width: logo.width)
        }
        self.init(name: theme.name, css: theme.css, logo: logo)
    }
}
