#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""INS-17: a copy of each confirmation lies in the candidate's area. Read in a real Chromium on a
telephone of 320 × 640 without JavaScript, compared with what the school prints, and asked for by
those whom it does not concern. (INS-16, INS-17, REG-43, REG-51, DOC-01)"""
import os
import shutil
import sqlite3
import sys
import tempfile
import threading

import page_checks
from browser import Browser
from client import CANDIDATE_PASSWORD, Portal, make_school, pupil, run_tool, write_csv
from server import Server
from tap import Tap

tap = Tap()
SHOTS = os.environ.get("MACHAON_SHOTS")


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def words_of(path):
    """What a PDF says, without the line that says when it was made."""
    text = run_tool("pdftotext", "-layout", path, "-")[1]
    return [plain(line) for line in text.splitlines()
            if plain(line) and "Éditée le" not in line and "Édité le" not in line
            and "Déposée le" not in line]


def save(page, path):
    with open(path, "wb") as file:
        file.write(page.raw)
    return path


def links(page):
    return [part.split('"')[0] for part in page.html.split('href="')[1:]
            if part.startswith("/documents/")]


def open_account(server, desk, slip):
    portal = Portal(server)
    portal.activate(slip.login, slip.code)
    return portal


def check_page(folder, server, slip):
    with Browser(folder, server) as browser:
        browser.open("/")
        browser.type("#login", slip.login)
        browser.type("#password", CANDIDATE_PASSWORD)
        browser.press("button.main")
        browser.press("a[href='/documents']")
        text = browser.text
        tap.ok("Mes documents" in text and "Récapitulatif d'inscription, version 1" in plain(text)
               and "CAP – JUIN 2027" in plain(text), "INS-17: it is listed, with its session", text)
        tap.equal(page_checks.faults(browser), [], "Mes documents: nothing stands in anybody's way")
        if SHOTS:
            browser.screenshot(os.path.join(SHOTS, "portail-documents.png"))


def check_pdf(folder, desk, portal, person):
    page = portal.get("/documents")
    found = links(page)
    tap.equal(len(found), 1, "one registration, one version, one document")
    pdf = portal.get(found[0])
    tap.ok(pdf.status == 200 and pdf.headers["Content-Type"] == "application/pdf"
           and "attachment" in pdf.headers["Content-Disposition"]
           and "no-store" in pdf.headers["Cache-Control"], "it comes as a file that no proxy keeps",
           str(pdf.headers))
    deposited = save(pdf, os.path.join(folder, "deposited.pdf"))
    printed = os.path.join(folder, "printed.pdf")
    desk.json("documents", "confirmations", "--output", printed, "--only", person["id"])
    tap.equal(words_of(deposited), words_of(printed),
              "INS-17: it says what the school's paper says, line by line")
    status, text = run_tool("qpdf", "--check", deposited)
    tap.ok(status == 0 and "PROVISOIRE" not in " ".join(words_of(deposited)), "qpdf --check, and final",
           text)
    fonts = run_tool("pdffonts", deposited)[1].splitlines()[2:]
    tap.ok(fonts and all("DejaVu" in font for font in fonts), "drawn with our faces", fonts)
    tap.equal(portal.get(found[0]).raw, pdf.raw, "the same record gives the same bytes")
    return found[0], deposited


def check_versions(folder, desk, portal, person, first, before):
    desk.run("candidates", "set", person["id"], "city=Dole", status=0)
    found = links(portal.get("/documents"))
    tap.ok(len(found) == 2 and found[1] == first, "REG-51: a new version is a new document", found)
    text = plain(portal.get("/documents").html)
    tap.ok("version 2" in text and "remplacé par une version plus récente" in text,
           "and the earlier one says that it was replaced", text)
    old = save(portal.get(first), os.path.join(folder, "old.pdf"))
    new = save(portal.get(found[0]), os.path.join(folder, "new.pdf"))
    tap.equal(words_of(old), words_of(before), "INS-17: the earlier one stays as it was")
    tap.ok("Dole" in " ".join(words_of(new)) and "Dole" not in " ".join(words_of(old)),
           "the new one shows the correction")


def check_strangers(server, owner, other, path):
    tap.equal(other.get(path).status, 404, "another candidate's: as if it were not there")
    tap.equal(links(other.get("/documents")) == [path], False, "nor is it in his list")
    nobody = Portal(server).get(path)
    tap.ok(nobody.path.split("?")[0] == "/" and "Mes documents" not in nobody.html,
           "nobody signed in: the first page", nobody.path)
    for name in ("x", "0", "..%2e", "%27%20OR%201=1--", "A" * 300, "\u00e9"):
        page = owner.get("/documents/" + name.replace("\u00e9", "%C3%A9"))
        tap.ok(page.status in (400, 404), f"no document: {name[:12]}", page.status)


def check_load(server, portals, path):
    """Many at once: each is served or told to wait, and the server goes on."""
    statuses = []

    def ask(portal):
        page = portal.get(path)
        statuses.append((page.status, page.headers.get("Retry-After")))

    threads = [threading.Thread(target=ask, args=(portal,)) for portal in portals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tap.ok(len(statuses) == len(portals)
           and all(s == 200 or (s == 503 and int(wait) >= 1) for s, wait in statuses)
           and any(s == 503 for s, _ in statuses),
           "a small pool: served, or 503 with Retry-After", sorted(set(statuses)))
    tap.equal(portals[0].get(path).status, 200, "and afterwards it is served again")


def audits(server):
    database = sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True)
    try:
        return database.execute("SELECT object FROM audit WHERE action = 'portal.document'").fetchall()
    finally:
        database.close()


def run(folder):
    with Server(folder, demo=True) as server:
        desk = make_school(server, folder)
        rows = [pupil(i) for i in range(3)]
        desk.json("import", write_csv(os.path.join(desk.root, "out", "pupils.csv"), rows))
        desk.run("finalise", "--all-ready", status=0)
        edition = desk.json("accounts", "generate")["edition"]
        slips = {slip.login: slip for slip in desk.slips(edition)}
        pupils = desk.candidates()
        first, second = pupils[0], pupils[1]
        owner = open_account(server, desk, slips[first["login"]])
        other = open_account(server, desk, slips[second["login"]])
        check_page(folder, server, slips[first["login"]])
        path, pdf = check_pdf(folder, desk, owner, first)
        check_versions(folder, desk, owner, first, path, pdf)
        check_strangers(server, owner, other, path)
        tap.ok((path.rsplit("/", 1)[1],) in audits(server), "that it was read is in the log")
        server.stop()
        with open(os.path.join(server.data, "machaond.conf"), "a", encoding="utf-8") as file:
            file.write("[limits]\nprint-threads=1\nprint-queue=1\n")
        server.start()
        portals = []
        for _ in range(12):
            portal = Portal(server)
            portal.sign_in(slips[first["login"]].login, CANDIDATE_PASSWORD)
            portals.append(portal)
        check_load(server, portals, path)


def main():
    folder = tempfile.mkdtemp(prefix="machaon-documents-")
    try:
        run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
