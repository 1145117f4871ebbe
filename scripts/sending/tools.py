"""What the benches of sending share: built programs, a sink, a database with readers, and runs that are measured."""

import dataclasses
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]


def say(line=""):
    print(line, flush=True)


def run(*command, **more):
    """Runs a command that must succeed and gives what it printed."""
    ran = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if ran.returncode != 0:
        sys.exit(f"{' '.join(map(str, command[:4]))} … ended with {ran.returncode}\n{ran.stdout[-1000:]}{ran.stderr[-1000:]}")
    return ran.stdout


def release_build():
    """The `mailer` of a release build; $MAILER names another one."""
    if "MAILER" in os.environ:
        return os.environ["MAILER"]
    subprocess.run([TOP / "scripts/build", "-c", "release", "--product", "mailer"], check=True)
    return run("swift", "build", "-c", "release", "--show-bin-path", cwd=TOP).strip() + "/mailer"


def compiled(folder, name, *libraries):
    """One of the C programs beside this file."""
    program = folder / name
    run("cc", "-O2", "-o", program, HERE / f"{name}.c", *libraries)
    return program


class Sink:
    """The server that takes everything; `report` is what it counted, once it has ended."""

    def __init__(self, program, *options):
        self._process = subprocess.Popen(
            [program, *map(str, options)], stdout=subprocess.PIPE, text=True, preexec_fn=many_descriptors)
        self.port = int(self._process.stdout.readline().split()[1])
        self.report = None

    def messages(self):
        self._process.send_signal(signal.SIGUSR1)
        return int(self._process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            self._process.kill()
            self._process.wait()
            return
        self._process.terminate()
        self.report = json.loads(self._process.communicate()[0].splitlines()[-1])


def many_descriptors():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))


@dataclasses.dataclass
class Measured:
    """One run: seconds, CPU seconds of the sender, its peak memory in MB, and what the sink counted."""

    seconds: float
    cpu: float
    megabytes: float
    sink: dict = None

    @property
    def rate(self):
        """Messages a second."""
        return self.sink["messages"] / self.seconds

    @property
    def microseconds(self):
        return self.cpu / self.sink["messages"] * 1e6

    @property
    def sink_microseconds(self):
        return self.sink["cpu"] / self.sink["messages"] * 1e6


def measured(command, until=None, **more):
    """Runs a command and measures it with its children. `until`: waits for that too before the time is taken."""
    started = time.monotonic()
    process = subprocess.Popen(
        [str(word) for word in command], stdin=more.pop("stdin", subprocess.DEVNULL), stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, preexec_fn=many_descriptors, **more)
    complaint = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}\n{complaint[-2000:]}")
    if until:
        until()
    return Measured(time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(values):
    return statistics.median(values)


class Newsletter:
    """A folder with settings, a database with so many confirmed readers, and an issue."""

    SETTINGS = """database: mailer.db
public_url: http://127.0.0.1:8080
from: Newsletter <news@example.org>
templates: templates
synchronous: {synchronous}
relays:
  - url: smtp://127.0.0.1:{port}
    starttls: never
    connections: {connections}
"""

    def __init__(self, mailer, folder, readers):
        self.mailer, self.folder, self.readers = mailer, folder, readers
        self.config = folder / "mailer.yaml"
        self.kept = folder / "kept"
        folder.mkdir(parents=True)
        # The shipped page is larger than the smallest message to be measured.
        shutil.copytree(TOP / "Templates/mail", folder / "templates/mail")
        (folder / "templates/mail/issue.html.mustache").write_text(
            "<!DOCTYPE html>\n<html>\n<body>\n{{{body}}}\n{{>*footer_html}}\n</body>\n</html>\n")
        self.settings()
        self("init")
        self("list", "create", "msme", "--name", "MSME Newsletter", "--postal-address", "1 Example Street, Exampletown",
             "--privacy-url", "http://127.0.0.1:8080/privacy")

    def settings(self, port=2525, synchronous="full", connections=16, more=""):
        self.config.write_text(
            self.SETTINGS.format(port=port, synchronous=synchronous, connections=connections) + more)

    def __call__(self, *words):
        return run(self.mailer, "--config", self.config, *words, cwd=self.folder)

    def write_readers(self, shuffled=False):
        """A file of readers; `shuffled`: in no order, as people come."""
        path = self.folder / "readers.csv"
        numbers = list(range(self.readers))
        if shuffled:
            random.Random(9).shuffle(numbers)
        with open(path, "w", encoding="utf-8") as file:
            file.write("email,name\n")
            file.writelines(f"reader{number}@example.org,Reader {number}\n" for number in numbers)
        return path

    def fill(self):
        self("subscriber", "import", self.write_readers(), "--list", "msme", "--confirmed", "--source", "a bench")

    def issue(self, size):
        """Writes an issue whose copies have about `size` bytes, each with its reader's name, and gives their real size."""
        words = "The programme of loans for small firms opens again in March, with a lower rate for the first year. "
        path, filler, found = self.folder / "issue.md", 0, 0
        for _ in range(12):
            text = (words * (filler // len(words) + 1))[:filler]
            paragraphs = "\n\n".join(text[at:at + 600] for at in range(0, len(text), 600))
            path.write_text(
                "---\nsubject: News of January\nslug: 2020-01\ndate: 2020-01-03\n---\n\n"
                f"Dear {{{{name|reader}}}},\n\n{paragraphs}\n")
            self("issue", "preview", path, "--list", "msme", "--out", self.folder / "preview")
            found = (self.folder / "preview/message.eml").stat().st_size
            if abs(found - size) < 100:
                break
            # The text stands in the mail twice, once plain and once as HTML.
            filler = max(0, filler + (size - found) * 9 // 20)
        return found

    def queue(self):
        self("issue", "queue", self.folder / "issue.md", "--list", "msme", "--force")  # its templates are bare

    def keep(self):
        """Puts the database aside, so that each run starts from the same one."""
        shutil.rmtree(self.kept, ignore_errors=True)
        self.kept.mkdir()
        for file in self.folder.glob("mailer.db*"):
            shutil.copy2(file, self.kept)

    def restore(self):
        for file in self.folder.glob("mailer.db*"):
            file.unlink()
        for file in self.kept.iterdir():
            shutil.copy2(file, self.folder)
        os.sync()  # what the copies left to write must not be the run's burden
