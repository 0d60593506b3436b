# SPDX-License-Identifier: GPL-3.0-or-later
"""Registrations to finish, in the real window by keyboard alone: 500 imported pupils are finalised with
fewer than 40 key presses when three answers suffice, nobody with a blocker is, and an answer for a group
is taken back as one. INS-14, INS-15."""
import json
import os
import sys

from client import add_desk, pupil, write_csv
from scene import Scene
from tap import Tap

REFERENCE = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "data", "reference", "cap.reference")
ACTIVITY = "Inscriptions à terminer"
PUPILS = 500
MAX_KEYS = 40


def states(desk):
    desk.run("sync", status=0)
    found = {}
    for row in desk.candidates():
        found.setdefault(row["state"], []).append(row)
    return found


def answer(app, group, choice):
    """The keyboard stands on the answer already: opens it, goes down to the choice, applies it."""
    closed = f"{group} : Choisir…"
    app.wait(lambda: app.focus.name == closed, f"the answer for {group}")
    app.keys("Return")
    app.wait(lambda: app.focus.name != closed, "the list of choices")
    app.keys(*["Down"] * choice, "Return")
    app.wait(lambda: app.focus.name.startswith(f"{group} : ") and app.focus.name != closed, "a choice")
    app.keys("Tab", "Return")


def test_few_keys(tap, scene, desk, app):
    tap.equal({state: len(rows) for state, rows in states(desk).items()},
              {"pre_registered": PUPILS + 1}, "INS-14 those who were imported are pre-registered")
    before = app.desktop.pressed
    Scene.go(app, ACTIVITY)
    app.wait_for(f"{PUPILS + 1} sans catégorie")
    scene.picture(app, "terminer-1")
    answer(app, "Catégorie candidat", 1)
    app.wait_for("501 candidats modifiés")
    answer(app, "Forme de passage", 1)
    answer(app, "Langue vivante étrangère", 2)
    app.wait_for(f"Finaliser les {PUPILS} prêts")
    app.wait(lambda: app.focus.name.startswith("Finaliser les"), "the keyboard on what comes next")
    scene.picture(app, "terminer-2")
    app.keys("Return")
    app.wait_for(f"{PUPILS} inscriptions finalisées")
    pressed = app.desktop.pressed - before
    tap.ok(pressed < MAX_KEYS, f"INS-15 {PUPILS} pupils are finalised with fewer than {MAX_KEYS} keys", pressed)
    print(f"# {pressed} key presses")


def test_nobody_with_a_blocker(tap, scene, desk, app):
    app.wait_for("Tout est synchronisé", 120)
    seen = states(desk)
    tap.equal({state: len(rows) for state, rows in seen.items()},
              {"registered": PUPILS, "pre_registered": 1}, "the server has them as registered")
    tap.equal(seen["pre_registered"][0]["sex"], None, "who lacks something stays pre-registered")
    tap.ok(all(row["registration_number"] for row in seen["registered"]), "the others have their numbers")
    app.wait_for("1 incomplet")
    scene.picture(app, "terminer-4")
    button = app.go_to("push button", "Finaliser")
    tap.ok("Personne n'est prêt" in button.description, "a button that cannot act says why", button.description)
    app.keys("Return")
    app.pump(0.3)
    tap.ok(app.front.name.startswith(ACTIVITY), "and does nothing", app.front.name)


def test_next_incomplete(tap, app):
    app.keys("F8")
    app.wait(lambda: app.focus.role == "table row" and "Sexe" in app.focus.name, "the next incomplete")
    tap.ok(True, "F8 leads to who lacks something, and says what")
    app.keys("Return")
    app.wait_for("Date de naissance")
    tap.ok(app.says("Sexe"), "Enter opens him")
    app.keys("alt+Left")
    app.wait_window(ACTIVITY)
    app.wait(lambda: app.focus.role == "table row", "the row again")
    tap.ok(True, "and the keyboard comes back to his row")


