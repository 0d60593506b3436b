# SPDX-License-Identifier: GPL-3.0-or-later
"""A newer file of the same pupils in the real window: who came, who left, who changed class, and what is
done about each; pupils whom another school asks for, refused and let go. INS-09 to INS-14; issue 4."""
import os
import sys

from client import add_desk, pupil, write_csv
from scene import Scene
from tap import Tap

N = 12
MOVED = range(3)
LEFT = (10, 11)
CAME = range(12, 15)
OTHER = "0250002B"


def newer_file(scene):
    rows = [pupil(i) for i in [*range(N - len(LEFT)), *CAME]]
    for i in MOVED:
        rows[i]["Division"] = "2NOUV"
    return write_csv(os.path.join(scene.folder, "octobre.csv"), rows)


def name_of(i):
    return f"{pupil(i)['Nom de famille']} "


def open_comparison(scene, app, path):
    scene.go(app, "Comparer avec un nouveau fichier")
    app.wait_window("Comparer avec un nouveau fichier")
    app.press("push button", "Choisir un fichier")
    app.choose_file("Choisir le fichier des élèves", path)
    app.wait_for("Accents lus", 60)
    app.press("push button", "Suivant")
    app.wait_for("a été comparé avec ce qui est inscrit")


def show(app, part):
    app.press("page tab", part, key="space")
    app.pump(0.3)


def test_differences(tap, scene, app, path):
    open_comparison(scene, app, path)
    app.wait_for("3 arrivés")
    tap.ok(app.says("2 partis") and app.says("3 changés de classe"), "who came, who left, who changed class",
           app.safe_texts())
    tap.ok(all(app.find("table row", name_of(i)) or app.says(pupil(i)["Nom de famille"]) for i in CAME),
           "those who came, by name")
    scene.picture(app, "comparer-arrives")
    app.go_to("check box", "Ce fichier ne contient qu'une partie")
    app.keys("space")
    app.wait_for("0 parti")
    tap.ok(True, "of a part of the pupils nobody is said to have left")
    app.keys("space")
    app.wait_for("2 partis")


def test_moved(tap, scene, desk, app):
    show(app, "3 changés de classe")
    scene.picture(app, "comparer-classes")
    app.press("push button", "Donner la nouvelle classe")
    app.wait_for("3 candidats modifiés")
    app.wait_for("0 changé de classe")
    scene.picture(app, "comparer-classes-faites")
    app.keys("ctrl+z")
    app.wait_for("3 changés de classe")
    tap.ok(True, "the new classes are given at once, and taken back at once")
    show(app, "3 changés de classe")
    app.press("push button", "Donner la nouvelle classe")
    app.wait_for("0 changé de classe")


def test_left(tap, scene, desk, app):
    show(app, "2 partis")
    scene.picture(app, "comparer-partis")
    button = app.go_to("push button", "Désinscrire")
    tap.ok(not button.has("enabled"), "nobody is withdrawn who was not ticked")
    app.press("push button", "Tout cocher")
    app.press("push button", "Accorder le transfert")
    app.wait_for("2 transferts accordés d'avance")
    scene.picture(app, "comparer-accord")
    app.press("push button", "Désinscrire")
    app.wait_for("Désinscrire 2 candidats")
    scene.picture(app, "comparer-desinscrire")
    app.keys("Escape")
    app.wait_window("Comparer avec un nouveau fichier")
    tap.ok(app.says("2 partis"), "who is kept stays in the list of those who left")


def test_import_after(tap, scene, desk, app):
    show(app, "3 arrivés")
    app.press("push button", "Importer ce fichier")
    app.wait_window("Importer un fichier")
    app.wait_for("Accents lus", 60)
    app.press("push button", "Suivant")
    app.wait_for("Créer ")
    app.press("push button", "Importer ")
    app.wait_for("Bilan de l'import", 60)
    app.keys("Escape")
    app.wait_for("Tout est synchronisé", 60)
    desk.run("sync", status=0)
    rows = {row["ine"]: row for row in desk.candidates()}
    tap.equal(len(rows), N + len(CAME), "nobody was removed because a file does not name him")
    tap.ok(all(rows[pupil(i)["INE"]]["division"] == "2NOUV" for i in MOVED), "the new class is at the server")
    agreed = [i for i in range(N) if rows[pupil(i)["INE"]]["transfer_agreed_on"]]
    tap.equal(agreed, list(LEFT), "and whom the school lets go")


