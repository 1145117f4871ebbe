"""What a large list costs, beside the SQLite shell: `scripts/bench scale`."""

import argparse
import os
import pathlib
import shutil
import sqlite3
import tempfile
import time

import tools
from tools import Newsletter, Sink, measured, median, run, say

# The table that `.import` fills: the same unique key, and what else stands in the file.
SHELL_TABLE = "CREATE TABLE person (email TEXT NOT NULL UNIQUE, name TEXT)"
# What the shell freezes by: the statement that `issue queue` runs, into a table with the same indexes.
FREEZE = """
INSERT INTO delivery (issue, subscription, state, due, changed_at)
SELECT 1, s.id, 'queued', 1, 1 FROM subscription s JOIN subscriber p ON p.id = s.subscriber
WHERE s.list = 1 AND s.state = 'confirmed' AND p.suspended_at IS NULL AND p.suppressed = 0
    AND (s.paused_until IS NULL OR s.paused_until <= 1)
"""


class Bench:
    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        self.mailer = tools.release_build()
        self.sink = tools.compiled(folder, "sink")

    def newsletter(self, name, readers):
        return Newsletter(self.mailer, self.folder / name, readers)

    def imports(self):
        """The list of the last round, and how long each took in each round."""
        ours, shells = [], []
        for number in range(self.options.rounds):
            newsletter = self.newsletter(f"import-{number}", self.options.readers)
            file = newsletter.write_readers(shuffled=True)
            shell = newsletter.folder / "shell.db"
            run("sqlite3", shell, "PRAGMA journal_mode = WAL", SHELL_TABLE)
            os.sync()
            shells.append(measured(
                ["sqlite3", shell, "PRAGMA cache_size = -65536", f".import --csv --skip 1 {file} person"]))
            shell.unlink()
            os.sync()
            ours.append(measured([
                self.mailer, "--config", newsletter.config, "subscriber", "import", file, "--list", "msme", "--confirmed",
                "--source", "a bench"], cwd=newsletter.folder))
            if number < self.options.rounds - 1:
                shutil.rmtree(newsletter.folder)
        self.say_pair("import", ours, shells, 1.5)
        return newsletter

    def freezes(self, newsletter):
        newsletter.issue(4_096)
        newsletter.keep()
        ours, shells = [], []
        for _ in range(self.options.rounds):
            newsletter.restore()
            shells.append(measured(
                ["sqlite3", newsletter.folder / "mailer.db",
                 "INSERT INTO issue (id, list, slug, subject, language, state, digest, sender, composed, web_page, created_at)"
                 " VALUES (1, 1, 'x', 'x', 'en', 'draft', 'x', 'x', 'x', 'x', 1)", FREEZE]))
            newsletter.restore()
            ours.append(measured(
                [self.mailer, "--config", newsletter.config, "issue", "queue", newsletter.folder / "issue.md", "--list",
                 "msme", "--force"], cwd=newsletter.folder))  # its templates are bare
        self.say_pair("issue queue", ours, shells, 3)

    def say_pair(self, name, ours, shells, must):
        ratios = [mine.seconds / theirs.seconds for mine, theirs in zip(ours, shells)]
        note = "" if median(ratios) <= must else "  !"
        say(f"{name:<14}{median([one.seconds for one in ours]):>8.2f} s {median([one.megabytes for one in ours]):>7.0f} MB"
            f"   sqlite3 {median([one.seconds for one in shells]):>7.2f} s   ratio {median(ratios):.2f}"
            f" ({min(ratios):.2f}–{max(ratios):.2f}, must {must}){note}")

    def send(self, newsletter, limit=None):
        with Sink(self.sink) as sink:
            newsletter.settings(sink.port, "full", 64)
            result = measured(
                [self.mailer, "--config", newsletter.config, "--quiet", "send", *(["--limit", limit] if limit else [])],
                cwd=newsletter.folder)
        result.sink = sink.report
        return result

    def memory(self, newsletter):
        """The peak at 10,000 readers and at all of them, and how fast the queue goes from its beginning to its end."""
        small = self.newsletter("small", 10_000)
        small.fill()
        small.issue(4_096)
        small.queue()
        say(f"send, {small.readers:>9,} readers: peak {self.send(small).megabytes:.1f} MB")
        part = newsletter.readers // 5
        peak, rates = 0, []
        for index in range(5):
            result = self.send(newsletter, part if index < 4 else None)
            peak = max(peak, result.megabytes)
            rates.append(f"{result.rate:,.0f} ({result.microseconds:.0f} µs)")
        note = "" if peak <= 40 else "  !"
        say(f"send, {newsletter.readers:>9,} readers: peak {peak:.1f} MB (must 40){note}")
        say(f"      messages a second, and CPU a message, in each fifth of the queue: {', '.join(rates)}")


def main(words):
    parser = argparse.ArgumentParser(prog="scripts/bench scale", description=__doc__)
    parser.add_argument("--readers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-send", action="store_true")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="mailer-bench-") as folder:
        bench = Bench(pathlib.Path(folder), options)
        say(time.strftime("%Y-%m-%d %H:%M, load ", time.gmtime()) + f"{os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, "
            f"{options.readers:,} readers, SQLite {sqlite3.sqlite_version}")
        newsletter = bench.imports()
        bench.freezes(newsletter)
        if not options.no_send:
            bench.memory(newsletter)
