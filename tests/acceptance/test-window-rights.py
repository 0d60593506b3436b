# SPDX-License-Identifier: GPL-3.0-or-later
"""A member's right to his school is taken away while the network is cut and he has typed something: the
window says so once it hears of it, keeps what he typed, shows nothing any more that he may not see, and
sends it by itself should the right come back. By keyboard alone."""
import sys

from client import add_desk, pupil, write_csv
from proxy import Proxy
from scene import Scene
from server import UAI
from tap import Tap

NAMES = ("ARBOGAST", "BELLEC", "CHÂTELAIN", "DELORME")


def shown_names(app):
    return [name for name in NAMES if any(name in text for text in app.texts())]


def types_offline(tap, scene, proxy, app):
    proxy.stop()
    app.keys("ctrl+f", "ctrl+a")
    app.type("ARBOGAST")
    app.wait(lambda: "1 candidat" in app.texts(), "one row")
    app.go_to("table row", "")
    app.keys("Return")
    app.wait_for("1 - Identification")
    app.fill("Ville", "Pontarlier")
    app.keys("ctrl+s")
    app.wait_for("Enregistré")
    app.keys("alt+Left")
    app.wait_window("Candidats")
    app.keys("ctrl+f", "ctrl+a", "BackSpace")
    app.wait_for("4 candidats")
    app.wait_for("Hors ligne depuis", 45)
    tap.equal(shown_names(app), list(NAMES), "before, the window shows the school's pupils")


def loses_the_right(tap, scene, proxy, app):
    scene.server.admin("staff", "revoke", "secretariat", "--establishment", UAI)
    proxy.start()
    app.keys("F5")
    app.wait_for("Vous n'avez plus accès", 45)
    tap.ok(app.says("1 modification"), "the window names the school, and what had not left", app.safe_texts())
    app.wait(lambda: not shown_names(app), "the pupils to go")
    tap.ok(True, "no pupil is on show any more")
    scene.picture(app, "droit-retire")
    app.press("push button", "Voir ce qui attend")
    app.wait_window("Ce qui est en attente")
    tap.ok(app.says("Ville : Pontarlier"), "what was typed is told by what it changes", app.safe_texts())
    tap.ok(not shown_names(app) and not app.says("Besançon"), "and by nothing that he may not see any more",
           app.safe_texts())
    scene.picture(app, "droit-retire-attente")
    app.keys("Escape")
    app.wait_gone("Ce qui est en attente")
    app.wait_gone("Vous n'avez plus accès")
    tap.ok(True, "who was told is not told again")


def next_start(tap, scene, proxy, app):
    tap.equal(app.leave("n'est pas encore partie"), 0, "the window closes, and says what is kept")
    app = scene.start(env={"HTTPS_PROXY": proxy.url})
    app.pump(3)
    tap.equal(shown_names(app), [], "the next start shows no pupil either")
    return app


def gets_it_back(tap, scene, desk, app):
    scene.server.admin("staff", "add", "secretariat", "--role", "establishment", "--establishment", UAI)
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 45)
    desk.run("sync", status=0)
    tap.equal(desk.find("ARBOGAST")["city"], "Pontarlier",
              "once the right is back, what was typed leaves by itself")
    tap.equal(app.end(), 0, "and the window closes")


def test_all(tap):
    with Scene(pupils=4) as scene, Proxy(scene.folder) as proxy:
        desk = add_desk(scene.server, scene.folder, "reprise")
        desk.run("import", write_csv(scene.folder + "/reprise.csv", [pupil(n) for n in range(4)]),
                 status=0)
        app = scene.start(scene.invite(), env={"HTTPS_PROXY": proxy.url})
        app.wait_for("Invitation pour secretariat")
        scene.choose_password(app)
        scene.go(app, "Candidats")
        app.wait_for("4 candidats")
        types_offline(tap, scene, proxy, app)
        loses_the_right(tap, scene, proxy, app)
        app = next_start(tap, scene, proxy, app)
        gets_it_back(tap, scene, desk, app)


def main():
    tap = Tap()
    tap.run("a right that is taken away", test_all, tap)
    return tap.done()


sys.exit(main())
