#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How slips come out of machaonctl, without the server: layouts, orders, parts of a large job, the
school's own text, reminders, and the log of what was printed."""
import os
import re
import shutil
import socket
import sys
import tempfile

from client import (Portal, add_desk, make_school, pdf_page_count, pdf_pages, pupil, read_slips, run_tool,
                    write_csv)
from server import Server
from tap import Tap

tap = Tap()
N = 506  # more than one print job holds


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def make_cohort(desk):
    pupils = [pupil(i) for i in range(N)]
    pupils[0].update({"Adresse": "", "Code postal": "", "Ville": ""})
    path = write_csv(os.path.join(desk.root, "out", "pupils.csv"), pupils)
    desk.json("import", path)
    return desk.json("accounts", "generate")["edition"]


def papillons(desk, *words, name="slips.pdf", status=0):
    """Writes slips; returns the path and the answer."""
    path = os.path.join(desk.root, "out", name)
    done = desk.run("papillons", "--output", path, "--json", *words)
    if done.rc != status:
        raise AssertionError(str(done))
    return path, done.json


def sound(path):
    status, text = run_tool("qpdf", "--check", path)
    return status == 0 and "No syntax or stream encoding errors" in text


# ---- how they lie ----

def listed_logins(desk, *words):
    """The logins in the order of the list, by class, then by name."""
    rows = desk.candidates(*words)
    return [row["login"] for row in rows]


def check_order(desk, edition):
    path, answer = papillons(desk, "--edition", edition, "--layout", "two")
    slips = read_slips(path)
    divisions = {row["login"]: row["division"] for row in desk.candidates()}
    wanted = sorted(divisions, key=lambda login: divisions[login])
    seen = [slip.login for slip in slips]
    tap.equal([divisions[login] for login in seen], [divisions[login] for login in wanted],
              "E4 by class")
    by_name = listed_logins(desk)
    for division in sorted(set(divisions.values())):
        tap.equal([login for login in seen if divisions[login] == division],
                  [login for login in by_name if divisions[login] == division],
                  f"E4 and within {division} in the order of the list")
    tap.ok(answer["slips"] == N and answer["pages"] == N // 2 and answer["classes"] == 4
           and answer["size"] == f"{N} papillons, {N // 2} pages, 4 classes"
           and "Classe, puis NOM, prénom" in answer["order"], "D4 its size and its order in words", answer)
    tap.ok(sound(path), "qpdf finds nothing")
    path, _ = papillons(desk, "--edition", edition, "--order", "name")
    tap.equal([slip.login for slip in read_slips(path)], by_name, "E4 --order name: as the list")
    return seen


