# SPDX-License-Identifier: GPL-3.0-or-later
"""New slips for all who have not signed in yet, and for nobody else: with machaonctl, then with the box
“Tous ceux qui ne se sont pas encore connectés” of the real window. Who has signed in on the real portal
keeps his password; who only looked at his slip, or signed in without choosing one, gets another. Then two
pupils who come late: what the report offers for those who have an account, a name that no font draws, and
what was printed for one pupil. ACC-24, ACC-35, ACC-38, ACC-44; issue 5."""
import os
import sys

from client import CANDIDATE_PASSWORD, Portal, add_desk, pupil, slip_works, write_csv
from scene import Scene
from tap import Tap

PUPILS = 6
ENTRIES = ("text", "entry")
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


def few_fonts(scene):
    """A computer that has no font but DejaVu, whatever else is installed where the test runs."""
    path = os.path.join(scene.folder, "fonts.conf")
    with open(path, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?><fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir>'
                   f"<cachedir>{scene.folder}/fonts</cachedir></fontconfig>")
    return {"FONTCONFIG_FILE": path}


def comes_late(scene, colleague, number, **names):
    row = {**pupil(number), **{name.replace("_", " "): value for name, value in names.items()}}
    colleague.run("import", write_csv(os.path.join(scene.folder, f"late-{number}.csv"), [row]), status=0)


def reads_what_was_printed(tap, scene, app):
    """The print log, from the history of a candidate."""
    scene.go(app, "Candidats")
    app.keys("ctrl+f", "ctrl+a")
    app.type("ARBOGAST")
    app.wait(lambda: "1 candidat" in app.texts(), "one row")
    app.go_to("table row", "")
    app.keys("Return")
    app.go_to("list item", "1 - Identification")
    app.keys("End")
    app.wait_for("Ce qui a été imprimé pour ce candidat")
    app.press("push button", "Ce qui a été imprimé pour ce candidat")
    app.wait_window("Journal des impressions")
    app.wait_for("ligne")
    app.wait(lambda: [n for n in app.find_all("table row") if "Fichier PDF" in n.name], "what was saved")
    tap.ok(app.go_to(ENTRIES, "Rechercher dans le journal").text.startswith("ARBOGAST "),
           "E19: the log is searched for this pupil", app.focus.text)
    found = next(text for text in app.texts() if "ligne" in text and " sur " in text).split()
    tap.ok(0 < int(found[0]) < int(found[3]), "E19: and shows his lines among others", found)
    scene.picture(app, "journal-candidat")
    app.escape_to(app.windows()[0].name)


def generates_one_more(scene, app, who):
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 60)
    scene.go(app, "Candidats")
    app.keys("ctrl+f", "ctrl+a")
    app.type(who)
    app.wait(lambda: "1 candidat" in app.texts(), "the pupil who has come late")
    scene.go(app, "Générer les comptes")
    app.wait_for("Titre édition")
    app.press("push button", "Suivant")
    app.press("push button", "Générer 1 compte")
    app.wait_for("1 compte créé", 60)


def offers_new_passwords(tap, scene, app):
    tap.ok(app.says(f"{PUPILS} élèves possèdent déjà un compte"), "ACC-44: who has an account already is counted",
           app.safe_texts())
    scene.picture(app, "compte-rendu-tardif")
    app.press("push button", "Regénérer…")
    app.wait_window("Regénérer le mot de passe d'un compte d'un élève")
    app.wait_for("élèves avec un compte")
    tap.ok(True, "ACC-44: the report leads to a new password for one of them")
    app.keys("Escape")


def asks_before_it_prints(tap, scene, app):
    """A name in letters that no font of this computer has."""
    scene.go(app, "Aperçu et impression")
    app.wait_window("Aperçu et impression")
    app.wait_for("0 / 1 vérifié", 60)
    for answer in ("Ne pas imprimer", "Imprimer quand même"):
        app.press("push button", "Imprimer…")
        app.wait_window("Imprimer les papillons")
        app.press("push button", "Imprimer 1 papillon")
        app.wait_window("Noms impossibles à imprimer")
        tap.ok(app.says("山田") and app.says("Installez une police"), "the name is told, and what to do, before paper",
               app.safe_texts())
        scene.picture(app, "noms-impossibles")
        app.press("push button", answer)
        app.wait_window("Imprimer" if answer.endswith("même") else "Aperçu et impression", 60)
        tap.ok(app.says("山田") or answer.endswith("même"), f"“{answer}” does what it says")
    app.pump(2)  # GTK's window still looks for printers, and warns when it is closed meanwhile
    app.keys("Escape")
    app.wait_window("Aperçu et impression")


def offers_reminders(tap, scene, app):
    app.press("push button", "Rappels…")
    app.wait_window("Aperçu et impression")
    app.wait_for("sans mot de passe")
    tap.ok(app.says("ARBOGAST"), "ACC-44: the report leads to reminders for those who have an account",
           app.safe_texts())
    scene.picture(app, "rappels")


def late_ones(tap, scene, desk):
    colleague = add_desk(scene.server, scene.folder, "c.collegue")
    comes_late(scene, colleague, 20, Nom_de_famille="山田", Prénom_1="花子")
    app = scene.start("--profile", desk.profile, "--secrets-file", desk.secrets,
                      env={**few_fonts(scene), "G_DEBUG": "gc-friendly"})
    app.wait_for("Tout est synchronisé", 60)
    reads_what_was_printed(tap, scene, app)
    generates_one_more(scene, app, "山田")
    offers_new_passwords(tap, scene, app)
    asks_before_it_prints(tap, scene, app)
    comes_late(scene, colleague, 21)
    generates_one_more(scene, app, pupil(21)["Nom de famille"])
    offers_reminders(tap, scene, app)
    app.end()


def test_all(tap):
    with Scene(pupils=PUPILS) as scene:
        desk, slips = prepares(scene)
        awake, slips = by_machaonctl(tap, scene, desk, slips)
        slips = by_the_window(tap, scene, desk, awake, slips)
        nobody_left(tap, scene, desk, slips)
        late_ones(tap, scene, desk)


def main():
    tap = Tap()
    tap.run("who has not signed in", test_all, tap)
    return tap.done()


sys.exit(main())
