"""An aiosmtpd server for one test: keeps what it is sent in a folder, NUMBER.eml beside NUMBER.json (the envelope)."""
import argparse
import json
import ssl
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

options = argparse.ArgumentParser()
options.add_argument("port", type=int)
options.add_argument("folder", type=Path)
options.add_argument("--host", default="127.0.0.1")
options.add_argument("--certificate", help="PEM with certificate and key")
options.add_argument("--tls", choices=["starttls", "implicit"])
options.add_argument("--user", help="NAME:PASSWORD that AUTH wants")
options.add_argument("--token", help="NAME:TOKEN that AUTH XOAUTH2 wants; there is no other AUTH then")
options.add_argument("--client-ca", help="PEM with the authority that must have signed the client's certificate")
options.add_argument("--size", type=int, default=33554432)
options.add_argument("--utf8", action="store_true")
options = options.parse_args()


class Inbox:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        Inbox.count += 1
        stem = options.folder / str(Inbox.count)
        stem.with_suffix(".eml").write_bytes(envelope.original_content)
        stem.with_suffix(".json").write_text(json.dumps({
            "sender": envelope.mail_from, "options": envelope.mail_options, "recipients": envelope.rcpt_tos,
            "encrypted": session.ssl is not None or options.tls == "implicit", "helo": session.host_name,
            "authenticated": bool(session.authenticated), "peer": session.peer[0],
            "mechanism": getattr(session, "mechanism", None),
        }))
        return "250 2.0.0 kept"


class TokenInbox(Inbox):
    async def auth_XOAUTH2(self, server, args):
        given = await server.challenge_auth("", encode_to_b64=False)
        name, token = options.token.encode().split(b":", 1)
        if given == b"user=" + name + b"\1auth=Bearer " + token + b"\1\1":
            server.session.mechanism = "XOAUTH2"
            return AuthResult(success=True, auth_data=name)
        # As large mail hosts do it: the reason is a challenge, and the refusal comes after whatever is answered.
        await server.challenge_auth(b'{"status":"401"}')
        return AuthResult(success=False, handled=False)


def check(server, session, envelope, mechanism, data):
    if not options.user:
        return AuthResult(success=False, handled=False)
    session.mechanism = mechanism
    name, password = options.user.encode().split(b":", 1)
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (name, password)
    return AuthResult(success=good, handled=good)


settings = {"data_size_limit": options.size, "enable_SMTPUTF8": options.utf8}
if options.certificate:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certificate)
    if options.client_ca:
        context.load_verify_locations(options.client_ca)
        context.verify_mode = ssl.CERT_REQUIRED
    if options.tls == "starttls":
        settings |= {"tls_context": context, "require_starttls": True}
if options.token:
    settings |= {"auth_exclude_mechanism": ["LOGIN", "PLAIN"]}
if options.user or options.token:
    settings |= {"authenticator": check, "auth_required": True, "auth_require_tls": bool(options.tls == "starttls")}


class Listener(Controller):
    def _trigger_server(self):
        """The test asks the port itself; a check of its own would end in a handshake error here."""


implicit = context if options.tls == "implicit" else None
inbox = TokenInbox() if options.token else Inbox()
Listener(inbox, hostname=options.host, port=options.port, ssl_context=implicit, **settings).start()
while True:
    time.sleep(60)
