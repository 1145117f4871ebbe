/// Every statement of the store but the migrations. Prepared once for each connection; a test prepares them all.
enum SQL: String, CaseIterable {
    case begin = "BEGIN IMMEDIATE"
    case commit = "COMMIT"

    // MARK: - Lists

    case insertList = """
        INSERT INTO list (name, title, description, from_mailbox, reply_to, postal_address, privacy_url, language, archive,
            theme, sends_welcome, relay, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (name) DO NOTHING
        """
    case updateList = """
        UPDATE list SET title = ?, description = ?, from_mailbox = ?, reply_to = ?, postal_address = ?, privacy_url = ?,
            language = ?, archive = ?, theme = ?, sends_welcome = ?, relay = ?
        WHERE id = ?
        """
    case listByName = """
        SELECT id, name, title, description, from_mailbox, reply_to, postal_address, privacy_url, language, archive,
            theme, sends_welcome, created_at, relay
        FROM list WHERE name = ?
        """
    case listByID = """
        SELECT id, name, title, description, from_mailbox, reply_to, postal_address, privacy_url, language, archive,
            theme, sends_welcome, created_at, relay
        FROM list WHERE id = ?
        """
    case allLists = """
        SELECT id, name, title, description, from_mailbox, reply_to, postal_address, privacy_url, language, archive,
            theme, sends_welcome, created_at, relay
        FROM list ORDER BY title, name
        """
    case countSubscriptions = "SELECT state, count(*) FROM subscription WHERE list = ? GROUP BY state"

    case fieldsOfList = "SELECT definition FROM list_fields WHERE list = ?"
    case setFieldsOfList = "INSERT INTO list_fields VALUES (?1, ?2) ON CONFLICT (list) DO UPDATE SET definition = ?2"

    // MARK: - Subscribers

    case subscriberByKey = """
        SELECT id, email, name, language, attributes, suspended_at, suppressed, created_at
        FROM subscriber WHERE email_key = ?
        """
    case subscriberByID = """
        SELECT id, email, name, language, attributes, suspended_at, suppressed, created_at
        FROM subscriber WHERE id = ?
        """
    case insertSubscriber = """
        INSERT INTO subscriber (email, email_key, name, language, attributes, created_at) VALUES (?, ?, ?, ?, ?, ?)
        """
    case insertUnknownSubscriber = """
        INSERT INTO subscriber (email, email_key, name, language, attributes, created_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (email_key) DO NOTHING
        """
    case lastSubscriber = "SELECT max(id) FROM subscriber"
    case lastSubscription = "SELECT max(id) FROM subscription"
    case subscribeNewPeople = """
        INSERT INTO subscription (list, subscriber, state, changed_at)
        SELECT ?1, id, ?3, ?4 FROM subscriber WHERE id > ?2 ORDER BY id
        """
    case recordNewSubscriptions = """
        INSERT INTO consent (subscription, at, event, source)
        SELECT id, ?2, ?3, ?4 FROM subscription WHERE id > ?1 ORDER BY id
        """
    // What the person or an earlier import said stays; new attributes join the old ones.
    case completeSubscriber = """
        UPDATE subscriber
        SET name = coalesce(name, ?2), language = coalesce(language, ?3), attributes = json_patch(?4, attributes)
        WHERE id = ?1
        """
    case attributesOf = "SELECT attributes FROM subscriber WHERE id = ?"
    case setAttributes = "UPDATE subscriber SET attributes = json_patch(attributes, ?2) WHERE id = ?1"
    case renameSubscriber = "UPDATE subscriber SET name = ?2, language = ?3 WHERE id = ?1"
    // A new address starts with a clean record of bounces.
    case readdressSubscriber = """
        UPDATE subscriber SET email = ?2, email_key = ?3, suppressed = 0, suspended_at = NULL WHERE id = ?1
        """
    case exportSubscriptions = """
        SELECT p.email, p.name, p.language, p.attributes, l.name, s.state, s.changed_at
        FROM subscription s JOIN subscriber p ON p.id = s.subscriber JOIN list l ON l.id = s.list
        WHERE p.erased_at IS NULL AND (?1 IS NULL OR s.list = ?1) AND (?2 IS NULL OR s.state = ?2)
            AND (?3 IS NULL OR p.language = ?3)
            AND (?4 IS NULL OR instr(lower(p.email), lower(?4)) OR instr(lower(p.name), lower(?4)))
        ORDER BY s.list, s.id
        """
    // Erased people stay as rows without a person, so that counts hold.
    case eraseSubscriber = """
        UPDATE subscriber
        SET email = ?2, email_key = ?2, name = NULL, language = NULL, attributes = '{}', suspended_at = NULL,
            suppressed = 1, erased_at = ?3
        WHERE id = ?1
        """
    case deleteSubscriber = """
        DELETE FROM subscriber WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM subscription WHERE subscriber = ?1)
        """
    case pauseSubscriber = """
        UPDATE subscription SET paused_until = ?2 WHERE subscriber = ?1 AND state = 'confirmed'
        """
    case insertAddressChange = "INSERT INTO address_change (subscriber, email, requested_at) VALUES (?, ?, ?)"
    case addressChangeByID = "SELECT id, subscriber, email, is_done FROM address_change WHERE id = ?"
    case addressChanges = "SELECT id, subscriber, email FROM address_change ORDER BY id"
    case addressChangeOf = """
        SELECT email FROM address_change WHERE subscriber = ? AND is_done = 0 ORDER BY id DESC LIMIT 1
        """
    case endAddressChange = "UPDATE address_change SET is_done = 1 WHERE id = ?"
    case deleteAddressChange = "DELETE FROM address_change WHERE id = ?"
    case deleteAddressChanges = "DELETE FROM address_change WHERE subscriber = ?"
    case deleteOldAddressChanges = "DELETE FROM address_change WHERE requested_at <= ?"

    // MARK: - Subscriptions

