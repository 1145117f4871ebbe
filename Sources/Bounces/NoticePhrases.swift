/// The words by which mail systems say that mail failed, in the languages that their operators write. Written as people
/// write them; looked for without case and accents.
enum NoticePhrases {
    /// Mail was not delivered and won't be.
    static let failed: PhraseSet = [
        // English
        "could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered",
        "can not be delivered", "could not be sent", "cannot be sent", "not be delivered to", "was not delivered",
        "were not delivered", "wasn't delivered", "has not been delivered", "have not been delivered",
        "not delivered to", "undeliverable", "undelivered", "non-deliverable", "unable to deliver",
        "not able to deliver", "able to deliver your message", "not possible to deliver", "could not deliver",
        "couldn't deliver", "cannot deliver", "can't deliver", "failed to deliver", "delivery failed",
        "delivery has failed", "delivery failure", "failed delivery", "delivery error", "failed permanently",
        "permanent failure", "permanent error", "did not reach", "didn't reach", "has not reached",
        "not reach the following", "fatal error", "following addresses failed", "address failed", "addresses failed",
        "address(es) failed", "recipient(s) failed", "recipients failed", "failed recipient", "failed address",
        "failed addresses", "bad address", "has been rejected", "was rejected", "were rejected", "have been rejected",
        "rejected by", "rejected the following", "rejected your message", "refused your message", "message refused",
        "rejected for the following", "returned to sender", "has been returned", "being returned", "is returned",
        "was returned", "returned mail", "returned for the following", "error was detected", "error while",
        "encountered an error", "errors occurred", "error occurred", "error has occurred", "following error",
        "problem delivering", "problems delivering", "delivery problem", "did not receive", "not received by",
        "was not sent", "not accepted", "not accept your", "have not been accepted", "invalid recipient",
        "invalid address", "invalid final delivery", "unknown recipient", "user unknown", "unknown user",
        "unknown to this server", "no such user", "does not exist", "doesn't exist", "not exist", "recipient unknown",
        "not known at", "not listed in", "not recognized", "not recognised", "bounced", "no longer valid",
        "not a valid", "is not valid", "transport failed", "mailbox is full", "mailbox full", "over quota",
        "quota exceeded", "exceed mailbox quota", "quota violation", "been blocked by", "giving up on", "gave up",
        "given up", "message was blocked", "discarded", "aborted", "failed because", "failed for the following",
        "not been collected", "could not be completed", "was not completed", "unsuccessful",
        "delivery to the following recipient", "delivery to the following address", "unreachable",
        // German
        "nicht zugestellt werden", "nicht zugestellt", "unzustellbar", "konnte nicht zugestellt", "nicht ausgeliefert",
        "zustellung fehlgeschlagen", "zustellung ist fehlgeschlagen", "fehler bei der zustellung",
        "empfanger unbekannt", "nicht erreicht", "nicht übermittelt", "existiert nicht", "fehlgeschlagen",
        // French
        "n'a pas pu être remis", "n'a pas pu etre délivré", "n'ont pas pu être", "n'a pas été remis", "non remis",
        "n'a pu être", "ne peut être remis", "impossible de remettre", "n'a pas été délivré", "échec de la remise",
        "échec de remise", "non distribué", "n'a pas pu être distribué", "n'a pas pu être livré",
        "n'a pas pu être envoyé", "n'existe pas", "destinataire inconnu", "échec de la distribution",
        // Spanish
        "no se pudo entregar", "no pudo ser entregado", "no ha podido ser entregado", "no ha sido entregado",
        "no se ha podido entregar", "no se puede entregar", "no fue entregado", "no se entregó", "error en la entrega",
        "error al entregar", "no entregado", "imposible entregar", "fallo en la entrega", "fallo de entrega",
        "no existe", "usuario desconocido", "destinatario desconocido", "no llegó a",
        // Portuguese
        "não pôde ser entregue", "nao pode ser entregue", "não pode ser enviada", "não foi entregue",
        "não foi possível entregar", "falha na entrega", "falha ao entregar", "não entregue", "erro na entrega",
        "usuário desconhecido", "não existe",
        // Italian
        "non è stato consegnato", "non e' stato consegnato", "non può essere consegnato", "impossibile recapitare",
        "impossibile consegnare", "mancata consegna", "non recapitabile", "non è stato possibile", "consegna fallita",
        "non esiste", "utente sconosciuto",
        // Dutch, Danish, Norwegian, Swedish, Finnish
        "niet worden afgeleverd", "niet worden bezorgd", "kon niet worden", "niet afgeleverd", "onbestelbaar",
        "bestaat niet", "kunne ikke leveres", "ikke leveret", "ikke levert", "kunne inte levereras",
        "kunde inte levereras", "gick inte att leverera", "gick inte fram", "ei voitu toimittaa",
        "toimitus epäonnistui",
        // Polish, Czech, Hungarian, Turkish
        "nie może zostać dostarczona", "nie mogła zostać dostarczona", "nie została dostarczona", "nie dostarczono",
        "nie mozna dostarczyc", "nie istnieje", "nelze doručit", "nepodařilo se doručit", "nebylo možné doručit",
        "nebyla doručena", "neexistuje", "nem kézbesíthető", "nem sikerült kézbesíteni", "teslim edilemedi",
        "iletilemedi",
        // Russian, Ukrainian
        "не доставлено", "не может быть доставлено", "не было доставлено", "не удалось доставить",
        "невозможно доставить", "недоставленное", "не существует", "не удается доставить", "пользователь не найден",
        "не вдалося доставити",
        // Japanese, Chinese, Korean
        "配信できません", "配信できなかった", "配信不能", "送信できません", "お届けできません", "配送できません", "届けることができません", "送信されませんでした", "宛先不明", "見つかりません",
        "配信に失敗", "送信に失敗", "无法投递", "无法送达", "投递失败", "退信", "未能送达", "不存在", "無法傳送", "無法投遞", "無法送達", "传递失败", "发送失败", "전송되지",
        "전송 실패", "배달되지", "배달할 수 없",
    ]

