#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pupil's way: from the text of a printed slip to an active account, in a real Chromium on a
telephone of 320 × 640 without JavaScript. (ACC-01, ACC-26, ACC-27, ACC-28, POR-05, POR-11, CPT-13,
CPT-31)

    test-portal.py [FOLDER]        also leaves pictures of the pages there
"""
import os
import re
import signal
import sqlite3
import sys
import tempfile
import time

import page_checks
from browser import Browser
from client import ALPHABET, Portal, make_school, pupil, write_csv
from server import Server
from tap import Tap

tap = Tap()
PICTURES = sys.argv[1] if len(sys.argv) > 1 else None
PASSWORD = "Tilleul-2027!"
ORDINALS = {1: "1er", 2: "2e", 3: "3e"}
RULE = ("Le mot de passe doit comporter au moins 8 caractères (20 caractères au maximum), ainsi "
        "qu'une minuscule, une majuscule et un caractère spécial.")


def picture(browser, name):
    if PICTURES:
        browser.screenshot(os.path.join(PICTURES, name + ".png"))


def look(browser, name):
    """Holds the page that is shown to what every page must be."""
    tap.equal(page_checks.faults(browser), [], f"{name}: nothing stands in anybody's way")
    picture(browser, name)


def sign_in(browser, login, password, path="/papillon"):
    """Signs in; a check a second is what an account gets, so a wait of some seconds is waited."""
    browser.open(path)
    for _ in range(5):
        browser.type("#login", login)
        browser.type("#password", password)
        browser.press("button.main")
        wait = re.search(r"Réessayez dans (\d) seconde", browser.text)
        if not wait:
            return
        time.sleep(int(wait.group(1)))
    raise AssertionError(browser.text)


def sign_out(browser):
    browser.press("form[action='/deconnexion'] button")
    tap.ok(browser.path == "/?deconnexion" and "votre session est fermée" in browser.text, "signed out",
           browser.text)


def throttle(server):
    """The wrong tries that the server remembers."""
    database = sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True)
    try:
        return database.execute("SELECT count(*) FROM throttle").fetchone()[0]
    finally:
        database.close()


def group_of(position):
    return position // 5 + 1


def test_start(browser, slip):
    browser.open("data:text/html,<title>off</title><script>document.title='on'</script>")
    tap.equal(browser.title, "off", "this browser runs no script")
    browser.open("/")
    text = browser.text
    tap.equal(browser.title, "Se connecter – Espace candidat", "the window's title")
    tap.ok("Identifiez-vous avec le compte qui vous a été attribué." in text, "ACC-27", text)
    tap.ok("Serveur de démonstration – SPÉCIMEN" in text, "the demonstration says that it is one")
    tap.equal(browser.attribute("#password", "type"), "password",
              "a password of one's own is not shown")
    tap.equal(browser.labels("input:not([type=hidden])"),
              [("textbox", "Votre identifiant de connexion"), ("textbox", "Votre mot de passe")],
              "ACC-28: two fields, named as on the slip")
    look(browser, "accueil")
    browser.tap("details:nth-of-type(3) summary")
    # POR-05
    tap.ok("je ne dois pas créer de compte mais utiliser le papillon" in browser.text,
           "POR-05", browser.text)
    browser.press(".choices li:first-child a")
    tap.equal(browser.path, "/papillon", "the way for those who have a slip")
    tap.equal(browser.attribute("#password", "type"), "text", "what is copied from paper is seen")
    tap.equal(browser.attribute("#password", "autocapitalize"), "characters", "capitals at once")
    look(browser, "papillon")
    browser.press("button.main")
    tap.ok("Tapez votre identifiant." in browser.text and "Tapez votre mot de passe." in browser.text,
           "empty fields are named", browser.text)
    look(browser, "vide")


def test_positions(browser, server, slip):
    """An error in each of the 15 positions, and the other ways to copy wrongly."""
    symbols = [i for i, c in enumerate(slip.code) if c != "-"]
    browser.open("/papillon")
    for position, i in enumerate(symbols):
        other = ALPHABET[(ALPHABET.index(slip.code[i]) + 7) % len(ALPHABET)]
        typed = slip.code[:i] + other + slip.code[i + 1:]
        browser.type("#login", slip.login)
        browser.type("#password", typed)
        browser.press("button.main")
        group = group_of(position)
        tap.ok(f"{ORDINALS[group]} groupe mal recopié" in browser.read("#password-faute"),
               f"position {position + 1}: group {group} is named", browser.text)
        tap.equal((browser.read(".groups .wrong"), browser.value("#login"),
                   browser.value("#password"), browser.path),
                  (f"{ORDINALS[group]} groupe", slip.login, typed, "/connexion"),
                  f"position {position + 1}: login and code are kept, not in the address")
    look(browser, "groupe")
    # Without its dashes one slip in thirty cannot tell in which group a character is missing.
    for typed, wanted in ((slip.code[:-1], ["3e groupe mal recopié"]),
                          (slip.code + "7", ["3e groupe mal recopié"]),
                          (slip.code.replace("-", "")[:-1], ["groupe mal recopié", "Il manque un caractère"]),
                          ("0" + slip.code[1:], ["1er groupe mal recopié"])):
        browser.type("#password", typed)
        browser.press("button.main")
        tap.ok(any(words in browser.text for words in wanted), "a character too few, too many, or of no slip", browser.text)
    tap.equal(throttle(server), 0, "no try was spent on any of them")
    browser.type("#password", slip.code)
    browser.press("button.main")
    tap.equal(browser.path, "/mot-de-passe", "the right code works at once")


def test_forms(browser, slip):
    """The code as people write it."""
    for form in (slip.code, slip.code.lower(), slip.code.replace("-", ""),
                 slip.code.replace("-", " ").lower(), " " + "–".join(slip.code.split("-")) + " "):
        for path in ("/papillon", "/"):
            browser.forget()
            sign_in(browser, slip.login, form, path)
            tap.equal(browser.path, "/mot-de-passe",
                      f"the slip's code of {len(form)} characters works on {path}")
    browser.forget()
    sign_in(browser, slip.login.upper(), slip.code)
    tap.equal(browser.path, "/mot-de-passe", "the login in capitals works")


def test_restricted(browser):
    """A session of the slip reaches the choice of a password and nothing else."""
    for path in ("/", "/papillon", "/compte", "/compte-active", "/connexion"):
        browser.open(path)
        tap.equal(browser.path, "/mot-de-passe", f"{path} leads to the choice of a password")
    cookies = browser.cookies()
    sid = cookies.get("__Host-sid", {})
    tap.equal((sid.get("secure"), sid.get("httpOnly"), sid.get("sameSite"), sid.get("path"),
               "expiry" in sid), (True, True, "Strict", "/", False), "the session's cookie")
    device = cookies.get("__Host-appareil", {})
    tap.equal((device.get("secure"), device.get("httpOnly"), "expiry" in device),
              (True, True, True), "the known browser's cookie")


def test_password(browser, slip):
    """CPT-13: the rule is said before, every fault under its field, nothing typed is lost."""
    tap.ok(RULE in browser.text, "CPT-13", browser.text)
    # POR-11
    tap.ok(browser.read(".person") not in ("", "Personne connectée :"), "POR-11",
           browser.read("header"))
    look(browser, "mot-de-passe")
    for typed, again, field, wanted in (
            ("", "", "password", "Choisissez un mot de passe."),
            ("court", "court", "password", "Le mot de passe doit comporter au moins 8 caractères."),
            ("tilleul-2027", "tilleul-2027", "password", "Il manque une majuscule."),
            ("TILLEUL-2027", "TILLEUL-2027", "password", "Il manque une minuscule."),
            ("Tilleul2027", "Tilleul2027", "password", "Il manque un caractère spécial"),
            ("Tilleul-2027!-beaucoup-trop-long", "x", "password", "au plus 20 caractères"),
            (slip.code, slip.code, "password", "papillon"),
            (PASSWORD, "", "password-again", "Tapez une deuxième fois le même mot de passe."),
            (PASSWORD, PASSWORD + "?", "password-again",
             "Les deux mots de passe ne sont pas identiques.")):
        browser.type("#password", typed)
        browser.type("#password-again", again)
        browser.press("button.main")
        told = browser.read(f"#{field}-faute") if browser.has(f"#{field}-faute") else browser.text
        tap.ok(wanted in told, f"refused: {wanted}", told)
        tap.equal((browser.value("#password"), browser.value("#password-again")), (typed, again),
                  "what was typed is still there")
        tap.equal((browser.attribute(f"#{field}", "aria-invalid"), browser.title[:8]),
                  ("true", "Erreur\u00a0:"), "told to those who do not see it")
    look(browser, "mot-de-passe-fautes")
    browser.press("button[name=afficher]")
    tap.equal((browser.attribute("#password", "type"), browser.value("#password")),
              ("text", PASSWORD), "shown when asked")
    picture(browser, "mot-de-passe-visible")
    browser.press("button[name=masquer]")
    tap.equal(browser.attribute("#password-again", "type"), "password", "and hidden again")


def test_activation(browser, slip, given_name):
    browser.type("#password", PASSWORD)
    browser.type("#password-again", PASSWORD)
    browser.press("button.main")
    text = browser.text
    tap.equal((browser.path, browser.read("h1")), ("/compte-active", "Votre compte est activé"),
              "the account is active")
    tap.ok(f"Utilisez désormais votre identifiant {slip.login} et le mot de passe que vous venez de"
           " choisir." in text, "what comes next is said", text)
    # CPT-31
    tap.ok("Conservez bien votre mot de passe pour pouvoir vous connecter tout le long de la session"
           " et accéder aux documents mis à votre disposition." in text, "CPT-31", text)
    look(browser, "active")
    browser.press("main a.button")
    tap.equal((browser.path, browser.read("h1"), browser.read("dd.login")),
              ("/compte", "Mon compte", slip.login), "the account's page")
    tap.ok(given_name in browser.read(".person"), "POR-11: the name at the top right",
           browser.read("header"))
    look(browser, "compte")
    browser.open("/mot-de-passe")
    tap.equal(browser.path, "/compte", "a password is chosen once")
    sign_out(browser)
    look(browser, "deconnecte")
    browser.open("/compte")
    tap.equal(browser.path, "/", "signed out is out")


def test_afterwards(browser, slip):
    """The slip is spent; the chosen password is what counts."""
    browser.forget()
    sign_in(browser, slip.login, slip.code)
    text = browser.text
    tap.ok("L'identifiant ou le mot de passe n'est pas le bon" in text
           and "Vous avez déjà choisi un mot de passe" in text
           and "Demandez un nouveau papillon au secrétariat" in text, "the slip is spent", text)
    look(browser, "papillon-use")
    sign_in(browser, slip.login, PASSWORD, "/")
    tap.equal(browser.path, "/compte", "the chosen password opens the account")
    sign_out(browser)


def focused(browser):
    """Where the keyboard is: the element's text or name, and whether a mark shows it."""
    return browser.run(
        "const e = document.activeElement, s = getComputedStyle(e);"
        "return [e.id || e.innerText.trim(), s.outlineStyle !== 'none'"
        " && parseFloat(s.outlineWidth) >= 2]")