    case subscriptionByPerson = """
        SELECT id, list, subscriber, state, generation, paused_until
        FROM subscription WHERE list = ? AND subscriber = ?
        """
    case subscriptionByID = """
        SELECT id, list, subscriber, state, generation, paused_until FROM subscription WHERE id = ?
        """
    case subscriptionsByPerson = """
        SELECT id, list, subscriber, state, generation, paused_until FROM subscription WHERE subscriber = ? ORDER BY id
        """
    case subscriptionsOfSubscriber = """
        SELECT s.id, l.name, s.state, s.changed_at, s.paused_until
        FROM subscription s JOIN list l ON l.id = s.list
        WHERE s.subscriber = ? ORDER BY l.name
        """
    case insertSubscription = "INSERT INTO subscription (list, subscriber, state, changed_at) VALUES (?, ?, ?, ?)"
    case updateSubscription = "UPDATE subscription SET state = ?, generation = ?, changed_at = ? WHERE id = ?"

    case endCompanions = "UPDATE subscription SET asked_with = NULL WHERE asked_with = ?1 OR id = ?1"
    case setCompanion = "UPDATE subscription SET asked_with = ?2 WHERE id = ?1"
    case companions = """
        SELECT id, list, subscriber, state, generation, paused_until FROM subscription WHERE asked_with = ? ORDER BY id
        """
    case insertLeaving = """
        INSERT INTO leaving (subscription, at, reason, words) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (subscription) DO UPDATE SET at = ?2, reason = ?3, words = ?4
        """
    case forgetLeaving = "UPDATE leaving SET words = NULL WHERE subscription = ?"
    case leavingsOfSubscriber = """
        SELECT l.name, v.reason, v.words, v.at FROM subscription s JOIN leaving v ON v.subscription = s.id
            JOIN list l ON l.id = s.list
        WHERE s.subscriber = ? ORDER BY v.at
        """
    case leavings = """
        SELECT v.reason, count(*) FROM subscription s JOIN leaving v ON v.subscription = s.id WHERE s.list = ? AND s.state = 'unsubscribed'
        GROUP BY v.reason
        """
    case leavingWords = """
        SELECT v.words FROM subscription s JOIN leaving v ON v.subscription = s.id
        WHERE s.list = ? AND v.words IS NOT NULL ORDER BY v.at DESC LIMIT 20
        """

    // MARK: - Consent

    case insertWording = """
        INSERT INTO wording (text, first_used_at)
        SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM wording w WHERE w.text = ?1)
        """
    case insertConsent = """
        INSERT INTO consent (subscription, at, event, source, wording)
        VALUES (?, ?, ?, ?, (SELECT id FROM wording WHERE text = ?))
        """
    case insertNetwork = "INSERT INTO consent_network (consent, address, at) VALUES (?, ?, ?)"
    case consentOfSubscription = """
        SELECT c.subscription, c.at, c.event, c.source, n.address, w.text, c.wording
        FROM consent c LEFT JOIN wording w ON w.id = c.wording LEFT JOIN consent_network n ON n.consent = c.id
        WHERE c.subscription = ? ORDER BY c.id
        """
    case exportConsent = """
        SELECT c.subscription, c.at, c.event, c.source, n.address, w.text, c.wording, p.email, l.name
        FROM consent c JOIN subscription s ON s.id = c.subscription JOIN subscriber p ON p.id = s.subscriber
            JOIN list l ON l.id = s.list LEFT JOIN wording w ON w.id = c.wording
            LEFT JOIN consent_network n ON n.consent = c.id
        WHERE ?1 IS NULL OR s.list = ?1
        ORDER BY c.id
        """
    case hasLeft = """
        SELECT event IN ('unsubscribed', 'declined') FROM consent
        WHERE subscription = ? AND event IN ('unsubscribed', 'declined', 'confirmed', 'imported') ORDER BY id DESC LIMIT 1
        """
    case lastConsentEvent = "SELECT event FROM consent WHERE subscription = ? ORDER BY id DESC LIMIT 1"
    case forgetNetworks = """
        DELETE FROM consent_network
        WHERE consent IN (SELECT c.id FROM consent c WHERE c.subscription = ?)
        """
    case deleteConsent = "DELETE FROM consent WHERE subscription = ?"
    case deleteSubscription = "DELETE FROM subscription WHERE id = ?"
    // Requests that led to nothing: not confirmed, or declined, in time. Whether anything else was ever recorded of them, or
    // sent, decides whether they may go.
    case oldRequests = """
        SELECT s.id, s.subscriber, s.state, p.email,
            EXISTS (SELECT 1 FROM delivery d WHERE d.subscription = s.id)
                OR EXISTS (SELECT 1 FROM consent c
                    WHERE c.subscription = s.id AND c.event NOT IN ('requested', 'declined')),
            s.list, s.generation
        FROM subscription s JOIN subscriber p ON p.id = s.subscriber
        WHERE s.state = 'pending' AND s.changed_at <= ?1
        UNION ALL
        SELECT s.id, s.subscriber, s.state, p.email, 0, s.list, s.generation
        FROM consent c JOIN subscription s ON s.id = c.subscription JOIN subscriber p ON p.id = s.subscriber
        WHERE c.event = 'declined' AND s.state = 'unsubscribed' AND s.changed_at <= ?1 AND p.erased_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.subscription = s.id)
            AND NOT EXISTS (SELECT 1 FROM consent o
                WHERE o.subscription = s.id AND o.event NOT IN ('requested', 'declined'))
        GROUP BY s.id
        LIMIT ?2
        """

    // MARK: - Suppression

