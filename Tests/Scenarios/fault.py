"""What a fault of the relay does to an issue, and what is left of it when the fault is mended."""

import contextlib
import sqlite3
import time

from scenario import check, equal, say

READERS = 5
LATER = {"queued": READERS}
ALL = {"sent": READERS}
# Short waits, so that "tried again later" is within a scenario's patience.
# Longer than a run takes on a busy machine: what is put off must not come due within it.
RETRY = "retry:\n  first: 4s\n  longest: 4s\n"
PLAIN = "    starttls: never\n    connections: 2\n"
# The admin's line when a connection ends: none if it was a used one that ended between two messages.
PERHAPS = "ended the connection with 421"


def endure(s, sink, slug, name, rules, word, code, expected, doubtful, twice, mend=lambda: None):
    """Sends a new issue under a fault, looks where the readers are, mends the fault, and counts the copies.

    `rules` are the sink's; `word` is in the admin's line, None when there is nothing to tell; `expected` are the readers
    by state; `doubtful` is how many copies may have come twice, and `twice` how many did.
    """
    say(f"{name[0].upper()}{name[1:]}.")
    before = len(sink.messages())
    s.queue(slug)
    sink.script(*rules)
    sent = s.mailer("send", code=code)
    shown = s.show(slug)
    found = {state: count for state, count in shown["counts"].items() if count and state != "audience"}
    equal(found, expected, f"readers by state\n{sent.stderr}{sent.stdout}")
    if word is None:
        equal(sent.stderr, "", "words on stderr")
    elif word is not PERHAPS or sent.stderr:
        lines = [line for line in sent.stderr.splitlines() if word in line]
        pauses = [line for line in lines if " is paused: " in line]
        check(len(pauses) <= 1 and len(lines) - len(pauses) <= 1 <= len(lines), f"one line with {word!r}: {sent.stderr!r}")
    check("@" not in sent.stderr, f"no line names a reader: {sent.stderr}")
    equal(shown["state"] == "paused", "paused: " in sent.stderr, "the issue is paused, and the admin is told so")

    sink.script()
    mend()
    # Each fault stands alone: that the relay asked for less is forgotten.
    with contextlib.closing(sqlite3.connect(s.folder / "mailer.db")) as database, database:
        database.execute("DELETE FROM meter")
    if shown["state"] == "paused":
        s.mailer("issue", "resume", slug)
    for _ in range(30):
        if s.show(slug)["state"] == "sent":
            break
        s.mailer("send")
        time.sleep(0.5)
    shown = s.show(slug)
    equal((shown["state"], shown["counts"]["sent"]), ("sent", READERS), "state and sent when it is mended")
    messages = sink.messages()[before:]
    equal(len({message["to"] for message in messages}), READERS, "readers with a copy")
    equal(len(messages) - READERS, twice, "repeats")
    equal(shown["possible_duplicates"], doubtful, "possible duplicates")
