"""What the scenarios share: a fresh folder, the built `mailer`, an inbox behind real SMTP, and a reader's browser.

    with Scenario("A refused mail is tried again") as s:
        inbox = s.inbox()
        s.settings(inbox)
        s.mailer("init")

A scenario says what it does in plain sentences and ends with 0; the folder stays only when it failed. Whatever it
started ends with it. Everything happens on 127.0.0.1.
"""

import contextlib
import dataclasses
import email.message
import json
import mailbox
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback

sys.dont_write_bytecode = True
os.environ.pop("MAILER_CONFIG", None)  # the settings of whoever runs the scenarios
TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "scripts"))

import reader  # noqa: E402
from aiosmtpd.controller import Controller  # noqa: E402
from sink import Sink  # noqa: E402


def say(sentence):
    print(sentence, flush=True)


def check(condition, sentence):
    """Ends the scenario when the condition doesn't hold; the sentence says what should have been."""
    if not condition:
        raise AssertionError(sentence)


def equal(found, expected, what):
    check(found == expected, f"{what}: expected {expected!r}, found {found!r}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program():
    """The built binary: $MAILER, as scripts/test sets it, or what `swift build` last made."""
    if "MAILER" in os.environ:
        return os.environ["MAILER"]
    shown = subprocess.run(
        ["swift", "build", "--show-bin-path"], cwd=TOP, check=True, capture_output=True, text=True)
    return shown.stdout.strip() + "/mailer"


@dataclasses.dataclass
class Result:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self):
        return json.loads(self.stdout)


@dataclasses.dataclass
class Mail:
    """One accepted mail: its envelope, its bytes as they came, and what they say."""

    sender: str
    recipients: list
    raw: bytes
    message: email.message.EmailMessage

    @property
    def subject(self):
        return self.message["Subject"]

    @property
    def text(self):
        return reader.plain_text(self.message)

    def link(self, part):
        return reader.link(self.message, part)


class Inbox:
    """An SMTP server that keeps what it accepts, in memory and in a Maildir.

    `replies` are its refusals at RCPT by recipient, such as {"full@example.org": "452 4.2.2 Mailbox full"}. They may be
    changed while it runs. `attempts` are all recipients that were tried, in order.
    """

    def __init__(self, maildir, replies=None):
        self.replies = dict(replies or {})
        self.attempts = []
        self.port = free_port()
        self._maildir = mailbox.Maildir(maildir)
        self._mails = []
        self._lock = threading.Lock()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self):
        self._controller.stop()

    async def handle_RCPT(self, server, session, envelope, address, options):
        with self._lock:
            self.attempts.append(address)
            refusal = self.replies.get(address.lower())
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        raw = envelope.original_content
        mail = Mail(envelope.mail_from, list(envelope.rcpt_tos), raw, reader.parse_mail(raw))
        with self._lock:
            self._maildir.add(raw)
            self._mails.append(mail)
        return "250 2.0.0 OK"

    def mails(self, to=None, subject=None):
        with self._lock:
            mails = list(self._mails)
        return [
            mail
            for mail in mails
            if (to is None or to in mail.recipients) and (subject is None or subject in (mail.subject or ""))
        ]

    def wait_for(self, to=None, subject=None, count=1):
        """The newest of at least `count` mails; the scenario fails when they don't come."""
        found = reader.wait_for(
            f"{count} mail(s)",
            lambda: len(self.mails(to, subject)) >= count and self.mails(to, subject))
        return found[-1]