    case suppressionByMark = "SELECT kind FROM suppression WHERE mark = ?"
    case upsertSuppression = """
        INSERT INTO suppression (mark, kind, domain, subscriber, reason, at)
        VALUES (?1, ?2, ?3, (SELECT id FROM subscriber WHERE email_key = ?4), ?5, ?6)
        ON CONFLICT (mark) DO UPDATE SET kind = excluded.kind, reason = excluded.reason, at = excluded.at
        """
    // A stronger one stays.
    case insertSuppression = """
        INSERT INTO suppression (mark, kind, reason, at) VALUES (?, ?, ?, ?) ON CONFLICT (mark) DO NOTHING
        """
    case insertNoImport = """
        INSERT INTO suppression (mark, kind, subscriber, reason, at)
        VALUES (?1, 'no-import', (SELECT id FROM subscriber WHERE email_key = ?2), ?3, ?4)
        ON CONFLICT (mark) DO NOTHING
        """
    case setSuppressedByKey = "UPDATE subscriber SET suppressed = 1 WHERE email_key = ?"
    case detachSuppression = "UPDATE suppression SET subscriber = NULL WHERE subscriber = ?"
    case hasSuppressions = "SELECT EXISTS (SELECT 1 FROM suppression)"
    case deleteSuppression = "DELETE FROM suppression WHERE mark = ?"
    case liftNoImport = "DELETE FROM suppression WHERE mark = ? AND kind = 'no-import'"
    case allSuppressions = """
        SELECT s.kind, coalesce(s.domain, p.email), s.reason, s.at
        FROM suppression s LEFT JOIN subscriber p ON p.id = s.subscriber ORDER BY s.at, s.mark
        """
    case setSuppressed = "UPDATE subscriber SET suppressed = ? WHERE id = ?"
    // Keys are lower-case with A-label domains, so equality of the tail is equality of the domain.
    case subscribersAtDomain = """
        SELECT id, email FROM subscriber WHERE substr(email_key, -length(?1) - 1) = '@' || ?1
        """
    case subscribersBelowDomain = """
        SELECT id, email FROM subscriber WHERE substr(email_key, -length(?1) - 1) = '.' || ?1
        """

    // MARK: - Bounces

    case suspensionOf = """
        SELECT p.suspended_at, b.reason FROM subscriber p LEFT JOIN bounce_record b ON b.subscriber = p.id
        WHERE p.id = ? AND p.suspended_at IS NOT NULL
        """
    case liftSuspension = "UPDATE subscriber SET suspended_at = NULL WHERE id = ?"
    case liftSuspensionsOfFailed = """
        UPDATE subscriber SET suspended_at = NULL
        WHERE suspended_at IS NOT NULL AND id IN (
            SELECT s.subscriber FROM delivery d CROSS JOIN subscription s ON s.id = d.subscription
            WHERE d.issue = ? AND d.state = 'failed')
        """
    case startBounceRecord = "INSERT INTO bounce_record (subscriber) VALUES (?) ON CONFLICT (subscriber) DO NOTHING"
    case restartBounceRecord = """
        UPDATE bounce_record
        SET since = ?2, score = 0, first_at = NULL, last_at = NULL, probed_at = NULL, wants_probe = 0, reason = NULL
        WHERE subscriber = ?1
        """
    case bounceRecord = "SELECT since, score, first_at, last_at, probed_at FROM bounce_record WHERE subscriber = ?"
    case writeBounceRecord = """
        UPDATE bounce_record
        SET score = ?2, first_at = ?3, last_at = ?4, probed_at = ?5, wants_probe = ?6, reason = ?7
        WHERE subscriber = ?1
        """
    case wantedProbes = "SELECT subscriber FROM bounce_record WHERE wants_probe = 1 LIMIT ?"
    case noteProbe = "UPDATE bounce_record SET wants_probe = 0 WHERE subscriber = ?"
    case clearBounceScore = """
        UPDATE bounce_record SET score = 0, first_at = NULL, last_at = NULL, probed_at = NULL, wants_probe = 0
        WHERE subscriber = ?
        """
    // By the log's index over time, since a row of refusals is short.
    case refusedSince = """
        SELECT s.subscriber FROM reply r CROSS JOIN delivery d ON d.id = r.delivery
            CROSS JOIN subscription s ON s.id = d.subscription
        WHERE r.at >= ?2 AND r.verdict = 'failed' AND d.issue = ?1
        """
    case suspend = "UPDATE subscriber SET suspended_at = ?2 WHERE id = ?1 AND suspended_at IS NULL"
    // Copies and letters; what is delayed or delivered has not come back.
    case hasArrived = """
        SELECT EXISTS (
            SELECT 1 FROM subscription s CROSS JOIN delivery d ON d.subscription = s.id
            WHERE s.subscriber = ?1 AND d.state = 'sent' AND d.changed_at > ?2 AND d.changed_at <= ?3
                AND NOT EXISTS (
                    SELECT 1 FROM bounce b WHERE b.delivery = d.id AND b.class IN ('hard', 'soft'))
        ) OR EXISTS (
            SELECT 1 FROM subscriber p CROSS JOIN letter l ON l.recipient_key = p.email_key
                CROSS JOIN delivery d ON d.letter = l.id
            WHERE p.id = ?1 AND d.state = 'sent' AND d.changed_at > ?2 AND d.changed_at <= ?3
                AND NOT EXISTS (
                    SELECT 1 FROM bounce b WHERE b.delivery = d.id AND b.class IN ('hard', 'soft')))
        """
    case returnedByDigest = "SELECT id FROM returned_mail WHERE digest = ?"
    case insertReturned = """
        INSERT INTO returned_mail (digest, at, kind, fate, why, sender, subject, message) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    case insertBounce = """
        INSERT INTO bounce (mail, at, kind, delivery, issue, subscription, class, status, reason, effect)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    case originByDelivery = """
        SELECT d.id, d.issue, d.subscription, coalesce(s.subscriber, o.id), coalesce(p.email, l.recipient), d.changed_at,
            l.kind IS 'probe', p.erased_at IS NOT NULL
        FROM delivery d LEFT JOIN subscription s ON s.id = d.subscription LEFT JOIN subscriber p ON p.id = s.subscriber
            LEFT JOIN letter l ON l.id = d.letter LEFT JOIN subscriber o ON o.email_key = l.recipient_key
        WHERE d.id = ?
        """
    case originBySubscription = """
        SELECT NULL, NULL, s.id, s.subscriber, p.email, NULL, 0, p.erased_at IS NOT NULL
        FROM subscription s JOIN subscriber p ON p.id = s.subscriber
        WHERE s.id = ?
        """
    case lettersOfKind = "SELECT count(*) FROM letter WHERE kind = ? AND kind = 'forward' AND created_at > ?"
    case oldReturned = """
        DELETE FROM returned_mail WHERE id IN (SELECT id FROM returned_mail WHERE at <= ?1 LIMIT ?2)
        """
    case deleteBounceRecord = "DELETE FROM bounce_record WHERE subscriber = ?"

