# SPDX-License-Identifier: GPL-3.0-or-later
"""An agent of the exam office at his desktop, by keyboard alone: 2 000 establishments, one found,
opened and pinned, its slips reviewed without their passwords and with the server stopped, "à
corriger" sent; the school reads it. Then he corrects what is locked. (ACC-10, ACC-39, CPT-28;
design.md, Who uses it)"""
import os
import sqlite3
import sys
import time

from client import add_desk, pupil, write_csv
from scene import Scene
from tap import Tap

N = 2000
PUPILS = 6
UAI = "0250001A"
NOTE = "Prénom tronqué"
AGENT = "gestionnaire"
OTHER = "DNB – JUIN 2027"


def add_many(server):
    """As many establishments as an académie has, in the words of the database itself."""
    server.stop()
    database = sqlite3.connect(os.path.join(server.data, "machaon.db"))
    with database:
        code = database.execute("SELECT code FROM academy JOIN establishment ON academy = code"
                                " WHERE uai = ?", (UAI,)).fetchone()[0]
        for i in range(1, N):
            uai = f"021{i:04d}B"
            name = f"Lycée des Essais {i:04d}"
            scope = "etab:" + uai
            database.execute("INSERT INTO scope VALUES (?, 'etab', 1, 0)", (scope,))
            database.execute("INSERT INTO establishment VALUES (?, ?, ?, NULL, 0, 1)",
                             (uai, code, name))
            database.execute("INSERT INTO record VALUES (?, 'establishment', ?, 1, 1, 0, ?, '', 1)",
                             (scope, uai, '{"academy":"%s","name":"%s"}' % (code, name)))
    database.close()
    server.start()
    return code


def wait_summaries(server, code):
    """Until the server has counted all of them."""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        database = sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True)
        n = database.execute("SELECT count(*) FROM record WHERE scope = ? AND kind = 'establishment'",
                             ("acad:" + code,)).fetchone()[0]
        database.close()
        if n == N:
            return
        time.sleep(0.5)
    raise AssertionError(f"{n} summaries")


def finds(tap, scene, app):
    app.wait_window("Établissements")
    app.wait_for("2 000 établissements", 90)
    activities = [node.name for node in app.find_all("list item") if node.is_in("Activités")]
    tap.ok("Suivi" in activities and not [a for a in activities if "Générer" in a or "Importer" in a],
           "design.md: an agent has the activities of the exam office", activities)
    scene.picture(app, "agent-etablissements")
    app.fill("Rechercher un établissement", "demois")
    app.wait(lambda: [n.name for n in app.find_all("list item") if "Demoiselles" in n.name]
             and not [n for n in app.find_all("list item") if "Essais" in n.name], "one of them")
    row = next(n.name for n in app.find_all("list item") if "Demoiselles" in n.name)
    tap.ok(f"{PUPILS} inscrits" in row and f"{PUPILS - 1} finalisés" in row
           and f"{PUPILS} comptes" in row and "1 inscription à terminer" in row,
           "the row says how far the establishment is", row)
    app.press("push button", "Épingler")
    app.wait_for("Épinglé")
    tap.ok(app.says("Épinglé"), "it is pinned, and says so")
    app.press("push button", "Ouvrir")
    app.wait_window("Candidats")
    app.wait_for("ARBOGAST")
    tap.ok(True, "its candidates are in the list that a school has")
    scene.picture(app, "agent-candidats")


def follows(tap, scene, app):
    scene.go(app, "Suivi")
    app.wait_window("Suivi")
    app.wait_for("Aucun inscrit")
    names = [n.name for n in app.find_all("list item") if "inscrits" in n.name]
    tap.ok("Aucun inscrit" in names[0] and app.says("2 000 pas terminés"),
           "Suivi: who has most left comes first", names[:3])
    scene.picture(app, "agent-suivi")


def counted(app):
    """The row of the school in the list that is shown."""
    return next((n.name for n in app.find_all("list item") if "Demoiselles" in n.name), "")


def follows_one_session(tap, scene, app):
    app.fill("Rechercher un établissement", "demois")
    app.wait(lambda: f"{PUPILS} inscrits" in counted(app), "the session of the school")
    tap.ok(app.find("push button", "Session comptée : CAP – JUIN 2027"), "Suivi counts the current session at first", app.safe_texts())
    app.go_to("push button", "Session comptée : ")
    app.keys("Return", "End", "Return")
    app.wait(lambda: "Aucun inscrit" in counted(app), "the other session")
    tap.ok(app.find("push button", "Session comptée : " + OTHER) and app.says("0 inscrits, 0 finalisés"),
           "one session alone is counted, in the rows and in the sum", app.safe_texts())
    scene.picture(app, "agent-suivi-session")
    app.keys("Return", "Home", "Return")
    app.wait(lambda: f"{PUPILS} inscrits" in counted(app), "all sessions")
    tap.ok(app.find("push button", "Session comptée : Toutes les sessions"), "all sessions are one choice", app.safe_texts())


