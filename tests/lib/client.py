# SPDX-License-Identifier: GPL-3.0-or-later
"""A school's desk driven by machaonctl, the candidates' portal as a plain browser sees it, and what
is readable on a slip.

    from client import Desk, Portal, make_school, read_slips
    desk = make_school(server, folder)
    desk.run("import", path, status=0)
    slips = read_slips(desk.print_edition(edition))
    Portal(server).sign_in(slips[0].login, slips[0].code)

Everything goes through the programs and over TLS. A desk's files, its temporary folder and its
runtime folder are below one folder of its own, so that a test can look through all of them.
"""
import collections
import configparser
import html.parser
import http.client
import http.cookies
import json
import os
import re
import ssl
import subprocess
import time
import unicodedata
import urllib.parse

from server import UAI, program

ACADEMY = ("A03", "Besançon")
STAFF_PASSWORD = "chevreuil-Orange-52-tilleul"
CANDIDATE_PASSWORD = "Tilleul-2027!"
PORTAL_URL = "https://examens.machaon.example"

# What a slip's code is made of: the format is fixed, printed slips hold it.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
WEIGHTS = (3, 10, 17, 24)
CODE = re.compile(rf"(?<![\w-])[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}(?![\w-])")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

Slip = collections.namedtuple("Slip", "login code page")


def close_code(secret):
    """The printed code of 12 symbols: each group of four with its check symbol."""
    groups = []
    for number in range(3):
        four = secret[4 * number:4 * number + 4]
        check = number + 1 + sum(w * ALPHABET.index(s) for w, s in zip(WEIGHTS, four))
        groups.append(four + ALPHABET[check % len(ALPHABET)])
    return "-".join(groups)


def secret_of(code):
    """The 12 symbols that count, without check symbols and hyphens."""
    return "".join(group[:4] for group in code.split("-"))


class Result:
    """How a program ended: rc, stdout, stderr, and json when stdout is one JSON value."""

    def __init__(self, words, rc, stdout, stderr):
        self.words, self.rc, self.stdout, self.stderr = words, rc, stdout, stderr

    @property
    def json(self):
        return json.loads(self.stdout)

    def is_one_json(self):
        try:
            json.loads(self.stdout)
            return True
        except ValueError:
            return False

    def __str__(self):
        return (f"machaonctl {' '.join(self.words)}: status {self.rc}\n"
                f"{self.stdout[:4000]}{self.stderr[:4000]}")


class Failed(Exception):
    """machaonctl ended with another status than the one that was asked for."""