def check_pile(desk, edition, in_order):
    path, answer = papillons(desk, "--edition", edition, "--per-page", 2, "--order", "pile")
    slips = read_slips(path)
    sheets = {}
    for slip in slips:
        sheets.setdefault(slip.page, []).append(slip.login)
    cut = [sheets[page][0] for page in sorted(sheets)] + [
        sheets[page][1] for page in sorted(sheets) if len(sheets[page]) > 1]
    tap.equal(cut, in_order, "after one cut the upper pile on the lower one is in order")
    tap.equal(answer["pages"], N // 2, "and no sheet more")
    path, answer = papillons(desk, "--edition", edition, "--per-page", 2, "--pile-cut", "--separators",
                             "sheet")
    text = plain(" ".join(pdf_pages(path)))
    tap.ok(answer["pages"] == (N + 4) // 2 and all(f"Classe {n} sur 4" in text for n in range(1, 5)),
           "E5 separators are cut with the slips", answer)


def check_small(desk, edition, in_order):
    """Quarters and eighths: the same slips, in the order of the piles once all sheets are cut together, row
    by row; a partly used sheet begins where its first free place is."""
    for per_page in (4, 8):
        path, answer = papillons(desk, "--edition", edition, "--per-page", per_page, "--order", "pile")
        sheets = {}
        for slip in read_slips(path, "-raw"):
            sheets.setdefault(slip.page, []).append(slip.login)
        cut = [sheets[page][slot] for slot in range(per_page) for page in sorted(sheets)
               if slot < len(sheets[page])]
        tap.ok(cut == in_order and answer["pages"] == -(-N // per_page) and sound(path),
               f"E3 {per_page} a page: the cut piles laid together are in order", answer)
        path, answer = papillons(desk, "--edition", edition, "--per-page", per_page, "--start-at", per_page)
        first = [slip.login for slip in read_slips(path, "-raw") if slip.page == 1]
        tap.ok(first == in_order[:1] and answer["pages"] == 1 + -(-(N - 1) // per_page),
               f"E10 {per_page} a page: the last place of the first sheet", answer)
    path, answer = papillons(desk, "--edition", edition, "--layout", "labels-99.1x57", "--start-at", 9,
                             "--order", "name")
    slips = read_slips(path, "-raw")
    tap.ok([slip.login for slip in slips] == listed_logins(desk) and slips[1].page == 1 and slips[2].page == 2
           and answer["pages"] == -(-(N + 8) // 10), "E3, E10 labels, from the ninth of a sheet", answer)
    done = desk.run("papillons", "--specimen", "--text", "Bienvenue {prenom}", "--per-page", 8, "--output",
                    os.path.join(desk.root, "out", "small.pdf"))
    tap.ok(done.rc == 0 and "n'a pas la place du texte" in plain(done.stderr),
           "the words that an eighth has no room for are named before", done)


def check_envelope(desk, edition):
    """E14: in the window the address where there is one, else whom it is for; nothing secret above the fold."""
    window = ["-x", "300", "-y", "155", "-W", "270", "-H", "70", "-r", "72"]
    rows = desk.candidates()
    for number, wanted in ((0, "À remettre à"), (1, "rue des Tilleuls 25000 Besançon")):
        invented = pupil(number)
        row = next(row for row in rows if row["family_name"].upper() == invented["Nom de famille"].upper()
                   and row["given_name"] == invented["Prénom 1"])
        path, _ = papillons(desk, "--edition", edition, "--layout", "envelope", "--only", row["id"])
        seen = plain(run_tool("pdftotext", *window, path, "-")[1])
        tap.ok(wanted in seen and row["family_name"].upper() in seen
               and (row["division"] in seen) == (number == 0), f"E14 in the window: {wanted}", seen)
        upper = plain(run_tool("pdftotext", "-x", "0", "-y", "0", "-W", "595", "-H", "281", "-r", "72", path, "-")[1])
        slip = read_slips(path)[0]
        tap.ok(slip.login == row["login"] and slip.login not in upper and slip.code not in upper,
               "E14 login and password are below the first fold", upper)


def place_of(path, word):
    """Where the first such word begins, in points."""
    _, boxes = run_tool("pdftotext", "-bbox", path, "-")
    found = re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>{re.escape(word)}<', boxes)
    return float(found[1]), float(found[2])


def check_printers(desk, edition, in_order):
    """E12: what is kept of a printer moves what is made for it, and nothing else."""
    page = os.path.join(desk.root, "out", "calage.pdf")
    desk.run("printers", "test-page", "--output", page, status=0)
    tap.ok("Page de calage" in plain(pdf_pages(page)[0]) and pdf_page_count(page) == 1 and sound(page),
           "E12: a page tells how far a printer is out")
    done = desk.run("printers", "set", "Imprimante 1", "--right", "1,5", "--down=-2", status=0)
    tap.ok("1.5 mm vers la droite, 2.0 mm vers le haut" in plain(done.stdout), "and what it told is kept", done)
    desk.run("printers", "set", "Imprimante 2", "--right", "3", status=0)
    tap.equal(desk.json("printers", "list"), [{"printer": "Imprimante 1", "right": "1.5", "down": "-2.0"},
                                              {"printer": "Imprimante 2", "right": "3.0", "down": "0.0"}],
              "for each printer")
    words = ["--edition", edition, "--per-page", 8, "--only",
             next(row["id"] for row in desk.candidates() if row["login"] == in_order[0])]
    places = {}
    for printer in (None, "Imprimante 1", "Imprimante 2", "another"):
        path, _ = papillons(desk, *words, *(["--printer", printer] if printer else []))
        places[printer] = place_of(path, in_order[0])
    moved = {printer: tuple(round((a - b) * 25.4 / 72, 1) + 0.0 for a, b in zip(place, places[None]))
             for printer, place in places.items()}
    tap.equal(moved, {None: (0, 0), "Imprimante 1": (1.5, -2), "Imprimante 2": (3, 0), "another": (0, 0)},
              "its slips are moved by as much")
    log = desk.json("papillons", "log")
    tap.ok(any(row["printer"] == "Imprimante 1" for row in log), "the log says for which printer", log[:3])
    desk.run("printers", "set", "Imprimante 2", "--right", "0", status=0)
    tap.equal(len(desk.json("printers", "list")), 1, "0 and 0 is forgotten")
    for wrong in (["Imprimante 1"], ["Imprimante 1", "--right", "11"], ["Imprimante 1", "--down", "x"], []):
        done = desk.run("printers", "set", *wrong)
        tap.ok(done.rc == 2 and done.stderr.strip(), f"status 2 and a sentence: printers set {' '.join(wrong)}", done)


def check_separators(desk, edition):
    path, answer = papillons(desk, "--edition", edition, "--separators", "sheet")
    pages = [plain(page) for page in pdf_pages(path)]
    heads = [i for i, page in enumerate(pages) if "Classe " in page and " sur 4" in page]
    tap.ok(len(pages) == N + 4 == answer["pages"] and len(heads) == 4, "E5 a sheet before each class", heads)
    for number, head in enumerate(heads):
        end = heads[number + 1] if number + 1 < len(heads) else len(pages)
        name = pages[head].split()[0]
        tap.ok(f"{end - head - 1} papillons" in pages[head]
               and all(name in page for page in pages[head:end]), f"E5 the sheet of {name} counts its slips",
               pages[head])
    path, answer = papillons(desk, "--edition", edition, "--per-page", 2, "--separators", "page")
    divisions = {row["login"]: row["division"] for row in desk.candidates()}
    pages = {}
    for slip in read_slips(path):
        pages.setdefault(slip.page, set()).add(divisions[slip.login])
    tap.ok(all(len(found) == 1 for found in pages.values()), "E5 no page has slips of two classes")
    path, _ = papillons(desk, "--edition", edition, "--per-page", 2, "--start-at", 2)
    first = [slip for slip in read_slips(path) if slip.page == 1]
    tap.ok(len(first) == 1 and pdf_page_count(path) == N // 2 + 1, "--start-at 2 leaves the first place free")


def check_large(desk, edition, in_order):
    rows = desk.candidates()
    wanted = [row["id"] for row in rows if row["login"] in in_order[:3]]
    path, answer = papillons(desk, "--edition", edition, "--large-print", "--only", ",".join(wanted))
    tap.ok(answer["pages"] == 3 and [s.login for s in read_slips(path)] == in_order[:3],
           "E9 --only: these and no other, in their order", answer)
    _, fonts = run_tool("pdffonts", path)
    tap.ok("Andika" in fonts and "DejaVuSansMono" in fonts and sound(path), "large print in its own face", fonts)
    absent = os.path.join(desk.root, "out", "absent.pdf")
    done = desk.run("papillons", "--edition", edition, "--only", wanted[0] + ",nobody", "--output", absent)
    tap.ok(done.rc == 2 and "nobody" in done.stderr and not os.path.exists(absent),
           "somebody who is named and has no slip: nothing is written", done)


def check_wrong_use(desk, edition):
    for words in (["--edition", edition, "--per-page", "3"], ["--edition", edition, "--layout", "five"],
                  ["--edition", edition, "--order", "age"], ["--edition", edition, "--separators", "x"],
                  ["--edition", edition, "--order", "name", "--separators", "sheet"],
                  ["--edition", edition, "--large-print", "--per-page", "4"],
                  ["--edition", edition, "--per-page", "4", "--start-at", "5"],
                  ["--edition", edition, "--layout", "labels-105x74", "--separators", "sheet"],
                  ["--edition", edition, "--pile-cut"], ["--edition", edition, "--start-at", "2"],
                  ["--edition", edition, "--per-page", "2", "--pile-cut", "--separators", "page"],
                  ["--edition", edition, "--reminder"], ["--edition", edition, "--text", "x"],
                  ["--specimen", "--only", "x"], []):
        done = desk.run("papillons", *words, "--output", "wrong.pdf")
        tap.ok(done.rc == 2 and done.stderr.strip()
               and not os.path.exists(os.path.join(desk.root, "out", "wrong.pdf")),
               f"status 2 and a sentence: papillons {' '.join(words)}", done)


# ---- a job that is larger than a printer takes ----

def check_split(desk, edition, in_order):
    path, answer = papillons(desk, "--edition", edition, "--split", name="parts.pdf")
    names = [os.path.basename(one) for one in answer["outputs"]]
    tap.equal(names, ["parts-1.pdf", "parts-2.pdf"], "--split writes numbered files")
    tap.ok(not os.path.exists(path), "and no file without a number")
    counts = [pdf_page_count(one) for one in answer["outputs"]]
    tap.ok(sum(counts) == N and max(counts) <= 500, "of at most 500 pages", counts)
    divisions = {row["login"]: row["division"] for row in desk.candidates()}
    seen = [[slip.login for slip in read_slips(one)] for one in answer["outputs"]]
    tap.equal(sum(seen, []), in_order, "with every slip once, in order")
    tap.ok(divisions[seen[0][-1]] != divisions[seen[1][0]], "cut between two classes")
    done = desk.run("papillons", "--edition", edition, "--output", path, status=0)
    tap.ok(pdf_page_count(path) == N and "--split" in done.stderr and "500 pages" in done.stderr,
           "one file when it was not asked for, and a word about printers", done)


def check_shared_log(server, folder, desk):
    """Everybody of the establishment reads what everybody printed, documents too."""
    mine = desk.json("papillons", "log")
    path = os.path.join(desk.root, "out", "confirmations.csv")
    desk.run("documents", "detailed-list", "--output", path, status=0)
    tap.ok(desk.json("papillons", "log")[0]["document"] == "detailed-list",
           "E19 a document is in it before it is sent", desk.json("papillons", "log")[:1])
    desk.run("sync", status=0)
    other = add_desk(server, folder, "b.colin")
    seen = other.json("papillons", "log")
    tap.ok(len(seen) >= len(mine) + 1 and seen[0]["document"] == "detailed-list"
           and seen[0]["who"] == desk.login and seen[0]["desktop"] == socket.gethostname()
           and seen[0]["action"] == "export", "E19 a colleague sees it, from which computer", seen[:1])
    tap.equal(len([row for row in desk.json("papillons", "log") if row["document"]]), 1,
              "E19 and nobody sees it twice")
    tap.equal(other.json("papillons", "log", "--here"), [], "E19 his own computer printed nothing")
    server.stop()
    done = other.run("papillons", "log", "--json", status=0)
    tap.ok(done.json == [] and "Seul ce qui a été imprimé sur ce poste" in done.stderr,
           "E19 without the server: this computer's, and a word about it", done)
    server.start()


def check_log(desk, edition, before):
    rows = desk.json("papillons", "log")
    tap.ok(len(rows) > 5 and rows[0]["at_ms"] >= rows[-1]["at_ms"] and rows[0]["who"] == desk.login,
           "E19 the log, newest first", rows[:2])
    parts = [row for row in rows if row["edition"] == edition][1:3]
    tap.ok(sum(int(row["slips"]) for row in parts) == N and all(row["pages"] == row["slips"] for row in parts),
           "E19 one line for each part of a job", parts)
    few = [row for row in rows if row["layout"] == "large"]
    tap.ok(few and len(few[0]["persons"].split(",")) == 3, "E19 with those whose slips were in it", few[:1])
    tap.equal(desk.json("status")["pending"], before, "and nothing of it is left to send")


# ---- the school's own words ----

def check_text(server, desk, edition):
    done = desk.run("establishment", "set", "--slip-text", "Bonjour {prenon} !")
    tap.ok(done.rc == 2 and "{prenon}" in done.stderr and "{prenom}" in done.stderr,
           "E13 a wrong token is refused by name", done)
    shown = desk.json("establishment", "set", "--slip-text", "Bonjour {prénom} de {classe}, à mardi.")
    tap.ok(shown["slip_text"].startswith("Bonjour") and shown["contact_confirmed"],
           "E13 the text is kept, and the contact details stay confirmed", shown)
    tap.ok(desk.json("establishment", "show")["contact_confirmed"], "E13 on the server, too")
    path, _ = papillons(desk, "--edition", edition, "--per-page", 2)
    text = plain(" ".join(pdf_pages(path)))
    row = desk.candidates()[0]
    tap.ok(text.count(", à mardi.") == N and f"Bonjour {row['given_name']} de {row['division']}, à mardi." in text,
           "E13 every slip has it, with its own pupil's name")
    server.stop()
    path, answer = papillons(desk, "--specimen", "--text", "Essai pour {prenom} ({session}).", name="s.pdf")
    text = plain(" ".join(pdf_pages(path)))
    tap.ok("Essai pour Camille (JUIN 2027)." in text and "SPÉCIMEN" in text and answer["slips"] == 2
           and row["family_name"] not in text, "E13 it is tried on a specimen, offline", text)
    done = desk.run("papillons", "--specimen", "--text", "{inconnu}", "--output", "s2.pdf")
    tap.ok(done.rc == 1 and "{inconnu}" in done.stderr, "E13 where a wrong token is told", done)
    done = desk.run("papillons", "--specimen", "--output", "s3.pdf", password=False)
    tap.equal(done.rc, 0, "and a specimen needs no password")
    server.start()


# ---- those who have an account ----

def check_reminders(server, desk, edition):
    done = desk.run("papillons", "--reminder", "--output", "r.pdf")
    tap.ok(done.rc == 1 and "Personne n'a besoin d'un rappel" in plain(done.stderr),
           "D19 while everybody has a slip nobody needs a reminder", done)
    slip = desk.slips(edition)[0]
    Portal(server).activate(slip.login, slip.code)
    desk.run("sync", status=0)
    server.stop()
    desk.lock()
    path = os.path.join(desk.root, "out", "reminder.pdf")
    done = desk.run("papillons", "--reminder", "--output", path, "--json", password=False, status=0)
    text = plain(" ".join(pdf_pages(path)))
    tap.ok(done.json["slips"] == 1 and slip.login in text and "Mot de passe oublié" in text
           and slip.code not in text and "Rappel de connexion" in text,
           "D19 who chose a password gets a reminder: login, no password, none asked for", text)
    row = next(row for row in desk.candidates() if row["login"] != slip.login)
    done = desk.run("papillons", "--reminder", "--only", row["id"], "--large-print", "--output", path,
                    "--json", password=False, status=0)
    tap.ok(done.json["slips"] == 1 and row["login"] in plain(" ".join(pdf_pages(path))),
           "D19 who is named gets one in any case")
    server.start()


def check_left(desk, edition):
    """Who was withdrawn leaves no paper behind."""
    before = desk.slips(edition)
    gone = next(row for row in desk.candidates() if row["login"] == before[0].login)
    desk.run("candidates", "withdraw", gone["id"], status=0)
    path = os.path.join(desk.root, "out", "left.pdf")
    done = desk.run("papillons", "--edition", edition, "--output", path, "--json", status=0)
    tap.equal([slip.login for slip in read_slips(path)], [slip.login for slip in before[1:]],
              "who was withdrawn is not printed")
    tap.ok("Le papillon de 1 candidat désinscrit est laissé de côté" in plain(done.stderr), "and that is said",
           done)
    done = desk.run("papillons", "--edition", edition, "--only", gone["id"], "--output", path)
    tap.equal(done.rc, 2, "nor by name")


def main():
    folder = tempfile.mkdtemp(prefix="machaon-papillons-")
    try:
        with Server(folder) as server:
            server.set_options(portal_url="https://examens.machaon.example")
            server.restart()
            desk = make_school(server, folder)
            edition = make_cohort(desk)
            before = desk.json("status")["pending"]
            server.stop()
            in_order = check_order(desk, edition)
            tap.run("pile", check_pile, desk, edition, in_order)
            tap.run("quarters and eighths", check_small, desk, edition, in_order)
            tap.run("envelope", check_envelope, desk, edition)
            tap.run("printers", check_printers, desk, edition, in_order)
            tap.run("separators", check_separators, desk, edition)
            tap.run("large print", check_large, desk, edition, in_order)
            tap.run("wrong use", check_wrong_use, desk, edition)
            tap.run("split", check_split, desk, edition, in_order)
            server.start()
            desk.run("sync", status=0)
            tap.run("log", check_log, desk, edition, before)
            tap.run("shared log", check_shared_log, server, folder, desk)
            tap.run("text", check_text, server, desk, edition)
            tap.run("reminders", check_reminders, server, desk, edition)
            tap.run("left", check_left, desk, edition)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
