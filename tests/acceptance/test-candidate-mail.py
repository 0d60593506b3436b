#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The candidate's own address, end to end: given, verified and used in a real Chromium on a telephone
without JavaScript; a forgotten password; the school's regeneration by link or, all the same, on paper;
the outbox folder, and a real mail server with TLS that refuses, breaks off and comes back.
(CPT-02 to CPT-04, CPT-10, CPT-17 to CPT-22, CPT-25, CPT-29, ACC-38)"""
import email
import email.policy
import glob
import os
import re
import shutil
import sqlite3
import stat
import sys
import tempfile
import time

import page_checks
from browser import Browser
from client import CANDIDATE_PASSWORD, Portal, make_school, pupil, slip_works, write_csv
from mail_peer import MailPeer, make_certificate, refused_port
from server import Server
from tap import Tap

tap = Tap()
SHOTS = os.environ.get("MACHAON_SHOTS")
MINE = "lea.petit@foyer.example"
NEW_PASSWORD = "Lune-d'Argent"
SENT = "S'il existe un compte avec cet identifiant ou cette adresse"


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def picture(browser, name):
    if SHOTS:
        browser.screenshot(os.path.join(SHOTS, f"portail-{name}.png"))


class Outbox:
    """The folder of messages, read as a mail program reads them."""

    def __init__(self, server):
        self.folder = os.path.join(server.data, "outbox")
        self.seen = set()

    def wait(self, subject, seconds=60):
        """The next message with this in its subject: (path, message)."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for path in sorted(glob.glob(os.path.join(self.folder, "*.eml"))):
                if path in self.seen:
                    continue
                with open(path, "rb") as file:
                    message = email.message_from_binary_file(file, policy=email.policy.default)
                if subject in message["Subject"]:
                    self.seen.add(path)
                    return path, message
            time.sleep(0.1)
        raise AssertionError(f"no message about {subject!r} in {os.listdir(self.folder)}")


def text_of(message):
    return message.get_content().replace("\r\n", "\n")


def link_of(message, server):
    found = re.findall(r"https://\S+", text_of(message))
    if len(found) != 1 or not found[0].startswith(server.url + "/"):
        raise AssertionError(f"no single link of ours: {found}")
    return found[0][len(server.url):]


def sign_in(browser, login, password):
    browser.open("/")
    browser.type("#login", login)
    insist(browser, "#password", password, "button.main")


def insist(browser, field, text, button, seconds=30):
    """Types and presses; whoever is told to wait a moment waits and tries again, as people do."""
    end = time.monotonic() + seconds
    while True:
        browser.type(field, text)
        browser.press(button)
        if "Trop d'essais" not in plain(browser.text) or time.monotonic() > end:
            return
        time.sleep(1)


def gives_address(browser, server, slip, outbox):
    sign_in(browser, slip.login, CANDIDATE_PASSWORD)
    browser.press("a[href='/compte/modifier']")
    tap.ok("Modifier mon compte" in browser.text and "Aucune adresse vérifiée" in browser.text,
           "CPT-24: “Modifier mon compte” says that there is no address yet", browser.text)
    tap.equal(page_checks.faults(browser), [], "Modifier mon compte: nothing stands in anybody's way")
    picture(browser, "modifier")
    browser.type("#email", "lea.petit@foyer")
    browser.type("#present", "Faux-mot2passe")
    browser.press("form[action='/compte/adresse'] button.main")
    tap.ok("Ce n'est pas une adresse e-mail" in browser.text, "what is no address is told",
           browser.text)
    picture(browser, "adresse-fautive")
    browser.type("#email", "Lea.Petit@FOYER.example")
    browser.type("#present", "Faux-mot2passe")
    browser.press("form[action='/compte/adresse'] button.main")
    tap.ok("Ce n'est pas votre mot de passe actuel" in browser.text and
           browser.value("#email") == "Lea.Petit@FOYER.example",
           "the present password is asked for, and what was typed is kept", browser.text)
    insist(browser, "#present", CANDIDATE_PASSWORD, "form[action='/compte/adresse'] button.main")
    tap.ok("Un message part" in browser.text and MINE in browser.text
           and "En attente de vérification" in browser.text,
           "CPT-25: a message leaves, and the page says what waits", browser.text)
    tap.equal(page_checks.faults(browser), [], "and that page, too, has no fault")
    picture(browser, "adresse-envoyee")
    path, message = outbox.wait("Vérifier mon adresse")
    tap.equal([stat.S_IMODE(os.stat(p).st_mode) for p in (path, outbox.folder)], [0o600, 0o700],
              "the outbox and its files are the server's alone")
    check_message(message, slip)
    return link_of(message, server)


