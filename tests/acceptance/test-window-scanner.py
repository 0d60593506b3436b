# SPDX-License-Identifier: GPL-3.0-or-later
"""A school's whole pile with a scanner that types as a keyboard does, in the real window: 200 of 212
confirmations received in one pass, an older sheet and what is none of ours named; 190 slips handed out by
the bars on them; and the exact list of those who were not given theirs, or have not used it, in the
window and by machaonctl. ACC-25, INS-20, INS-21."""
import csv
import os
import subprocess
import sys

from client import Desk, Portal, read_slips
from scene import Scene
from tap import Tap

PUPILS = 212
RETURNED = 200
HANDED = 190
ACTIVATED = 4


def wedge(scene, codes):
    """The key events of a scanner: a code and Enter, one after the other, without waiting."""
    events = "".join(f"type --delay 1 {code}\nkey --delay 1 Return\n" for code in codes)
    subprocess.run(["xdotool", "-"], input=events, text=True, env=scene.desktop.env, check=True)
    scene.desktop.pressed += sum(len(code) + 1 for code in codes)


def prepares(scene, app):
    scene.set_contact(app)
    desk = Desk(scene.folder, scene.server, "c.collegue")
    desk.sign_in(scene.server.add_staff("c.collegue"))
    desk.run("import", scene.file, status=0)
    desk.run("finalise", "--all-ready", status=0)
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 60)
    scene.generate(app, PUPILS)
    app.press("push button", "Aperçu des papillons")
    app.wait_for(f"0 / {PUPILS} vérifié", 60)
    desk.run("sync", status=0)
    return desk


def confirmation_codes(scene, desk, name):
    path = os.path.join(scene.folder, name)
    desk.run("documents", "bordereau", "--output", path, status=0)
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [row[-1] for row in csv.reader(file, delimiter=";")][1:]


def name_of(one):
    return f"{one['family_name']} {one['given_name']}"


def takes_back(tap, scene, app, desk):
    """INS-21: all sheets are printed; then one pupil's data change, and the sheets come back."""
    old = confirmation_codes(scene, desk, "first.csv")
    people = {one["id"]: one for one in desk.candidates()}
    changed = next(iter(people.values()))
    desk.run("candidates", "set", changed["id"], "address_1=99 rue Neuve", status=0)
    desk.run("finalise", changed["id"])
    scene.go(app, "Retour des dossiers")
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 60)
    new = confirmation_codes(scene, desk, "second.csv")
    stale = [code for code in old if code not in new]
    tap.equal(len(stale), 1, "INS-21: one sheet is older than its data")
    app.wait_for(f"0 sur {PUPILS} confirmation")
    app.go_to("text", "Scannez ou saisissez le code")
    wedge(scene, stale + new[:RETURNED] + ["31415926535897932384", new[0]])
    app.wait_for(f"{RETURNED} sur {PUPILS} confirmations reçues · {PUPILS - RETURNED} manquantes", 60)
    app.wait_for("avait déjà été reçue")
    tap.ok(app.says("une version plus ancienne de la feuille") and app.says(changed["family_name"]),
           "an older sheet is named with its pupil", app.safe_texts()[-40:])
    tap.ok(app.says("« 31415926535897932384 » n'est pas le code d'une confirmation"),
           "and what is no code of ours is named as it was read", app.safe_texts()[-40:])
    scene.picture(app, "retour-200")
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 60)
    desk.run("sync", status=0)
    missing = {one["id"] for one in desk.candidates() if not one["confirmation_received_on"]}
    tap.equal({one["id"] for one in desk.json("papillons", "progress", "--missing", "returned")}, missing,
              "machaonctl lists who is missing, by name")
    tap.equal(len(missing), PUPILS - RETURNED, "200 of 212 in one pass of the scanner")


def bars(folder, path):
    """Login → (code of its bars, slip), read off the paper as a scanner does."""
    corner = ["-x", "860", "-y", "1580", "-W", "320", "-H", "160"]  # where a hand holds the scanner
    subprocess.run(["pdftoppm", "-r", "150", "-gray", *corner, path, os.path.join(folder, "bars")], check=True)
    pages = sorted(name for name in os.listdir(folder) if name.startswith("bars-"))
    text = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Scode128.enable",
                           *[os.path.join(folder, page) for page in pages]],
                          capture_output=True, text=True, check=True).stdout
    slips = read_slips(path)
    for page in pages:
        os.unlink(os.path.join(folder, page))
    return {slip.login: (code, slip) for slip, code in zip(slips, text.split())}