    // MARK: - Letters

    case lettersSent = """
        SELECT count(*) FROM letter
        WHERE mailbox = ? AND created_at > ? AND kind IN ('confirmation', 'links', 'move')
        """
    case goodbyesSent = """
        SELECT count(*) FROM letter WHERE mailbox = ? AND created_at > ? AND kind = 'goodbye'
        """
    case lettersTo = """
        SELECT l.kind, l.created_at, d.state
        FROM letter l JOIN delivery d ON d.letter = l.id
        WHERE l.recipient_key = ?1 OR l.subscriber = ?2 ORDER BY l.id
        """
    // Those that are not on their way at this moment.
    case idleLettersTo = """
        SELECT l.id, d.id FROM letter l JOIN delivery d ON d.letter = l.id
        WHERE l.recipient_key = ? AND d.state <> 'sending'
        """
    case idleLettersOf = """
        SELECT l.id, d.id FROM letter l JOIN delivery d ON d.letter = l.id
        WHERE (l.recipient_key = ?1 OR l.subscriber = ?2) AND d.state <> 'sending'
        """
    case keepLettersOfFormerAddress = """
        UPDATE letter SET subscriber = ?1
        WHERE subscriber IS NULL AND recipient_key = (SELECT email_key FROM subscriber WHERE id = ?1)
        """
    case blankLettersOf = """
        UPDATE letter SET message = x'', recipient = ?3, recipient_key = ?3, mailbox = ?3
        WHERE recipient_key = ?1 OR subscriber = ?2
        """
    // Its sender had it already when its person was erased: there is nothing to try again.
    case skipBlankLetter = """
        UPDATE delivery SET state = 'skipped', due = NULL
        WHERE id = ?1 AND due IS NOT NULL
            AND EXISTS (SELECT 1 FROM letter l WHERE l.id = delivery.letter AND l.message = x'')
        """
    // CROSS JOIN keeps the order: letters by age first.
    case oldLetters = """
        SELECT l.id, d.id FROM letter l CROSS JOIN delivery d ON d.letter = l.id
        WHERE l.created_at <= ?1 AND d.due IS NULL AND d.state <> 'sending'
        LIMIT ?2
        """
    case deleteLetter = "DELETE FROM letter WHERE id = ?"
    case deleteDelivery = "DELETE FROM delivery WHERE id = ?"
    case deleteReplies = "DELETE FROM reply WHERE delivery = ?"
    case oldReplies = """
        DELETE FROM reply WHERE id IN (
            SELECT r.id FROM reply r JOIN delivery d ON d.id = r.delivery
            WHERE r.at <= ?1 AND d.due IS NULL AND d.state <> 'sending' LIMIT ?2)
        """
    case oldNetworks = """
        DELETE FROM consent_network WHERE consent IN (SELECT consent FROM consent_network WHERE at <= ?1 LIMIT ?2)
        """
    case countUnanswered = """
        UPDATE unanswered SET requests = requests + 1, ballast = zeroblob(?) WHERE id = 1
        """
    case deliveriesOfSubscriber = """
        SELECT l.name, i.slug, i.subject, d.state, d.changed_at, d.id
        FROM subscription s JOIN delivery d ON d.subscription = s.id JOIN issue i ON i.id = d.issue
            JOIN list l ON l.id = i.list
        WHERE s.subscriber = ? ORDER BY d.id
        """
    // What was said at once, and what came back later.
    case repliesToDelivery = """
        SELECT text FROM (
            SELECT r.at AS at, coalesce(r.code || ' ', '') || coalesce(r.status || ' ', '') || r.text AS text
            FROM reply r WHERE r.delivery = ?1
            UNION ALL
            SELECT b.at, 'came back: ' || coalesce(b.class, b.kind) || coalesce(', ' || b.reason, '')
                || coalesce(' (' || b.status || ')', '')
            FROM bounce b WHERE b.delivery = ?1)
        ORDER BY at
        """
    case skipWaitingOfSubscription = """
        UPDATE delivery SET state = 'skipped', due = NULL, changed_at = ?2 WHERE subscription = ?1 AND due IS NOT NULL
        """
    case insertLetter = """
        INSERT INTO letter (kind, recipient, recipient_key, mailbox, message, created_at, subscriber)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6,
            CASE WHEN ?1 = 'move' THEN (SELECT max(a.subscriber) FROM address_change a WHERE a.email = ?2) END)
        """
    case insertLetterDelivery = """
        INSERT INTO delivery (letter, state, due, changed_at) VALUES (?1, 'queued', ?2, ?2)
        """
    case skipLetters = """
        UPDATE delivery SET state = 'skipped', due = NULL, changed_at = ?2
        WHERE due IS NOT NULL AND letter IN (SELECT id FROM letter WHERE recipient_key = ?1)
        """
    // A letter holds links that its reader alone should have: it is emptied as soon as it is done.
    case emptyLettersTo = "UPDATE letter SET message = x'' WHERE recipient_key = ?"
    case skipAllLetters = """
        UPDATE delivery SET state = 'skipped', due = NULL, changed_at = ?1 WHERE issue IS NULL AND due IS NOT NULL
        """
    case skipLeftoverLetters = """
        UPDATE delivery SET state = 'skipped', changed_at = ?1 WHERE issue IS NULL AND state = 'sending'
        """
    case emptyAllLetters = "UPDATE letter SET message = x''"
    case emptyLetter = "UPDATE letter SET message = x'' WHERE id = (SELECT letter FROM delivery WHERE id = ?)"