def check_message(message, slip):
    text = text_of(message)
    tap.equal((message["To"], message["Subject"], message["Auto-Submitted"],
               message["Content-Language"], message.get_content_charset()),
              (MINE, "[MACHAON] Vérifier mon adresse e-mail", "auto-generated", "fr", "utf-8"),
              "CPT-17: receiver, subject, language and charset")
    tap.ok(message["Message-ID"] and message["Date"] and "ne-pas-repondre@" in message["From"],
           "Date, Message-ID and From are there", str(message.items()))
    tap.ok("Vous venez de donner cette adresse" in text and slip.login in text
           and "copier l'adresse dans la barre de votre navigateur" in text
           and "À bientôt sur Machaon." in text and "Le service gestionnaire" in text,
           "CPT-18, CPT-19, CPT-21: the words of the message", text)


def verifies(browser, server, slip, link):
    browser.forget()
    browser.open(link)
    tap.ok(MINE in browser.text and slip.login in browser.text,
           "the link shows which address and which account", browser.text)
    tap.equal(page_checks.faults(browser), [], "the link's page has no fault")
    picture(browser, "adresse-lien")
    browser.press("button.main")
    tap.ok("Votre adresse est vérifiée" in browser.text, "CPT-22: pressed, it is verified",
           browser.text)
    picture(browser, "adresse-verifiee")
    again = Portal(server).get(link)
    tap.ok(again.status == 410 and "n'est plus valable" in plain(again.text), "CPT-20: once", again)
    sign_in(browser, MINE, CANDIDATE_PASSWORD)
    tap.ok(MINE in browser.text, "CPT-25: the address signs in, and the account shows it",
           browser.text)
    picture(browser, "compte")


def forgets(browser, server, slip, outbox):
    other = Portal(server)
    other.sign_in(slip.login, CANDIDATE_PASSWORD)
    browser.forget()
    browser.open("/")
    browser.press("main > p > a[href='/mot-de-passe-oublie']")
    tap.equal(page_checks.faults(browser), [], "Mot de passe oublié: no fault")
    picture(browser, "oublie")
    browser.type("#login", slip.login)
    browser.press("button.main")
    known = browser.text
    tap.ok(SENT in plain(known), "CPT-02: a link is on its way, if there is an account", known)
    picture(browser, "oublie-envoye")
    browser.open("/mot-de-passe-oublie")
    browser.type("#login", "personne.inconnue")
    browser.press("button.main")
    tap.equal(browser.text, known, "CPT-02: the same page for who has no account")
    _, message = outbox.wait("Choisissez un nouveau mot de passe")
    link = link_of(message, server)
    browser.open(link)
    tap.equal(page_checks.faults(browser), [], "choosing a new password: no fault")
    picture(browser, "nouveau-mot-de-passe")
    browser.type("#password", "court")
    browser.type("#password-again", "court")
    browser.press("button.main")
    tap.ok("8" in browser.text and browser.has("#password[aria-invalid]"), "CPT-13: the rule holds",
           browser.text)
    browser.type("#password", NEW_PASSWORD)
    browser.type("#password-again", NEW_PASSWORD)
    browser.press("button.main")
    tap.ok("Votre nouveau mot de passe est enregistré" in browser.text, "it is saved", browser.text)
    tap.ok(Portal(server).get(link).status == 410, "the link is spent")
    tap.ok("Mon compte" not in other.get("/compte").text, "every session of before is over")
    sign_in(browser, MINE, NEW_PASSWORD)
    tap.ok("Mon compte" in browser.text, "the new password signs in", browser.text)
    _, told = outbox.wait("Votre mot de passe a changé")
    tap.equal(told["To"], MINE, "and the owner is told")


def audits(server, action):
    database = sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True)
    try:
        return database.execute("SELECT actor FROM audit WHERE action = ?", (action,)).fetchall()
    finally:
        database.close()