def test_keyboard(browser, slip):
    """From the first page to the open account without a finger."""
    browser.forget()
    browser.open("/papillon")
    seen = []
    for _ in range(7):
        browser.keys("Tab")
        name, marked = focused(browser)
        seen.append(name)
        if not marked:
            tap.ok(False, f"{name} shows that it has the focus")
    tap.equal([" ".join(name.split()) for name in seen],
              ["Aller au contenu", "Machaon Espace candidat", "J'ai un papillon",
               "J'ai mon mot de passe", "login", "password", "Se connecter"],
              "the focus goes from top to bottom")
    browser.open("/papillon")
    browser.keys(*["Tab"] * 5)
    browser.keys(slip.login, "Tab", slip.code)
    browser.leave(browser.keys, "Enter")
    tap.equal(browser.path, "/mot-de-passe", "signed in by the keyboard")
    browser.keys(*["Tab"] * 3)
    browser.keys(PASSWORD, "Tab", PASSWORD + "x")
    browser.leave(browser.keys, "Enter")
    tap.equal(focused(browser)[0], "password-again", "the page opens where the fault is")
    browser.type("#password-again", "")
    browser.keys(PASSWORD)
    browser.leave(browser.keys, "Enter")
    tap.equal(browser.path, "/compte-active", "a password chosen by the keyboard")


