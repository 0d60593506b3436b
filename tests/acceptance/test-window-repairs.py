# SPDX-License-Identifier: GPL-3.0-or-later
"""A long file with five kinds of error, in the real window: one decision for each kind, by keyboard,
and none for the next file of the same layout. INS-09, INS-10, INS-11, INS-12."""
import os
import re
import sys
import zipfile

from scene import Scene
from tap import Tap

N_ROWS = 3000
N_NEXT = 200
GIVEN = ("Adèle", "Zoé", "Léa", "Jean", "Paul", "Anaïs", "Hugo", "Inès", "Noé", "Éloïse")
HEADINGS = ("Nom;Prénom;Né(e) le;Genre;Groupe du matin;Code postal;Ville;Portable;Spécialité code")


def letters(number):
    """A name of its own for every number: no two look alike."""
    text = ""
    for _ in range(5):
        number, rest = divmod(number * 7919 + 13, 20)
        text += "BCDFGHJKLM"[rest % 10] + "AEIOU"[(number + rest) % 5]
    return text


def damage(text):
    """UTF-8 letters as a program of another alphabet wrote them."""
    return text.encode("utf-8").decode("windows-1252", errors="replace")


def write_file(path, first, n):
    """Five kinds: dates month first, zeros lost, accents damaged, a sex in other words, a class
    written in two ways."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADINGS + "\n")
        for number in range(first, first + n):
            given = GIVEN[number % 10]
            day, month = 1 + number % 28, 1 + number % 12
            date = f"{month:02}/{13 + number % 15:02}/2009" if number % 50 == 0 \
                else f"{day:02}/{month:02}/2009"
            if number % 50 == 10:
                given = damage(given)
            sex = "demoiselle" if number % 50 == 20 else "FM"[number % 2]
            division = "1 CAP EPC" if number % 50 == 30 else "1CAP-EPC"
            phone = f"19900{number % 10000:04}" if number % 50 == 40 else f"019900{number % 10000:04}"
            file.write(f"{letters(number)};{given};{date};{sex};{division};01000;Bourg;{phone};31224\n")
    return path


def open_file(app, scene, path):
    scene.go(app, "Importer un fichier")
    app.press("push button", "Choisir un fichier")
    app.choose_file("Choisir le fichier des élèves", path)
    app.wait_for("Accents lus", 60)
    app.press("push button", "Suivant")


def causes(app):
    """{what: how many} of the list of causes, without rows of the file."""
    rows = [node.name for node in app.find_all("list item") if ": " in node.name]
    return {name.rsplit(": ", 1)[0]: int(name.rsplit(": ", 1)[1])
            for name in rows if not re.match(r"Ligne \d", name)}


def blocking(app):
    return [name for name in causes(app) if "Bloquant · " in name]


def select(app, name):
    """In the list of causes, wherever the keyboard is."""
    for _ in range(40):
        if app.focus is not None and app.focus.is_in("Causes"):
            break
        app.move("Tab")
    app.keys("Home")
    app.go_to("list item", name, key="Down")


def decide(app, name):
    """One decision for all rows of a cause."""
    select(app, name)
    if name.startswith("Sexe"):
        app.press("push button", "Dire comment lire ces valeurs")
        app.wait(lambda: app.focus is not None and "demoiselle" in app.focus.name, "the value")
        app.type("F")
        app.keys("Return")
    else:
        app.press("push button", "Corriger")
    app.wait(lambda: name not in causes(app), f"the end of {name}")


def repairs(tap, scene, app):
    open_file(app, scene, write_file(os.path.join(scene.folder, "rentree.csv"), 0, N_ROWS))
    app.wait_for("Groupe du matin")
    app.wait(lambda: app.focus is not None and "Groupe du matin" in app.focus.name, "the column")
    app.keys("space")
    app.pump(0.5)
    app.go_to("list item", "Division", key="Down")
    app.keys("Return")
    app.wait_for("Toutes les colonnes remplies sont connues")
    app.press("push button", "Suivant")
    app.wait_for("Rejetés", 60)
    tap.ok(len(blocking(app)) >= 2, "INS-10: rows are rejected for several causes", causes(app))
    scene.picture(app, "reparer-avant")
    decisions = 0
    while decisions < 8 and blocking(app):
        decide(app, blocking(app)[0])
        decisions += 1
    tap.ok(decisions <= 5, f"{decisions} decisions for five kinds of error")
    scene.picture(app, "reparer-apres")
    tap.ok(app.says(f"Créer {N_ROWS} ·"), "INS-11: no row is lost", app.safe_texts()[-12:])
    select(app, "Toutes les lignes")
    app.keys("ctrl+z")
    app.wait(lambda: blocking(app), "the last one back")
    tap.ok(True, "the last correction is taken back")
    decide(app, blocking(app)[0])
    app.wait_for(f"Importer {N_ROWS} élèves")
    app.press("push button", f"Importer {N_ROWS} élèves")
    app.wait_for("Bilan de l'import", 120)
    tap.ok(app.says(f"{N_ROWS} lignes lues = {N_ROWS} + 0 + 0 + 0"), "the balance adds up",
           app.safe_texts())
    app.press("push button", "Voir les candidats")
    return app.wait_for("candidats", 60)


def next_file(tap, scene, app):
    open_file(app, scene, write_file(os.path.join(scene.folder, "suite.csv"), 5000, N_NEXT))
    app.wait_for("Étape 3 sur 4", 60)
    tap.ok(not blocking(app) and app.says(f"Créer {N_NEXT} ·"),
           "the next file of the layout asks for no column and no decision", causes(app))
    app.press("push button", f"Importer {N_NEXT} élèves")
    app.wait_for("Bilan de l'import", 60)
    app.press("push button", "Voir les candidats")
    app.wait_for("candidats", 60)


def template(tap, scene, app):
    path = os.path.join(scene.folder, "modele.ods")
    scene.go(app, "Importer un fichier")
    app.press("push button", "Quels fichiers")
    app.wait_window("Fichiers qui peuvent être importés")
    tap.ok(app.says("Date de naissance") and app.says("SIECLE"),
           "INS-12: what may stand in a file is explained")
    app.keys("Escape")
    app.wait_window("Importer un fichier d'élèves")
    app.press("push button", "Enregistrer un modèle")
    app.save_file("Enregistrer un modèle à remplir", path)
    app.wait(lambda: os.path.exists(path), "the template")
    app.wait_for("Enregistré sous modele.ods")
    with zipfile.ZipFile(path) as archive:
        kind = archive.read("mimetype").decode()
    tap.equal(kind, "application/vnd.oasis.opendocument.spreadsheet",
              "INS-09: the template is a spreadsheet")
    open_again = [node for node in app.find_all("push button") if "Choisir un fichier" in node.name]
    tap.ok(open_again, "the wizard is where it was", app.safe_texts())
    app.press("push button", "Choisir un fichier")
    app.choose_file("Choisir le fichier des élèves", path)
    app.wait_for(f"{N_ROWS + N_NEXT} lignes", 60)
    app.press("push button", "Suivant")
    app.wait_for("Rejetés", 60)
    tap.ok(app.says(f"Créer 0 · Mettre à jour 0 · Inchangés {N_ROWS + N_NEXT} · Rejetés 0"),
           "it holds all candidates, and changes nothing", app.safe_texts()[-12:])


def test_all(tap):
    with Scene(pupils=1) as scene:
        app = scene.open_signed_in()
        repairs(tap, scene, app)
        next_file(tap, scene, app)
        template(tap, scene, app)


def main():
    tap = Tap()
    tap.run("repairs in the window", test_all, tap)
    return tap.done()


sys.exit(main())