def regenerates(desk, server, pupils, slips, outbox):
    """The default is a link; paper all the same is said, logged and told."""
    verified, other = pupils[0], pupils[1]
    answer = desk.json("accounts", "regenerate", verified["id"], other["id"])
    tap.equal((answer["regenerated"], answer["mailed"], answer["refused"]), (1, 1, []),
              "one new slip, one link")
    tap.equal([(e["mode"], e["slips"]) for e in desk.json("editions", "list")][:1],
              [("regenerate", "1")], "the edition holds the slip alone")
    _, message = outbox.wait("Choisissez un nouveau mot de passe")
    tap.ok("Lycée des Demoiselles" in text_of(message), "the link says who has asked",
           text_of(message))
    tap.equal(audits(server, "regenerate.mail"), [("a.martin",)], "logged with who")
    answer = desk.json("accounts", "regenerate", verified["id"])
    tap.equal((answer["regenerated"], answer["mailed"], answer["edition"]), (0, 1, None),
              "a link alone leaves no empty edition")
    done = desk.run("accounts", "regenerate", verified["id"], status=0)
    tap.ok("envoyés aux adresses e-mail vérifiées : 1" in plain(done.stdout), "and in words", done)
    answer = desk.json("accounts", "regenerate", verified["id"], "--print-anyway")
    tap.equal((answer["regenerated"], answer["mailed"]), (1, 0), "--print-anyway: a new slip")
    _, told = outbox.wait("Un nouveau papillon a été imprimé")
    tap.equal(told["To"], MINE, "the candidate is told")
    tap.equal(audits(server, "regenerate.despite-email"), [("a.martin",)], "logged with who wanted it")
    slip = desk.slips(answer["edition"])[0]
    tap.ok(slip_works(server, slip.login, slip.code), "the slip works")
    answer = desk.json("accounts", "regenerate", verified["id"])
    tap.equal(answer["mailed"], 1, "that slip is lost, too: a link again")
    tap.ok(not slip_works(server, slip.login, slip.code), "and the paper is dead at once")


# ---- a mail server ----

