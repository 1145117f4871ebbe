"""An SMTP relay that misbehaves on request and writes down every message before it says that it has it.

    with Sink(folder, pipelining=True, delay=(20, 200)) as sink:
        sink.script({"stage": "rcpt", "to": "full@example.org", "reply": "452 4.2.2 Mailbox full"})
        …
        sink.messages()     what it accepted, in order
        sink.report()       connections, the most at once, RCPTs by recipient, breaches of the protocol

The relay is a process of its own, so that whoever tortures the sender cannot slow it down, and its record outlives it.
Rules are tried in order; the first that fits decides. A rule is a dictionary:

    stage       connect, ehlo, starttls, auth, mail, rcpt, data, body (the first bytes of the message), or message (the
                answer to the final dot)
    to          a recipient that it is for, or the end of several: "@example.org"; without it, all
    reply       what to say, such as "421 4.3.2 Closing"; a 4yz or 5yz refuses
    size        make the reply at least so many bytes long, in lines …
    lines       … or, when this is False, in one line
    cut         True: hang up instead of a reply
    silent      True: never answer
    wait        answer so many milliseconds later
    keep        at `message` with `cut`, `silent` or a refusal: whether the message counts as accepted (default False)
    times       how often it fits, in all …
    each        … or for each recipient
    after       fits only from the n-th time on that this stage is reached
"""

import asyncio
import contextlib
import json
import os
import pathlib
import random
import socket
import ssl
import subprocess
import sys
import time

RECORD = "accepted.jsonl"


# MARK: - The side of the tests


