#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The candidate's own recap of his registration, on the portal, in its two places and under its two
names; until registration closes, and what is said afterwards. Read in a real Chromium on a telephone
of 320 × 640 without JavaScript. And that nothing there takes documents: they come back on paper.
(INS-22, REG-38, REG-41, REG-45, REG-46, REG-47, REG-49)"""
import os
import shutil
import sys
import tempfile

import page_checks
from browser import Browser
from client import CANDIDATE_PASSWORD, Portal, make_school, pupil, run_tool, write_csv
from server import Server
from tap import Tap

tap = Tap()
SHOTS = os.environ.get("MACHAON_SHOTS")
OPEN = "registration=2020-01-01T08:00/2099-12-08T17:00"
CLOSED = "registration=2020-01-01T08:00/2020-02-01T17:00"


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def links(page, start):
    return [part.split('"')[0] for part in page.html.split('href="')[1:]
            if part.startswith(start)]


def recap_of(portal):
    """Where « Visualiser / imprimer » leads; None when it is not offered."""
    found = links(portal.get("/inscriptions"), "/inscriptions/")
    return found[0] if found else None


def set_service(server, *settings):
    server.admin("service", "set", "--academy", "A03", "--domain", "CAP", "--session", "2027-06",
                 *settings)


def is_pdf(page):
    return page.status == 200 and page.raw.startswith(b"%PDF-")


def look(browser, name):
    tap.equal(page_checks.faults(browser), [], f"{name}: nothing stands in anybody's way")
    if SHOTS:
        browser.screenshot(os.path.join(SHOTS, f"portail-{name}.png"))


def check_open_pages(browser, slip):
    browser.open("/")
    browser.type("#login", slip.login)
    browser.type("#password", CANDIDATE_PASSWORD)
    browser.press("button.main")
    browser.press("a[href='/inscriptions']")
    text = plain(browser.text)
    tap.ok("Mes inscriptions" in text and "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON" in text
           and "Inscrit" in text and "001 Version 1" in text,
           "REG-47: his registration, with its state and number", text)
    tap.ok("Clôture des inscriptions 08/12/2099 à 17 h 00 (heure de Paris)" in text,
           "REG-38: when the service closes", text)
    tap.ok("il est ici jusqu'au 08/12/2099" in text and "et plus après" in text,
           "REG-45: until when it can be downloaded, before it is too late", text)
    names = [name for _, name in browser.labels("main a.button")]
    tap.equal([plain(name) for name in names],
              ["Visualiser / imprimer le récapitulatif d'inscription, CAP – JUIN 2027 – ACADÉMIE DE "
               "BESANÇON (PDF)"], "REG-41, REG-47: Visualiser / imprimer, and of what")
    look(browser, "inscriptions")
    browser.open("/documents")
    text = plain(browser.text)
    tap.ok("Récapitulatif d'inscription, version 1 (PDF)" in text
           and "aussi appelé confirmation d'inscription" in text,
           "REG-46, REG-47: the second place, by its label, and the other name", text)
    tap.ok("jusqu'au 08/12/2099" in text and "(heure de Paris)" in text, "REG-45: there, too", text)
    look(browser, "recapitulatif")


def check_one_document(folder, desk, portal, person):
    place = recap_of(portal)
    seen = portal.get(place)
    deposited = portal.get(links(portal.get("/documents"), "/documents/")[0])
    tap.ok(is_pdf(seen) and "inline" in seen.headers["Content-Disposition"]
           and "no-store" in seen.headers["Cache-Control"], "it opens in the browser",
           str(seen.headers))
    tap.ok(seen.raw == deposited.raw, "REG-46: both places give the deposited copy, byte for byte")
    path = os.path.join(folder, "recap.pdf")
    with open(path, "wb") as file:
        file.write(seen.raw)
    words = plain(run_tool("pdftotext", "-layout", path, "-")[1])
    tap.ok("Confirmation d'inscription" in words, "the paper has the other name", words[:200])
    desk.run("candidates", "set", person["id"], "city=Dole", status=0)
    newer = portal.get(place)
    tap.ok(is_pdf(newer) and newer.raw != seen.raw and "-v2.pdf" in newer.headers["Content-Disposition"],
           "REG-51: the same address gives the version of today", str(newer.headers))
    return place


def check_strangers(server, owner, other, waiting, unfinished, place):
    tap.equal(other.get(place).status, 404, "another candidate's: as if it were not there")
    tap.ok(place not in links(other.get("/inscriptions"), "/inscriptions/"), "nor is it on his page")
    nobody = Portal(server).get(place)
    tap.ok(nobody.path.split("?")[0] == "/", "nobody signed in: the first page", nobody.path)
    for name in ("x", "0", "..%2e", "%27%20OR%201=1--", "A" * 300, "%C3%A9", "%00"):
        page = owner.get(f"/inscriptions/{name}/recapitulatif")
        tap.ok(page.status in (400, 404), f"no registration: {name[:12]}", page.status)
    text = plain(waiting.get("/inscriptions").text)
    tap.ok("n'a pas encore terminé cette inscription" in text and recap_of(waiting) is None,
           "pre-registered: there is none yet, and why", text)
    tap.equal(waiting.get(f"/inscriptions/{unfinished['id']}/recapitulatif").status, 404,
              "nor by its address")


def check_closed(server, browser, owner, place):
    document = links(owner.get("/documents"), "/documents/")[0]
    set_service(server, CLOSED)
    for path in (place, document):
        page = owner.get(path)
        text = plain(page.text)
        tap.ok(page.status == 410 and not page.raw.startswith(b"%PDF-")
               and "closes depuis le 01/02/2020" in text and "(heure de Paris)" in text
               and "Demandez-le à votre établissement" in text,
               f"REG-45: closed, said in words, and what to do: {path[:6]}", text)
    for path, name in (("/inscriptions", "inscriptions-closes"), ("/documents", "documents-clos"),
                       (document, "document-clos")):
        browser.open(path)
        tap.ok("closes depuis le 01/02/2020" in plain(browser.text)
               and not browser.has("main a[type='application/pdf']"),
               f"{name}: the words stand where the link was", browser.text)
        look(browser, name)
    set_service(server, OPEN)
    tap.ok(is_pdf(owner.get(place)), "the exam office puts the closing off: it is there again")
    set_service(server, CLOSED, "confirmation_after_closing=kept")
    tap.ok(is_pdf(owner.get(place)) and is_pdf(owner.get(document)),
           "INS-17: where the exam office keeps the copies, it stays")
    set_service(server, OPEN, "confirmation_after_closing=gone")


def offers_nothing(portal):
    """INS-22: follows every link of the area: no page takes a file, whatever one sends there."""
    seen, todo = set(), ["/", "/compte"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        page = portal.get(path)
        html = page.raw.decode("utf-8", "replace").lower() if not is_pdf(page) else ""
        tap.ok('type="file"' not in html and "multipart" not in html, f"INS-22: nothing is taken on {path[:14]}")
        todo += [link for link in links(page, "/") if not is_pdf(page) and "?" not in link]
    for path in sorted(seen):
        body = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.pdf\"\r\n\r\n%PDF-\r\n--x--\r\n"
        for method in ("POST", "PUT"):
            status = portal.send(method, path, body.encode(), "multipart/form-data; boundary=x")
            tap.ok(status in (404, 405, 415), f"INS-22: {method} of a file to {path[:14]} is refused", status)


def check_paper(server, desk, portal):
    """INS-22: the exam office wants paper: said by the portal and on the back of the confirmation."""
    text = plain(portal.get("/inscriptions").text)
    tap.ok("sur papier à votre établissement, au plus tard le 22/12/2099" in text
           and "n'en accepte aucune en ligne" in text, "INS-22: on paper, until when, and not on line", text)
    tap.ok("remises sur papier à votre établissement, pas sur ce site" in plain(portal.get("/documents").text),
           "INS-22: nor among the documents")
    path = os.path.join(desk.root, "out", "confirmations.pdf")
    desk.json("documents", "confirmations", "--output", path)
    tap.ok("Sur papier uniquement" in plain(run_tool("pdftotext", "-layout", "-f", "2", "-l", "2", path, "-")[1]),
           "INS-22: on the back of the confirmation")
    set_service(server, "upload=optional")
    text = plain(portal.get("/inscriptions").text)
    desk.run("sync", status=0)
    desk.json("documents", "confirmations", "--output", path)
    tap.ok("sur papier à votre établissement" in text and "en ligne" not in text
           and "Sur papier uniquement" not in run_tool("pdftotext", path, "-")[1],
           "INS-22: where nothing is forbidden, nothing is said of it", text)
    tap.ok(server.admin("service", "set", "--academy", "A03", "--domain", "CAP", "--session", "2027-06",
                        "upload=jamais", check=False).returncode != 0, "INS-22: another word is refused")
    set_service(server, "upload=none")


def check_withdrawn(desk, owner, place, person):
    document = links(owner.get("/documents"), "/documents/")[0]
    desk.run("candidates", "withdraw", person["id"], status=0)
    text = plain(owner.get("/inscriptions").text)
    tap.ok("CAP – JUIN 2027" not in text and "aucune inscription" in text,
           "REG-49: a withdrawn registration is not shown", text)
    tap.ok("inscription a été retirée" in plain(owner.get("/documents").text)
           and not links(owner.get("/documents"), "/documents/"), "its documents say why")
    for path in (place, document):
        page = owner.get(path)
        tap.ok(page.status == 410 and "inscription a été retirée" in plain(page.text),
               "withdrawn: not by its address either, in words", page.text)


def run(folder):
    with Server(folder, demo=True) as server:
        desk = make_school(server, folder,
                           settings=("papillons=on", OPEN, "confirmation_after_closing=gone",
                                     "upload=none", "return=2026-12-01/2099-12-22"))
        rows = [pupil(i) for i in range(3)]
        desk.json("import", write_csv(os.path.join(desk.root, "out", "pupils.csv"), rows))
        pupils = desk.candidates()
        desk.run("finalise", pupils[0]["id"], pupils[1]["id"], status=0)
        slips = {s.login: s for s in desk.slips(desk.json("accounts", "generate")["edition"])}
        pupils = desk.candidates()
        portals = []
        for one in pupils:
            portals.append(Portal(server))
            portals[-1].activate(one["login"], slips[one["login"]].code)
        owner, other, waiting = portals
        with Browser(folder, server) as browser:
            check_open_pages(browser, slips[pupils[0]["login"]])
            place = check_one_document(folder, desk, owner, pupils[0])
            check_strangers(server, owner, other, waiting, pupils[2], place)
            check_closed(server, browser, owner, place)
        check_paper(server, desk, owner)
        offers_nothing(owner)
        check_withdrawn(desk, owner, place, pupils[0])


def main():
    folder = tempfile.mkdtemp(prefix="machaon-recap-")
    try:
        run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
