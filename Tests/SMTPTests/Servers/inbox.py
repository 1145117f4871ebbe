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
options.add_argument("--certificate", help="PEM with certificate and key")
options.add_argument("--tls", choices=["starttls", "implicit"])
options.add_argument("--user", help="NAME:PASSWORD that AUTH wants")
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
            "authenticated": bool(session.authenticated),
        }))
        return "250 2.0.0 kept"


def check(server, session, envelope, mechanism, data):
    name, password = options.user.encode().split(b":", 1)
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (name, password)
    return AuthResult(success=good, handled=good)


settings = {"data_size_limit": options.size, "enable_SMTPUTF8": options.utf8}
if options.certificate:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certificate)
    if options.tls == "starttls":
        settings |= {"tls_context": context, "require_starttls": True}
if options.user:
    settings |= {"authenticator": check, "auth_required": True, "auth_require_tls": bool(options.tls == "starttls")}


class Listener(Controller):
    def _trigger_server(self):
        """The test asks the port itself; a check of its own would end in a handshake error here."""


implicit = context if options.tls == "implicit" else None
Listener(Inbox(), hostname="127.0.0.1", port=options.port, ssl_context=implicit, **settings).start()
while True:
    time.sleep(60)
