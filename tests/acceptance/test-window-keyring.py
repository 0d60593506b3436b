# SPDX-License-Identifier: GPL-3.0-or-later
"""The real keyring goes away while the window runs: killed, back but locked, its window dismissed, an
incorrect secret, and open at last; or it is not there, or locked, when the program starts. The window says what happened and goes on; slips are shown and
saved meanwhile; nothing is lost, and the same window has it all again. By keyboard alone."""
import os
import sys

from client import STAFF_PASSWORD, read_slips
from scene import Scene
from tap import Tap

PUPILS = 3
# A keyring that the session's password did not open takes that one as its own, once it is opened by hand.
FIRST, SECOND, THIRD = "secret", "not the password", "neither this one"


def killed(tap, scene, app):
    scene.desktop.keyring.kill()
    scene.desktop.keyring.wait(10)
    scene.go(app, "Aperçu et impression")
    app.wait_window("Votre mot de passe")
    app.fill("Mot de passe", STAFF_PASSWORD)
    app.keys("Return")
    app.wait_window("Aperçu et impression")
    app.wait_for(f"0 / {PUPILS} vérifié", 60)
    tap.ok(True, "the password is asked again, and the slips are shown without a keyring")
    app.wait_for("ne répond plus")
    tap.ok(app.says("Rien n'est perdu"), "the window says what happened and what is kept", app.safe_texts())
    scene.picture(app, "trousseau-tue")
    app.press("push button", "Enregistrer le PDF")
    path = os.path.join(scene.folder, "tous.pdf")
    app.press("push button", "Enregistrer 3 papillons")
    app.save_file("Enregistrer les papillons en PDF", path)
    app.wait(lambda: os.path.exists(path) and os.path.getsize(path) > 0, "the PDF file")
    app.wait_window("Aperçu et impression")
    tap.equal(len(read_slips(path)), PUPILS, "within the quarter of an hour it is not asked twice")
    app.press("push button", "Ouvrir le trousseau")
    app.wait_for("ne répond pas encore")
    tap.ok(True, "a keyring that is not there is said when it is asked for")


def come_back_locked(tap, scene, app):
    scene.desktop.start_keyring(SECOND)
    app.press("push button", "Ouvrir le trousseau")
    scene.desktop.wait_prompt()
    scene.desktop.keys("Escape")
    app.wait_for("resté verrouillé")
    tap.ok(app.says("ne répond plus") or app.says("verrouillé"), "a prompt that is dismissed is said, and the notice stays")
    scene.desktop.wait_no_prompt()
    app.keys("F5")
    app.wait_for("a été verrouillé")
    tap.ok(True, "locked is said as locked")


def incorrect_then_right(tap, scene, app):
    app.press("push button", "Ouvrir le trousseau")
    scene.desktop.wait_prompt()
    scene.desktop.type("faux")
    scene.desktop.keys("Return")
    scene.desktop.wait_prompt()
    app.pump(2)
    scene.desktop.type(FIRST)
    scene.desktop.keys("Return")
    app.wait_for("Le trousseau est ouvert", 30)
    tap.ok(not app.says("a été verrouillé"), "after an incorrect secret the right one: the notice goes", app.safe_texts())


def next_start(tap, scene, app):
    tap.equal(app.end(), 0, "the window closes")
    app = scene.start()
    app.wait_for("Tout est synchronisé")
    tap.ok(not app.says("trousseau"), "the next start finds its key and its token in the keyring")
    return app


def missing_at_start(tap, scene):
    """What was typed offline lies on the disk; its key is in a keyring that is not there."""
    scene.desktop.keyring.kill()
    scene.desktop.keyring.wait(10)
    app = scene.start()
    app.wait_window("Le trousseau de clés ne répond pas")
    tap.ok(app.says("sa clé est dans le trousseau"), "without its keyring the program says what is kept", app.safe_texts())
    scene.picture(app, "trousseau-absent-au-depart")
    app.press("push button", "Réessayer")
    app.wait_for("Il ne répond pas encore")
    tap.ok(True, "trying again says that it is not there yet")
    return app


def locked_at_start(tap, scene, app):
    scene.desktop.start_keyring(THIRD)
    app.press("push button", "Réessayer")
    app.wait_window("Le trousseau de clés est verrouillé")
    scene.picture(app, "trousseau-verrouille-au-depart")
    app.press("push button", "Déverrouiller le trousseau")
    scene.desktop.wait_prompt()
    tap.ok(app.says("dans sa propre fenêtre"), "the keyring asks for its password itself")
    scene.desktop.keys("Escape")
    app.wait_for("resté verrouillé")
    tap.ok(True, "a prompt that is dismissed is said, and the program waits")
    scene.desktop.wait_no_prompt()
    app.press("push button", "Réessayer")
    app.wait_for("toujours verrouillé")
    app.press("push button", "Déverrouiller le trousseau")
    scene.desktop.wait_prompt()
    scene.desktop.type(SECOND)
    scene.desktop.keys("Return")
    app.wait_window("Paramétrer mon établissement", 30)


def recovers_in_the_window(tap, scene, app):
    scene.server.stop()
    scene.go(app, "Paramétrer mon établissement")
    app.fill("Téléphone", "01 99 00 66 11")
    app.press("push button", "Enregistrer")
    app.wait_for("en attente. Afficher")
    tap.equal(app.leave("pas encore parti"), 0, "the window closes with a change that waits")
    app = missing_at_start(tap, scene)
    locked_at_start(tap, scene, app)
    app.wait_for("en attente. Afficher")
    tap.ok(not app.says("trousseau"), "unlocked, the window opens as usual: nobody signs in", app.safe_texts())
    tap.ok(app.says("01 99 00 66 11"), "with what was typed, and what waits", app.safe_texts())
    scene.server.start()
    app.wait_window("Paramétrer mon établissement")
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 30)
    tap.equal(app.end(), 0, "and it leaves once the server is there")


def without_it(tap, scene):
    """One may go on, and what lies on the disk stays; or close."""
    scene.desktop.keyring.kill()
    scene.desktop.keyring.wait(10)
    app = scene.start()
    app.wait_window("Le trousseau de clés ne répond pas")
    app.press("push button", "Travailler sans le trousseau")
    app.wait_window("Se connecter")
    tap.ok(True, "without the keyring one signs in again")
    app.keys("Escape")
    app.wait_for("n'a pas de trousseau")
    tap.equal(app.end(), 0, "the window closes")
    app = scene.start()
    app.wait_window("Le trousseau de clés ne répond pas")
    app.keys("Escape")
    tap.equal(app.process.wait(20), 0, "Escape on the question ends the program")
    scene.desktop.start_keyring(THIRD)
    app = scene.start()
    app.wait_for("Tout est synchronisé")
    tap.ok(app.says("01 99 00 66 11"), "with the keyring back, all is there", app.safe_texts())


def test_all(tap):
    with Scene(pupils=PUPILS) as scene:
        app = scene.open_signed_in()
        scene.set_contact(app)
        scene.import_file(app, scene.file)
        app.press("push button", "Voir les candidats")
        scene.generate(app, PUPILS)
        app.escape_to("Candidats")
        killed(tap, scene, app)
        come_back_locked(tap, scene, app)
        incorrect_then_right(tap, scene, app)
        app = next_start(tap, scene, app)
        recovers_in_the_window(tap, scene, app)
        without_it(tap, scene)


def main():
    tap = Tap()
    tap.run("the keyring goes away", test_all, tap)
    return tap.done()


sys.exit(main())
