# SPDX-License-Identifier: GPL-3.0-or-later
"""A school's files in the real window, by keyboard alone: settings with their faults, every fault of a
file at once, free columns, a server that is stopped in the middle, the list with its search, order,
ticks and undo, a file dropped. INS-04, INS-07, INS-08, INS-10, INS-11, INS-14, INS-20."""
import csv
import os
import sys

from scene import Scene
from tap import Tap

FILES = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "tests", "data", "import")


def settings(tap, scene, app):
    scene.go(app, "Paramétrer mon établissement")
    app.wait_window("Paramétrer mon établissement")
    tap.ok(app.find("tab", "Informations") or app.says("Informations"),
           "INS-08: there is a tab Informations", app.safe_texts())
    app.press("push button", "Ces coordonnées sont exactes")
    tap.ok(app.says("téléphone") and not app.says("✓ Les coordonnées"),
           "INS-07: nothing is confirmed without telephone and e-mail", app.safe_texts())
    app.fill("Téléphone", "01 99")
    app.press("push button", "Enregistrer")
    app.wait(lambda: app.focus is not None and app.focus.has("invalid"), "the fault")
    tap.equal(app.focus.name, "Téléphone", "a wrong telephone is told under its field")
    tap.ok(app.focus.description != "" and app.says(app.focus.description),
           "a screen reader says the fault with the field", app.focus.description)
    scene.set_contact(app)
    tap.ok(app.says("LYCÉE DES DEMOISELLES 12 rue des Tilleuls, 25000 Besançon"),
           "the block is shown as it will be printed", app.safe_texts())
    scene.picture(app, "parametrer")
    app.fill("Téléphone", "01 99 00 55 01")
    app.press("push button", "Enregistrer")
    app.wait_for("Relisez ce bloc")
    tap.ok(not app.says("✓ Les coordonnées"), "a later change asks for a new confirmation")
    app.press("push button", "Ces coordonnées sont exactes")
    app.wait_for("Les coordonnées sont confirmées")


def faulty_file(tap, scene, app):
    scene.go(app, "Importer un fichier")
    app.press("push button", "Choisir un fichier")
    app.choose_file("Choisir le fichier des élèves", os.path.join(FILES, "fautes.csv"))
    app.wait_for("20 lignes")
    scene.picture(app, "import-fichier")
    app.press("push button", "Suivant")
    app.wait_for("Rejetés 5")
    app.go_to("check box", "Seulement les problèmes")
    tap.ok(app.focus.has("checked"), "the problems are what is shown first")
    app.keys("space")
    app.wait(lambda: len(file_rows(app)) == 20, "every row of the file")
    app.keys("space")
    app.wait(lambda: 0 < len(file_rows(app)) < 20, "only the problems")
    rows = file_rows(app)
    rejected = [int(name.split(",")[0][len("Ligne "):]) for name in rows if "rejeté" in name]
    tap.equal(rejected, [3, 5, 7, 9, 13], "the rejected ones are told by their line")
    tap.ok(app.says("Bloquant · ") and app.says("À vérifier · "),
           "blocking and warning are told apart in words", app.safe_texts()[:80])
    scene.picture(app, "import-verification")
    path = os.path.join(scene.folder, "rejets.csv")
    app.press("push button", "Enregistrer les lignes rejetées")
    app.save_file("Enregistrer les lignes rejetées", path)
    app.wait(lambda: os.path.exists(path) and os.path.getsize(path) > 0, "the rejected rows")
    with open(path, encoding="utf-8-sig", newline="") as file:
        report = list(csv.reader(file, delimiter=";"))
    tap.equal((len(report), report[0][-2:]), (6, ["_ligne", "_motif"]),
              "the rejected rows come back as a file with their reasons")
    app.press("push button", "Précédent")
    app.wait_for("Étape 1 sur 4") if app.says("Étape 1 sur 4") else None
    tap.ok(app.says("fautes.csv") or app.says("Reconnue"), "Back loses nothing", app.safe_texts())
    while not app.says("Rejetés 5"):
        app.press("push button", "Suivant")
        app.pump(0.5)


def file_rows(app):
    return [node.name for node in app.find_all("list item") if node.name.startswith("Ligne ")]