    /// Not delivered yet; the system goes on trying.
    static let delayed: PhraseSet = [
        "has not yet been delivered", "not yet been delivered", "not been delivered yet", "not yet delivered",
        "still undelivered", "will keep trying", "will continue to", "will continue for", "attempts will continue",
        "will be retried", "will retry", "still being retried", "still trying", "will try again", "keep trying",
        "continue trying", "trying to deliver", "transient non-fatal", "warning message only", "do not need to resend",
        "don't need to resend", "no action is required", "need not resend", "has been delayed", "been delayed",
        "been postponed", "is delayed", "delivery is delayed", "was delayed", "temporary problem delivering",
        "delayed mail", "delivery delayed", "temporary non-fatal", "temporarily deferred", "message is still in",
        "remains in the queue", "still in the queue", "delivery attempts are continuing", "no need to resend",
        "this is only a warning", "this is a warning", "noch nicht zugestellt", "weitere zustellversuche", "verzögert",
        "wird weiterhin versucht", "zustellung verzogert", "pas encore été", "retardé", "nouvelles tentatives",
        "sera retentée", "retardée", "continuera", "todavía no", "aún no", "se ha retrasado", "retrasado",
        "seguirá intentando", "se volverá a intentar", "retraso en la entrega", "ainda não", "atrasada",
        "continuará tentando", "nova tentativa", "ritardo", "non ancora", "ritardata", "nog niet", "vertraagd",
        "endnu ikke", "ännu inte", "försenad", "opóźnion", "jeszcze nie", "zpožděn", "zatim nebyl", "задержано",
        "задерживается", "пока не", "повторные попытки", "遅延", "再送", "延迟", "延遲",
    ]

    /// Subjects of reports that say so.
    static let delayedSubjects: PhraseSet = [
        "delay", "still being retried", "not yet", "warning: message", "warning: could not send", "postponed",
        "verzogerung", "retard", "retraso", "atraso", "ritardo", "задержк", "遅延", "延迟",
    ]

    /// What ends a delay: not to be taken for one although it tells of earlier attempts.
    static let final: PhraseSet = [
        "giving up", "given up", "gave up", "gives up on", "permanent", "has been returned", "is returned",
        "will not be retried", "no further attempts", "not continue trying", "will not continue", "no further delivery",
        "will not be attempted", "too long", "has been removed from the queue", "removed from the mail queue",
        "was in the queue too", "been in the queue too", "stopped trying", "delivery time expired", "message expired",
        "no more attempts", "aborted",
    ]

    /// It arrived, or went to a system that tells no more.
    static let delivered: PhraseSet = [
        "successfully delivered", "was delivered to", "were delivered to", "delivered successfully",
        "been delivered to", "successful delivery", "successfully relayed", "was relayed", "been relayed",
        "relayed to the following", "has been delivered", "was successfully", "were successfully",
        "successful mail delivery", "delivery confirmation", "erfolgreich zugestellt", "entregado correctamente",
        "a été remis", "remis avec succès", "entregue com sucesso", "consegnato con successo",
    ]

