# SPDX-License-Identifier: GPL-3.0-or-later
"""Candidats de l'académie, by keyboard alone: an agent finds one of thousands whose establishment is
not on his computer, looks at him, takes a list away as a file, goes to his establishment; and is told
what is so when the server is away. (Issue 6, point 7; DOC-16)"""
import json
import os
import sqlite3
import sys
import time

from client import Desk, add_desk, pupil, write_csv
from scene import Scene
from tap import Tap

N = 2400
SCHOOLS = 12
UAI = "0250001A"
AGENT = "gestionnaire"


def add_many(server):
    """Candidates of schools that nobody opens, as their records lie on the server; whatever makes the
    lines of the search from records makes theirs."""
    server.stop()
    database = sqlite3.connect(os.path.join(server.data, "machaon.db"))
    with database:
        code = database.execute("SELECT academy FROM establishment WHERE uai = ?", (UAI,)).fetchone()[0]
        for i in range(SCHOOLS):
            uai, name = f"021{i:04d}B", f"Lycée des Essais {i:02d}"
            database.execute("INSERT INTO scope VALUES (?, 'etab', ?, 0)", ("etab:" + uai, N))
            database.execute("INSERT INTO establishment VALUES (?, ?, ?, NULL, 0, 1)", (uai, code, name))
            database.execute("INSERT INTO record VALUES (?, 'establishment', ?, 1, 1, 0, ?, '', 1)",
                             ("etab:" + uai, uai, json.dumps({"academy": code, "name": name})))
        for i in range(N):
            scope = f"etab:021{i % SCHOOLS:04d}B"
            letters = chr(97 + i // 676) + chr(97 + i // 26 % 26) + chr(97 + i % 26)
            person = {"family_name": "Zz" + letters, "given_name": "Noé" if i != 7 else "=Noé",
                      "birth_date": "2009-03-01", "ine": f"{i:09d}ZZ"}
            candidature = {"person": f"p{i}", "session": "CAP/2027-06", "state": "registered"}
            for n, (kind, identity, values) in enumerate((("person", f"p{i}", person),
                                                          ("candidature", f"c{i}", candidature))):
                database.execute("INSERT INTO record VALUES (?, ?, ?, 1, ?, 0, ?, '', 1)",
                                 (scope, kind, identity, 2 * (i // SCHOOLS) + n + 2, json.dumps(values)))
        database.execute("UPDATE instance SET collation_version = NULL")
    database.close()
    server.start()
    return code


def wait_lines(server, n):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        database = sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True)
        found = database.execute("SELECT count(*) FROM candidate_line").fetchone()[0]
        database.close()
        if found == n:
            return
        time.sleep(0.2)
    raise AssertionError(f"{found} lines")


def thousands(n):
    """As the window writes it, and the tests read it."""
    return f"{n:,}".replace(",", " ")


def rows(app):
    return [node.name for node in app.find_all("table row") if ", Lycée" in node.name]


def scrolls(tap, scene, app):
    scene.go(app, "Candidats de l'académie")
    app.wait_window("Candidats de l'académie")
    app.wait_for(thousands(N + 3) + " candidats")
    app.wait(lambda: rows(app), "rows")
    first = rows(app)[0]
    tap.ok("ARBOGAST" in first.upper(), "the whole académie, in the order of names", first)
    scene.picture(app, "agent-academie")
    app.go_to("table row", "")
    seen = len(rows(app))
    for _ in range(12):
        app.keys("Page_Down")
        app.pump(0.15)
    app.wait(lambda: any("Zza" in name for name in rows(app)), "rows further down")
    tap.ok(len(rows(app)) < 600, "pages come while one scrolls, and not the whole list",
           (seen, len(rows(app))))
    tap.ok(not [name for name in rows(app) if not name], "no row is without a name")


def finds(tap, scene, app):
    app.fill("Rechercher des candidats de l'académie", "noé introuvable")
    app.wait_for("Personne ne correspond")
    scene.picture(app, "agent-academie-personne")
    app.press("push button", "Afficher tout le monde")
    app.wait_for(thousands(N + 3) + " candidats")
    app.fill("Rechercher des candidats de l'académie", "000000700ZZ")
    app.wait_for("1 candidat")
    app.wait(lambda: len(rows(app)) == 1, "one of them")
    tap.ok("Lycée des Essais 04" in rows(app)[0], "by his INE, with his establishment", rows(app))
    app.fill("Rechercher des candidats de l'académie", "")
    app.wait_for(thousands(N + 3) + " candidats")
    app.fill("Établissement", "essais")
    app.keys("Return")
    app.wait_for("12 établissements ont ces mots")
    tap.ok(True, "an establishment that is several is said at its field")
    app.fill("Établissement", "essais 04")
    app.keys("Return")
    app.wait_for(f"{N // SCHOOLS} candidats")
    tap.ok(all("Essais 04" in name for name in rows(app)), "one establishment alone, by its name")
    scene.picture(app, "agent-academie-etablissement")


def exports(tap, scene, app):
    path = os.path.join(scene.folder, "essais.csv")
    app.press("push button", "Exporter en CSV")
    app.save_file("Enregistrer les candidats en CSV", path)
    app.wait_for(f"{N // SCHOOLS} candidats · enregistrés dans essais.csv")
    with open(path, "rb") as stream:
        data = stream.read()
    lines = data.decode("utf-8").split("\r\n")
    tap.ok(data.startswith(b"\xef\xbb\xbf") and lines[0].endswith("Spécialité")
           and len(lines) == N // SCHOOLS + 2, "the file has all of them, with a mark and headings",
           lines[:2])
    tap.ok(not os.path.exists(path + ".part"), "and nothing of the work lies beside it")
    scene.go(app, "Journal des impressions")
    app.wait_window("Journal des impressions")
    app.wait_for("Candidats de l'académie")
    tap.ok(app.says(f"{N // SCHOOLS} candidats : 0210004B") and app.says(AGENT),
           "the print log says who took it away, what was searched, and how many", app.safe_texts())
    scene.picture(app, "agent-journal")
    app.keys("Escape")
    app.wait_window("Candidats de l'académie")


def looks(tap, scene, app):
    app.fill("Établissement", "")
    app.keys("Return")
    app.fill("Rechercher des candidats de l'académie", "arbogast")
    app.wait_for("1 candidat")
    app.wait(lambda: len(rows(app)) == 1, "one of them")
    app.go_to("table row", "")
    app.keys("Return")
    app.wait_for("En lecture seule")
    tap.ok(app.says("Handicap") or app.says("handicap"), "his registration is there to be read",
           app.safe_texts()[-40:])
    scene.picture(app, "agent-academie-candidat")
    database = sqlite3.connect(f"file:{scene.server.data}/machaon.db?mode=ro", uri=True)
    logged = database.execute("SELECT actor FROM audit WHERE action = 'health'").fetchall()
    database.close()
    tap.equal(logged, [(AGENT,)], "who looked at what tells of health is written down")
    app.press("push button", "Ouvrir son établissement")
    app.wait_for("Tout est synchronisé", 60)
    app.wait_window("ARBOGAST", 60)
    tap.ok(True, "and the way to him in his establishment")


def offline(tap, scene, app):
    scene.server.stop()
    scene.go(app, "Candidats de l'académie")
    app.wait_for("Les candidats de l'académie sont sur le serveur", 60)
    scene.picture(app, "agent-academie-hors-ligne")
    scene.server.start()
    app.press("push button", "Réessayer")
    app.wait(lambda: rows(app), "rows again", 60)
    tap.ok(True, "without the server it is said; it goes on when there is one")


def by_command(tap, scene, desk, code):
    """The same search without a window, and nobody of a school has it."""
    invitation = scene.server.add_agent("agent2", code)
    agent = Desk(scene.folder, scene.server, "agent2")
    agent.sign_in(invitation)
    found = agent.json("academy", "candidates", "--search", "arbogast")
    tap.equal([(one["family_name"].upper(), one["establishment"]) for one in found],
              [("ARBOGAST", UAI)], "machaonctl academy candidates")
    tap.equal(len(agent.json("academy", "candidates", "--limit", "700", "--descending")), 700,
              "over several pages")
    path = os.path.join(scene.folder, "tous.csv")
    tap.equal(agent.json("academy", "candidates", "--output", path)["candidates"], N + 3,
              "all of them into a file")
    with open(path, encoding="utf-8-sig") as stream:
        text = stream.read()
    tap.ok("'=Noé" in text and ";=Noé" not in text, "a name that begins as a formula runs nowhere")
    done = desk.run("academy", "candidates", status=2)
    tap.ok("rectorat" in done.stderr, "a school is told whose this is", done.stderr)


def main():
    tap = Tap()
    with Scene() as scene:
        desk = add_desk(scene.server, scene.folder, "a.martin")
        desk.json("import", write_csv(os.path.join(desk.root, "out", "p.csv"),
                                      [pupil(n) for n in range(3)]))
        who = next(one for one in desk.candidates() if one["family_name"].upper() == "ARBOGAST")
        desk.run("candidates", "set", who["id"], "handicap=1", status=0)
        desk.run("sync", status=0)
        code = add_many(scene.server)
        wait_lines(scene.server, N + 3)
        path = os.path.join(scene.folder, AGENT + ".machaon")
        scene.server.admin("staff", "add", AGENT, "--role", "exam-office", "--academy", code,
                           "--name", "M. Vidal", "--write-invitation", path, "--server",
                           scene.server.url)
        app = scene.start(path, login=AGENT)
        app.wait_for("Invitation pour " + AGENT)
        scene.choose_password(app)
        scrolls(tap, scene, app)
        finds(tap, scene, app)
        exports(tap, scene, app)
        looks(tap, scene, app)
        offline(tap, scene, app)
        app.end()
        by_command(tap, scene, desk, code)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