def server_goes(tap, scene, app):
    """What is imported while the server is away is kept, said, and leaves by itself."""
    scene.server.stop()
    app.press("push button", "Importer 14 élèves")
    app.wait_for("Bilan de l'import", 60)
    tap.ok(app.says("gardé sur ce poste") or app.says("gardés sur ce poste")
           or app.says("gardée sur ce poste"), "the report says where the import is",
           app.safe_texts())
    tap.ok(app.says("20 lignes lues = 14 + 0 + 1 + 5"), "the balance adds up", app.safe_texts())
    scene.picture(app, "import-bilan-hors-ligne")
    app.press("push button", "Voir les candidats")
    app.wait_for("14 candidats")
    app.wait_for("Hors ligne depuis")
    tap.ok(app.says("en attente"), "what waits is counted", app.safe_texts()[-40:])
    tap.ok(app.says("○ Pré-inscrit ↑"), "INS-14: they are pre-registered, and not sent yet")
    app.leave("n'est pas encore partie")
    app = scene.start()
    app.wait_for("14 candidats")
    tap.ok(app.says("en attente"), "a new start still has them all")
    scene.server.start()
    app.keys("F5")
    app.wait_for("Tout est synchronisé")
    app.wait_gone("↑")
    tap.ok(True, "the server took them")
    return app


def free_columns(tap, scene, app):
    scene.go(app, "Importer un fichier")
    app.press("push button", "Choisir un fichier")
    app.choose_file("Choisir le fichier des élèves", os.path.join(FILES, "colonnes-libres.csv"))
    app.wait_for("212 lignes")
    app.press("push button", "Suivant")
    app.wait_for("Étape 2 sur 4")
    tap.ok(app.says("Observations") and app.says("Non reconnue, non importée"),
           "a column that nobody knows is shown", app.safe_texts()[:60])
    scene.picture(app, "import-colonnes")
    app.press("push button", "Suivant")
    app.wait_for("Étape 3 sur 4")
    app.wait_for("Rejetés 0")
    app.press("push button", "Importer ")
    app.wait_for("Bilan de l'import", 60)
    scene.picture(app, "import-bilan")
    app.press("push button", "Voir les candidats")
    app.wait_for("candidats")


def works_on_the_list(tap, scene, app):
    """Search, order, ticks that stay, an act on them, and its undo."""
    app.keys("ctrl+f")
    app.type("aubin")
    app.wait(lambda: 0 < rows_of(app) < 30, "the search to narrow the list")
    tap.ok(all("AUBIN" in row for row in names_of(app)), "INS-20: typing finds a name",
           names_of(app))
    app.go_to("table row", "")
    app.keys("Return")
    app.go_to("list item", "1 - Identification")
    app.keys("End")
    app.wait_for("Rien n'a changé depuis l'inscription")
    app.keys("Home", "Down")
    app.fill("Division", "TCAP AEPE")
    app.keys("ctrl+s")
    app.go_to("list item", "2 - ")
    app.keys("End")
    app.wait_for("Mme Martin · Division : 1CAP-EPC → TCAP AEPE")
    tap.ok(True, "the page of a candidate tells his history: who, when, from what to what")
    scene.picture(app, "candidat-historique")
    app.keys("alt+Left")
    app.wait_window("Candidats")
    app.keys("ctrl+f", "ctrl+a", "BackSpace")
    app.wait(lambda: rows_of(app) > 30, "everybody again")
    app.go_to("push button", "Ordre de la liste")
    app.keys("Return")
    app.pump(0.4)
    app.keys("d")  # par Division
    if app.says("Par division"):
        app.keys("Return")
    app.go_to("table row", "")
    app.keys("space", "Down", "Down", "space")
    app.wait_for("2 sélectionnés")
    tap.ok(True, "ticks stay while the arrows move")
    scene.picture(app, "candidats")
    app.press("push button", "Finaliser l'inscription")
    app.wait(lambda: "2 inscriptions finalisées" in app.texts(), "the act to be told")
    app.keys("ctrl+z")
    app.wait(lambda: all("○ Pré-inscrit" in row for row in names_of(app)), "the rows as before")
    tap.ok(rows_of(app) > 30, "Ctrl+Z takes it back", names_of(app)[:12])


def names_of(app):
    return [node.name for node in app.find_all("table row") if "," in node.name]


def dropped_file(tap, scene, app):
    scene.go(app, "Candidats")
    scene.desktop.drop([scene.file, scene.file], 500, 350)
    app.wait_for("Déposez un seul fichier à la fois")
    tap.ok(not app.says("Étape 1 sur 4"), "two files at once change no page",
           app.safe_texts()[:40])
    scene.desktop.drop([scene.file], 500, 350)
    app.wait_for("12 lignes")
    tap.ok(app.says("Étape 1 sur 4") and app.says("Accents lus"),
           "INS-04: a file dropped on the list opens the import", app.safe_texts()[:40])


def rows_of(app):
    return len(names_of(app))


def test_all(tap):
    with Scene(pupils=12) as scene:
        app = scene.open_signed_in()
        settings(tap, scene, app)
        faulty_file(tap, scene, app)
        app = server_goes(tap, scene, app)
        free_columns(tap, scene, app)
        works_on_the_list(tap, scene, app)
        dropped_file(tap, scene, app)


def main():
    tap = Tap()
    tap.run("files in the window", test_all, tap)
    return tap.done()


sys.exit(main())