class Sink:
    """Starts the relay and talks with it. `certificate` is a PEM file with key and chain; it offers STARTTLS then."""

    def __init__(self, folder, pipelining=True, delay=None, seed=1, certificate=None, auth=False, port=0):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True)
        options = {
            "pipelining": pipelining, "delay": delay, "seed": seed, "auth": auth, "port": port,
            "certificate": str(certificate) if certificate else None, "record": str(self.folder / RECORD),
        }
        self._process = subprocess.Popen(
            ["/usr/bin/python3", "-B", __file__, json.dumps(options)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self._process.stdout.readline())["port"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def _ask(self, **request):
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def script(self, *rules):
        """Replaces all rules."""
        self._ask(rules=rules)

    def delay(self, milliseconds):
        """A range (from, to) for each reply, or None."""
        self._ask(delay=milliseconds)

    def die(self):
        """Stops listening and cuts all connections; `live` takes the same port again."""
        self._ask(listen=False)

    def live(self):
        self._ask(listen=True)

    def report(self):
        return self._ask(report=True)

    def messages(self, to=None):
        """The accepted messages in the order of acceptance: dictionaries with at, connection, to, id and subject."""
        with contextlib.suppress(FileNotFoundError), open(self.folder / RECORD) as record:
            found = [json.loads(line) for line in record if line.endswith("\n")]
            return [message for message in found if to is None or message["to"] == to]
        return []


# MARK: - The relay


class Relay:
    def __init__(self, options):
        self.pipelining = options["pipelining"]
        self.wait = options["delay"]
        self.auth = options["auth"]
        self.port = options["port"]
        self.chance = random.Random(options["seed"])
        self.record = os.open(options["record"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self.tls = None
        if options["certificate"]:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(options["certificate"])
        self.rules = []
        self.sessions = set()
        self.connections = 0
        self.most = 0
        self.accepted = 0
        self.reached = {}
        self.rcpts = {}
        self.breaches = {}
        self.server = None

    async def listen(self):
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(
            lambda: Session(self), "127.0.0.1", self.port, backlog=1024, reuse_address=True)
        self.port = self.server.sockets[0].getsockname()[1]

    async def handle(self, request):
        if "rules" in request:
            self.rules = [dict(rule, fitted={}) for rule in request["rules"]]
            self.reached = {}
        if "delay" in request:
            self.wait = request["delay"]
        if request.get("listen") is False:
            self.server.close()
            for session in list(self.sessions):
                session.transport.abort()
        if request.get("listen") is True:
            await self.listen()
        if "report" not in request:
            return {}
        return {
            "connections": self.connections, "most": self.most, "open": len(self.sessions),
            "accepted": self.accepted, "rcpts": self.rcpts, "breaches": self.breaches,
        }

    def rule(self, stage, to):
        self.reached[stage] = self.reached.get(stage, 0) + 1
        for rule in self.rules:
            if rule["stage"] != stage or not fits(rule, to) or self.reached[stage] < rule.get("after", 1):
                continue
            key = to if "each" in rule else None
            fitted = rule["fitted"].get(key, 0)
            if fitted >= rule.get("each", rule.get("times", fitted + 1)):
                continue
            rule["fitted"][key] = fitted + 1
            return rule
        return None

    def accept(self, session, message):
        """Written before the answer goes out, by one call of the kernel: no message is half recorded or forgotten."""
        self.accepted += 1
        fields = {}
        for line in message.partition(b"\r\n\r\n")[0].split(b"\r\n"):
            name, _, value = line.partition(b":")
            fields.setdefault(name.lower(), value.strip().decode("utf-8", "replace"))
        entry = {
            "at": round(time.time(), 3), "connection": session.number, "to": session.recipient,
            "id": fields.get(b"message-id"), "subject": fields.get(b"subject"), "bytes": len(message),
        }
        os.write(self.record, json.dumps(entry).encode() + b"\n")

    def breach(self, what):
        self.breaches[what] = self.breaches.get(what, 0) + 1


class Session(asyncio.Protocol):
    """One connection. Commands are answered strictly in order; what comes early waits in `input`."""

    def __init__(self, relay):
        self.relay = relay
        self.transport = None
        self.input = bytearray()
        self.isBusy = False  # an answer is on its way, or never comes
        self.inMessage = False
        self.isAsked = False  # for the password, in a line of its own
        self.sender = None
        self.recipient = None
        self.number = 0

    def connection_made(self, transport):
        self.transport = transport
        if self.number:
            return  # the same one, now with TLS
        relay = self.relay
        relay.connections += 1
        self.number = relay.connections
        relay.sessions.add(self)
        relay.most = max(relay.most, len(relay.sessions))
        self.answer("connect", "220 sink.example.org ESMTP")

    def connection_lost(self, _):
        self.relay.sessions.discard(self)

    def data_received(self, data):
        self.input += data
        self.work()

    def work(self):
        while self.input and not self.isBusy and not self.transport.is_closing():
            if self.inMessage:
                if not self.take_message():
                    return
            elif not self.take_line():
                return

    def take_line(self):
        end = self.input.find(b"\r\n")
        if end < 0:
            return False
        line = bytes(self.input[:end]).decode("utf-8", "replace")
        del self.input[: end + 2]
        verb = line[:4].upper()
        if self.input and (not self.relay.pipelining or verb in ("DATA", "EHLO", "STAR", "QUIT")):
            self.relay.breach(f"bytes behind {verb} before its answer")
        if self.isAsked:
            self.isAsked = False
            self.answer("auth", "235 2.7.0 Welcome")
            return True
        getattr(self, "do_" + verb.lower(), self.do_unknown)(line)
        return True

    def take_message(self):
        if self.inMessage == "begins":
            self.inMessage = "goes on"
            rule = self.relay.rule("body", self.recipient)
            if rule:
                self.obey(rule, "")
                return False
        end = 0 if self.input.startswith(b".\r\n") else self.input.find(b"\r\n.\r\n") + 2
        if end == 1:
            return False
        message = bytes(self.input[:end])
        del self.input[: end + 3]
        self.inMessage = False
        rule = self.relay.rule("message", self.recipient)
        if rule is None or rule.get("keep", not (rule.get("cut") or rule.get("silent") or refuses(rule))):
            self.relay.accept(self, message)
        self.sender = self.recipient = None
        self.obey(rule, "250 2.0.0 OK")
        return True

    # MARK: commands

    def do_ehlo(self, _):
        keywords = ["sink.example.org", "8BITMIME", "ENHANCEDSTATUSCODES", "SIZE 50000000"]
        if self.relay.pipelining:
            keywords.append("PIPELINING")
        if self.relay.tls and not self.transport.get_extra_info("ssl_object"):
            keywords.append("STARTTLS")
        if self.relay.auth:
            keywords.append("AUTH PLAIN LOGIN")
        lines = [f"250-{keyword}" for keyword in keywords[:-1]] + [f"250 {keywords[-1]}"]
        self.answer("ehlo", "\r\n".join(lines))

    def do_star(self, _):
        self.answer("starttls", "220 2.0.0 Go ahead", then=lambda: asyncio.ensure_future(self.encrypt()))

    async def encrypt(self):
        self.isBusy = True
        self.transport.pause_reading()
        with contextlib.suppress(OSError, ssl.SSLError, ConnectionError):
            self.transport = await asyncio.get_running_loop().start_tls(
                self.transport, self, self.relay.tls, server_side=True)
        self.isBusy = False
        self.work()

    def do_auth(self, line):
        if len(line.split()) > 2:
            self.answer("auth", "235 2.7.0 Welcome")
        else:
            self.isAsked = True
            self.say("334 ")

    def do_mail(self, line):
        if self.answer("mail", "250 2.1.0 OK"):
            self.sender = line[10:].partition(">")[0]

    def do_rcpt(self, line):
        to = line[9:].partition(">")[0]
        self.relay.rcpts[to] = self.relay.rcpts.get(to, 0) + 1
        if self.sender is None:
            self.say("503 5.5.1 MAIL first")
        elif self.answer("rcpt", "250 2.1.5 OK", to=to):
            self.recipient = to

    def do_data(self, _):
        if self.recipient is None:
            self.say("503 5.5.1 RCPT first")
        elif self.answer("data", "354 Go ahead", to=self.recipient):
            self.inMessage = "begins"

    def do_rset(self, _):
        self.sender = self.recipient = None
        self.say("250 2.0.0 OK")

    def do_quit(self, _):
        self.say("221 2.0.0 Bye", then=self.transport.close)

    def do_unknown(self, line):
        self.relay.breach("an unknown command")
        self.say("500 5.5.1 What?")

    # MARK: answers

    def answer(self, stage, usual, to=None, then=None):
        """Answers by the rules. Returns whether the answer was the usual one or another that agrees."""
        return self.obey(self.relay.rule(stage, to), usual, then)

    def obey(self, rule, usual, then=None):
        if rule is None:
            self.say(usual, then)
            return True
        if rule.get("silent"):
            self.isBusy = True
            return False
        if rule.get("cut"):
            self.transport.close()
            return False
        reply = stretched(rule.get("reply", usual), rule.get("size", 0), rule.get("lines", True))
        hang_up = rule.get("reply", "").startswith("421")
        agrees = reply[:1] in "23"
        wait = rule.get("wait")
        self.say(reply, self.transport.close if hang_up else then if agrees else None, wait and (wait, wait))
        return agrees

    def say(self, reply, then=None, wait=None):
        data = reply.encode() + b"\r\n"
        wait = wait or self.relay.wait
        if not wait:
            self.transport.write(data)
            if then:
                then()
            return
        self.isBusy = True
        asyncio.get_running_loop().call_later(self.relay.chance.uniform(*wait) / 1000, self.said, data, then)

    def said(self, data, then):
        self.isBusy = False
        if self.transport.is_closing():
            return
        self.transport.write(data)
        if then:
            then()
        self.work()


def fits(rule, to):
    wanted = rule.get("to", to)
    return wanted == to or wanted.startswith("@") and to.endswith(wanted)


def refuses(rule):
    return rule.get("reply", "2")[0] in "45"


def stretched(reply, size, in_lines):
    """The reply, made longer by talk."""
    missing = size - len(reply)
    if missing <= 0:
        return reply
    if not in_lines:
        return reply + " " + "x" * missing
    line = reply[:3] + "-" + reply[4:9] + " " + "x" * 400
    return (line + "\r\n") * (missing // len(line) + 1) + reply


async def main():
    relay = Relay(json.loads(sys.argv[1]))
    await relay.listen()
    print(json.dumps({"port": relay.port}), flush=True)
    requests = asyncio.StreamReader(limit=10_000_000)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(requests), sys.stdin)
    # The end of the input is the end of whoever started it.
    while line := await requests.readline():
        print(json.dumps(await relay.handle(json.loads(line))), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