class Desk:
    """One person's profile, secrets file and password, and machaonctl on them."""

    def __init__(self, tmpdir, server, login, password=STAFF_PASSWORD, folder=None):
        self.server, self.login, self.password = server, login, password
        self.root = os.path.join(tmpdir, folder or "desk-" + login)
        self.profile = os.path.join(self.root, "profile")
        self.secrets = os.path.join(self.root, "secrets")
        self.password_file = os.path.join(self.root, "password")
        for name in ("tmp", "run", "home", "out"):
            os.makedirs(os.path.join(self.root, name), mode=0o700, exist_ok=True)
        self.write_password(password)
        self.env = dict(os.environ, TMPDIR=os.path.join(self.root, "tmp"), LANGUAGE="fr",
                        XDG_RUNTIME_DIR=os.path.join(self.root, "run"),
                        HOME=os.path.join(self.root, "home"))
        for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            self.env.pop(name, None)

    def write_password(self, password):
        """What --password-file says from now on."""
        with open(os.open(self.password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                  encoding="utf-8") as file:
            file.write(password + "\n")

    def words(self, words, password=True):
        start = [program("machaonctl"), "--profile", self.profile, "--secrets-file", self.secrets]
        return start + (["--password-file", self.password_file] if password else []) + list(words)

    def popen(self, *words, password=True, **options):
        return subprocess.Popen(self.words(words, password), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env,
                                cwd=os.path.join(self.root, "out"), encoding="utf-8",
                                errors="backslashreplace", **options)

    def run(self, *words, status=None, password=True, timeout=180, **options):
        """Runs one verb to its end. Failed when `status` is given and is not the one it had."""
        words = [str(word) for word in words]
        with self.popen(*words, password=password, **options) as process:
            try:
                stdout, stderr = process.communicate(timeout=timeout)
            except BaseException:
                process.kill()
                raise
        result = Result(words, process.returncode, stdout, stderr)
        if status is not None and result.rc != status:
            raise Failed(f"wanted status {status}: {result}")
        return result

    def json(self, *words, status=0, **options):
        """The JSON value of a verb; --json comes by itself."""
        return self.run(*words, "--json", status=status, **options).json

    def sign_in(self, invitation=None, status=0):
        words = ["sign-in", "--server", self.server.url, "--ca", self.server.ca, "--user",
                 self.login]
        return self.run(*words, *(["--invitation", invitation] if invitation else []),
                        status=status)

    def candidates(self, *words):
        return self.json("candidates", "list", *words)

    def find(self, family_name, given_name=None):
        """The one candidate of that name."""
        found = [c for c in self.candidates() if c["family_name"] == family_name
                 and (given_name is None or c["given_name"] == given_name)]
        if len(found) != 1:
            raise Failed(f"{len(found)} candidates are called {family_name} {given_name}")
        return found[0]

    def print_edition(self, edition, per_page=1, name=None, status=0, **options):
        """Writes an edition's PDF and returns its path."""
        path = os.path.join(self.root, "out", name or f"{edition}-{per_page}.pdf")
        self.run("papillons", "--edition", edition, "--per-page", per_page, "--output", path,
                 status=status, **options)
        return path

    def slips(self, edition):
        """What the slips of an edition say; the PDF is removed again."""
        path = self.print_edition(edition, name="read.pdf")
        try:
            return read_slips(path)
        finally:
            os.unlink(path)

    def read_secret(self, name):
        """One of this desk's own secrets, as text of base64; None when there is none."""
        file = configparser.RawConfigParser(delimiters="=")
        file.optionxform = str
        file.read(self.secrets, encoding="utf-8")
        for group in file.sections():
            if file.has_option(group, name):
                return file.get(group, name)
        return None

    def lock(self):
        """What 15 minutes do: the password is needed again."""
        with open(self.secrets, encoding="utf-8") as file:
            lines = [line for line in file if not line.startswith("unlock=")]
        with open(os.open(self.secrets, os.O_WRONLY | os.O_TRUNC), "w", encoding="utf-8") as file:
            file.writelines(lines)


def make_school(server, tmpdir, uai=UAI, name="Lycée des Demoiselles", login="a.martin",
                settings=("papillons=on",), contact=True):
    """An establishment of the académie of Besançon with CAP – JUIN 2027, and a signed-in desk of its
    first member, who has confirmed the contact details."""
    server.add_directory(uai=uai, name=name, academy=ACADEMY, settings=settings)
    desk = add_desk(server, tmpdir, login, uai)
    if contact:
        desk.run("establishment", "set", "--phone", "0199005500", "--email",
                 "secretariat@demoiselles.example", "--address", "12 rue des Tilleuls",
                 "--postal-code", "25000", "--city", "Besançon", status=0)
        desk.run("establishment", "confirm", status=0)
    return desk


def add_desk(server, tmpdir, login, uai=UAI):
    """Somebody more of an establishment, signed in at a desk of his own."""
    desk = Desk(tmpdir, server, login)
    desk.sign_in(server.add_staff(login, uai))
    return desk


# ---- pupils ----

COLUMNS = ("INE;Nom de famille;Nom d'usage;Prénom 1;Date de naissance;Sexe;Commune de naissance;"
           "Code commune naissance;Pays de naissance;Adresse;Code postal;Ville;Division;"
           "Code spécialité;Spécialité").split(";")
FAMILY_NAMES = ("ARBOGAST BELLEC CHÂTELAIN DELORME ESCOFFIER FERRÉOL GUÉRET HUMBERT ISNARD JOUVE "
                "KERVELLA LAMOUREUX MÉNARD NOUAILLE OLLIVIER PÉCHEUX QUENTIN ROUVIÈRE SÉNÉCHAL "
                "TISSERAND URVOY VALLAT WIART YVERNEAU").split()
GIVEN_NAMES = ("Adèle Basile Célestin Diane Étienne Faustine Gaspard Hélène Irène Joachim Kassandra "
               "Léonie Maïwenn Noé Ophélie Paulin Rosalie Siméon Théophile Ulysse Victoire Wilfried "
               "Yseult Zélie").split()


def pupil(number):
    """The n-th invented pupil, complete; no two of the first 10 000 have the same names and date."""
    family = FAMILY_NAMES[number % len(FAMILY_NAMES)]
    given = GIVEN_NAMES[number // len(FAMILY_NAMES) % len(GIVEN_NAMES)]
    return {"INE": f"{number:09d}AA", "Nom de famille": family, "Nom d'usage": "",
            "Prénom 1": given,
            "Date de naissance": f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/2009",
            "Sexe": "FM"[number % 2], "Commune de naissance": "Besançon",
            "Code commune naissance": "25056", "Pays de naissance": "99100",
            "Adresse": f"{number % 90 + 1} rue des Tilleuls", "Code postal": "25000",
            "Ville": "Besançon", "Division": f"1CAP-{number % 4}", "Code spécialité": "31224",
            "Spécialité": "Équipier polyvalent du commerce"}


def write_csv(path, rows):
    """A file as a spreadsheet saves it: semicolons, a mark, lines that end by CR LF."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        file.write(";".join(COLUMNS) + "\r\n")
        for row in rows:
            file.write(";".join(row.get(name, "") for name in COLUMNS) + "\r\n")
    return path


# ---- slips ----

def run_tool(*words):
    """A program of the system: (status, output with its errors)."""
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8", errors="backslashreplace",
                          timeout=120, check=False)
    return done.returncode, done.stdout


def pdf_pages(path, mode="-layout"):
    """The text of each page, lines as they stand; "-raw": as they were written."""
    status, text = run_tool("pdftotext", mode, "-enc", "UTF-8", path, "-")
    if status != 0:
        raise AssertionError(f"pdftotext {path}: {text}")
    return text.split("\f")[:-1]


def pdf_page_count(path):
    status, text = run_tool("pdfinfo", path)
    found = re.search(r"^Pages:\s+(\d+)$", text, re.MULTILINE)
    return int(found.group(1)) if status == 0 and found else None


def read_slips(path, mode="-layout"):
    """The login and the code that each slip shows, in the order of the pages. "-raw": where slips stand
    beside one another."""
    slips = []
    for number, page in enumerate(pdf_pages(path, mode), 1):
        text = unicodedata.normalize("NFKC", page)  # a printer's way may keep the fi of a face
        logins = re.findall(r"(?:Votre identifiant de connexion|Identifiant)\s*:\s*(\S+)", text)
        codes = re.findall(r"(?:Votre mot|Mot) de passe \(\*\)\s*:\s*(\S+)", text)
        if len(logins) != len(codes) or not all(CODE.fullmatch(code) for code in codes):
            raise AssertionError(f"page {number} of {path} is not readable:\n{text}")
        slips += [Slip(login, code, number) for login, code in zip(logins, codes)]
    return slips


# ---- the portal ----

class Form:
    """A form of a page: where it goes and what it holds, hidden values included."""

    def __init__(self, action, method):
        self.action, self.method = action, method.lower()
        self.hidden = {}
        self.fields = []  # (name, type), those that a person fills in
        self.is_new_password = False

    def fill(self, *values):
        """What is posted when the fields are filled in, in their order."""
        if len(values) != len(self.fields):
            raise AssertionError(f"{len(values)} values for the fields {self.fields}")
        return dict(self.hidden, **{name: value for (name, _), value in zip(self.fields, values)})


class _Parser(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.text, self._form, self._silent = [], [], None, 0

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            self._form = Form(values.get("action", ""), values.get("method", "get"))
            self.forms.append(self._form)
        elif tag in ("script", "style"):
            self._silent += 1
        elif tag in ("input", "button") and self._form is not None and values.get("name"):
            kind = values.get("type", "text" if tag == "input" else "submit")
            if kind == "hidden":
                self._form.hidden[values["name"]] = values.get("value", "")
            elif kind in ("text", "password", "email", "tel"):
                self._form.fields.append((values["name"], kind))
                if values.get("autocomplete") == "new-password":
                    self._form.is_new_password = True

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag in ("script", "style"):
            self._silent -= 1

    def handle_data(self, data):
        if not self._silent:
            self.text.append(data)


class Page:
    """An answer of the portal."""

    def __init__(self, status, headers, body, path):
        self.status, self.headers, self.path = status, headers, path
        self.raw = body
        self.html = body.decode("utf-8", "backslashreplace")
        parser = _Parser()
        parser.feed(self.html)
        self.forms = parser.forms
        self.text = " ".join(" ".join(parser.text).split())

    @property
    def form(self):
        """The first form that asks for something."""
        return next((form for form in self.forms if form.fields), None)

    @property
    def wants_new_password(self):
        return self.form is not None and self.form.is_new_password

    @property
    def retry_after(self):
        return int(self.headers.get("Retry-After") or 0)

    def __str__(self):
        return f"{self.path}: {self.status} {self.text[:600]}"


def client_context(server):
    """TLS as a browser that trusts this server's authority does it."""
    return ssl.create_default_context(cafile=server.ca)


class Portal:
    """A browser without JavaScript that keeps cookies; one connection, which is made again when
    the server has closed it. `address` is where it comes from, such as "127.0.0.9"."""

    START = "/"

    def __init__(self, server, address=None, timeout=60):
        place = urllib.parse.urlsplit(server.url)
        self._connection = http.client.HTTPSConnection(
            place.hostname, place.port, context=client_context(server), timeout=timeout,
            source_address=(address, 0) if address else None)
        self._cookies = http.cookies.SimpleCookie()
        self.origin = server.url

    def close(self):
        self._connection.close()

    def forget(self):
        """A new browser: no cookie."""
        self._cookies = http.cookies.SimpleCookie()

    def send(self, method, path, body, content_type):
        """Whatever else a program could send in this session; the status."""
        answer = self._ask(method, path, body, {
            "Content-Type": content_type, "Origin": self.origin, "Sec-Fetch-Site": "same-origin",
            "Cookie": "; ".join(f"{c.key}={c.value}" for c in self._cookies.values())})
        answer.read()
        return answer.status

    def _ask(self, method, path, body, headers):
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError, http.client.CannotSendRequest):
            self._connection.close()
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()

    def _fetch(self, method, path, values=None):
        headers = {"Accept": "text/html", "Accept-Language": "fr"}
        body = None
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{c.key}={c.value}" for c in self._cookies.values())
        if values is not None:
            body = urllib.parse.urlencode(values)
            headers.update({"Content-Type": "application/x-www-form-urlencoded",
                            "Origin": self.origin, "Sec-Fetch-Site": "same-origin"})
        answer = self._ask(method, path, body, headers)
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self._cookies.load(cookie)
            for name in [n for n, m in self._cookies.items() if m["max-age"] == "0"]:
                del self._cookies[name]
        return Page(answer.status, answer.headers, content, path)

    def get(self, path):
        """A page, redirections followed."""
        page = self._fetch("GET", path)
        for _ in range(5):
            if page.status not in (301, 302, 303, 307):
                break
            place = urllib.parse.urljoin(self.origin + page.path, page.headers["Location"])
            page = self._fetch("GET", urllib.parse.urlsplit(place)._replace(
                scheme="", netloc="").geturl())
        return page

    def submit(self, page, *values, form=None):
        """Fills in the form of a page and sends it."""
        form = form or page.form
        if form is None:
            raise AssertionError(f"no form to fill in: {page}")
        place = urllib.parse.urljoin(self.origin + page.path, form.action)
        path = urllib.parse.urlsplit(place)._replace(scheme="", netloc="").geturl() or page.path
        answer = self._fetch("POST", path, form.fill(*values))
        if answer.status in (301, 302, 303, 307):
            return self.get(urllib.parse.urljoin(path, answer.headers["Location"]))
        return answer

    def sign_in(self, login, code, patience=20):
        """Types a login and a slip's code (or a password); the page that follows. Who is asked to
        wait waits and tries again, up to `patience` seconds in all."""
        end = time.monotonic() + patience
        page = self.submit(self.get(self.START), login, code)
        while page.status in (429, 503) and time.monotonic() + page.retry_after < end:
            time.sleep(max(page.retry_after, 0.1))
            page = self.submit(self.get(self.START), login, code)
        return page

    def activate(self, login, code, password=CANDIDATE_PASSWORD):
        """From the slip to an active account."""
        page = self.sign_in(login, code)
        if not page.wants_new_password:
            raise AssertionError(f"{login} was not asked for a password: {page}")
        return self.submit(page, *[password] * len(page.form.fields))


def slip_works(server, login, code, address=None):
    """Whether the portal takes a slip, up to the page where a password is chosen."""
    portal = Portal(server, address)
    try:
        page = portal.sign_in(login, code)
    finally:
        portal.close()
    if page.status not in (200, 401, 403, 422):
        raise AssertionError(f"neither taken nor refused: {page}")
    return page.wants_new_password