def configure(machaond, /, **values):
    machaond.stop()
    path = os.path.join(machaond.data, "machaond.conf")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for name, value in values.items():
        key = name.replace("_", "-")
        section = text.index("[mail]")
        text = text[:section] + re.sub(rf"(?m)^{key}=.*$", f"{key}={value}", text[section:], count=1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    machaond.start()


def ask_link(server, login, address):
    portal = Portal(server, address)
    page = portal.submit(portal.get("/mot-de-passe-oublie"), login)
    portal.close()
    return page


def listed(server):
    return plain(server.admin("mail", "list").stdout)


def wait_listed(server, words, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if words in listed(server):
            return True
        time.sleep(0.3)
    return False


def check_smtp(folder, server, peer, slip):
    secret = os.path.join(server.data, "mail-password")
    with open(secret, "w", encoding="utf-8") as file:
        file.write("secret-de-messagerie\n")
    os.chmod(secret, 0o644)
    configure(server, server=peer.url, user="machaon", password_file="mail-password",
              ca_file=peer.ca, **{"from": "Examens d'été <NE-PAS-REPONDRE@examens.example>"})
    done = server.admin("mail", "test", "essai@foyer.example", check=False)
    tap.ok(done.returncode == 1 and "chmod 600" in done.stderr and peer.taken == [],
           "a password that others can read is not used", done)
    os.chmod(secret, 0o600)
    done = server.admin("mail", "test", "essai@foyer.example")
    taken = peer.wait(lambda m: m["To"] == "essai@foyer.example")
    tap.equal((taken.session, taken.user, taken.sender.split()[0], taken.recipients),
              ("tls", "machaon", "FROM:<ne-pas-repondre@examens.example>", ["essai@foyer.example"]),
              "mail test: by STARTTLS, with the login")
    tap.ok("é, è, ç, œ" in taken.message.get_content()
           and taken.message["From"].addresses[0].display_name == "Examens d'été",
           "accents arrive as they were written", taken.raw)
    done = server.admin("mail", "test", "refuse@foyer.example", check=False)
    tap.ok(done.returncode == 1 and "550" in done.stderr, "a refusal is told", done)
    for bad in ("x@y.example\r\nRCPT TO:<z@y.example>", "x", "a@b.example,c@d.example", "<x@y.example>"):
        done = server.admin("mail", "test", bad, check=False)
        tap.equal(done.returncode, 2, f"no address: {bad!r}")
    files = os.listdir(os.path.join(server.data, "outbox"))
    page = ask_link(server, slip.login, "127.0.0.21")
    taken = peer.wait(lambda m: m["To"] == MINE and "mot de passe" in m["Subject"])
    tap.ok(SENT in plain(page.text) and taken is not None and taken.session == "tls",
           "the server's own messages go the same way", page)
    tap.equal(os.listdir(os.path.join(server.data, "outbox")), files, "and no file is left")
    tap.ok("Aucun message n'attend" in listed(server), "nothing waits", listed(server))


def check_adverse(folder, server, peer, pupils_slips):
    """Silence, a broken connection, a certificate of somebody else: late, never lost, never twice
    without the same Message-ID."""
    slip, other, third = pupils_slips
    before = len(peer.taken)
    peer.stop()
    ask_link(server, slip.login, "127.0.0.22")
    tap.ok(wait_listed(server, "prochain essai"), "nobody answers: the message waits", listed(server))
    tap.ok(MINE not in listed(server), "the list names nobody", listed(server))
    server.kill()
    peer.start()
    peer.break_off = 1
    server.start()
    server.admin("mail", "hurry")
    end = time.monotonic() + 90
    while len(peer.taken) < before + 2 and time.monotonic() < end:
        server.admin("mail", "hurry")
        time.sleep(1)
    ids = [t.message["Message-ID"] for t in peer.taken[before:]]
    tap.ok(len(ids) == 2 and ids[0] == ids[1],
           "killed, started, cut off after the data: it comes again under the same Message-ID", ids)
    tap.ok("Aucun message n'attend" in listed(server), "and then it has gone", listed(server))

    for name, address in ((other, "refuse.elle@foyer.example"), (third, "later.lui@foyer.example")):
        give_address(server, name, address)
    tap.ok(wait_listed(server, "abandonné"), "no such mailbox: given up, and said why", listed(server))
    tap.ok("550" in listed(server), "with the mail server's own number", listed(server))
    end = time.monotonic() + 60
    while not any("later" in r for t in peer.taken for r in t.recipients) and time.monotonic() < end:
        server.admin("mail", "hurry")
        time.sleep(1)
    tap.ok(any("later.lui@foyer.example" in t.recipients for t in peer.taken),
           "not now: taken the next time", [t.recipients for t in peer.taken])

    foreign, _ = make_certificate(folder, "foreign")
    configure(server, ca_file=foreign)
    before = len(peer.taken)
    done = server.admin("mail", "test", "essai@foyer.example", check=False)
    tap.ok(done.returncode == 1 and len(peer.taken) == before,
           "a mail server that is not known gets nothing", done)
    configure(server, ca_file=peer.ca, server=f"smtp://localhost:{refused_port()}")
    done = server.admin("mail", "test", "essai@foyer.example", check=False)
    tap.ok(done.returncode == 1 and done.stderr, "nobody listens: told at once", done)
    with MailPeer(folder, implicit=True) as smtps:
        configure(server, ca_file=smtps.ca, server=smtps.url, user="", password_file="")
        server.admin("mail", "test", "essai@foyer.example")
        tap.equal([t.session for t in smtps.taken], ["tls"], "smtps:// speaks TLS from the first byte")
    log = server.read_log()
    tap.ok("foyer.example" not in log and "secret-de-messagerie" not in log,
           "no address and no password is in the log", log[-800:])


def give_address(server, slip, address):
    portal = Portal(server)
    portal.activate(slip.login, slip.code)
    page = portal.get("/compte/modifier")
    page = portal.submit(page, address, CANDIDATE_PASSWORD)
    end = time.monotonic() + 20
    while page.status == 429 and time.monotonic() < end:
        time.sleep(max(page.retry_after, 0.1))
        page = portal.submit(portal.get("/compte/modifier"), address, CANDIDATE_PASSWORD)
    portal.close()
    if "Un message part" not in plain(page.text):
        raise AssertionError(f"not taken: {page}")


def run(folder):
    with Server(folder, demo=True) as server:
        desk = make_school(server, folder)
        rows = [pupil(i) for i in range(5)]
        desk.json("import", write_csv(os.path.join(desk.root, "out", "pupils.csv"), rows))
        edition = desk.json("accounts", "generate")["edition"]
        slips = {slip.login: slip for slip in desk.slips(edition)}
        pupils = desk.candidates()
        own = [slips[p["login"]] for p in pupils]
        Portal(server).activate(own[0].login, own[0].code)
        outbox = Outbox(server)
        with Browser(folder, server) as browser:
            link = gives_address(browser, server, own[0], outbox)
            verifies(browser, server, own[0], link)
            forgets(browser, server, own[0], outbox)
        regenerates(desk, server, pupils, own, outbox)
        with MailPeer(folder, login=("machaon", "secret-de-messagerie")) as peer:
            check_smtp(folder, server, peer, own[0])
            check_adverse(folder, server, peer, (own[0], own[2], own[3]))


def main():
    folder = tempfile.mkdtemp(prefix="machaon-mail-")
    try:
        run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