class Scenario:
    def __init__(self, title):
        self.title = title
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mailer-scenario-"))
        self.config = self.folder / "mailer.yaml"
        self.page = None
        self._program = program()
        self._ending = contextlib.ExitStack()

    def __enter__(self):
        # `timeout` sends SIGTERM: what was started must end then too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        say(self.title)
        return self

    def __exit__(self, kind, failure, trace):
        self._ending.close()
        if failure is None:
            shutil.rmtree(self.folder)
            return False
        if isinstance(failure, (AssertionError, reader.Missing)):
            say(f"FAILED in line {trace.tb_lineno} of {sys.argv[0]}: {failure}")
        elif not isinstance(failure, SystemExit):
            traceback.print_exception(kind, failure, trace)
        for log in sorted(self.folder.glob("*.log")):
            say(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}")
        say(f"Its folder stays for you to look into: {self.folder}")
        if isinstance(failure, SystemExit):
            return False
        sys.exit(1)

    def inbox(self, replies=None):
        inbox = Inbox(self.folder / "inbox", replies)
        self._ending.callback(inbox.stop)
        return inbox

    def sink(self, name="sink", **options):
        """Starts a relay that misbehaves on request: see sink.py."""
        sink = Sink(self.folder / name, **options)
        self._ending.callback(sink.stop)
        return sink

    def settings(self, inbox=None, more="", relay="    starttls: never\n    connections: 2\n"):
        """Writes the smallest settings that work, with `more` lines of YAML at their end and `relay` for its own."""
        web = free_port()
        port = inbox.port if inbox else free_port()
        self.page = f"http://127.0.0.1:{web}"
        self.config.write_text(
            "database: mailer.db\n"
            f"public_url: {self.page}\n"
            f"listen: 127.0.0.1:{web}\n"
            "from: Newsletter <news@example.org>\n"
            "relays:\n"
            f"  - url: smtp://127.0.0.1:{port}\n" + relay + more)

    def ending(self, body, *words):
        """Calls something when the scenario ends, the last first."""
        self._ending.callback(body, *words)

    def mailer(self, *words, code=0, stdin="", config=True, timeout=60):
        """Runs one command and checks its exit code."""
        command = [self._program] + (["--config", str(self.config)] if config else []) + [str(word) for word in words]
        ran = subprocess.run(command, input=stdin.encode(), cwd=self.folder, capture_output=True, timeout=timeout)
        # Decoded by hand: text mode would turn CRLF into LF.
        stdout, stderr = ran.stdout.decode(), ran.stderr.decode()
        shown = "mailer " + " ".join(str(word) for word in words)
        check(
            ran.returncode == code,
            f"`{shown}` ended with {ran.returncode}, expected {code}\n{stdout[-2000:]}{stderr[-2000:]}")
        return Result(ran.returncode, stdout, stderr)

    def json(self, *words):
        """The one JSON document that a command prints with --json."""
        result = self.mailer(*words, "--json")
        try:
            return result.json
        except json.JSONDecodeError:
            raise AssertionError(f"{' '.join(map(str, words))} --json is no JSON: {result.stdout[:500]!r}") from None

    def start(self, name, *words, environment=None):
        """Starts a command that stays; its output goes to NAME.log. It is stopped with the scenario."""
        with open(self.folder / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                [self._program, "--config", str(self.config), *words],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **(environment or {})})
        self._ending.callback(self.stop, process)
        return process

    def stop(self, process):
        """Asks a started command to end, insists after ten seconds, and gives its exit code."""
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return process.returncode

    def serve(self, environment=None):
        """Starts `mailer serve` and waits until it answers."""
        process = self.start("serve", "serve", environment=environment)

        def answers():
            check(process.poll() is None, f"`mailer serve` ended by itself with {process.returncode}")
            try:
                return reader.get(f"{self.page}/healthz").status == 200
            except reader.Missing:
                return False

        reader.wait_for("`mailer serve` to answer", answers)
        return process

    def get(self, path):
        return reader.get(path if path.startswith("http") else self.page + path)

    def post(self, path, fields):
        return reader.post(path if path.startswith("http") else self.page + path, fields)

    def file(self, name, text):
        """Writes a file into the scenario's folder and gives its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def issue(self, slug, subject="News of January", text="## Chile\n\nA programme begins.\n"):
        """Writes a small issue file and gives its path."""
        return self.file(
            f"{slug}.md",
            f"---\nsubject: {subject}\nslug: {slug}\ndate: 2020-01-03\n---\n\n{text}")

    def preload(self, name, **environment):
        """The environment in which a command sees another world: that of clock.c or power.c."""
        library = self.folder / f"{name}.so"
        source = pathlib.Path(__file__).with_name(f"{name}.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
        return {"LD_PRELOAD": str(library), **environment}

    def newsletter(self, readers):
        """A database with the list `msme` and so many readers: reader0@example.org and on."""
        self.mailer("init")
        self.list("msme")
        self.subscribe("msme", *(f"reader{number}@example.org" for number in range(readers)))

    def queue(self, slug="2020-01", *words):
        """Puts a small issue for `msme` into the queue and gives what the command says."""
        return self.json("issue", "queue", self.issue(slug), "--list", "msme", *words)

    def show(self, slug="2020-01"):
        """What `issue show` tells, its states summed up against the audience."""
        shown = self.json("issue", "show", slug)
        counts = dict(shown["counts"])
        equal(counts.pop("audience"), sum(counts.values()), "audience, against the sum of the states")
        return shown

    def list(self, name, title="MSME Newsletter", *more):
        """Makes a list with all that an issue needs to go out."""
        self.mailer(
            "list", "create", name, "--name", title, "--welcome", "no", "--postal-address", "1 Example Street, Exampletown",
            "--privacy-url", f"{self.page}/privacy", *more)

    def subscribe(self, name, *addresses):
        """Adds confirmed readers to a list by import, as an admin with consent on paper does."""
        rows = self.file("readers.csv", "email\n" + "".join(address + "\n" for address in addresses))
        self.mailer("subscriber", "import", rows, "--list", name, "--confirmed", "--source", "a form at a fair")
