# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window when things are not as they should be: no keyring at all, and a server that goes away
in the middle of the first run, of a generation and of a regeneration. Everything is said in words where
one acts, nothing is lost, and it goes on once the server is back. By keyboard alone."""
import sys

from client import STAFF_PASSWORD, pupil, read_slips
from scene import Scene
from tap import Tap


def first_run_without_server(tap, scene):
    app = scene.start(scene.invite())
    app.wait_for("Invitation pour secretariat")
    scene.server.stop()
    app.fill("Mot de passe", STAFF_PASSWORD)
    app.fill("Le même mot de passe", STAFF_PASSWORD)
    app.keys("Return")
    app.wait(lambda: app.focus is not None and app.focus.has("invalid"), "the fault")
    tap.ok(app.focus.name == "Serveur" and "ne répond pas" in app.focus.description,
           "a silent server is told under its field", (str(app.focus), app.focus.description))
    scene.picture(app, "serveur-muet")
    scene.server.start()
    app.press("push button", "Commencer avec Machaon")
    app.wait_for("Tout est synchronisé")
    tap.ok(True, "the same form, untouched, leads in once the server is back")
    return app


def keyring_is_missed(tap, app, scene):
    tap.ok(app.says("trousseau"), "a missing keyring is said", app.safe_texts())
    scene.picture(app, "sans-trousseau")


def generation_without_server(tap, scene, app):
    scene.set_contact(app)
    scene.import_file(app, scene.file)
    app.press("push button", "Voir les candidats")
    scene.go(app, "Générer les comptes")
    app.wait_for("Titre édition")
    app.fill("Titre édition", "Papillons de rentrée")
    app.press("push button", "Suivant")
    app.wait_for("12 comptes vont être créés")
    scene.server.stop()
    app.press("push button", "Générer 12 comptes")
    app.wait_for("ne répond pas", 60)
    tap.ok(app.says("Étape 2 sur 3") and app.says("Continuez maintenant, ou revenez plus tard"),
           "the page stays, says it and what to do", app.safe_texts())
    scene.picture(app, "generation-serveur-muet")
    app.press("push button", "Précédent")
    tap.equal(app.go_to("text", "Titre édition").text, "Papillons de rentrée",
              "Back finds what was typed")
    app.press("push button", "Suivant")
    scene.server.start()
    app.press("push button", "Continuer la génération")
    app.wait_for("12 comptes créés", 60)
    tap.ok(True, "and the same generation ends well")
    app.press("push button", "Afficher le compte rendu")
    app.wait_window("Liste des documents générés")
    app.wait(lambda: sum("octets" in text for text in app.texts()) == 2, "both sizes")
    tap.ok(app.says("Papillons de rentrée – un par page"), "under the title that was typed")
    app.press("push button", "Enregistrer le PDF")
    path = scene.folder + "/tous.pdf"
    app.save_file("Enregistrer les papillons en PDF", path)
    app.wait_for("Enregistré dans")
    app.escape_to("Candidats")
    return read_slips(path)


def regeneration_without_server(tap, scene, app):
    app.wait_window("Candidats")
    scene.server.stop()
    scene.go(app, "Regénérer")
    app.wait_window("Regénérer")
    app.fill("INE", "ARBOGAST")
    app.wait_for("1 coché")
    app.press("push button", "Générer 1 mot de passe")
    app.wait_for("ne fonctionnera plus")
    app.press("push button", "Générer 1 mot de passe")
    app.wait_for("ne répond pas", 60)
    tap.equal(app.go_to("text", "INE").text, "ARBOGAST", "the choice is kept")
    scene.picture(app, "regenerer-serveur-muet")
    scene.server.start()
    app.press("push button", "Générer 1 mot de passe")
    app.wait_for("ne fonctionnera plus")
    app.press("push button", "Générer 1 mot de passe")
    app.wait_for("Afficher le compte rendu", 60)
    tap.ok(True, "and it is done once the server is back")
    app.escape_to("Candidats")


def nothing_on_disk(tap, scene, app, slips):
    """What a thief of the laptop finds when there was no keyring."""
    scene.server.stop()
    app.wait_window("Candidats")
    app.keys("F5")
    app.wait_for("Hors ligne")
    disk = scene.read_disk()
    names = {pupil(n)["Nom de famille"] for n in range(12)}
    found = [name for name in names if name.encode() in disk]
    found += [text for slip in slips for text in (slip.login, slip.code) if text.encode() in disk]
    tap.equal(found, [], "no name, login or code of a pupil is readable on the disk")
    tap.ok(STAFF_PASSWORD.encode() not in disk, "nor the password")
    tap.equal(app.end(), 0, "the window closes")
    app = scene.start()
    app.wait_window("Se connecter")
    tap.ok(app.says("secretariat, sur le serveur 127.0.0.1") and not app.says("ARBOGAST"),
           "the next start asks who is there before it shows anybody", app.safe_texts())
    scene.server.start()
    app.fill("Mot de passe", STAFF_PASSWORD)
    app.keys("Return")
    app.wait_for("Tout est synchronisé")
    scene.go(app, "Candidats")
    app.wait_for("12 candidats")
    tap.ok(True, "and then all is there again")


def test_all(tap):
    with Scene(keyring="absent") as scene:
        app = first_run_without_server(tap, scene)
        keyring_is_missed(tap, app, scene)
        slips = generation_without_server(tap, scene, app)
        tap.equal(len(slips), 12, "twelve slips were made")
        regeneration_without_server(tap, scene, app)
        nothing_on_disk(tap, scene, app, slips)


def main():
    tap = Tap()
    tap.run("the window in bad weather", test_all, tap)
    return tap.done()


sys.exit(main())
