/// The addresses of the public pages. They stand in mail that is already out: a contract.
struct Links: Sendable {
    let publicURL: String

    func confirm(_ token: String) -> String { publicURL + "/confirm/" + token }
    func decline(_ token: String) -> String { publicURL + "/decline/" + token }
    func unsubscribe(_ token: String) -> String { publicURL + "/unsubscribe/" + token }
    func subscribe(_ list: String) -> String { publicURL + "/subscribe/" + list }
    func archive(_ list: String) -> String { publicURL + "/archive/" + list }
}