    /// Subjects of reports.
    static let subjects: PhraseSet = [
        "undeliver", "undelivr", "non-deliver", "nondeliver", "non deliver", "not deliver", "returned mail",
        "mail returned", "returned to sender", "returning message", "return to sender", "failure notice",
        "delivery fail", "delivery status notification", "delivery status", "delivery notification", "delivery report",
        "delivery problem", "delivery error", "delivery has failed", "mail delivery", "failed mail", "mail failure",
        "mail failed", "failed delivery", "message status", "could not be delivered", "couldn't be delivered",
        "couldn't deliver", "could not deliver", "cannot be delivered", "message delivery", "delivery delayed",
        "delayed mail", "delayed", "could not send message", "nondelivery", "warning: message",
        "warning: could not send", "mail system error", "mail error", "processing error", "message could not",
        "message not delivered", "rejected mail", "message rejected", "mail rejected", "user unknown", "unknown user",
        "bounce", "invalid address", "error sending", "unable to deliver", "permanent", "(failure)", "(delay)",
        "quota exceeded", "mailbox full", "mailbox is full", "unzustellbar", "nicht zugestellt", "zustellung",
        "zustellungs", "fehlgeschlagen", "non remis", "échec de la remise", "echec de remise", "non distribu",
        "non délivr", "notification d'état", "avis de non", "utilisateur non recens", "no entreg",
        "no se pudo entregar", "no se puede entregar", "error de entrega", "fallo de entrega", "fallo en la entrega",
        "notificación de estado", "mensaje devuelto", "correo devuelto", "não entreg", "nao entreg", "falha na entrega",
        "falha ao entregar", "mensagem devolvida", "não pôde ser entregue", "notificação de status",
        "retorno de e-mail", "mancata consegna", "non recapitabile", "recapito", "impossibile", "onbestelbaar",
        "niet afgeleverd", "kan ikke leveres", "ikke leveret", "olevererbart", "kunde inte", "toimitus",
        "niedostarczon", "zwrot", "nedoruciteln", "nedoručen", "kézbesít", "teslim", "не доставлено", "недоставлен",
        "доставк", "возврат", "配信", "送信できません", "配送", "退信", "退件", "无法投递", "未送达", "無法傳遞", "投递", "전송", "반송",
    ]

    /// What comes before the returned message, on a short line of its own.
    static let returned: PhraseSet = [
        "copy of the message", "copy of your message", "copy of the original", "copy of your original",
        "copy of message", "message follows", "mail follows", "headers follow", "header follows", "below this line",
        "message is below", "message below", "message headers:", "message header:", "returned text follows",
        "es folgt die", "kopie der nachricht", "kopie deiner nachricht", "kopie ihrer nachricht", "copia del mensaje",
        "copie du message", "copia da mensagem", "copia del messaggio", "元のメッセージ",
    ]

    /// The same, where the line ends with a colon or is marked by dashes or the like.
    static let returnedMarked: PhraseSet = [
        "original message", "returned message", "returned mail", "undelivered message", "undeliverable message",
        "message header", "message body", "rejected message", "unsent message", "failed message", "original mail",
        "original e-mail", "original email", "original headers", "start of message", "forwarded message",
        "begin message", "message contents", "header of", "headers of", "headers from", "enclosed message",
        "attached message", "body of undeliverable", "text of the message", "mensaje original", "mensagem original",
        "message original", "message d'origine", "messaggio originale", "ursprungliche nachricht", "originalnachricht",
        "oorspronkelijk bericht", "oprindelige meddelelse", "ursprungligt meddelande", "tresc wiadomosci",
        "oryginalna wiadomosc", "puvodni zprava", "исходное сообщение", "заголовки", "копия", "メールヘッダ", "原始邮件", "原郵件",
        "원본 메시지",
    ]

    /// Labels before the address that failed.
    static let recipientLabels: PhraseSet = [
        "rfc822", "intended recipient", "failed recipient", "final-recipient", "original-recipient", "final recipient",
        "original recipient", "recipient address", "recipients", "recipient(s)", "recipient", "error-for",
        "address(es)", "addresses", "address", "to", "failed address", "failed to", "user", "mailbox", "email address",
        "e-mail address", "email", "e-mail", "delivery to", "for", "destination", "envelope-to", "message to",
        "deliver to", "delivering to", "sent to", "unknown user", "user unknown", "invalid recipient",
        "invalid final delivery userid", "destinataire", "destinataires", "destinatario", "destinatarios",
        "destinatario(s)", "destinatari", "para", "an", "empfanger", "fur", "pour", "a", "aan", "ontvanger", "odbiorca",
        "modtager", "mottagare", "prijemce", "получатель", "кому", "адрес", "宛先", "収件人", "收件人", "收件者",
    ]

    /// Words before an address that is somebody else's: whom to ask, who sent it.
    static let othersBefore: PhraseSet = [
        " e.g.", "example", " try ", "such as", " if ", " from", "from:", "from <", "sender", "return-path", "reply-to",
        "reply to", "message-id", "in-reply-to", "references:", "contact", "e-mail to ", "mail to:", "mailto:",
        "write to", "please forward", "please send", "send a message to", "send mail to ", "send an e-mail to",
        "send an email to", "report this", "questions", "assistance", "help", "refer to", "administrator at",
        "postmaster at", " inform ", "notify", "complain", "mail from", "cc:", "bcc:", "errors-to", "received:",
        " via ", " id <", " id=", "administrator", "kontaktieren", "wenden sie", "contacter", "contactez", "contacte",
        "contactar", "escriba a", "ponerse en contacto", "entre em contato", "contattare", "absender", "expediteur",
        "expéditeur", "remitente", "remetente", "mittente", " de:", " von:", " da:", " van:", " od:",
    ]
}
