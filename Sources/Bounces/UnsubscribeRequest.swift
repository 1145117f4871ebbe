/// A person, or their mail program for them, asks to be taken off: by the subject, or by a first line that says little else.
enum UnsubscribeRequest {
    static func isMade(in header: HeaderFields, _ text: String) -> Bool {
        var subject = Folded(header["subject"] ?? "")
        if isCommand(subject) { return true }
        // An answer to an issue keeps the subject; its text is what counts.
        while subject.hasPrefix(Provenance.answerMarks),
            let colon = subject.bytes.firstIndex(where: { $0 == UInt8(ascii: ":") })
        {
            subject = Folded(String(decoding: subject.bytes[(colon + 1)...], as: UTF8.self))
            if isCommand(subject) { return true }
        }
        let ownWords = text.split(whereSeparator: \.isNewline).prefix(40).map(\.trimmed)
            .filter { !$0.isEmpty && !$0.hasPrefix(">") }
        guard let first = ownWords.first else { return false }
        if isCommand(Folded(first)) || isWish(Folded(first)) { return true }
        // A greeting may come first, in a letter that is about nothing else.
        let letter = ownWords.prefix { $0 != "--" }
        return letter.reduce(0) { $0 + $1.utf8.count } < 300 && letter.prefix(4).contains { isWish(Folded($0)) }
    }

    /// One word, perhaps with the list's name: `unsubscribe`, `Unsubscribe msme`, `STOP!`.
    private static func isCommand(_ line: Folded) -> Bool {
        let words = line.text.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "'") }
        guard let first = words.first, words.count <= 4 else { return false }
        if line.text.contains("?") { return false }
        if commands.contains(Folded(first).bytes) { return words.count <= 3 }
        return shortCommands.contains(Folded(words.joined(separator: " ")).bytes)
    }

    /// A short sentence that asks for it, and is no question and no denial.
    private static func isWish(_ line: Folded) -> Bool {
        line.bytes.count <= 160 && !line.text.contains("?") && line.contains(wishes) && !line.contains(denials)
    }

    private static let commands: PhraseSet = [
        "unsubscribe", "unsubscribe-me", "desuscribir", "desuscribirme", "desuscribirse", "desinscription",
        "desabonnement", "descadastrar", "descadastre", "desinscrever", "abmelden", "abmeldung", "abbestellen",
        "disiscrizione", "cancellami", "cancellazione", "uitschrijven", "afmelden", "signoff", "avmelden", "afmeld",
        "wypisz", "отписаться", "отписка", "退订",
    ]

    private static let shortCommands: PhraseSet = [
        "stop", "remove", "remove me", "opt out", "opt-out", "optout", "please remove", "please remove me",
        "please unsubscribe", "please unsubscribe me", "unsubscribe me please", "baja", "dar de baja", "darme de baja",
        "darse de baja", "cancelar suscripcion", "cancelar", "cancelar inscricao", "cancelar assinatura", "remover",
        "me desabonner", "se desabonner", "me desinscrire", "se desinscrire", "bitte abmelden", "bitte austragen",
        "austragen", "take me off", "leave", "signoff", "配信停止", "解除",
    ]

    private static let wishes: PhraseSet = [
        "unsubscribe me", "please unsubscribe", "unsubscribe from", "wish to unsubscribe", "want to unsubscribe",
        "like to unsubscribe", "like to be unsubscribed", "want to be unsubscribed", "remove me from", "take me off",
        "remove my name", "remove my email", "remove my e-mail", "remove my address", "remove this address from",
        "stop sending me", "please stop sending", "no longer wish to receive", "no longer want to receive",
        "do not want to receive", "don't want to receive", "be removed from", "darme de baja", "deme de baja",
        "denme de baja", "dar de baja", "no deseo recibir", "no quiero recibir", "cancelar mi suscripcion",
        "eliminenme", "borrenme", "me desinscrire", "me desabonner", "ne souhaite plus recevoir",
        "ne veux plus recevoir", "retirez-moi", "retirer de votre liste", "desinscrivez", "nao desejo receber",
        "nao quero receber", "nao quero mais receber", "me descadastre", "descadastrar", "cancelar minha assinatura",
        "remova meu", "remover meu", "retirem meu", "nehmen sie mich", "mochte keine", "austragen", "abbestellen",
        "vom newsletter abmelden", "melden sie mich ab", "melde mich ab", "mich abmelden", "tragen sie mich aus",
        "aus dem verteiler", "non desidero", "non voglio piu ricevere", "cancellatemi",
    ]

    private static let denials: PhraseSet = [
        "don't unsubscribe", "do not unsubscribe", "not to unsubscribe", "did not unsubscribe", "didn't unsubscribe",
        "never unsubscribe", "was unsubscribed", "been unsubscribed", "don't remove me", "do not remove me",
        "no me den de baja", "ne me desabonnez pas",
    ]
}
