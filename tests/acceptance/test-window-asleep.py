# SPDX-License-Identifier: GPL-3.0-or-later
"""New slips for all who have not signed in yet, and for nobody else: with machaonctl, then with the box
“Tous ceux qui ne se sont pas encore connectés” of the real window. Who has signed in on the real portal
keeps his password; who only looked at his slip, or signed in without choosing one, gets another. ACC-35,
ACC-38; issue 5."""
import sys

from client import CANDIDATE_PASSWORD, Portal, add_desk, pupil, slip_works, write_csv
from scene import Scene
from tap import Tap

PUPILS = 6
CONTACT = ("--phone", "0199005500", "--email", "secretariat@demoiselles.example", "--address",
           "12 rue des Tilleuls", "--postal-code", "25000", "--city", "Besançon")


def prepares(scene):
    desk = add_desk(scene.server, scene.folder, "a.martin")
    desk.run("establishment", "set", *CONTACT, status=0)
    desk.run("establishment", "confirm", status=0)
    desk.json("import", write_csv(scene.file, [pupil(i) for i in range(PUPILS)]))
    edition = desk.json("accounts", "generate")["edition"]
    return desk, {slip.login: slip.code for slip in desk.slips(edition)}


def still_opens(scene, login):
    """Whether a candidate's own password still opens the account."""
    page = Portal(scene.server).sign_in(login, CANDIDATE_PASSWORD)
    return page.status == 200 and page.path.startswith("/compte") and not page.wants_new_password


def opens(scene, slips):
    return {login for login, code in slips.items() if slip_works(scene.server, login, code)}


def by_machaonctl(tap, scene, desk, slips):
    """Two of six have an account of their own; one typed his slip and went away again."""
    awake = sorted(slips)[:2]
    for login in awake:
        Portal(scene.server).activate(login, slips[login])
    visitor = sorted(slips)[2]
    tap.ok(slip_works(scene.server, visitor, slips[visitor]), "one has typed his slip and gone away")
    answer = desk.json("accounts", "regenerate", "--not-signed-in", "--title", "Relance")
    tap.equal((answer["regenerated"], answer["refused"]), (PUPILS - 2, []),
              "ACC-35: a new password for each who has not signed in")
    new = {slip.login: slip.code for slip in desk.slips(answer["edition"])}
    tap.equal(sorted(new), sorted(set(slips) - set(awake)), "ACC-38: for them all, and for nobody else")
    tap.equal(opens(scene, {login: slips[login] for login in new}), set(), "their old slips are dead")
    tap.equal(opens(scene, new), set(new), "the new ones live")
    tap.ok(all(still_opens(scene, login) for login in awake),
           "and who has signed in keeps his own password")
    return awake, new


def by_the_window(tap, scene, desk, awake, slips):
    """One more has signed in since; the window is on the same profile."""
    login = sorted(slips)[0]
    Portal(scene.server).activate(login, slips[login])
    awake = [*awake, login]
    app = scene.start("--profile", desk.profile, "--secrets-file", desk.secrets)
    app.wait_for("Tout est synchronisé", 60)
    scene.go(app, "Regénérer le mot de passe d'un compte d'un élève")
    app.wait_window("Regénérer le mot de passe d'un compte d'un élève")
    app.wait_for(f"{PUPILS} élèves avec un compte")
    app.go_to("check box", "Tous ceux qui ne se sont pas encore connectés")
    app.keys("space")
    n = PUPILS - len(awake)
    app.wait_for(f"{n} élèves avec un compte · {n} cochés")
    scene.picture(app, "regenerer-non-connectes")
    app.press("push button", f"Générer {n} mots de passe")
    app.wait_for("Les papillons de ces élèves ne fonctionneront plus")
    app.press("push button", f"Générer {n} mots de passe")
    app.wait_for(f"{n} nouveaux mots de passe provisoires", 60)
    app.keys("Escape")
    app.end()
    edition = desk.json("editions", "list")[0]
    new = {slip.login: slip.code for slip in desk.slips(edition["id"])}
    tap.equal(sorted(new), sorted(set(slips) - {login}), "ACC-38: the box means exactly them")
    tap.equal(opens(scene, {one: slips[one] for one in new}), set(), "the slips before are dead")
    tap.equal(opens(scene, new), set(new), "the new ones live")
    tap.ok(all(still_opens(scene, one) for one in awake),
           "and the three who have signed in keep their own password")
    return new


def nobody_left(tap, scene, desk, slips):
    for login, code in slips.items():
        Portal(scene.server).activate(login, code)
    done = desk.run("accounts", "regenerate", "--not-signed-in", "--json", status=1)
    tap.ok("Tous se sont déjà connectés" in done.stderr and done.is_one_json(),
           "once everybody has signed in, nothing is made, and it says so", done)
    tap.ok(all(still_opens(scene, login) for login in slips), "and nobody loses a password")


def test_all(tap):
    with Scene(pupils=PUPILS) as scene:
        desk, slips = prepares(scene)
        awake, slips = by_machaonctl(tap, scene, desk, slips)
        slips = by_the_window(tap, scene, desk, awake, slips)
        nobody_left(tap, scene, desk, slips)


def main():
    tap = Tap()
    tap.run("who has not signed in", test_all, tap)
    return tap.done()


sys.exit(main())