def prints(scene, app):
    scene.go(app, "Aperçu et impression")
    app.wait_for(f"0 / {PUPILS} vérifié", 60)
    path = os.path.join(scene.folder, "papillons.pdf")
    app.press("push button", "Enregistrer le PDF")
    app.wait_window("Enregistrer les papillons en PDF")
    app.press("push button", f"Enregistrer {PUPILS} papillons")
    app.save_file("Enregistrer les papillons en PDF", path)
    app.wait_for(f"{PUPILS} papillons enregistrés dans", 60)
    return bars(scene.folder, path)


def hands_out(tap, scene, app, desk):
    codes = prints(scene, app)
    tap.ok(len(codes) == PUPILS and len({code for code, _ in codes.values()}) == PUPILS,
           "each slip of the saved file has bars of its own", len(codes))
    ids = [one[name] for one in desk.candidates() for name in ("id", "person")]
    tap.ok(all(len(code) == 20 and code.isdigit() for code, _ in codes.values())
           and not any(one in code for one in ids[:4] for code, _ in codes.values()),
           "20 digits, no id and no secret")
    logins = list(codes)
    scene.go(app, "Distribution aux élèves")
    app.wait_for(f"0 sur {PUPILS} remis", 60)
    app.wait_for("Dans le dernier fichier")
    tap.ok(app.says("eleves.csv") and app.says("c.collegue"),
           "INS-20: the file that a colleague imported counts, by its name and his", app.safe_texts())
    app.go_to("text", "Scannez les barres de chaque papillon")
    wedge(scene, [codes[login][0] for login in logins[:HANDED]] + [codes[logins[0]][0]])
    app.wait_for(f"{HANDED} sur {PUPILS} remis", 60)
    app.wait_for("était déjà noté comme remis")
    scene.picture(app, "remise-190")
    for login in logins[:ACTIVATED]:
        Portal(scene.server).activate(login, codes[login][1].code)
    app.keys("F5")
    app.wait_for("Tout est synchronisé", 60)
    app.wait_for(f"{HANDED} sur {PUPILS} remis · {ACTIVATED} activés", 60)
    return logins


def names_who_is_left(tap, scene, app, desk, logins):
    rows = [node.name for node in app.find_all("list item") if node.name.endswith("À remettre")]
    people = {one["login"]: one for one in desk.candidates()}
    left = [name_of(people[login]) for login in logins[HANDED:]]
    tap.ok(app.says(f"Papillon à remettre : {PUPILS - HANDED} manquent"), "the gap is counted", app.safe_texts())
    app.press("push button", f"Papillon à remettre : {PUPILS - HANDED} manquent")
    app.wait_window("Candidats")
    app.wait_for(f"{PUPILS - HANDED} candidats")
    scene.picture(app, "remise-22-manquants")
    desk.run("sync", status=0)
    handed = desk.json("papillons", "progress", "--missing", "handed")
    tap.equal(sorted(name_of(one) for one in handed), sorted(left),
              "ACC-25: exactly those who were not given their slip")
    tap.ok(rows and all(any(name in row for name in left) for row in rows), "and they alone in the window", rows)
    asleep = desk.json("papillons", "progress", "--missing", "activated")
    tap.equal(sorted(one["login"] for one in asleep), sorted(logins[ACTIVATED:]),
              "and exactly those who have not activated their account")
    counts = {row["step"]: int(row["missing"]) for row in desk.json("papillons", "progress")}
    tap.equal((counts["slip"], counts["handed"], counts["activated"], counts["returned"]),
              (0, PUPILS - HANDED, PUPILS - ACTIVATED, PUPILS - RETURNED), "INS-20: every gap is counted")


def test_all(tap):
    with Scene(pupils=PUPILS) as scene:
        app = scene.open_signed_in()
        desk = prepares(scene, app)
        takes_back(tap, scene, app, desk)
        logins = hands_out(tap, scene, app, desk)
        names_who_is_left(tap, scene, app, desk, logins)


def main():
    tap = Tap()
    tap.run("a pile and a scanner", test_all, tap)
    return tap.done()


sys.exit(main())
