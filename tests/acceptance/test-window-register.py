# SPDX-License-Identifier: GPL-3.0-or-later
"""A registration typed in the real window, by keyboard alone: the tabs of the reference, choices in place
of codes, a draft that survives the window, a warning for somebody who is known, and the next one.
INS-10, REG-05 to REG-42."""
import os
import sqlite3
import sys

from client import add_desk, pupil, write_csv
from scene import Scene
from tap import Tap

REFERENCE = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "data", "reference", "cap.reference")
TABS = ("1 - Identification", "2 - Informations candidature", "3 - Qualification présentée", "4 - Acquis",
        "5 - Épreuves", "6 - Récapitulatif", "7 - N° inscription")


def choose(app, field, steps):
    """In a menu of the form: so many steps down."""
    app.go_to("push button", field)
    app.keys("Return", *["Down"] * steps, "Return")
    app.pump(0.4)


def begin(app, family, given, birth):
    app.keys("ctrl+n")
    app.wait_window("Inscrire un candidat")
    type_names(app, family, given, birth)


def type_names(app, family, given, birth):
    app.fill("Nom de famille", family)
    app.fill("Prénom 1", given)
    app.fill("Date de naissance", birth)
    app.keys("Tab")


def turn(app, tab):
    app.keys("ctrl+Next")
    app.wait(lambda: selected_tab(app) == tab, f"the tab {tab}")


def selected_tab(app):
    return next((node.name for node in app.find_all("list item") if node.name in TABS
                 and node.has("selected")), None)


def test_tabs(tap, scene, app):
    app.keys("ctrl+n")
    app.wait_window("Inscrire un candidat")
    app.wait_for("1 - Identification")
    found = [node.name for node in app.find_all("list item") if node.name in TABS]
    tap.equal(tuple(found), TABS, "REG-09 the tabs of the CAP")
    app.press("push button", "Suivant")
    app.wait(lambda: app.focus.has("invalid"), "a fault")
    tap.ok(app.focus.name.startswith("Nom de famille") and selected_tab(app) == TABS[0],
           "REG-06 what a tab needs is asked for before the next one", app.focus.name)
    scene.picture(app, "inscrire-1")


def test_twin(tap, scene, app):
    """Somebody of the file, typed again."""
    known = pupil(5)
    type_names(app, known["Nom de famille"].title(), known["Prénom 1"], known["Date de naissance"])
    app.wait_for("Cette personne est déjà inscrite")
    scene.picture(app, "inscrire-connu")
    tap.ok(app.says(known["Division"]), "the same person is told while typing, with his class")
    type_names(app, "Zébulon", "Léa", "3/4/2010")
    app.wait_gone("Cette personne est déjà inscrite")
    tap.ok(True, "and the warning goes with the name")


def test_draft(tap, scene, app):
    """The window is closed in the middle."""
    app.pump(0.5)
    tap.equal(app.end(), 0, "the window closes")
    tap.ok(b"bulon" not in scene.read_disk(), "the draft is sealed on the disk")
    app = scene.start()
    app.wait_for("Tout est synchronisé")
    app.keys("ctrl+n")
    app.wait_for("Votre saisie non enregistrée est reprise")
    entry = app.go_to("text", "Prénom 1")
    tap.equal(entry.text, "Léa", "what was typed is there again after a new start")
    scene.picture(app, "inscrire-brouillon")
    return app


def test_register(tap, scene, desk, app):
    choose(app, "Sexe", 1)
    turn(app, TABS[1])
    choose(app, "Catégorie candidat", 1)
    app.fill("Division", "1CAP-9")
    scene.picture(app, "inscrire-2")
    turn(app, TABS[2])
    choose(app, "Code spécialité", 1)
    choose(app, "Forme de passage", 1)
    scene.picture(app, "inscrire-3")
    turn(app, TABS[3])
    scene.picture(app, "inscrire-4")
    turn(app, TABS[4])
    app.wait_for("EG5 - Langue vivante étrangère")
    tap.ok(app.says("Épreuve(s) obligatoire(s)") and app.says("Épreuve(s) facultative(s)"),
           "REG-34 mandatory and optional tests")
    choose(app, "Langue vivante étrangère", 2)
    app.go_to("check box", "EF2 - Arts appliqués")
    app.keys("space")
    app.pump(0.4)
    scene.picture(app, "inscrire-5")
    app.press("push button", "Suivant")
    app.wait_for("la candidature n'est pas encore enregistrée")
    tap.ok(app.says("EG5 - Langue vivante étrangère - Anglais") and app.says("EF2 - Arts appliqués et cultures "
           "artistiques : Inscrit"), "REG-35, REG-36 the summary says all of it, and that it is not saved")
    tap.ok(app.find("push button", "Enregistrer") is None, "REG-07 it is not saved here")
    scene.picture(app, "inscrire-6")
    turn(app, TABS[6])
    scene.picture(app, "inscrire-7")
    app.press("push button", "Enregistrer et suivant")
    app.wait_window("Inscrire un candidat")
    app.wait_for("Candidat inscrit")
    app.wait_for("Tout est synchronisé", 60)
    desk.run("sync", status=0)
    row = next(one for one in desk.candidates() if one["given_name"] == "Léa")
    tap.equal((row["family_name"], row["birth_date"], row["category"], row["specialty_code"], row["specialty"],
               row["tests"], row["sex"], row["state"]),
              ("Zébulon", "2010-04-03", "SCOLAIRE CAP EN 2 ANS (122)", "31224", "Équipier polyvalent du commerce",
               "EF2; EG5=Anglais", "F", "pre_registered"), "REG-13 to REG-33 all of it is registered")


