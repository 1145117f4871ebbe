-- Times are seconds since 1970 in UTC. States are words, so that an admin with a SQLite shell can read them.

CREATE TABLE list (
    id             INTEGER PRIMARY KEY,
    name           TEXT NOT NULL UNIQUE,
    title          TEXT NOT NULL,
    description    TEXT NOT NULL DEFAULT '',
    from_mailbox   TEXT,
    reply_to       TEXT,
    postal_address TEXT,
    privacy_url    TEXT,
    language       TEXT NOT NULL,
    archive        TEXT NOT NULL CHECK (archive IN ('public', 'unlisted')),
    theme          TEXT,
    sends_welcome  INTEGER NOT NULL DEFAULT 1 CHECK (sends_welcome IN (0, 1)),
    -- The names of the relays that its issues go by, with commas; NULL for any.
    relay          TEXT,
    created_at     INTEGER NOT NULL
) STRICT;

-- What a list asks its readers beyond name and language, as JSON.
CREATE TABLE list_fields (
    list       INTEGER PRIMARY KEY REFERENCES list (id),
    definition TEXT NOT NULL
) STRICT;

-- Ids of people and subscriptions stand in links that are out: AUTOINCREMENT, so that no link ever becomes another's.

-- One row a person. Suspension belongs to the address, not to a list. `suppressed` repeats what the table `suppression`
-- says, so that the sender need not compute a MAC for each copy. Erasing empties the row (its address becomes one at
-- erased.invalid, RFC 6761) and keeps it, so that counts hold.
CREATE TABLE subscriber (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    email        TEXT NOT NULL,
    email_key    TEXT NOT NULL UNIQUE,
    name         TEXT,
    language     TEXT,
    attributes   TEXT NOT NULL DEFAULT '{}',
    suspended_at INTEGER,
    suppressed   INTEGER NOT NULL DEFAULT 0 CHECK (suppressed IN (0, 1)),
    created_at   INTEGER NOT NULL,
    erased_at    INTEGER
) STRICT;

CREATE TABLE subscription (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    list         INTEGER NOT NULL REFERENCES list (id),
    subscriber   INTEGER NOT NULL REFERENCES subscriber (id),
    state        TEXT NOT NULL CHECK (state IN ('pending', 'confirmed', 'unsubscribed')),
    generation   INTEGER NOT NULL DEFAULT 0,
    paused_until INTEGER,
    changed_at   INTEGER NOT NULL,
    -- Asked for at once with this other one, whose link confirms both.
    asked_with   INTEGER REFERENCES subscription (id) ON DELETE SET NULL,
    UNIQUE (list, subscriber)
) STRICT;
CREATE INDEX subscription_asked_with ON subscription (asked_with) WHERE asked_with IS NOT NULL;
CREATE INDEX subscription_subscriber ON subscription (subscriber);
-- Requests that nobody confirmed in time.
CREATE INDEX subscription_pending ON subscription (changed_at) WHERE state = 'pending';

-- The exact words that people agreed to, each version once: its number is the version.
CREATE TABLE wording (
    id            INTEGER PRIMARY KEY,
    text          TEXT NOT NULL UNIQUE,
    first_used_at INTEGER NOT NULL
) STRICT;
-- INSERT OR REPLACE deletes without a word to DELETE's triggers: it is refused where it would take a row's place.
CREATE TRIGGER wording_is_not_replaced BEFORE INSERT ON wording
WHEN EXISTS (SELECT 1 FROM wording w WHERE w.id = NEW.id OR w.text = NEW.text)
BEGIN
    SELECT RAISE(ABORT, 'the consent record is append-only');
END;
CREATE TRIGGER wording_keeps_its_words BEFORE UPDATE ON wording
BEGIN
    SELECT RAISE(ABORT, 'the consent record is append-only');
