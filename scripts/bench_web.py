"""The pages under load: `scripts/bench web`.

wrk asks for the archive page and the sign-up form of a release build, and for the same bytes as files from nginx and from
Python's http.server, in turn. Each server has one thread or process; wrk shares the machine with it.
"""

import contextlib
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

TOP = pathlib.Path(__file__).resolve().parents[1]
ROUNDS, SECONDS, CONNECTIONS, ISSUES = 5, 3, 32, 24
PAGES = {"archive page": "/archive/msme", "sign-up form": "/subscribe/msme"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that serves, until the block ends."""

    def __init__(self, name, port, *command):
        self.name = name
        self.base = f"http://127.0.0.1:{port}"
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(self.base + "/subscribe/msme", timeout=5).close()
                return self
            except OSError:
                time.sleep(0.05)
        self.__exit__()
        sys.exit(f"bench web: {self.name} does not answer")

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()

    def _processes(self):
        """Itself and its workers."""
        pid = self._process.pid
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [pid, *map(int, children)]

    def cpu(self):
        """Seconds of CPU so far."""
        fields = [pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
                  for pid in self._processes()]
        return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """Resident megabytes."""
        pages = sum(
            int(pathlib.Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in self._processes())
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def load(server, path):
    """Requests a second, CPU µs a request, and the latencies p50 and p99 in ms."""
    before = server.cpu()
    shown = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", server.base + path],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in shown or "Socket errors" in shown:
        sys.exit(f"bench web: {server.name} failed\n{shown}")
    requests = int(re.search(r"(\d+) requests in", shown)[1])
    units = {"us": 1e-3, "ms": 1, "s": 1e3}
    p50, p99 = (
        float(number) * units[unit]
        for number, unit in (re.search(rf"(?m)^ +{share}% +([\d.]+)(us|ms|s)\b", shown).groups() for share in (50, 99)))
    rate = float(re.search(r"Requests/sec: +([\d.]+)", shown)[1])
    return rate, (server.cpu() - before) / requests * 1e6, p50, p99


def settle(folder, mailer, port):
    """A list with issues in its archive."""
    config = folder / "mailer.yaml"
    config.write_text(
        f"database: mailer.db\npublic_url: http://127.0.0.1:{port}\nlisten: 127.0.0.1:{port}\nfrom: News <news@example.org>\n"
        "relays:\n  - url: smtp://127.0.0.1:9\n")

    def run(*words):
        subprocess.run([mailer, "--config", config, "--quiet", *words], check=True, stdout=subprocess.DEVNULL)

    run("init")
    run("list", "create", "msme", "--name", "MSME Newsletter", "--archive", "public", "--postal-address", "1 Example Street",
        "--privacy-url", f"http://127.0.0.1:{port}/privacy")
    for number in range(ISSUES):
        issue = folder / f"{number:02}.md"
        issue.write_text(f"---\nsubject: News {number}\nslug: issue-{number:02}\ndate: 2020-01-03\n---\n\n## Chile\n\nNews.\n")
        run("issue", "queue", issue, "--list", "msme")
    return [mailer, "--config", config, "serve"]


def nginx(folder, files, port):
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\ndaemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\n"
        "error_log /dev/null;\nevents {}\nhttp {\naccess_log off;\nkeepalive_requests 1000000000;\n"
        f"client_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\nfastcgi_temp_path {folder}/fastcgi;\n"
        f"uwsgi_temp_path {folder}/uwsgi;\nscgi_temp_path {folder}/scgi;\n"
        f"server {{ listen 127.0.0.1:{port}; root {files}; default_type text/html; }}\n}}\n")
    return ["/usr/sbin/nginx", "-e", "/dev/null", "-p", folder, "-c", folder / "nginx.conf"]


PYTHON = """
import http.server, sys
class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), lambda *a: Quiet(*a, directory=sys.argv[2])).serve_forever()
"""


def web():
    subprocess.run([TOP / "scripts/install-dependencies", "--bench"], check=True)
    subprocess.run([TOP / "scripts/build", "-c", "release", "--product", "mailer"], check=True)
    shown = subprocess.run(
        ["swift", "build", "-c", "release", "--show-bin-path"], cwd=TOP, check=True, capture_output=True, text=True)
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as ending:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        ports = [free_port() for _ in range(3)]
        ours = ending.enter_context(
            Server("mailer", ports[0], *settle(folder, shown.stdout.strip() + "/mailer", ports[0])))
        files = folder / "files"
        sizes = {}
        for title, path in PAGES.items():
            with urllib.request.urlopen(ours.base + path) as page:
                file = files / path[1:]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(page.read())
                sizes[title] = file.stat().st_size
        servers = [
            ours,
            ending.enter_context(Server("nginx, files", ports[1], *nginx(folder, files, ports[1]))),
            ending.enter_context(
                Server("http.server, files", ports[2], sys.executable, "-c", PYTHON, str(ports[2]), files))]
        found = {}
        for _ in range(ROUNDS):
            for title, path in PAGES.items():
                for server in servers:
                    found.setdefault((title, server.name), []).append(load(server, path))
        print(f"\n{'page':<24}{'server':<22}{'requests/s':>12}{'CPU µs each':>13}{'p50 ms':>9}{'p99 ms':>9}{'MB':>7}")
        for title in PAGES:
            for server in servers:
                rate, cpu, p50, p99 = map(statistics.median, zip(*found[title, server.name]))
                named = f"{title}, {sizes[title]:,} B"
                print(f"{named:<24}{server.name:<22}{rate:>12,.0f}{cpu:>13.1f}{p50:>9.2f}{p99:>9.2f}{server.memory():>7.1f}")
        print(f"\nMedians of {ROUNDS} rounds of {SECONDS} s in turn, {CONNECTIONS} connections kept open, wrk on the same machine.")