    // MARK: - Issues

    case issueByName = """
        SELECT i.id, l.name, i.slug, i.subject, i.state, i.pause_reason, i.audience, i.possible_duplicates, i.created_at,
            i.scheduled_at, i.started_at, i.finished_at, i.digest
        FROM issue i JOIN list l ON l.id = i.list WHERE l.name = ? AND i.slug = ?
        """
    case issuesBySlug = """
        SELECT i.id, l.name, i.slug, i.subject, i.state, i.pause_reason, i.audience, i.possible_duplicates, i.created_at,
            i.scheduled_at, i.started_at, i.finished_at, i.digest
        FROM issue i JOIN list l ON l.id = i.list WHERE i.slug = ? ORDER BY l.name
        """
    case allIssues = """
        SELECT i.id, l.name, i.slug, i.subject, i.state, i.pause_reason, i.audience, i.possible_duplicates, i.created_at,
            i.scheduled_at, i.started_at, i.finished_at, i.digest
        FROM issue i JOIN list l ON l.id = i.list ORDER BY i.created_at, i.id
        """
    case insertIssue = """
        INSERT INTO issue (list, slug, subject, language, state, digest, sender, composed, web_page, scheduled_at,
            created_at)
        VALUES (?, ?, ?, ?, 'scheduled', ?, ?, ?, ?, ?, ?)
        """
    case insertVersion = """
        INSERT INTO issue_version (issue, language, subject, composed, web_page) VALUES (?, ?, ?, ?, ?)
        """
    case issueContent = "SELECT composed, sender, started_at FROM issue WHERE id = ?"
    case issueVersions = "SELECT composed FROM issue_version WHERE issue = ? ORDER BY language"
    case insertMedia = "INSERT INTO media (name, type, bytes) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING"
    // Whoever has the copy may read it, also after leaving.
    case readerOfCopy = """
        SELECT s.id, s.generation, p.email, p.name, p.language, p.attributes
        FROM delivery d JOIN subscription s ON s.id = d.subscription JOIN subscriber p ON p.id = s.subscriber
        WHERE d.issue = ? AND d.subscription = ?
        """
    case setIssueState = "UPDATE issue SET state = ?, pause_reason = ? WHERE id = ?"
    case issueState = "SELECT state FROM issue WHERE id = ?"
    case skipWaiting =
        "UPDATE delivery SET state = 'skipped', due = NULL, changed_at = ?2 WHERE issue = ?1 AND due IS NOT NULL"
    case isCancelled = """
        SELECT i.state = 'cancelled' FROM delivery d JOIN issue i ON i.id = d.issue WHERE d.id = ?
        """