END;
CREATE TRIGGER wording_keeps_its_rows BEFORE DELETE ON wording
BEGIN
    SELECT RAISE(ABORT, 'the consent record is append-only');
END;

-- Append-only: nobody changes what was recorded, and a line goes only together with a request that led to nothing.
CREATE TABLE consent (
    -- In the trigger below, an id that SQLite is yet to choose reads -1.
    id           INTEGER PRIMARY KEY CHECK (id > 0),
    subscription INTEGER NOT NULL REFERENCES subscription (id),
    at           INTEGER NOT NULL,
    event        TEXT NOT NULL CHECK (event IN ('requested', 'confirmed', 'declined', 'unsubscribed', 'imported',
        'returned', 'moved', 'expired', 'erased')),
    source       TEXT NOT NULL,
    wording      INTEGER REFERENCES wording (id)
) STRICT;
CREATE INDEX consent_subscription ON consent (subscription);
CREATE INDEX consent_declined ON consent (subscription) WHERE event = 'declined';
CREATE TRIGGER consent_is_not_replaced BEFORE INSERT ON consent
WHEN NEW.id > 0 AND EXISTS (SELECT 1 FROM consent c WHERE c.id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the consent record is append-only');
END;
CREATE TRIGGER consent_keeps_its_words BEFORE UPDATE ON consent
BEGIN
    SELECT RAISE(ABORT, 'the consent record is append-only');
END;
CREATE TRIGGER consent_keeps_its_rows BEFORE DELETE ON consent
WHEN EXISTS (SELECT 1 FROM subscription s WHERE s.id = OLD.subscription AND s.state = 'confirmed')
    OR EXISTS (
        SELECT 1 FROM consent c
        WHERE c.subscription = OLD.subscription AND c.event NOT IN ('requested', 'declined'))
BEGIN
    SELECT RAISE(ABORT, 'the consent record is append-only');
END;

-- The requester's network address of a line of the record. It is the one part that ages, so it lies apart and may go.
CREATE TABLE consent_network (
    consent INTEGER PRIMARY KEY REFERENCES consent (id),
    address TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_network_age ON consent_network (at);
CREATE TRIGGER consent_network_is_not_replaced BEFORE INSERT ON consent_network
WHEN EXISTS (SELECT 1 FROM consent_network n WHERE n.consent = NEW.consent)
BEGIN
    SELECT RAISE(ABORT, 'the consent record is append-only');
END;
CREATE TRIGGER consent_network_keeps_its_words BEFORE UPDATE ON consent_network
BEGIN
    SELECT RAISE(ABORT, 'the consent record is append-only');
END;

-- Why people left, in their own words if they gave any.
CREATE TABLE leaving (
    subscription INTEGER PRIMARY KEY REFERENCES subscription (id) ON DELETE CASCADE,
    at           INTEGER NOT NULL,
    reason       TEXT NOT NULL CHECK (reason IN ('too-many', 'not-for-me', 'never-asked', 'other')),
    words        TEXT
) STRICT;

-- A new address that its owner has not confirmed yet, or has within the day.
CREATE TABLE address_change (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    subscriber   INTEGER NOT NULL REFERENCES subscriber (id),
    email        TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    is_done      INTEGER NOT NULL DEFAULT 0 CHECK (is_done IN (0, 1))
) STRICT;
CREATE INDEX address_change_subscriber ON address_change (subscriber);

-- The mark is a MAC of the address, so that it outlives the person's data; domains are no secret.
CREATE TABLE suppression (
    mark       BLOB PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('block', 'no-import')),
    domain     TEXT,
    subscriber INTEGER REFERENCES subscriber (id),
    reason     TEXT NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX suppression_subscriber ON suppression (subscriber) WHERE subscriber IS NOT NULL;

-- How often mail to a person came back. Only who had a bounce, or changed their address, has a row.
CREATE TABLE bounce_record (
    subscriber INTEGER PRIMARY KEY REFERENCES subscriber (id),
    -- Mail that was sent before then went to another address, or its bounces were answered for: they count no more.
    since      INTEGER NOT NULL DEFAULT 0,
    score      REAL NOT NULL DEFAULT 0,
    -- When the score began to be more than nothing, and when it was last raised.
    first_at   INTEGER,
    last_at    INTEGER,
    probed_at  INTEGER,
    -- The mail that asks whether the person is still there is yet to be written.
    wants_probe INTEGER NOT NULL DEFAULT 0 CHECK (wants_probe IN (0, 1)),
    -- Of the last bounce that counted.
    reason     TEXT
) STRICT;
CREATE INDEX bounce_record_wants_probe ON bounce_record (subscriber) WHERE wants_probe = 1;

CREATE TABLE issue (
    id                  INTEGER PRIMARY KEY,
    list                INTEGER NOT NULL REFERENCES list (id),
    slug                TEXT NOT NULL,
    subject             TEXT NOT NULL,
    language            TEXT NOT NULL,
    state               TEXT NOT NULL
        CHECK (state IN ('draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled')),
    pause_reason        TEXT,
    digest              TEXT NOT NULL,
    sender              TEXT NOT NULL,
    composed            TEXT NOT NULL,
    web_page            TEXT NOT NULL,
    audience            INTEGER NOT NULL DEFAULT 0,
    possible_duplicates INTEGER NOT NULL DEFAULT 0,
    scheduled_at        INTEGER,
    started_at          INTEGER,
    finished_at         INTEGER,
    -- When a sender last wrote down an outcome or began: an issue that rested for long waits for an admin's word.
    active_at           INTEGER,
    -- What the admin was last told of: a state, and for a pause its reason.
    announced           TEXT,
    created_at          INTEGER NOT NULL,
    UNIQUE (list, slug)
) STRICT;

-- An issue's other languages; its own stands in the issue.
CREATE TABLE issue_version (
    issue    INTEGER NOT NULL REFERENCES issue (id),
    language TEXT NOT NULL,
    subject  TEXT NOT NULL,
    composed TEXT NOT NULL,
    web_page TEXT NOT NULL,
    PRIMARY KEY (issue, language)
) STRICT;

-- The images of issues. The name says the content, so that several issues share one.
CREATE TABLE media (
    name  TEXT PRIMARY KEY,
    type  TEXT NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- System mail: rendered when it was asked for, emptied when it is done.
CREATE TABLE letter (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL
        CHECK (kind IN ('confirmation', 'welcome', 'links', 'goodbye', 'move', 'moved', 'notice', 'probe', 'forward')),
    recipient     TEXT NOT NULL,
    recipient_key TEXT NOT NULL,
    -- What limits count by: tags and dots do not make another inbox.
    mailbox       TEXT NOT NULL,
    message       BLOB NOT NULL,
    -- Whose it is, where the person's address is or will be another: it was theirs, or they asked to move there.
    subscriber    INTEGER REFERENCES subscriber (id) ON DELETE SET NULL,
    created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_recipient ON letter (recipient_key);
CREATE INDEX letter_mailbox ON letter (mailbox, created_at);
CREATE INDEX letter_subscriber ON letter (subscriber) WHERE subscriber IS NOT NULL;
CREATE INDEX letter_age ON letter (created_at);
-- How many of people's mails went on to the owner lately.
CREATE INDEX letter_forward ON letter (created_at) WHERE kind = 'forward';

-- Requests by form that led to no letter. They are counted so that they cost a commit like all others, of as many bytes: how
-- long an answer takes must not tell whether an address is known.
CREATE TABLE unanswered (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    requests INTEGER NOT NULL,
    ballast  BLOB NOT NULL
) STRICT;
INSERT INTO unanswered VALUES (1, 0, x'');

-- What went some way, against the limits of that way, and what the other side said of it: `all`, `letters`, `relay NAME`,
-- `domain NAME`. Written in the transaction that claims.
CREATE TABLE meter (
    scope        TEXT PRIMARY KEY,
    -- When the next message may go, in microseconds since 1970.
    free_at      INTEGER NOT NULL,
    -- The first second of a day, and how many went on that day.
    day          INTEGER NOT NULL,
    day_used     INTEGER NOT NULL,
    -- How many went in each minute since 1970 of the last hour: `26300701:12 26300702:7`.
    minutes      TEXT NOT NULL,
    -- Slowed: messages a second before the first complaint and after the last one, and when that was.
    slowed_from  REAL,
    slowed_to    REAL,
    slowed_at    INTEGER,
    -- Why a relay gets no mail.
    trouble      TEXT,
    trouble_at   INTEGER
) STRICT, WITHOUT ROWID;

-- The lanes of an issue whose audience is frozen: 0, without a domain, for all small ones together, and one for each
-- large domain.
CREATE TABLE lane (
    -- The key's columns first: SQLite 3.40 takes others before them for damage (PRAGMA integrity_check).
    issue  INTEGER NOT NULL REFERENCES issue (id),
    domain TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (issue, domain)
) STRICT, WITHOUT ROWID;

-- Outgoing mail: a copy of an issue, or a letter. `due` is set while the delivery waits (queued, deferred), and only then.
CREATE TABLE delivery (
    id               INTEGER PRIMARY KEY,
    issue            INTEGER REFERENCES issue (id),
    subscription     INTEGER REFERENCES subscription (id),
    letter           INTEGER REFERENCES letter (id),
    lane             INTEGER NOT NULL DEFAULT 0,
    -- Not IN (…), for whose list SQLite would build an index at each update of a row.
    state            TEXT NOT NULL
        CHECK (state = 'sent' OR state = 'sending' OR state = 'queued' OR state = 'deferred' OR state = 'failed'
            OR state = 'uncertain' OR state = 'skipped'),
    due              INTEGER,
    attempts         INTEGER NOT NULL DEFAULT 0,
    first_attempt_at INTEGER,
    changed_at       INTEGER NOT NULL,
    CHECK ((due IS NOT NULL) = (state = 'queued' OR state = 'deferred')),
    CHECK ((issue IS NULL) = (subscription IS NULL) AND (issue IS NULL) <> (letter IS NULL))
) STRICT;
-- No copy twice.
CREATE UNIQUE INDEX delivery_copy ON delivery (issue, subscription) WHERE issue IS NOT NULL;
-- Claims: what waits in each lane, in order of time. Rows that are done are not in it, so its cost doesn't grow, and a lane
-- that is closed costs nothing.
CREATE INDEX delivery_due ON delivery (issue, lane, due) WHERE due IS NOT NULL;
-- What a dead sender left behind.
CREATE INDEX delivery_sending ON delivery (issue) WHERE state = 'sending';
-- How many of what waits were put off, for /metrics.
CREATE INDEX delivery_deferred ON delivery (issue) WHERE state = 'deferred';
-- What waits for an admin's word, under `uncertain: hold`.
CREATE INDEX delivery_uncertain ON delivery (issue) WHERE state = 'uncertain';
CREATE INDEX delivery_subscription ON delivery (subscription) WHERE subscription IS NOT NULL;
CREATE INDEX delivery_letter ON delivery (letter) WHERE letter IS NOT NULL;

-- Every reply that was not a plain success, as the relay said it.
CREATE TABLE reply (
    id       INTEGER PRIMARY KEY,
    delivery INTEGER NOT NULL REFERENCES delivery (id),
    at       INTEGER NOT NULL,
    stage    TEXT NOT NULL,
    code     INTEGER,
    status   TEXT,
    text     TEXT NOT NULL,
    host     TEXT,
    reason   TEXT NOT NULL,
    verdict  TEXT NOT NULL
) STRICT;
CREATE INDEX reply_delivery ON reply (delivery);
CREATE INDEX reply_age ON reply (at);

-- Each message that came back, once, known again by its digest. What nobody understood is kept with it for an admin.
CREATE TABLE returned_mail (
    id      INTEGER PRIMARY KEY,
    digest  BLOB NOT NULL UNIQUE,
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    fate    TEXT NOT NULL,
    why     TEXT,
    sender  TEXT,
    subject TEXT,
    message BLOB
) STRICT;
CREATE INDEX returned_mail_age ON returned_mail (at);
CREATE INDEX returned_mail_kept ON returned_mail (at) WHERE message IS NOT NULL;

-- What came back of a delivery after the relay had taken it, and what followed. The delivery's state stays as it is.
CREATE TABLE bounce (
    id           INTEGER PRIMARY KEY,
    mail         INTEGER REFERENCES returned_mail (id) ON DELETE SET NULL,
    at           INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    -- Nil where only the subscription is known.
    delivery     INTEGER REFERENCES delivery (id) ON DELETE CASCADE,
    issue        INTEGER REFERENCES issue (id),
    subscription INTEGER REFERENCES subscription (id) ON DELETE CASCADE,
    class        TEXT CHECK (class IN ('hard', 'soft', 'delayed')),
    status       TEXT,
    reason       TEXT,
    effect       TEXT NOT NULL
) STRICT;
CREATE INDEX bounce_mail ON bounce (mail) WHERE mail IS NOT NULL;
CREATE INDEX bounce_delivery ON bounce (delivery) WHERE delivery IS NOT NULL;
CREATE INDEX bounce_issue ON bounce (issue) WHERE issue IS NOT NULL;
CREATE INDEX bounce_subscription ON bounce (subscription) WHERE subscription IS NOT NULL;
CREATE INDEX bounce_age ON bounce (at);

-- What /metrics tells of all time, in a few dozen rows, each raised in the transaction of what it counts: 'issue' and 'letter'
-- with an outcome and its reason, 'latency' with a bound in milliseconds, 'bounce' with a class, 'subscription' with a state.
CREATE TABLE tally (
    name   TEXT NOT NULL,
    label  TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    count  INTEGER NOT NULL,
    PRIMARY KEY (name, label, reason)
) STRICT, WITHOUT ROWID;
INSERT INTO tally (name, label, count)
VALUES ('subscription', 'pending', 0), ('subscription', 'confirmed', 0), ('subscription', 'unsubscribed', 0);
CREATE TRIGGER subscription_is_counted AFTER INSERT ON subscription
BEGIN
    UPDATE tally SET count = count + 1 WHERE name = 'subscription' AND label = NEW.state AND reason = '';
END;
CREATE TRIGGER subscription_is_recounted AFTER UPDATE OF state ON subscription WHEN OLD.state <> NEW.state
BEGIN
    UPDATE tally SET count = count - 1 WHERE name = 'subscription' AND label = OLD.state AND reason = '';
    UPDATE tally SET count = count + 1 WHERE name = 'subscription' AND label = NEW.state AND reason = '';
END;
CREATE TRIGGER subscription_is_discounted AFTER DELETE ON subscription
BEGIN
    UPDATE tally SET count = count - 1 WHERE name = 'subscription' AND label = OLD.state AND reason = '';
END;
CREATE TRIGGER bounce_is_counted AFTER INSERT ON bounce
BEGIN
    INSERT INTO tally VALUES ('bounce', coalesce(NEW.class, NEW.kind), '', 1)
    ON CONFLICT (name, label, reason) DO UPDATE SET count = count + 1;
END;

-- How many mails were sent in each of the last spans of ten seconds; a slot is used again after two minutes.
CREATE TABLE pace (
    slot  INTEGER PRIMARY KEY,
    since INTEGER NOT NULL,
    sent  INTEGER NOT NULL
) STRICT;