def keeps_session(tap, scene, app):
    scene.go(app, "Suivi")
    app.wait_window("Suivi")
    app.wait(lambda: app.find("push button", "Session comptée : Toutes les sessions"), "the choice")
    tap.ok(True, "the choice is kept at the next start")


def decides(tap, scene, app):
    """Services et calendrier: one establishment closes earlier than the others."""
    scene.go(app, "Services et calendrier")
    app.wait_window("Services et calendrier")
    app.wait_for("CAP – JUIN 2027")
    app.fill("Établissement", UAI)
    app.fill("Ouverture des inscriptions", "01/10/2026 08:00")
    app.fill("Fermeture des inscriptions", "demain")
    app.press("push button", "Enregistrer")
    app.wait_for("Écrivez un jour et une heure")
    tap.ok(app.focus.role == "text", "what is no moment is said at its field", app.focus)
    app.fill("Fermeture des inscriptions", "31/12/2030 17:00")
    app.press("push button", "Enregistrer")
    app.wait_for("inscriptions du 01/10/2026 08:00 au 31/12/2030 17:00", 60)
    tap.ok(app.says(UAI + " Lycée"), "ACC-10: it is opened for one establishment, and listed by name")
    app.go_to("text", "Fermeture des inscriptions")
    tap.equal(app.focus.text, "31/12/2030 17:00", "the dates that were saved stay in sight")
    scene.picture(app, "agent-services")
    app.press("push button", "Retirer")
    app.wait_for("Aucun établissement n'a de dates", 60)
    tap.ok(True, "ACC-10: an establishment's own dates are taken away again")
    app.fill("Fermeture des inscriptions", "31/12/2030 17:00")
    app.fill("Ouverture des inscriptions", "01/10/2026 08:00")
    app.press("push button", "Enregistrer")
    app.wait_for("inscriptions du 01/10/2026 08:00 au 31/12/2030 17:00", 60)
    app.go_to("push button", "Pièces justificatives des candidats")
    app.keys("space")
    app.wait_for("Sur papier uniquement, rien en ligne")
    app.keys("Down", "Return")
    app.press("push button", "Enregistrer")
    app.wait_for("pièces sur papier uniquement", 60)
    tap.ok(True, "INS-22: the exam office forbids sending documents on line, and it is listed")
    scene.picture(app, "agent-pieces")


def reviews(tap, scene, app):
    scene.go(app, "Aperçu et impression")
    app.wait_window("Aperçu et impression")
    app.wait_for(f"0 / {PUPILS} vérifié", 60)
    scene.server.stop()
    app.go_to("list item", "")
    app.keys("space")
    app.wait_for(f"1 / {PUPILS} vérifié")
    app.keys("c")
    app.wait(lambda: app.focus.role == "text" and app.focus.name.startswith("Note"), "the note")
    app.type(NOTE)
    app.keys("Return")
    app.wait_for("1 à corriger")
    tap.ok(app.says("Hors ligne") or app.says("en attente"), "ACC-39: with the server stopped",
           app.safe_texts()[-8:])
    scene.picture(app, "agent-relecture")
    scene.server.start()
    app.wait_for("Tout est synchronisé", 90)


def never_had_a_secret(tap, scene):
    disk = scene.read_disk(AGENT)
    slips = [row for row in rows(scene.server, "slip")]
    ciphers = [row.split('"cipher":"')[1].split('"')[0] for row in slips]
    tap.ok(len(ciphers) == PUPILS and not [c for c in ciphers if c.encode() in disk],
           "design.md, Secrets: no ciphertext of a slip lies on his disk", len(ciphers))


def rows(server, kind):
    database = sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True)
    try:
        return [row[0] for row in database.execute(
            "SELECT data FROM record WHERE scope = ? AND kind = ? AND deleted = 0",
            ("etab:" + UAI, kind))]
    finally:
        database.close()


def close_now(server):
    """Registration of the school has been over since this very moment."""
    database = sqlite3.connect(os.path.join(server.data, "machaon.db"))
    with database:
        changed = database.execute(
            "UPDATE record SET data = json_set(data, '$.registration_to_ms', ?)"
            " WHERE scope = ? AND kind = 'service' AND id = 'CAP/2027-06' AND deleted = 0",
            (str(int(time.time() * 1000)), "etab:" + UAI)).rowcount
    database.close()
    assert changed == 1, changed