    // The domains of an audience, the largest first, and how many it is in all. An address has one @, but for those in
    // quotes: they are in the lane of the small domains.
    case audienceDomains = """
        SELECT domain, count(*) AS readers, sum(count(*)) OVER ()
        FROM (
            SELECT substr(p.email_key, instr(p.email_key, '@') + 1) AS domain
            FROM subscription s JOIN subscriber p ON p.id = s.subscriber
            WHERE s.list = ?1 AND s.state = 'confirmed' AND p.suspended_at IS NULL AND p.suppressed = 0
                AND (s.paused_until IS NULL OR s.paused_until <= ?2))
        GROUP BY domain ORDER BY readers DESC, domain LIMIT ?3
        """
    case insertLane = "INSERT INTO lane (issue, number, domain) VALUES (?, ?, ?)"
    // The same conditions as in `dueCopies`: who has gone is not in the audience.
    case freezeAudience = """
        INSERT INTO delivery (issue, subscription, lane, state, due, changed_at)
        SELECT ?1, s.id,
            coalesce((SELECT l.number FROM lane l
                WHERE l.issue = ?1 AND l.domain = substr(p.email_key, instr(p.email_key, '@') + 1)), 0),
            'queued', ?3, ?3
        FROM subscription s JOIN subscriber p ON p.id = s.subscriber
        WHERE s.list = ?2 AND s.state = 'confirmed' AND p.suspended_at IS NULL AND p.suppressed = 0
            AND (s.paused_until IS NULL OR s.paused_until <= ?3)
        """
    case countAudience = """
        SELECT count(*)
        FROM subscription s JOIN subscriber p ON p.id = s.subscriber
        WHERE s.list = ?1 AND s.state = 'confirmed' AND p.suspended_at IS NULL AND p.suppressed = 0
            AND (s.paused_until IS NULL OR s.paused_until <= ?2)
        """
    case startIssue = """
        UPDATE issue SET state = 'sending', audience = ?2, started_at = ?3, active_at = ?3 WHERE id = ?1
        """
    // If it pauses again for the same reason, the admin is to be told again.
    // The schedule begins anew: nobody gives up on a reader for time in which nothing was tried.
    case renewSchedules = """
        UPDATE delivery SET attempts = 0, first_attempt_at = NULL
        WHERE issue = ? AND due IS NOT NULL AND first_attempt_at IS NOT NULL
        """
    case resumeIssue =
        "UPDATE issue SET state = ?2, pause_reason = NULL, active_at = ?3, announced = NULL WHERE id = ?1"
    case dueIssues = "SELECT id, list FROM issue WHERE state = 'scheduled' AND scheduled_at <= ?"
    // A restored backup, or a cron job that was off for days: what was news then may not be any more.
    case pauseLateIssues = """
        UPDATE issue SET state = 'paused', pause_reason = ?2
        WHERE (state = 'scheduled' AND scheduled_at < ?1 AND coalesce(active_at, 0) < ?1)
            OR (state = 'sending' AND active_at < ?1)
        """
    case pauseRestoredIssues = """
        UPDATE issue SET state = 'paused', pause_reason = ?2
        WHERE state = 'sending' OR (state = 'scheduled' AND scheduled_at <= ?1)
        """
    case touchRunningIssues =
        "UPDATE issue SET active_at = ?1 WHERE state = 'sending' AND active_at NOT BETWEEN ?1 - 60 AND ?1"
    // The clock was set back: what is queued waits for nothing else, and nothing of ours is ever due later than the longest
    // wait from now.
    case issuesAheadOfTime = "SELECT id FROM issue WHERE state = 'sending' AND active_at > ?"
    case pullForwardQueued = "UPDATE delivery SET due = ?2 WHERE issue = ?1 AND due > ?2 AND state = 'queued'"
    case pullForwardCopies = """
        UPDATE delivery SET due = ?1
        WHERE id IN (
            SELECT d.id FROM issue i CROSS JOIN lane l ON l.issue = i.id
                CROSS JOIN delivery d ON d.issue = i.id AND d.lane = l.number AND d.due > ?2
            WHERE i.state = 'sending')
        """
    case pullForwardLetters = """
        UPDATE delivery SET due = ?1
        WHERE issue IS NULL AND lane = 0 AND due > ?1 + 60 AND (state = 'queued' OR due > ?2)
        """
    case finishIssues = """
        UPDATE issue SET state = 'sent', finished_at = ?
        WHERE state = 'sending'
            AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.issue = issue.id AND d.due IS NOT NULL)
            AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.issue = issue.id AND d.state = 'sending')
            AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.issue = issue.id AND d.state = 'uncertain')
        """
    case retryFailed = """
        UPDATE delivery SET state = 'queued', due = ?2, attempts = 0, first_attempt_at = NULL, changed_at = ?2
        WHERE issue = ?1 AND state = 'failed'
            AND (SELECT i.state FROM issue i WHERE i.id = ?1) <> 'cancelled'
        """
    case reopenIssue = """
        UPDATE issue SET state = 'sending', finished_at = NULL, active_at = ?2, announced = NULL
        WHERE id = ?1 AND state = 'sent'
        """
    case resendUncertain = """
        UPDATE delivery SET state = 'queued', due = ?2, changed_at = ?2
        WHERE issue = ?1 AND state = 'uncertain' AND (SELECT i.state FROM issue i WHERE i.id = ?1) <> 'cancelled'
        """
    case acceptUncertain = """
        UPDATE delivery SET state = 'sent', changed_at = ?2 WHERE issue = ?1 AND state = 'uncertain'
        """
    // If they are in doubt again, the admin is to be told again.
    case addDuplicates =
        "UPDATE issue SET possible_duplicates = possible_duplicates + ?2, announced = NULL WHERE id = ?1"
    case unannouncedIssues = """
        SELECT i.id, l.name, i.slug, i.subject, i.state, i.pause_reason, i.audience, i.possible_duplicates, i.created_at,
            i.scheduled_at, i.started_at, i.finished_at, i.digest
        FROM issue i JOIN list l ON l.id = i.list
        WHERE (i.state = 'sent' AND i.announced IS NOT 'sent')
            OR (i.state = 'paused' AND i.announced IS NOT 'paused: ' || i.pause_reason)
            OR (i.state = 'sending' AND i.announced IS NOT 'sending'
                AND EXISTS (SELECT 1 FROM delivery d WHERE d.issue = i.id AND d.state = 'uncertain')
                AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.issue = i.id AND d.due IS NOT NULL)
                AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.issue = i.id AND d.state = 'sending'))
        """
    case markAnnounced = """
        UPDATE issue SET announced = CASE state WHEN 'paused' THEN 'paused: ' || pause_reason ELSE state END WHERE id = ?
        """
    case countDeliveries = "SELECT state, count(*) FROM delivery WHERE issue = ? GROUP BY state"
    case deliveryLines = """
        SELECT p.email, d.state, d.attempts, d.changed_at, d.due,
            (SELECT coalesce(r.code || ' ', '') || coalesce(r.status || ' ', '') || r.text FROM reply r WHERE r.delivery = d.id ORDER BY r.id DESC LIMIT 1),
            (SELECT coalesce(b.class, b.kind) || coalesce(', ' || b.reason, '') || coalesce(' (' || b.status || ')', '')
                FROM bounce b WHERE b.delivery = d.id AND (b.class IS NOT 'delayed' AND b.kind <> 'delivered')
                ORDER BY b.kind = 'complaint' DESC, b.class, b.id DESC LIMIT 1) AS came_back
        FROM delivery d JOIN subscription s ON s.id = d.subscription JOIN subscriber p ON p.id = s.subscriber
        WHERE d.issue = ?1 AND (?2 OR d.state <> 'sent' OR came_back IS NOT NULL)
        ORDER BY d.id
        """

    // MARK: - The queue