def outcome(page):
    """What a stranger can tell from an answer."""
    return page.status, re.sub(r'value="[^"]*"', "", page.html)


def test_strangers(browser, server, slip):
    """A login that exists and one that does not get the same; too many tries are told to wait."""
    portal = Portal(server, "127.0.0.77")
    known = portal.sign_in(slip.login, "Mauvais-2027!")
    unknown = portal.sign_in("personne.inconnue", "Mauvais-2027!")
    tap.equal(outcome(known), outcome(unknown), "the same answer, known or not")
    tap.equal(known.status, 403, "a wrong password")
    for _ in range(40):
        page = portal.sign_in("personne.inconnue", "Mauvais-2027!")
        if page.retry_after >= 20:
            break
        time.sleep(page.retry_after)
    tap.equal((page.status, page.retry_after > 25), (429, True), "too many tries wait")
    tap.ok(re.search(r"Trop d'essais\. Réessayez dans (2\d|30) secondes\.", page.text),
           "the page says how long", page.text)
    tap.ok('value="Mauvais-2027!"' in page.html, "nothing typed is lost while waiting")
    portal.close()
    browser.forget()
    browser.open("/")
    browser.type("#login", "personne.inconnue")
    browser.type("#password", "Mauvais-2027!")
    browser.press("button.main")
    look(browser, "mauvais")


