"""A Postfix of the scenario's own: configuration, queue, log and users in one folder, ports on 127.0.0.1.

It relays all that it takes into an inbox. The system's own Postfix, set up or not, is neither read nor touched. Postfix
insists on root.
"""

import contextlib
import dataclasses
import os
import pathlib
import pwd
import signal
import socket
import subprocess

from scenario import check, free_port
import reader

MAIN = """\
compatibility_level = 3.6
config_directory = {folder}/etc
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = relay.example.org
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
relayhost = [127.0.0.1]:{inbox}
smtp_tls_security_level = none
smtp_dns_support_level = disabled
# The inbox is no host that Postfix could look up.
smtp_host_lookup = native
smtpd_peername_lookup = no
# Nothing may wait for a second try.
maximal_backoff_time = 1s
minimal_backoff_time = 1s
queue_run_delay = 1s
"""

# TLS and a sign-in, or a client's certificate.
GUARDED = """\
mynetworks =
message_size_limit = 10485760
smtpd_tls_cert_file = {certificates}/relay.pem
smtpd_tls_key_file = {certificates}/relay.key
smtpd_tls_CAfile = {certificates}/ca.pem
smtpd_tls_security_level = encrypt
smtpd_tls_loglevel = 1
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
# The Debian package looks beside main.cf whatever this says.
cyrus_sasl_config_path = {folder}/etc/sasl
smtpd_sasl_local_domain = relay.example.org
smtpd_relay_restrictions = reject
"""

MASTER = """\
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

GUARDED_DOORS = """\
127.0.0.1:{by_password} inet n - n - - smtpd
    -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{by_certificate} inet n - n - - smtpd
    -o smtpd_tls_req_ccert=yes -o smtpd_relay_restrictions=permit_tls_all_clientcerts,reject
"""

SASL = """\
pwcheck_method: auxprop
auxprop_plugin: sasldb
mech_list: PLAIN LOGIN
sasldb_path: {folder}/etc/sasl/users
"""

# Folder below the queue: mode, as Postfix's own set-up has them.
QUEUE = {
    **{name: 0o700 for name in (
        "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace")},
    "maildrop": 0o730, "public": 0o710, "pid": 0o755,
}


# Ends the master as soon as its own input ends: the scenario's pipe, closed also when the scenario is killed.
KEEPER = """\
/usr/lib/postfix/sbin/master -c "$1" -d </dev/null &
read -r _
kill $!
wait $!
"""


@dataclasses.dataclass
class Door:
    port: int


class Server:
    """Postfix with a main.cf of `more` beside what all need, and a master.cf of `services`. Its doors answer once it is made;
    `stop` ends it with all its children."""

    def __init__(self, folder, inbox_port, more, services, doors, prepare=lambda account: None):
        self.folder = pathlib.Path(folder)
        account = pwd.getpwnam("postfix")
        for name in ("etc", "queue", "data"):
            (self.folder / name).mkdir(parents=True)
        os.chown(self.folder / "data", account.pw_uid, account.pw_gid)
        for name, mode in QUEUE.items():
            (self.folder / "queue" / name).mkdir()
            if name != "pid":
                os.chown(self.folder / "queue" / name, account.pw_uid, account.pw_gid)
            (self.folder / "queue" / name).chmod(mode)
        main = MAIN.format(folder=self.folder, inbox=inbox_port)
        (self.folder / "etc" / "main.cf").write_text(main + more)
        (self.folder / "etc" / "master.cf").write_text(services + MASTER)
        prepare(account)
        # Of its own process group: Postfix ends its children by a signal to the group.
        self.keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "sh", str(self.folder / "etc")],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            reader.wait_for("Postfix to answer", lambda: all(map(self.answers, doors)))
        except Exception:
            self.stop()
            raise

    def answers(self, door):
        check("fatal:" not in self.log(), f"Postfix does not come up:\n{self.log()}")
        try:
            with socket.create_connection(("127.0.0.1", door.port), 5) as connection:
                return connection.recv(3) == b"220"
        except ConnectionError:
            return False

    def log(self):
        path = self.folder / "mail.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def stop(self):
        self.keeper.stdin.close()
        self.keeper.wait(10)
        # What of the group is left when the master could not end it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.keeper.pid, signal.SIGKILL)


class Postfix(Server):
    """With the doors `by_password` and `by_certificate`."""

    def __init__(self, folder, certificates, inbox_port, user, password):
        self.by_password, self.by_certificate = Door(free_port()), Door(free_port())
        names = {"folder": folder, "certificates": certificates}

        def prepare(account):
            sasl = self.folder / "etc" / "sasl"
            sasl.mkdir()
            (sasl / "smtpd.conf").write_text(SASL.format(**names))
            subprocess.run(
                ["/usr/sbin/saslpasswd2", "-p", "-c", "-f", str(sasl / "users"), "-u", "relay.example.org", user],
                input=password, text=True, check=True, capture_output=True)
            os.chown(sasl / "users", account.pw_uid, account.pw_gid)

        super().__init__(
            folder, inbox_port, GUARDED.format(**names),
            GUARDED_DOORS.format(by_password=self.by_password.port, by_certificate=self.by_certificate.port),
            [self.by_password, self.by_certificate], prepare)
