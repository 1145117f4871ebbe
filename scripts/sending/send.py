"""How fast mail goes out, beside others that send to the same sink in the same minutes: `scripts/bench send`."""

import argparse
import dataclasses
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from typing import Callable

import tools
from tools import Newsletter, Sink, measured, median, run, say

SIZES = (4_096, 20_480)
REFERENCE = "smtp-source -s 16"

# What stands in the issue: the case, beside which other, what must be reached at 4 and 20 KB, what is aimed for.
GOALS = [
    ("mailer, FULL, 64", REFERENCE, (1.3, 1.3), (2.0, 2.0)),
    ("mailer, NORMAL, 16", REFERENCE, (1.6, 1.4), (2.7, 2.3)),
    ("mailer, FULL, 64", "libcurl, 8 threads", (2, 2), (3, 3)),
    ("mailer, Ed25519, FULL, 64", REFERENCE, (0.5, 0.45), (0.75, 0.65)),
    ("mailer, RSA-2048, FULL, 64", "openssl speed -multi 2", (0.6, 0.6), (0.8, 0.8)),
    ("mailer, FULL, 64", "mlmmj", (5, 5), (10, 10)),
    ("mailer, FULL, 64", "smtplib loop", (15, 15), (40, 40)),
]


@dataclasses.dataclass
class Case:
    name: str
    # Runs once, against a fresh sink: (sink, size) -> Measured.
    run: Callable
    sink_options: tuple = ()