def test_forgery(server, slip):
    """Forms of other sites, and forms without the session's token, do nothing."""
    portal = Portal(server, "127.0.0.78")
    page = portal.sign_in(slip.login, slip.code)
    own = portal.origin
    portal.origin = "https://evil.example"
    portal_headers = page.form.hidden.copy()
    tap.ok(page.wants_new_password and "csrf" in portal_headers, "a session of a slip", page)
    portal.origin = own
    for csrf in ("", "0" * 32, portal_headers["csrf"][:-1]):
        page.form.hidden["csrf"] = csrf
        answer = portal.submit(page, PASSWORD, PASSWORD)
        tap.equal(answer.status, 403, "a form without the session's token is refused")
    tap.ok(portal.get("/").wants_new_password, "and nothing has changed")
    portal.close()


def test_refusals(server):
    """What has no handler is answered in French, as a page; below /v1 as JSON."""
    portal = Portal(server, "127.0.0.79")
    form = portal.get("/")
    for page, status, heading in (
            (portal.get("/nulle-part"), 404, "Page introuvable"),
            (portal.get("/deconnexion"), 405, "Page introuvable"),
            (portal.submit(form, "a" * 20000, "b"), 413, "C'est trop long"),
            (portal.submit(form, "a", "b\0"), 400, "Cette demande est illisible")):
        tap.ok(page.status == status and f"<h1>{heading}</h1>" in page.html
               and page.headers["Content-Type"] == "text/html; charset=utf-8"
               and page.headers["Content-Security-Policy"].startswith("default-src 'none';"),
               f"a page for {status}", page)
    page = portal.get("/v1/nulle-part")
    tap.equal((page.status, page.headers["Content-Type"]), (404, "application/json"),
              "JSON below /v1")
    portal.close()


def test_pages(browser):
    browser.open("/nulle-part")
    tap.equal(browser.read("h1"), "Page introuvable", "a page that is not there")
    look(browser, "introuvable")
    browser.open("/robots.txt")
    tap.ok("Disallow: /" in browser.text, "robots are told to stay away")


def main():
    # A test that is stopped ends its server and its browser all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="machaon-portal.") as folder, \
            Server(folder, demo=True) as server:
        desk = make_school(server, folder)
        pupils = [pupil(number) for number in range(4)]
        desk.run("import", write_csv(os.path.join(folder, "eleves.csv"), pupils), status=0)
        slips = desk.slips(desk.json("accounts", "generate")["edition"])
        first = slips[0]
        name = next(p["Prénom 1"] for p in pupils if p["Nom de famille"].lower()[:3] in first.login)
        with Browser(folder, server) as browser:
            tap.run("start", test_start, browser, first)
            tap.run("positions", test_positions, browser, server, first)
            tap.run("restricted", test_restricted, browser)
            tap.run("password", test_password, browser, first)
            tap.run("activation", test_activation, browser, first, name)
            tap.run("afterwards", test_afterwards, browser, first)
            tap.run("forms", test_forms, browser, slips[1])
            tap.run("keyboard", test_keyboard, browser, slips[2])
            tap.run("strangers", test_strangers, browser, server, slips[1])
            tap.run("forgery", test_forgery, server, slips[3])
            tap.run("refusals", test_refusals, server)
            tap.run("pages", test_pages, browser)
            tap.equal([entry["message"] for entry in browser.console()
                       # An answer of refusal is one; advice on forms is not.
                       if "status of 4" not in entry["message"]
                       and "[DOM]" not in entry["message"]], [],
                      "the browser had nothing to complain of")
        log = server.read_log()
        tap.equal([secret for slip in slips for secret in (slip.code, slip.login)
                   if secret in log] + [w for w in (PASSWORD, "Mauvais") if w in log], [],
                  "no login, code or password is in the log")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
