#!/usr/bin/python3
"""A newsletter's reader, for the quickstart and the scenarios: a browser for plain pages, and a mailbox.

    reader.py sign-up URL EMAIL NAME            open a page, fill in its form, send it
    reader.py wait-for-mail MAILDIR EMAIL PART  print the path of a mail whose links or subject contain PART
    reader.py link MAIL PART                    print the first link of a mail that contains PART
    reader.py open URL                          open a page, as a person or a link scanner does
    reader.py press URL                         open a page and press its one button

Each prints a line, or says on stderr what it missed and ends with 1. Only the standard library is used.
"""

import email
import email.message
import email.policy
import html.parser
import mailbox
import pathlib
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


class Missing(Exception):
    """Something that a reader would expect is not there; the text says what, in a sentence."""


class Form:
    """A form as a browser sees it: where it goes, and the value of each field that it would send untouched."""

    def __init__(self, action, method):
        self.action = action
        self.method = method
        self.fields = {}
        self.types = {}


class _PageParser(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []
        self.text = []
        self.title = ""
        self._inside = []
        self._form = None
        self._select = None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        name, value = attributes.get("name"), attributes.get("value")
        if tag in ("title", "style", "script"):
            self._inside.append(tag)
        elif tag == "form":
            self._form = Form(attributes.get("action") or "", (attributes.get("method") or "get").lower())
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in attributes or self._select not in self._form.fields:
                self._form.fields[self._select] = value or ""
        elif tag in ("input", "textarea", "button") and name:
            kind = attributes.get("type", "submit" if tag == "button" else "text").lower()
            if kind in ("checkbox", "radio") and "checked" not in attributes:
                return
            default = "on" if kind in ("checkbox", "radio") else ""
            self._form.fields[name] = default if value is None else value
            self._form.types[name] = kind

    def handle_endtag(self, tag):
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if not self._inside:
            self.text.append(data)
        elif self._inside[-1] == "title":
            self.title += data


class Page:
    """An answer of the web server. Redirections are not followed: `location` tells where they go."""

    def __init__(self, url, status, headers, body):
        self.url = url
        self.status = status
        self.headers = headers
        self.body = body
        self.location = headers.get("Location")
        parser = _PageParser()
        if "html" in headers.get("Content-Type", ""):
            parser.feed(body)
            parser.close()
        self.forms = parser.forms
        self.title = " ".join(parser.title.split())
        self.text = " ".join(" ".join(parser.text).split())

    def only_form(self):
        if len(self.forms) != 1:
            raise Missing(f"The page at {self.url} has {len(self.forms)} forms where one was expected.")
        return self.forms[0]


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


# Loopback is never behind a proxy, whatever the environment says.
_opener = urllib.request.build_opener(_StayHere, urllib.request.ProxyHandler({}))


def _fetch(request):
    try:
        answer = _opener.open(request, timeout=20)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    except urllib.error.URLError as trouble:
        raise Missing(f"Nothing answers at {request.full_url}: {trouble.reason}.") from None
    with answer:
        body = answer.read().decode("utf-8", errors="replace")
        return Page(request.full_url, answer.status, answer.headers, body)


def get(url):
    return _fetch(urllib.request.Request(url, headers={"Accept": "text/html"}))


def post(url, fields):
    data = urllib.parse.urlencode(fields).encode()
    return _fetch(urllib.request.Request(url, data=data, method="POST"))


def submit(page, form, **filled):
    """Sends a form as a browser does: its hidden fields and buttons as they are, and what was filled in."""
    unknown = filled.keys() - form.fields.keys()
    if unknown:
        raise Missing(f"The form at {page.url} has no field {', '.join(sorted(unknown))}.")
    if form.method != "post":
        raise Missing(f"The form at {page.url} would change things by {form.method.upper()}.")
    return follow(post(urllib.parse.urljoin(page.url, form.action), {**form.fields, **filled}))


def follow(page):
    """The page that a redirection leads to, as after a form that was sent (303), or the page itself."""
    for _ in range(5):
        if page.status not in (301, 302, 303, 307, 308) or not page.location:
            return page
        page = get(urllib.parse.urljoin(page.url, page.location))
    raise Missing(f"{page.url} redirects without an end.")


def sign_up(url, address, name=""):
    page = get(url)
    for form in page.forms:
        if "email" in form.fields:
            filled = {"email": address}
            if "name" in form.fields:
                filled["name"] = name
            answer = submit(page, form, **filled)
            if answer.status == 200 and asks_again(answer):  # we were quicker than a person
                answer = submit(answer, answer.only_form())
            if answer.status != 200:
                raise Missing(f"Signing up at {url} was answered with {answer.status}: {answer.text[:200]}")
            return answer
    raise Missing(f"The page at {url} ({page.status}) has no form with a field `email`.")


def asks_again(page):
    """Whether all that is left to do on a page is a button: the question for whoever may be a program."""
    return len(page.forms) == 1 and "email" in page.forms[0].fields and set(page.forms[0].types.values()) <= {"hidden", "submit"}


def press(url):
    page = get(url)
    if page.status != 200:
        raise Missing(f"The page of the button was answered with {page.status}: {page.text[:200]}")
    answer = submit(page, page.only_form())
    if answer.status != 200:
        raise Missing(f"The button was answered with {answer.status}: {answer.text[:200]}")
    return answer


def parse_mail(data):
    return email.message_from_bytes(data, policy=email.policy.default)


def plain_text(message):
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        raise Missing("The mail has no plain text.")
    return part.get_content()


def links(message):
    return re.findall(r"https?://[^\s<>\"]+", plain_text(message))


def link(message, part):
    """The first link of a mail's plain text that contains a part such as `/confirm/`."""
    for found in links(message):
        if part in found:
            return found
    raise Missing(f"The mail has no link with {part}.")


def is_for(message, address):
    return address in (message.get("X-RcptTo") or message.get("To") or "")


def wait_for(what, condition, seconds=15.0):
    """Asks until the condition gives something; says what it waited for when nothing comes."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Missing(f"Waited {seconds:.0f} s for {what}, in vain.")
        time.sleep(0.05)


def find_mail(maildir, address, part):
    """The path of a mail to an address whose subject or links contain a part, or None."""
    folder = mailbox.Maildir(maildir, factory=None, create=False)
    for key in folder.keys():
        message = parse_mail(folder.get_bytes(key))
        if is_for(message, address) and (part in (message["Subject"] or "") or any(part in l for l in links(message))):
            return pathlib.Path(maildir) / folder._lookup(key)  # the one way to a file name that mailbox offers
    return None


def main(words):
    if len(words) == 4 and words[0] == "sign-up":
        print(sign_up(words[1], words[2], words[3]).title)
    elif len(words) == 4 and words[0] == "wait-for-mail":
        print(wait_for("a mail", lambda: find_mail(words[1], words[2], words[3])))
    elif len(words) == 3 and words[0] == "link":
        print(link(parse_mail(pathlib.Path(words[1]).read_bytes()), words[2]))
    elif len(words) == 2 and words[0] == "open":
        page = get(words[1])
        if page.status != 200:
            raise Missing(f"The page was answered with {page.status}: {page.text[:200]}")
        print(page.title)
    elif len(words) == 2 and words[0] == "press":
        print(press(words[1]).title)
    else:
        print(__doc__, file=sys.stderr)
        return 64
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Missing as missing:
        print(missing, file=sys.stderr)
        sys.exit(1)
