"""A Dovecot of the scenario's own: one user's Maildir, read by IMAP and POP3 over TLS, filled by LMTP.

All stands in one folder, and the ports on 127.0.0.1. The system's own Dovecot is neither read nor touched. It starts as root only.
"""

import os
import pathlib
import pwd
import socket
import subprocess

from scenario import check, free_port
import reader

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
listen = 127.0.0.1
protocols = imap pop3 lmtp
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
auth_mechanisms = plain login xoauth2
auth_username_format = %Ln
recipient_delimiter = +
mail_location = maildir:{folder}/mail
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
first_valid_gid = 1
lda_mailbox_autocreate = yes
passdb {{
  driver = static
  args = user={user} password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/mail allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""


class Dovecot:
    """Answers once it is made. `stop` ends it with all its children."""

    def __init__(self, folder, certificate, key, user, password):
        self.folder = pathlib.Path(folder)
        self.imap, self.imaps, self.pop3, self.pop3s, self.lmtp = (free_port() for _ in range(5))
        self.maildir = self.folder / "mail"
        account = pwd.getpwnam("mail")
        self.account = (account.pw_uid, account.pw_gid)
        self.folder.mkdir()
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir()
        os.chown(self.maildir, *self.account)
        configuration = self.folder / "dovecot.conf"
        configuration.write_text(CONFIGURATION.format(
            folder=self.folder, certificate=certificate, key=key, user=user, password=password, imap=self.imap,
            imaps=self.imaps, pop3=self.pop3, pop3s=self.pop3s, lmtp=self.lmtp))
        self.process = subprocess.Popen(
            ["/usr/sbin/dovecot", "-F", "-c", str(configuration)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            reader.wait_for("Dovecot to answer", self.answers)
        except Exception:
            self.stop()
            raise

    def answers(self):
        check(self.process.poll() is None, f"Dovecot ended by itself:\n{self.log()}")
        try:
            for port in (self.imap, self.pop3, self.lmtp):
                with socket.create_connection(("127.0.0.1", port), 5) as connection:
                    if connection.recv(1) not in (b"*", b"+", b"2"):
                        return False
            return True
        except ConnectionError:
            return False

    def log(self):
        path = self.folder / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def messages(self):
        """The files of all messages in the inbox."""
        return [path for name in ("new", "cur") for path in (self.maildir / name).glob("*")]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
