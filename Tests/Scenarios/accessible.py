"""Looks at pages as WCAG 2.2 AA wants them: by axe-core, and by what axe cannot see in one window alone.

axe-core comes from PyPI, pinned by its hash, into .build/axe at the first use.
"""

import functools
import pathlib
import subprocess
import sys
import zipfile

from scenario import TOP, check

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
SOURCE = """
const done = arguments[arguments.length - 1];
axe.run(document, arguments[0]).then(
    found => done(found.violations.map(v => [v.id, v.help, v.nodes.map(n => n.html + " – " + n.failureSummary)])),
    trouble => done([["axe", String(trouble), []]]));
"""


@functools.cache
def axe():
    """The script axe.min.js."""
    folder = TOP / ".build/axe"
    if not list(folder.glob("*.whl")):
        pip = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version=3.13",
             "--require-hashes", "--requirement", pathlib.Path(__file__).with_name("axe-requirements.txt"),
             "--dest", folder],
            capture_output=True, text=True)
        check(pip.returncode == 0, f"pip gets axe-core from PyPI\n{pip.stderr}")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("axe.min.js"))
        return wheel.read(name).decode()


def violations(browser, rules):
    """What axe finds on the page as it looks now."""
    options = {"runOnly": rules}
    if rules["type"] == "tag":
        options["rules"] = {"target-size": {"enabled": True}}  # of WCAG 2.2; axe has it off by default
    if not browser.driver.execute_script("return 'axe' in window"):
        browser.driver.execute_script(axe())
    return browser.driver.execute_async_script(SOURCE, options)


def sideways(browser):
    """WCAG 2.2, 1.4.10: nobody scrolls sideways at 320 pixels, which are 1280 at a zoom of 400 %."""
    wide = browser.driver.execute_script("return document.scrollingElement.scrollWidth")
    return [f"{wide} pixels wide in a window of 320"] if wide > 320 else []


def examine(browser, name, mail=False):
    """Fails for any violation on this page, narrow or wide, light or dark, and for sideways scrolling at 320 pixels.

    A mail must conform to WCAG too, but the best practices of pages (landmarks) are not for it, and its headings are its author's.
    """
    found = []
    everything = {"type": "tag", "values": [tag for tag in TAGS if not (mail and tag == "best-practice")]}
    colours = {"type": "rule", "values": ["color-contrast"]}
    for width, scheme, rules in (
        (320, "light", everything), (320, "dark", colours), (1280, "light", colours), (1280, "dark", everything)):
        browser.look(width, 800, scheme)
        if width == 320:
            found.extend(sideways(browser))
        for rule, help_text, nodes in violations(browser, rules):
            found.append(f"{width} px, {scheme}: {rule}: {help_text}\n      " + "\n      ".join(nodes))
    check(not found, f"{name} ({browser.path}):\n    " + "\n    ".join(found))


def markup_faults(html):
    """What tidy says of a page's HTML, as lines."""
    tidy = subprocess.run(
        ["tidy", "-errors", "-quiet", "--doctype", "html5", "-utf8"],
        input=html.encode(), capture_output=True)
    # Of 2017: what HTML has got since is no fault.
    newer = ("autocapitalize", "inputmode", "enterkeyhint", "spellcheck", "aria-current")
    lines = tidy.stderr.decode(errors="replace").splitlines()
    return [line for line in lines if line and not any(f'"{word}"' in line for word in newer)]