def test_ask(tap, scene, other_app, other, desk):
    """The other school imports one who was let go, and one who was not."""
    path = write_csv(os.path.join(scene.folder, "autres.csv"), [pupil(0), pupil(LEFT[0])])
    scene.import_file(other_app, path)
    other_app.wait_for("2 sont inscrits ailleurs")
    scene.picture(other_app, "transferts-bilan")
    other_app.press("push button", "2 sont inscrits ailleurs")
    other_app.wait_for("Déjà inscrit dans un autre établissement")
    tap.ok(not other_app.says("Demoiselles"), "not a word where they are registered")
    scene.picture(other_app, "transferts-a-demander")
    for expected in ("est demandé", "est demandé"):
        other_app.press("push button", "Demander le transfert")
        other_app.wait_for(expected)
        other_app.pump(1.5)
    other_app.wait_for("Accepté : l'élève est dans votre liste")
    scene.picture(other_app, "transferts-demandes")
    other.run("sync")
    desk.run("sync", status=0)
    here = [row["ine"] for row in other.candidates() if row["pending"] is None]
    there = [row["ine"] for row in desk.candidates()]
    ine = pupil(LEFT[0])["INE"]
    tap.ok(ine in here and ine not in there, "who was let go before has moved without a question", here)
    tap.ok(pupil(0)["INE"] in there, "the other waits for an answer")


def test_decide(tap, scene, app, other, other_app):
    app.activate()
    app.wait_for("Tout est synchronisé", 60)
    scene.go(app, "Demandes de transfert")
    app.wait_for("demande cet élève", 90)
    scene.picture(app, "transferts-a-repondre")
    app.press("push button", "Refuser")
    app.wait_window("Refuser le transfert")
    app.keys("Return")
    app.wait_for("Dites pourquoi en quelques mots")
    scene.picture(app, "transferts-refuser")
    app.type("Il reste chez nous")
    app.keys("Return")
    app.wait_for("reste ici")
    app.wait_for("Refusé : Il reste chez nous")
    tap.ok(True, "a refusal needs a reason and says it")
    other_app.activate()
    other_app.keys("F5")
    other_app.wait_for("Refusé : Il reste chez nous", 90)
    other_app.press("push button", "Demander le transfert")
    other_app.wait_for("est demandé")
    app.activate()
    app.keys("F5")
    app.wait_for("demande cet élève", 90)
    app.press("push button", "Accepter")
    app.wait_for("Laisser partir")
    scene.picture(app, "transferts-accepter")
    app.press("push button", "Accepter le transfert")
    app.wait_for("est parti vers l'autre établissement")
    other.run("sync")
    tap.ok(pupil(0)["INE"] in [row["ine"] for row in other.candidates() if row["pending"] is None],
           "and who is let go is in the other school's list")
    scene.picture(app, "transferts-finis")


def main():
    tap = Tap()
    with Scene(pupils=N) as scene:
        app = scene.open_signed_in()
        scene.import_file(app, scene.file)
        app.keys("Escape")
        desk = add_desk(scene.server, scene.folder, "j.durand")
        path = newer_file(scene)
        test_differences(tap, scene, app, path)
        test_moved(tap, scene, desk, app)
        test_left(tap, scene, desk, app)
        test_import_after(tap, scene, desk, app)
        desk.run("finalise", "--all-ready", status=0)
        scene.server.add_directory(uai=OTHER, name="Lycée des Tilleuls")
        other = add_desk(scene.server, scene.folder, "d.faure", OTHER)
        other_app = scene.open_signed_in("e.roux", "M. Roux", uai=OTHER)
        test_ask(tap, scene, other_app, other, desk)
        test_decide(tap, scene, app, other, other_app)
        other_app.activate()
        tap.equal(other_app.end(), 0, "the other window closes")
        app.activate()
        tap.equal(app.end(), 0, "the window closes")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
