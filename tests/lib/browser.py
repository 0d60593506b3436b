# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Chromium without a window, on a telephone's screen and without JavaScript, driven over the
WebDriver protocol.

    from browser import Browser
    with Browser(folder, server) as browser:
        browser.open("/")
        browser.type("#login", "lea.petit")
        browser.press("button")

Chromium knows the server by the digest of its key. Elements are named by CSS selectors. Both
programs are ended by their process ids.
"""
import base64
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # of the WebDriver standard
START_SECONDS = 60
PAGE_SECONDS = 60
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Space": " "}


class Refused(Exception):
    """The driver could not do it: its error word and message."""


def key_digest(certificate):
    """What --ignore-certificate-errors-spki-list wants: SHA-256 of the public key, in base64."""
    pem = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-pubkey"], check=True,
                         stdout=subprocess.PIPE).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=pem, check=True,
                         stdout=subprocess.PIPE).stdout
    done = subprocess.run(["openssl", "dgst", "-sha256", "-binary"], input=der, check=True,
                          stdout=subprocess.PIPE)
    return base64.b64encode(done.stdout).decode()


class Browser:
    def __init__(self, tmpdir, server, width=320, height=640):
        self.url = server.url
        self.folder = os.path.join(tmpdir, "chromium")
        os.makedirs(self.folder, exist_ok=True)
        self._log = open(os.path.join(tmpdir, "chromedriver.log"), "a+", encoding="utf-8")
        self._driver = subprocess.Popen([shutil.which("chromedriver"), "--port=0"],
                                        stdin=subprocess.DEVNULL, stdout=self._log,
                                        stderr=subprocess.STDOUT, start_new_session=True,
                                        env=dict(os.environ, HOME=self.folder))
        self._session = None
        try:
            self._port = self._read_port()
            key = key_digest(os.path.join(server.data, "tls", "server.pem"))
            answer = self._ask("POST", "/session", self._capabilities(key, width, height))
        except BaseException:
            self.close()
            raise
        self._session = f"/session/{answer['sessionId']}"

    def _capabilities(self, key, width, height):
        flags = ["--headless", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update",
                 "--disable-sync", "--no-proxy-server", "--disable-dev-shm-usage",
                 "--force-color-profile=srgb", "--lang=fr", "--window-size=500,900",
                 f"--user-data-dir={self.folder}/profile",
                 f"--ignore-certificate-errors-spki-list={key}"]
        if os.getuid() == 0:
            flags.append("--no-sandbox")
        return {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": {
            "args": flags, "binary": shutil.which("chromium"),
            "prefs": {"profile.managed_default_content_settings.javascript": 2,
                      "profile.default_content_setting_values.javascript": 2,
                      "credentials_enable_service": False,
                      "profile.password_manager_enabled": False},
            "mobileEmulation": {"deviceMetrics": {"width": width, "height": height,
                                                  "pixelRatio": 2.0, "touch": True}}},
            "goog:loggingPrefs": {"browser": "ALL"}}}}

    def _read_port(self):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._driver.poll() is None:
            self._log.seek(0)
            found = re.search(r"started successfully on port (\d+)", self._log.read())
            if found:
                return int(found.group(1))
            time.sleep(0.05)
        raise AssertionError(f"chromedriver did not start; see {self._log.name}")

    def _ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None,
                               {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise Refused(f"{method} {path}: {value['error']}: {value['message'][:400]}")
        return value

    def _do(self, method, path, body=None):
        return self._ask(method, self._session + path, {} if method == "POST" and body is None
                         else body)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends Chromium, then the driver; what is left of their group is killed."""
        try:
            if self._session:
                self._do("DELETE", "")
        except (Refused, OSError, http.client.HTTPException):
            pass
        self._session = None
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._driver.pid, number)
                self._driver.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass
        self._log.close()

    # ---- pages ----

    def open(self, path):
        """A path of the server, or any other address."""
        self._do("POST", "/url", {"url": self.url + path if path.startswith("/") else path})

    @property
    def path(self):
        """Of the page that is shown, with its query; the whole address of another server's."""
        url = self._do("GET", "/url")
        return url[len(self.url):] if url.startswith(self.url + "/") else url

    @property
    def title(self):
        return self._do("GET", "/title")

    @property
    def source(self):
        return self._do("GET", "/source")

    @property
    def text(self):
        return self.read("body")

    def run(self, function, *arguments):
        """The value of a JavaScript function body, run by the tool and not by the page."""
        return self._do("POST", "/execute/sync", {"script": function, "args": list(arguments)})

    def console(self):
        """What the browser had to say about the pages since the last call."""
        return self._do("POST", "/se/log", {"type": "browser"})

    def cookies(self):
        return {cookie["name"]: cookie for cookie in self._do("GET", "/cookie")}

    def forget(self):
        """A new browser: no cookie."""
        self._do("DELETE", "/cookie")

    def screenshot(self, path):
        """The whole page, however long it is."""
        picture = self._do("POST", "/goog/cdp/execute", {
            "cmd": "Page.captureScreenshot",
            "params": {"format": "png", "captureBeyondViewport": True}})
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture["data"]))

    # ---- elements ----

    def find_all(self, selector):
        found = self._do("POST", "/elements", {"using": "css selector", "value": selector})
        return [element[ELEMENT] for element in found]

    def find(self, selector):
        found = self.find_all(selector)
        if len(found) != 1:
            raise AssertionError(f"{len(found)} elements are {selector} in {self.path}:"
                                 f"\n{self.text}")
        return found[0]

    def has(self, selector):
        return bool(self.find_all(selector))

    def read(self, selector):
        return " ".join(self._do("GET", f"/element/{self.find(selector)}/text").split())

    def value(self, selector):
        return self._do("GET", f"/element/{self.find(selector)}/property/value")

    def attribute(self, selector, name):
        return self._do("GET", f"/element/{self.find(selector)}/attribute/{name}")

    def labels(self, selector):
        """What assistive programs are told of each element: (role, name)."""
        return [(self._do("GET", f"/element/{one}/computedrole"),
                 self._do("GET", f"/element/{one}/computedlabel"))
                for one in self.find_all(selector)]

    def type(self, selector, text):
        """Empties a field and types into it."""
        element = self.find(selector)
        self._do("POST", f"/element/{element}/clear")
        self._do("POST", f"/element/{element}/value", {"text": text})

    def press(self, selector):
        """Taps what leads to another page, and waits for that page."""
        self.leave(self.tap, selector)

    def leave(self, act, *arguments):
        """Does what leads to another page, and waits until that one is there."""
        before = self.find("html")
        act(*arguments)
        end = time.monotonic() + PAGE_SECONDS
        while time.monotonic() < end:
            found = self.find_all("html")
            if found and found[0] != before and self.run("return document.readyState") == "complete":
                return
            time.sleep(0.02)
        raise AssertionError(f"no page came after {self.path}")

    def tap(self, selector):
        """Taps an element with a finger. (The driver's own click waits for a timer of the page, which
        does not run without JavaScript.)"""
        element = self.find(selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", {ELEMENT: element})
        self._do("POST", "/actions", {"actions": [{
            "type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"},
            "actions": [{"type": "pointerMove", "origin": {ELEMENT: element}, "x": 0, "y": 0},
                        {"type": "pointerDown", "button": 0},
                        {"type": "pointerUp", "button": 0}]}]})

    def keys(self, *names):
        """Presses keys by their names of KEYS, or types a text, wherever the focus is."""
        actions = []
        for name in names:
            for key in KEYS.get(name, name):
                actions += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._do("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard",
                                                   "actions": actions}]})
