# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sample file of a school through the real window, each as expected.json says: rows read and
rejected, names with their accents, headings that nobody knows, what was repaired, the establishment that a
file names. INS-09, INS-11."""
import json
import os
import sys

from client import add_desk
from scene import Scene
from server import UAI
from tap import Tap

OTHER = "0250002B"
FILES = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "tests", "data", "import")

with open(os.path.join(FILES, "expected.json"), encoding="utf-8") as stream:
    EXPECTED = json.load(stream)


def open_file(scene, app, name):
    scene.go(app, "Importer un fichier")
    app.press("push button", "Choisir un fichier")
    app.choose_file("Choisir le fichier des élèves", os.path.join(FILES, name))


def to_check(app):
    """From the file to the check; the texts of the columns' step, when there is one."""
    columns = None
    app.press("push button", "Suivant")
    app.wait(lambda: app.says("Rejetés ") or app.says("Étape 2 sur 4"), "columns or check")
    if app.says("Étape 2 sur 4"):
        columns = app.safe_texts()
        app.press("push button", "Suivant")
        app.wait_for("Rejetés ")
    return columns


def check_columns(tap, name, expected, columns):
    unknown = [columns[i - 1] for i, text in enumerate(columns or ())
               if text.startswith("Non reconnue, non importée")]
    tap.equal(unknown, expected.get("unmapped", []), f"{name}: headings that nobody knows are shown")


def check_repairs(tap, app, name, expected):
    for key, label in (("repaired_postcodes", "Code postal"), ("repaired_candidate_numbers", "N° candidat")):
        if key in expected:
            tap.ok(app.find("list item", f"{label}, Rétabli · valeur rétablie: {expected[key]}"),
                   f"{name}: {label} repaired, and how many", app.safe_texts()[:40])
            tap.ok(app.says(f"Rétabli · {label} : « "), f"{name}: what stood there is said")


def check_file(tap, scene, desk, app, name):
    expected = EXPECTED[name]
    rejected = expected.get("rejected", len(expected.get("blocking_lines", [])))
    open_file(scene, app, name)
    app.wait_for(f"{expected['rows']} lignes", 60)
    tap.equal(app.says("élèves de l'établissement " + UAI), expected.get("uai") == UAI,
              f"{name}: the establishment that the file names")
    check_columns(tap, name, expected, to_check(app))
    tap.ok(app.says(f"Rejetés {rejected}"), f"INS-11 {name}: rows rejected", app.safe_texts()[-20:])
    check_repairs(tap, app, name, expected)
    scene.picture(app, "donnees-" + name)
    # The same pupils are in several of the files: there may be nothing left to write.
    app.press("push button", "Importer " if app.find("push button", "Importer ") else "Terminer")
    app.wait_for("lignes lues = ", 60)
    tap.ok(app.says(f"{expected['rows']} lignes lues = ") and app.says(f"+ {rejected}"),
           f"INS-11 {name}: the balance has every row", app.safe_texts())
    app.keys("Escape")
    app.wait_for("Tout est synchronisé", 60)
    desk.run("sync", status=0)
    rows = desk.candidates()
    tap.ok(set(expected.get("names", [])) <= {row["family_name"] for row in rows},
           f"{name}: names keep their accents")
    tap.ok(not [row["division"] for row in rows if "'" in (row["division"] or "")],
           f"{name}: a class is what it is called, without the signs around it")


def check_stranger(tap, scene, app, name):
    """The same file in another school: refused before anything is written."""
    open_file(scene, app, name)
    app.wait_for("élèves de l'établissement " + UAI, 60)
    app.press("push button", "Suivant")
    app.wait_for(OTHER)
    scene.picture(app, "donnees-autre-" + name)
    tap.ok(not app.says("Rejetés ") and not app.says("Bilan"), f"{name}: another school's file is refused, and "
           "both are named", app.safe_texts())
    app.keys("Escape")
    app.press("push button", "Quitter")


def main():
    tap = Tap()
    with Scene(pupils=1) as scene:
        app = scene.open_signed_in()
        desk = add_desk(scene.server, scene.folder, "j.durand")
        for name in EXPECTED:
            tap.run(name, check_file, tap, scene, desk, app, name)
        tap.equal(app.end(), 0, "the window closes")
        scene.server.add_directory(uai=OTHER, name="Lycée des Tilleuls")
        app = scene.open_signed_in("e.roux", "M. Roux", uai=OTHER)
        for name in (name for name in EXPECTED if "uai" in EXPECTED[name]):
            tap.run(name, check_stranger, tap, scene, app, name)
        tap.equal(app.end(), 0, "the other school's window closes")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