def decides_late(tap, scene, desk, app):
    """Typed by the school without network before the closing, received after it."""
    out, kept = desk.candidates()[-2:]
    scene.server.stop()
    for one in (out, kept):
        desk.run("candidates", "set", one["id"], "city=Ornans", status=5)
    close_now(scene.server)
    scene.server.start()
    desk.run("sync")
    status = desk.json("status")
    tap.equal((status["refused"], status["late"]), (0, 2), "what comes late is not refused, it waits")
    scene.go(app, "Saisies hors ligne avant clôture")
    app.wait_window("Saisies hors ligne avant clôture")
    app.wait_for(f"Lycée des Demoiselles ({UAI})", 60)
    scene.picture(app, "agent-saisies-tardives")
    app.press("push button", "Voir…")
    app.wait_for("Ville : Besançon → Ornans")
    tap.ok(app.says(out["family_name"]), "the agent sees whom it is about, and both values")
    app.keys("Escape")
    app.press("push button", "Refuser…")
    app.wait_for("ne sont pas prises en compte")
    app.type("Trop tard pour cette ville")
    app.keys("Return")
    app.wait_for("l'établissement saura pourquoi")
    app.wait(lambda: len(app.find_all("push button")) and sum(
        node.name == "Accepter" for node in app.find_all("push button")) == 1, "the other one alone")
    app.press("push button", "Accepter")
    app.wait_for("Ces saisies sont prises en compte")
    app.wait_for("Rien n'attend votre décision")
    desk.run("sync")
    row = next(row for row in desk.candidates() if row["id"] == kept["id"])
    tap.equal((row["city"], row["pending"]), ("Ornans", None),
              "Saisies hors ligne avant clôture: accepted in the window, in force at the school")
    told = [op for op in desk.json("status")["operations"] if op["state"] == "refused"]
    tap.equal([(op["reason"], op["words"]) for op in told], [("late_refused", "Trop tard pour cette ville")],
              "refused: the school reads why")


def school_reads(tap, scene, desk):
    desk.run("sync", status=0)
    steps = desk.json("steps", "--session", "CAP/2027-06")
    tap.ok(any("1 papillon" in str(step) and "corriger" in str(step) for step in steps),
           "the school's steps say what the exam office asks", steps)
    seen = desk.json("reviews", "list")
    tap.ok([r for r in seen if r["verdict"] == "to_correct" and r["note"] == NOTE
            and r["by"] == AGENT], "machaonctl lists it, with who and when", seen)
    app = scene.start("--secrets-file", desk.secrets, login=desk.login)
    app.wait_for("Tout est synchronisé", 60)
    app.wait_for("Le rectorat vous demande de corriger 1 papillon", 60)
    scene.picture(app, "ecole-accueil")
    scene.go(app, "Aperçu et impression")
    app.wait_window("Aperçu et impression")
    app.wait_for("vérifié", 60)
    app.go_to("list item", "")
    app.wait_for("Vérifié – rectorat (M. Vidal")
    app.keys("Down")
    app.wait_for("À corriger – rectorat")
    tap.ok(app.says(NOTE) and app.says("M. Vidal"), "the school's window shows who and what",
           app.safe_texts()[-30:])
    scene.picture(app, "ecole-relecture")
    scene.go(app, "Retour des dossiers")
    app.wait_window("Retour des dossiers")
    app.wait_for("n'accepte les pièces justificatives que sur papier")
    tap.ok(True, "INS-22: the school is told where the documents come back")
    scene.picture(app, "ecole-retour")
    app.end()


def make_all(scene):
    desk = add_desk(scene.server, scene.folder, "a.martin")
    desk.run("establishment", "set", "--phone", "0199005500", "--email",
             "secretariat@demoiselles.example", "--address", "12 rue des Tilleuls", "--city",
             "Besançon", "--postal-code", "25000", status=0)
    desk.run("establishment", "confirm", status=0)
    desk.json("import", write_csv(os.path.join(desk.root, "out", "p.csv"),
                                  [pupil(n) for n in range(PUPILS)]))
    ids = [c["id"] for c in desk.candidates()]
    desk.run("finalise", *ids[:-1], status=0)
    desk.json("accounts", "generate")
    os.rename(desk.profile, scene.profile(desk.login))
    desk.profile = scene.profile(desk.login)
    return desk


def main():
    tap = Tap()
    with Scene() as scene:
        desk = make_all(scene)
        scene.server.add_directory(session=("DNB", "2027-06"))
        code = add_many(scene.server)
        path = os.path.join(scene.folder, AGENT + ".machaon")
        scene.server.admin("staff", "add", AGENT, "--role", "exam-office", "--academy", code,
                           "--name", "M. Vidal", "--write-invitation", path, "--server",
                           scene.server.url)
        wait_summaries(scene.server, code)
        app = scene.start(path, login=AGENT)
        app.wait_for("Invitation pour " + AGENT)
        scene.choose_password(app)
        finds(tap, scene, app)
        follows(tap, scene, app)
        follows_one_session(tap, scene, app)
        decides(tap, scene, app)
        reviews(tap, scene, app)
        never_had_a_secret(tap, scene)
        app.end()
        school_reads(tap, scene, desk)
        app = scene.start(login=AGENT)
        app.wait_for("Tout est synchronisé", 90)
        keeps_session(tap, scene, app)
        decides_late(tap, scene, desk, app)
        app.end()
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