def test_undo(tap, scene, desk, app):
    """An answer for a group, taken back as one."""
    desk.json("import", write_csv(os.path.join(scene.folder, "more.csv"), [pupil(n) for n in range(700, 706)]))
    app.keys("F5")
    app.wait_for("6 sans catégorie")
    Scene.go(app, "Accueil")
    Scene.go(app, ACTIVITY)
    answer(app, "Catégorie candidat", 1)
    app.wait_for("6 candidats modifiés")
    app.wait_gone("6 sans catégorie")
    app.keys("ctrl+z")
    app.wait_for("6 sans catégorie")
    app.wait_for("Tout est synchronisé", 60)
    seen = states(desk)
    tap.equal([row["category"] for row in seen["pre_registered"]].count(None), 6,
              "Ctrl+Z takes the answer back from all of them")
    for key, value in (("category:missing", "122"), ("passage:missing", "globale"),
                       ("tests:not_chosen:Langue vivante étrangère", "Anglais")):
        desk.json("blockers", "fix", key, value)
    app.keys("F5")
    app.press("push button", "Finaliser les 6 prêts")
    app.wait_for("6 inscriptions finalisées")
    app.wait_for("Tout est synchronisé", 60)
    app.wait_gone("6 inscriptions finalisées")
    Scene.go(app, "Accueil")
    app.keys("ctrl+z")
    app.wait_for("Remis comme avant : 6 inscriptions finalisées")
    tap.ok(True, "an act is taken back when its message has gone and from another page, and named")
    Scene.go(app, ACTIVITY)
    app.wait_for("Finaliser les 6 prêts")
    app.wait_for("Tout est synchronisé", 60)
    tap.equal(len(states(desk)["pre_registered"]), 7, "what was finalised too early is taken back, too")


def test_history(tap, scene, desk, app):
    """Who imported what and when, and one of them taken back."""
    Scene.go(app, "Historique des imports")
    app.wait_for("more.csv")
    scene.picture(app, "imports")
    tap.ok(app.says("j.durand") and app.says("501 lignes") and app.says("6 lignes"),
           "who, when, which file, how many lines", app.safe_texts()[-30:])
    app.press("push button", "Annuler cet import")
    app.wait_window("Annuler l'import de more.csv ?")
    app.press("push button", "Annuler l'import")
    app.wait_for("L'import est annulé", 60)
    scene.picture(app, "imports-annule")
    tap.ok(app.says("Retirés : 0. Conservés car modifiés depuis : 0. Impossible : 6.")
           and app.says("Candidats avant : 507, maintenant : 507."),
           "who was finalised meanwhile stays, by name, with the numbers before and after", app.safe_texts()[:12])
    app.keys("Escape")
    app.wait_for("Annulé par secretariat")
    tap.ok(True, "the list says who took it back")
    Scene.go(app, ACTIVITY)


def test_end(tap, scene, desk, app):
    """When all are finished the page says so."""
    left = states(desk)["pre_registered"]
    desk.run("candidates", "set", next(row["id"] for row in left if row["sex"] is None), "sex=F", status=0)
    app.keys("F5")
    app.wait_for("Finaliser les 7 prêts")
    app.press("push button", "Finaliser les 7 prêts")
    app.wait_for("Toutes les inscriptions sont terminées")
    scene.picture(app, "terminer-5")
    app.wait_for("Tout est synchronisé", 60)
    tap.equal(list(states(desk)), ["registered"], "everybody is registered")


def main():
    tap = Tap()
    with Scene(pupils=PUPILS) as scene:
        scene.server.admin("reference", "load", REFERENCE)
        desk = add_desk(scene.server, scene.folder, "j.durand")
        rows = [pupil(n) for n in range(PUPILS + 1)]
        rows[3]["Sexe"] = ""
        app = scene.open_signed_in()
        desk.json("import", write_csv(scene.file, rows))
        app.keys("F5")
        for run in (test_few_keys, test_nobody_with_a_blocker):
            tap.run(run.__name__, run, tap, scene, desk, app)
        tap.run("next incomplete", test_next_incomplete, tap, app)
        tap.run("undo", test_undo, tap, scene, desk, app)
        tap.run("the history of imports", test_history, tap, scene, desk, app)
        tap.run("the end", test_end, tap, scene, desk, app)
        tap.equal(app.end(), 0, "the window closes")
    return tap.done()


sys.exit(main())