    case runningIssues = """
        SELECT i.id, l.relay FROM issue i JOIN list l ON l.id = i.list WHERE i.state = 'sending' ORDER BY i.id
        """
    case meter = """
        SELECT scope, free_at, day, day_used, minutes, slowed_from, slowed_to, slowed_at, trouble, trouble_at
        FROM meter WHERE scope = ?
        """
    case notedMeters = """
        SELECT scope, free_at, day, day_used, minutes, slowed_from, slowed_to, slowed_at, trouble, trouble_at
        FROM meter WHERE slowed_at IS NOT NULL OR trouble IS NOT NULL
        """
    case saveMeter = """
        INSERT INTO meter (scope, free_at, day, day_used, minutes, slowed_from, slowed_to, slowed_at, trouble, trouble_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (scope) DO UPDATE SET free_at = excluded.free_at, day = excluded.day, day_used = excluded.day_used,
            minutes = excluded.minutes, slowed_from = excluded.slowed_from, slowed_to = excluded.slowed_to,
            slowed_at = excluded.slowed_at, trouble = excluded.trouble, trouble_at = excluded.trouble_at
        """
    case forgetMeters = """
        DELETE FROM meter WHERE max(day, free_at / 1000000, coalesce(slowed_at, 0), coalesce(trouble_at, 0)) < ?
        """
    case waitingByLane = """
        SELECT l.domain, count(*), min(d.due)
        FROM lane l JOIN delivery d ON d.issue = l.issue AND d.lane = l.number AND d.due IS NOT NULL
        WHERE l.issue = ? GROUP BY l.number, l.domain
        """
    case lanes = """
        SELECT l.number, l.domain,
            (SELECT min(d.due) FROM delivery d WHERE d.issue = l.issue AND d.lane = l.number AND d.due IS NOT NULL)
        FROM lane l WHERE l.issue = ?
        """
    case dueCopies = """
        SELECT d.id, d.attempts, d.first_attempt_at,
            (SELECT group_concat(r.verdict) FROM reply r WHERE r.delivery = d.id), s.id, s.generation,
            p.email, p.name, p.language, p.attributes,
            s.state = 'confirmed' AND p.suspended_at IS NULL AND p.suppressed = 0
                AND (s.paused_until IS NULL OR s.paused_until <= ?2)
        FROM delivery d JOIN subscription s ON s.id = d.subscription JOIN subscriber p ON p.id = s.subscriber
        WHERE d.issue = ?1 AND d.lane = ?4 AND d.due <= ?2
        ORDER BY d.due LIMIT ?3
        """
    case dueLetters = """
        SELECT d.id, d.attempts, d.first_attempt_at,
            (SELECT group_concat(r.verdict) FROM reply r WHERE r.delivery = d.id), l.recipient, l.message
        FROM delivery d JOIN letter l ON l.id = d.letter
        WHERE d.issue IS NULL AND d.lane = 0 AND d.due <= ?1
        ORDER BY d.due LIMIT ?2
        """
    case claimDelivery = "UPDATE delivery SET state = 'sending', due = NULL, changed_at = ?2 WHERE id = ?1"
    case postponeDelivery = "UPDATE delivery SET due = ?2 WHERE id = ?1"
    case skipDelivery = "UPDATE delivery SET state = 'skipped', due = NULL, changed_at = ?2 WHERE id = ?1"
    case recordDelivery = """
        UPDATE delivery
        SET state = ?2, due = ?3, attempts = attempts + ?4, changed_at = ?5,
            first_attempt_at = CASE WHEN ?4 THEN coalesce(first_attempt_at, ?5) ELSE first_attempt_at END
        WHERE id = ?1 AND state = 'sending'
        """
    case recordSent = """
        UPDATE delivery
        SET state = 'sent', due = NULL, attempts = attempts + 1, changed_at = ?2,
            first_attempt_at = coalesce(first_attempt_at, ?2)
        WHERE id = ?1 AND state = 'sending'
        """
    case insertReply = """
        INSERT INTO reply (delivery, at, stage, code, status, text, host, reason, verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    case countDuplicate = """
        UPDATE issue SET possible_duplicates = possible_duplicates + 1
        WHERE id = (SELECT issue FROM delivery WHERE id = ?)
        """
    // With how often each was in doubt before.
    case leftoverCopies = """
        SELECT d.id, (SELECT count(*) FROM reply r WHERE r.delivery = d.id AND r.verdict = 'uncertain')
        FROM delivery d WHERE d.state = 'sending' AND d.issue IS NOT NULL
        """
    case leftoverLetters = """
        SELECT d.id, (SELECT count(*) FROM reply r WHERE r.delivery = d.id AND r.verdict = 'uncertain')
        FROM delivery d WHERE d.state = 'sending' AND d.issue IS NULL
        """
    case waitingCopies = """
        SELECT count(*) FROM delivery WHERE due IS NOT NULL AND issue IN (SELECT id FROM issue WHERE state = 'sending')
        """
    // Two logs in one, by time; a line of the second has no stage.
    case bounceLog = """
        SELECT r.at, l.name, i.slug, coalesce(p.email, m.recipient), r.stage, r.code, r.status, r.text, r.host, r.reason,
            r.verdict, NULL, NULL, NULL, NULL, 0, r.id
        FROM reply r JOIN delivery d ON d.id = r.delivery
            LEFT JOIN issue i ON i.id = d.issue LEFT JOIN list l ON l.id = i.list
            LEFT JOIN subscription s ON s.id = d.subscription LEFT JOIN subscriber p ON p.id = s.subscriber
            LEFT JOIN letter m ON m.id = d.letter
        WHERE r.at >= ?1
        UNION ALL
        SELECT b.at, l.name, i.slug, coalesce(p.email, m.recipient), NULL, NULL, b.status, NULL, NULL, b.reason,
            NULL, b.kind, b.class, b.effect, b.mail, 1, b.id
        FROM bounce b LEFT JOIN issue i ON i.id = b.issue
            LEFT JOIN subscription s ON s.id = b.subscription LEFT JOIN subscriber p ON p.id = s.subscriber
            LEFT JOIN list l ON l.id = coalesce(i.list, s.list) LEFT JOIN delivery d ON d.id = b.delivery LEFT JOIN letter m ON m.id = d.letter
        WHERE b.at >= ?1
        ORDER BY 1, 16, 17
        """
    case bounceLogOfIssue = """
        SELECT r.at, l.name, i.slug, p.email, r.stage, r.code, r.status, r.text, r.host, r.reason,
            r.verdict, NULL, NULL, NULL, NULL, 0, r.id
        FROM issue i JOIN list l ON l.id = i.list JOIN delivery d ON d.issue = i.id
            JOIN reply r ON r.delivery = d.id
            JOIN subscription s ON s.id = d.subscription JOIN subscriber p ON p.id = s.subscriber
        WHERE i.id = ?1 AND r.at >= ?2
        UNION ALL
        SELECT b.at, l.name, i.slug, p.email, NULL, NULL, b.status, NULL, NULL, b.reason,
            NULL, b.kind, b.class, b.effect, b.mail, 1, b.id
        FROM bounce b JOIN issue i ON i.id = b.issue JOIN list l ON l.id = i.list
            JOIN subscription s ON s.id = b.subscription JOIN subscriber p ON p.id = s.subscriber
        WHERE b.issue = ?1 AND b.at >= ?2
        ORDER BY 1, 16, 17
        """
    case keptMails = """
        SELECT id, at, kind, why, sender, subject FROM returned_mail
        WHERE message IS NOT NULL AND at >= ? ORDER BY at, id
        """
    case keptMail = "SELECT message FROM returned_mail WHERE id = ? AND message IS NOT NULL"
    // Each delivery once, by the worst that was said of it.
    case bounceCounts = """
        SELECT coalesce(sum(hard), 0), coalesce(sum(soft > hard), 0), coalesce(sum(complaint), 0)
        FROM (
            SELECT max(class IS 'hard') AS hard, max(class IS 'soft') AS soft, max(kind = 'complaint') AS complaint
            FROM bounce WHERE issue = ? GROUP BY delivery)
        """
    case domainFigures = """
        SELECT domain, count(*), sum(failed), sum(hard), sum(soft > hard), sum(complaint) FROM (
            SELECT substr(p.email_key, instr(p.email_key, '@') + 1) AS domain, d.state = 'failed' AS failed,
                coalesce(max(b.class IS 'hard'), 0) AS hard, coalesce(max(b.class IS 'soft'), 0) AS soft,
                coalesce(max(b.kind IS 'complaint'), 0) AS complaint
            FROM delivery d JOIN subscription s ON s.id = d.subscription JOIN subscriber p ON p.id = s.subscriber
                LEFT JOIN bounce b ON b.delivery = d.id
            WHERE d.issue = ?
            GROUP BY d.id)
        GROUP BY domain HAVING sum(failed) + sum(hard) + sum(soft) + sum(complaint) > 0
        ORDER BY sum(failed) + sum(hard) + sum(soft) + sum(complaint) DESC, domain
        """
    case nextDueCopy = """
        SELECT min(at) FROM (
            SELECT (SELECT min(d.due) FROM delivery d
                WHERE d.issue = l.issue AND d.lane = l.number AND d.due IS NOT NULL) AS at
            FROM issue i JOIN lane l ON l.issue = i.id WHERE i.state = 'sending'
            UNION ALL SELECT min(scheduled_at) FROM issue WHERE state = 'scheduled')
        """
    case nextDueLetter = "SELECT min(due) FROM delivery WHERE issue IS NULL AND lane = 0 AND due IS NOT NULL"

    // MARK: - Figures

    case addToTally = """
        INSERT INTO tally (name, label, reason, count) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (name, label, reason) DO UPDATE SET count = count + ?4
        """
    case tallies = "SELECT name, label, reason, count FROM tally ORDER BY name, label, reason"
    case addToPace = """
        INSERT INTO pace (slot, since, sent) VALUES (?1, ?2, ?3)
        ON CONFLICT (slot) DO UPDATE SET sent = CASE WHEN since = ?2 THEN sent + ?3 ELSE ?3 END, since = ?2
        """
    case sentSince = "SELECT coalesce(sum(sent), 0) FROM pace WHERE since > ?"
    // Of issues, and of letters. What is due includes what is deferred.
    case queueDepth = """
        SELECT 'due', count(issue), count(*) - count(issue) FROM delivery INDEXED BY delivery_due WHERE due IS NOT NULL
        UNION ALL
        SELECT 'deferred', count(issue), count(*) - count(issue) FROM delivery INDEXED BY delivery_deferred
        WHERE state = 'deferred'
        UNION ALL
        SELECT 'sending', count(issue), count(*) - count(issue) FROM delivery INDEXED BY delivery_sending
        WHERE state = 'sending'
        UNION ALL
        SELECT 'uncertain', count(issue), count(*) - count(issue) FROM delivery INDEXED BY delivery_uncertain
        WHERE state = 'uncertain'
        """
    case issuesByState = "SELECT state, count(*), min(active_at) FROM issue GROUP BY state"

    // MARK: - Public pages

    case archive = """
        SELECT i.slug, i.subject, i.started_at FROM issue i JOIN list l ON l.id = i.list
        WHERE l.name = ? AND i.started_at IS NOT NULL AND i.state <> 'cancelled'
        ORDER BY i.started_at DESC, i.id DESC
        """
    // In the language asked for, else in its own.
    case archivedIssue = """
        SELECT coalesce(v.subject, i.subject), coalesce(v.web_page, i.web_page), coalesce(v.language, i.language)
        FROM issue i JOIN list l ON l.id = i.list LEFT JOIN issue_version v ON v.issue = i.id AND v.language = ?3
        WHERE l.name = ?1 AND i.slug = ?2 AND i.started_at IS NOT NULL AND i.state <> 'cancelled'
        """
    case archivedLanguages = """
        SELECT i.language FROM issue i JOIN list l ON l.id = i.list WHERE l.name = ?1 AND i.slug = ?2
        UNION ALL SELECT v.language FROM issue i JOIN list l ON l.id = i.list JOIN issue_version v ON v.issue = i.id
        WHERE l.name = ?1 AND i.slug = ?2
        """
    case mediaByName = "SELECT type, bytes FROM media WHERE name = ?"
    case check = "SELECT count(*) FROM list"
}

extension SQL {
    /// The case without its text: what a raw value's own hash takes in is all of it.
    struct Tag: Hashable {
        fileprivate let number: UInt16
    }

    var tag: Tag {
        withUnsafeBytes(of: self) { bytes in Tag(number: bytes.reduce(0) { $0 << 8 | UInt16($1) }) }
    }
}