class Bench:
    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        self.mailer = tools.release_build()
        self.sink = tools.compiled(folder, "sink")
        self.curl = tools.compiled(folder, "curlsender", "-lcurl", "-lpthread")
        self.keys = {}
        for name, words in {
            "ed25519": ["-algorithm", "ed25519"],
            "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        }.items():
            self.keys[name] = folder / f"{name}.pem"
            run("openssl", "genpkey", *words, "-out", self.keys[name])
            self.keys[name].chmod(0o600)
        self.newsletters = {}
        self.mlmmj_lists = {}

    def newsletter(self, size):
        """One for each size of message: (newsletter, the real size)."""
        if size not in self.newsletters:
            newsletter = Newsletter(self.mailer, self.folder / f"newsletter-{size}", self.options.messages)
            newsletter.fill()
            real = newsletter.issue(size)
            newsletter.queue()
            newsletter.keep()
            self.newsletters[size] = newsletter, real
        return self.newsletters[size]

    # MARK: - Cases

    def cases(self):
        found = [
            Case(REFERENCE, self.smtp_source),
            self.mailer_case("mailer, FULL, 64", "full", 64),
            self.mailer_case("mailer, NORMAL, 16", "normal", 16),
            self.mailer_case("mailer, FULL, 16", "full", 16),
            Case("libcurl, 8 threads", self.libcurl),
            self.mailer_case("mailer, Ed25519, FULL, 64", "full", 64, "ed25519"),
            self.mailer_case("mailer, RSA-2048, FULL, 64", "full", 64, "rsa"),
            Case("smtplib loop", self.smtplib),
            # Without -q each of its messages waits 40 ms for an acknowledgement that the kernel puts off.
            Case("mlmmj", self.mlmmj, ("-q",)),
        ]
        if not os.path.exists("/usr/bin/mlmmj-receive"):
            say("mlmmj is missing: scripts/install-dependencies --bench")
            found.pop()
        return [case for case in found if self.options.only is None or re.search(self.options.only, case.name)]

    def smtp_source(self, sink, size):
        count = self.options.messages
        return measured([
            "/usr/sbin/smtp-source", "-d", "-s", "16", "-m", str(count), "-l", str(size),
            "-f", "news@example.org", "-t", "reader@example.org", f"127.0.0.1:{sink.port}"])

    def libcurl(self, sink, size):
        return measured([self.curl, sink.port, self.options.messages, size, 8])

    def smtplib(self, sink, size):
        count = max(500, self.options.messages // 10)
        return measured(["/usr/bin/python3", tools.HERE / "smtplib_loop.py", sink.port, count, size])

    def mailer_case(self, name, synchronous, connections, key=None):
        def send(sink, size):
            newsletter, _ = self.newsletter(size)
            newsletter.restore()
            newsletter.settings(sink.port, synchronous, connections, self.signature(key))
            return measured(
                [self.mailer, "--config", newsletter.config, "--quiet", "send", *self.limit(key)],
                cwd=newsletter.folder)

        return Case(name, send)

    def limit(self, key):
        """Signatures take long: fewer messages tell as much."""
        return ["--limit", self.options.messages // 2] if key else []

    def signature(self, key):
        return f"dkim:\n  - {{domain: example.org, selector: s1, key: {self.keys[key]}}}\n" if key else ""

    def mlmmj(self, sink, size):
        """A list as mlmmj-make-ml makes it, one file of subscribers, and the mail by mlmmj-receive as a mail server calls it."""
        count = max(500, self.options.messages // 10)
        folder = self.folder / "mlmmj" / str(sink.port)
        listing = folder / "news"
        folder.mkdir(parents=True)
        run("mlmmj-make-ml", "-L", "news", "-s", folder, input="example.org\nowner@example.org\nen\nn\nn\n")
        for name, value in {"relayhost": "127.0.0.1", "smtpport": sink.port, "modnonsubposts": None, "noarchive": ""}.items():
            if value is not None:
                (listing / "control" / name).write_text(f"{value}\n")
        (listing / "control/subonlypost").unlink(missing_ok=True)
        (listing / "subscribers.d/r").write_text("".join(f"reader{number}@example.org\n" for number in range(count)))
        head = "From: owner@example.org\nTo: news@example.org\nSubject: News\nMessage-ID: <1@example.org>\n\n"
        line = "The programme of loans for small firms opens again in March.\n"
        mail = folder / "mail"
        mail.write_text((head + line * (size // len(line) + 1))[:size - 60])

        def all_are_there():
            end = time.monotonic() + 300
            while sink.messages() < count:
                if time.monotonic() > end:
                    sys.exit(f"mlmmj: {sink.messages()} of {count} messages came")
                time.sleep(0.01)

        with open(mail, "rb") as stdin:
            environment = {**os.environ, "RECIPIENT": "news@example.org", "SENDER": "owner@example.org"}
            return measured(["/usr/bin/mlmmj-receive", "-F", "-L", listing], all_are_there, stdin=stdin, env=environment)

    # MARK: - Runs

    def rounds(self, size):
        """All cases in turn, again and again: what else the machine does then hits them alike."""
        real = self.newsletter(size)[1]
        found = {}
        for number in range(self.options.rounds):
            for case in self.cases():
                with Sink(self.sink, *case.sink_options) as sink:
                    result = case.run(sink, real)
                result.sink = sink.report
                self.check(case, sink.report)
                found.setdefault(case.name, []).append(result)
            if not self.options.only or "RSA" in self.options.only:
                found.setdefault("openssl speed -multi 2", []).append(openssl_speed())
        return real, found

    def check(self, case, report):
        wanted = self.options.messages
        if report["faults"] or report["repeated"] and case.name != REFERENCE:
            sys.exit(f"{case.name}: the sink saw {report}")
        if case.name.startswith("mailer") and "25519" not in case.name and "RSA" not in case.name:
            if report["messages"] != wanted or report["readers"] != wanted:
                sys.exit(f"{case.name}: {wanted} messages were to come: {report}")


def openssl_speed():
    """RSA-2048 signatures a second on two cores."""
    shown = run("openssl", "speed", "-multi", "2", "-seconds", "2", "rsa2048")
    return float(re.search(r"(?m)^rsa\s+2048 bits\s+\S+s\s+\S+s\s+([\d.]+)", shown)[1])


def rate(result):
    return result if isinstance(result, float) else result.rate


def show(size, real, found):
    say(f"\nmessages of {real:,} bytes ({size // 1024} KB)")
    say(f"{'':<30}{'messages/s':>11}{'µs CPU':>8}{'sink µs':>9}{'peak MB':>9}{'x ' + REFERENCE:>22}")
    for name, results in found.items():
        line = f"{name:<30}{median([rate(result) for result in results]):>11,.0f}"
        if not isinstance(results[0], float):
            for figure, width in (("microseconds", 8), ("sink_microseconds", 9), ("megabytes", 9)):
                line += f"{median([getattr(result, figure) for result in results]):>{width}.1f}"
        if REFERENCE in found:
            ratios = ratio(found, name, REFERENCE)
            line = f"{line:<67}{median(ratios):>10.2f}   {min(ratios):.2f}–{max(ratios):.2f}"
        say(line)


def ratio(found, name, other):
    """In each round, since rounds differ more than cases do."""
    return [rate(one) / rate(two) for one, two in zip(found[name], found[other])]


def show_goals(all_found):
    say(f"\n{'':<30}{'against':<26}" + "".join(
        f"{f'{size // 1024} KB':>7}{'must':>6}{'aim':>6}  " for size in all_found))
    for name, other, must, aim in GOALS:
        line = f"{name:<30}{other:<26}"
        for index, size in enumerate(SIZES):
            found = all_found.get(size)
            if found is None:
                continue
            if name not in found or other not in found:
                line += f"{'–':>7}"
            else:
                reached = median(ratio(found, name, other))
                mark = "" if reached >= must[index] else " !"
                line += f"{reached:>7.2f}"
                line += f"{must[index]:>6}{aim[index]:>6}{mark:<2}"
        say(line)


def far_relay(bench):
    """A relay whose every reply takes 50 ms: how many messages a second a connection carries."""
    say("\na relay 50 ms away         messages/s   for each connection (must 14, aim 18)")
    newsletter, _ = bench.newsletter(SIZES[0])
    for connections in (16, 64, 256):
        count = min(bench.options.messages, connections * 18 * bench.options.far)
        newsletter.restore()
        with Sink(bench.sink, "-d", 50) as sink:
            newsletter.settings(sink.port, "full", connections)
            result = measured(
                [bench.mailer, "--config", newsletter.config, "--quiet", "send", "--limit", count],
                cwd=newsletter.folder)
        result.sink = sink.report
        note = "" if result.rate >= 14 * connections else "  !"
        say(f"{connections:>5} connections {result.rate:>20,.0f} {result.rate / connections:>14.1f}{note}")


def main(words):
    parser = argparse.ArgumentParser(prog="scripts/bench send", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round of 4,000 messages, 4 KB")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--size", type=int, choices=[size // 1024 for size in SIZES], help="KB; without, both")
    parser.add_argument("--only", metavar="PATTERN", help="cases whose names match")
    parser.add_argument("--far", type=int, default=6, help="about so many seconds for each case with a relay 50 ms away; 0: none")
    options = parser.parse_args(words)
    if options.quick:
        options.rounds, options.messages, options.size = 1, min(options.messages, 4_000), options.size or 4
    sizes = [options.size * 1024] if options.size else list(SIZES)
    with tempfile.TemporaryDirectory(prefix="mailer-bench-") as folder:
        bench = Bench(pathlib.Path(folder), options)
        say(time.strftime("%Y-%m-%d %H:%M, load ", time.gmtime()) + f"{os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, "
            f"{options.rounds} rounds of {options.messages:,} messages, medians")
        all_found = {}
        for size in sizes:
            real, all_found[size] = bench.rounds(size)
            show(size, real, all_found[size])
        show_goals(all_found)
        if options.far:
            far_relay(bench)
        say(f"\nload at the end {os.getloadavg()[0]:.1f}")