def test_next(tap, scene, desk, app):
    """The next one of the same class: names alone are left to type."""
    tap.equal(app.go_to("text", "Nom de famille").text, "", "the form is empty again")
    type_names(app, "Yvain", "Noé", "5/6/2010")
    app.keys("ctrl+s")
    app.wait_for("Relisez")
    app.keys("ctrl+s")
    app.wait_window("Yvain Noé")
    app.wait_for("Tout est synchronisé", 60)
    desk.run("sync", status=0)
    row = next(one for one in desk.candidates() if one["given_name"] == "Noé" and one["family_name"] == "Yvain")
    tap.equal((row["division"], row["specialty_code"], row["category"]),
              ("1CAP-9", "31224", "SCOLAIRE CAP EN 2 ANS (122)"), "the class of the one before is proposed")


def test_edit(tap, scene, desk, app):
    """Earlier results of one that is there: what they ask for appears, what they exempt from is ticked."""
    app.keys("ctrl+Prior", "ctrl+Prior", "ctrl+Prior")
    app.wait(lambda: selected_tab(app) == TABS[3], "the tab of earlier results")
    choose(app, "Acquis", 3)
    app.wait_for("Année d")
    choose(app, "Diplôme dispensant", 2) if app.find("push button", "Diplôme dispensant") else choose(
        app, "Diplôme", 2)
    app.wait_for("Vous serez dispensé des épreuves suivantes")
    app.go_to("check box", "EG2 - Math")
    app.keys("space")
    app.pump(0.5)
    scene.picture(app, "acquis")
    app.keys("ctrl+s")
    app.wait_for("Enregistré")
    app.wait_for("Tout est synchronisé", 60)
    desk.run("sync", status=0)
    row = next(one for one in desk.candidates() if one["given_name"] == "Noé" and one["family_name"] == "Yvain")
    tap.equal(row["retaken_tests"], "EG2", "REG-20, REG-21 an exempted test is taken again")


def test_withdraw(tap, scene, desk, app):
    """Désinscrire asks why and since when."""
    app.press("push button", "Désinscrire")
    app.wait_for("Désinscrire 1 candidat")
    app.fill("Motif de la désinscription", "Parti en Belgique")
    app.fill("Date de la désinscription", "31/02/2027")
    app.wait(lambda: app.focus is not None and app.focus.has("invalid"), "the fault of a wrong date")
    tap.ok(not app.find("push button", "Désinscrire").has("sensitive"), "a wrong date withdraws nobody")
    app.fill("Date de la désinscription", "20/11/2026")
    tap.ok(not app.says("âge inhabituel"), "today is no unusual day to leave", app.safe_texts())
    scene.picture(app, "desinscrire")
    app.press("push button", "Désinscrire")
    app.wait_window("Yvain Noé")
    app.wait_for("Tout est synchronisé", 60)
    desk.run("sync", status=0)
    row = next(one for one in desk.candidates() if one["given_name"] == "Noé" and one["family_name"] == "Yvain")
    tap.equal((row["state"], row["withdrawal_reason"], row["withdrawn_on"]),
              ("withdrawn", "Parti en Belgique", "2026-11-20"), "désinscrire, with motive and date")


def test_health(tap, scene, desk, app):
    """Who opens what tells something about health is written down at the server."""
    one = next(row for row in desk.candidates() if row["ine"] == pupil(5)["INE"])
    desk.run("candidates", "set", one["id"], "handicap=1", status=0)
    app.keys("F5", "ctrl+f")
    app.type(one["family_name"])
    app.wait_for("1 candidat")
    app.go_to("table row", one["family_name"])
    app.keys("Return")
    app.wait_window(one["family_name"])

    def looks():
        with sqlite3.connect(os.path.join(scene.server.data, "machaon.db")) as database:
            return database.execute("SELECT actor FROM audit WHERE action = 'health'").fetchall()

    app.wait(looks, "the look to be written down", 60)
    tap.equal(looks(), [("secretariat",)], "a look at health data is in the server's log, once")


def main():
    tap = Tap()
    with Scene(pupils=12) as scene:
        scene.server.admin("reference", "load", REFERENCE)
        desk = add_desk(scene.server, scene.folder, "j.durand")
        app = scene.open_signed_in()
        desk.json("import", write_csv(scene.file, [pupil(n) for n in range(12)]))
        app.keys("F5")
        app.wait_for("Tout est synchronisé")
        tap.run("tabs", test_tabs, tap, scene, app)
        tap.run("the same person", test_twin, tap, scene, app)
        app = tap.run("a draft", test_draft, tap, scene, app) or app
        tap.run("registering", test_register, tap, scene, desk, app)
        tap.run("the next one", test_next, tap, scene, desk, app)
        tap.run("editing", test_edit, tap, scene, desk, app)
        tap.run("withdrawing", test_withdraw, tap, scene, desk, app)
        tap.run("health", test_health, tap, scene, desk, app)
        tap.equal(app.end(), 0, "the window closes")
    return tap.done()


sys.exit(main())
