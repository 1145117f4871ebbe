"""A real browser, headless Chromium, as a reader has it: its keyboard, its windows, and what it notices about a page.

    with Browser(s.folder) as browser:
        browser.open(s.page)
        browser.tab_to("input[name=email]")
        browser.type("ana@example.org", Keys.ENTER)

It knows no host but 127.0.0.1, keeps its profile in the scenario's folder, and ends with the scenario.
"""

import json
import os
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys  # noqa: F401  (scenarios take it from here)
from selenium.webdriver.support.ui import WebDriverWait

from scenario import check, equal

# Chromium's own business with its maker, which a test must not do.
QUIET = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--disable-domain-reliability", "--disable-client-side-phishing-detection", "--metrics-recording-only",
    "--no-first-run", "--no-default-browser-check", "--no-proxy-server", "--no-pings",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Browser:
    def __init__(self, folder, name="browser", javascript=True, language="en"):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for word in (
            "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900",
            f"--user-data-dir={folder / name}", f"--lang={language}", *QUIET):
            options.add_argument(word)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        preferences = {"intl.accept_languages": language}
        if not javascript:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        environment = {**os.environ, "HOME": str(folder)}
        # Debian's own driver: selenium has nothing to look for elsewhere.
        service = Service("/usr/bin/chromedriver", env=environment, log_path=str(folder / f"{name}.driver"))
        self.driver = webdriver.Chrome(service=service, options=options)
        self.driver.set_page_load_timeout(30)
        self._requests = []
        self._complaints = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    # What a reader does

    def open(self, url):
        self.driver.get(url)

    @property
    def url(self):
        return self.driver.current_url

    @property
    def path(self):
        return urllib.parse.urlsplit(self.url).path

    @property
    def heading(self):
        return self.driver.find_element(By.TAG_NAME, "h1").text

    def find(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def select_all(self):
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def focused(self, selector):
        element = self.driver.switch_to.active_element
        return element in self.find(selector)

    def tab_to(self, selector, at_most=60):
        """Presses Tab until one of these elements has the focus, and sees that the focus shows."""
        for _ in range(at_most):
            self.press(Keys.TAB)
            if self.focused(selector):
                element = self.driver.switch_to.active_element
                outline = element.value_of_css_property("outline-style"), element.value_of_css_property("box-shadow")
                check(outline != ("none", "none"), f"the focus on {selector} can be seen")
                return element
        raise AssertionError(f"the Tab key does not lead to {selector} on {self.path} ({self.heading})")

    def leaves_page(self, *keys):
        """Presses keys and waits until another page is there."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        self.press(*keys)
        self.wait("another page", lambda: self._is_gone(before))
        self.wait("its heading", lambda: self.driver.find_elements(By.TAG_NAME, "h1"))

    def fill(self, selector, text):
        element = self.driver.find_element(By.CSS_SELECTOR, selector)
        element.clear()
        element.send_keys(text)

    def submit(self, form="form"):
        """Presses the button of a form, and waits for the page that follows."""
        button = self.driver.find_element(By.CSS_SELECTOR, f"{form} [type=submit]")
        before = self.driver.find_element(By.TAG_NAME, "html")
        button.click()
        self.wait("another page", lambda: self._is_gone(before))

    def wait(self, what, condition):
        WebDriverWait(self.driver, 10, poll_frequency=0.05).until(lambda _: condition(), f"{what} did not come")

    @staticmethod
    def _is_gone(element):
        try:
            element.tag_name
            return False
        except Exception:  # selenium has several for it
            return True

    # How the page is looked at

    def look(self, width=1280, height=900, scheme="light"):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def screenshot(self, path):
        self.driver.save_screenshot(str(path))

    # What it noticed

    def _read_logs(self):
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self._requests.append(message["params"]["request"]["url"])
            elif message["method"] == "Network.responseReceivedExtraInfo":
                names = {name.lower() for name in message["params"]["headers"]}
                if "set-cookie" in names:
                    self._complaints.append("a cookie was set")
        for entry in self.driver.get_log("browser"):
            self._complaints.append(entry["message"])

    def is_clean(self, site, but=()):
        """No request to anybody but `site`, no cookie, no storage, nothing on the console (where violations of the
        Content-Security-Policy show) besides lines that hold one of `but`."""
        self._read_logs()
        strangers = [url for url in self._requests if not url.startswith((site, "data:", "file:", "chrome:", "about:"))]
        equal(strangers, [], "requests to others")
        equal(self.driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"], [], "cookies")
        complaints = [text for text in self._complaints if not any(part in text for part in but)]
        equal(complaints, [], "what the console says")
