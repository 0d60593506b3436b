# SPDX-License-Identifier: GPL-3.0-or-later
"""1 100 slips on a real CUPS, from the real window: three jobs of at most 500 pages, each told before it
goes; giving up in between keeps what is on paper in the print log. ACC-24, ACC-25."""
import contextlib
import json
import sqlite3
import sys

from client import Desk, pupil, read_slips, write_csv
from printer import Printer
from scene import Scene
from tap import Tap

PUPILS = 1100


def printed(scene):
    """How many slips each part had, as the server's log has it from the outbox; oldest first."""
    with contextlib.closing(sqlite3.connect(f"file:{scene.server.data}/machaon.db?mode=ro", uri=True)) as database:
        details = database.execute("SELECT detail FROM audit WHERE action = 'print' ORDER BY rowid").fetchall()
    return [int(json.loads(detail)["candidates"]) for detail, in details]


def prepares(scene, app):
    scene.set_contact(app)
    desk = Desk(scene.folder, scene.server, "c.collegue")
    desk.sign_in(scene.server.add_staff("c.collegue"))
    # One class, so that no part ends before it is full.
    rows = [{**pupil(number), "Division": "TCAP"} for number in range(PUPILS)]
    desk.run("import", write_csv(scene.file, rows), status=0)
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 60)
    scene.generate(app, PUPILS)
    app.press("push button", "Aperçu des papillons")
    app.wait_for(f"0 / {PUPILS} vérifié", 60)


def begins(app):
    """The first part, and what was said before it."""
    app.press("push button", "Imprimer…")
    app.wait_window("Imprimer les papillons")
    said = " ".join(app.texts())
    app.press("push button", f"Imprimer {PUPILS} papillons")
    app.wait_for("Imprimante-du-secretariat", 60)
    app.keys("Return")
    return said


def prints_all(tap, scene, app, printer):
    said = begins(app)
    tap.ok("1100 papillons, 1100 pages" in said and "3 parties de 500 pages au plus" in said,
           "the whole is told before anything is printed", said)
    found = []
    for part in (1, 2):
        app.wait_for(f"La partie {part} sur 3 est à l'imprimante", 120)
        app.wait_for(f"{part * 500} papillons sont imprimés, sur 1100")
        tap.ok(app.says(f"La partie suivante a {500 if part == 1 else 100} pages"),
               f"the size of part {part + 1} is told before it", app.safe_texts())
        scene.picture(app, f"partie-{part}")
        printer.wait_job(part)
        found.append(printer.n_pages())
        if part == 1:
            first = read_slips(printer.pdf())
        app.keys("Return")
        app.wait_for("Imprimante-du-secretariat", 60)
        app.keys("Return")
    printer.wait_job(3)
    found.append(printer.n_pages())
    tap.equal(found, [500, 500, 100], "three jobs came out of a real CUPS")
    tap.equal(len({slip.login for slip in first}), 500, "each slip once")


def stops(tap, scene, app, printer):
    begins(app)
    app.wait_for("La partie 1 sur 3 est à l'imprimante", 120)
    app.press("push button", "Arrêter là")
    app.wait_window("Aperçu et impression")
    printer.wait_job(4)
    tap.equal(len(printer.jobs()), 4, "who stops after a part gets no more of them")
    begins(app)
    app.wait_for("La partie 1 sur 3 est à l'imprimante", 120)
    app.keys("Return")
    app.wait_for("Imprimante-du-secretariat", 60)
    app.pump(2)  # GTK's window still looks for printers, and warns when it is closed meanwhile
    app.keys("Escape")
    app.wait_window("Aperçu et impression")
    printer.wait_job(5)
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 60)


def test_all(tap):
    with Scene(pupils=0) as scene:
        printer = Printer(scene.desktop)
        # GTK's window for printers warns of its own now and then; five of them are opened here.
        app = scene.open_signed_in(env={"G_DEBUG": "gc-friendly"})
        prepares(scene, app)
        prints_all(tap, scene, app, printer)
        stops(tap, scene, app, printer)
        log = printed(scene)
        tap.equal(log, [500, 500, 100, 500, 500], "what is on paper is in the print log, and nothing else")


def main():
    tap = Tap()
    tap.run("parts of a print job", test_all, tap)
    return tap.done()


sys.exit(main())
