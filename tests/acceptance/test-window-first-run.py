# SPDX-License-Identifier: GPL-3.0-or-later
"""The first hour of a school in the real window, by keyboard alone and read as a screen reader reads
it: an invitation by double click, pasted or typed; a password and its strength; the keyring; a second
member who is admitted by six words. INS-04, INS-06, ACC-12."""
import re
import subprocess
import sys

from client import STAFF_PASSWORD
from scene import Scene
from tap import Tap


def read_invitation(path):
    """{key: value} of an invitation file."""
    with open(path, encoding="utf-8") as file:
        return dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)


def invitation_opens(tap, scene):
    app = scene.start(scene.invite())
    app.wait_window("Se connecter")
    tap.ok(app.says("Invitation pour secretariat, sur le serveur 127.0.0.1"),
           "the invitation is said in one line", app.safe_texts())
    tap.equal(app.focus.name, "Mot de passe", "the password has the keyboard")
    app.type("motdepasse12")
    app.wait_for("Mot de passe moyen")
    app.keys("Return")
    app.wait_for("Ce n'est pas le même mot de passe que ci-dessus")
    tap.ok(app.says("parmi les premiers que l'on devine"), "a weak password is told", app.safe_texts())
    tap.equal(app.focus.name, "Mot de passe", "the first fault has the keyboard")
    tap.ok(app.focus.has("invalid"), "and its state says so")
    scene.picture(app, "premiere-ouverture")
    scene.choose_password(app)
    tap.ok(app.says("CAP – JUIN 2027 – ACADÉMIE DE BESANÇON"), "ACC-12: the context is on top")
    tap.ok(app.says("Paramétrer mon établissement") and app.says("Vérifiez d'abord les coordonnées"),
           "INS-07: the next act is to check the contact details", app.safe_texts())
    return app


def secrets_rest_in_keyring(tap, scene):
    keyring = subprocess.run(
        ["secret-tool", "search", "--all", "--unlock", "xdg:schema", "io.machaon.Machaon"],
        env=scene.desktop.env, capture_output=True, text=True, check=False)
    found = re.findall(r"^secret = (.+)$", keyring.stdout, re.M)
    tap.ok(len(found) >= 2, "the token and the key of the store rest in the keyring",
           keyring.stdout + keyring.stderr)
    disk = scene.read_disk()
    tap.ok(not any(secret.encode() in disk for secret in found), "and nowhere on the disk")
    tap.ok(STAFF_PASSWORD.encode() not in disk, "nor does the password")


def opens_again(tap, scene, app):
    scene.go(app, "Candidats")
    app.wait_for("Aucun candidat")
    tap.equal(app.end(), 0, "the window closes with its key")
    app = scene.start()
    app.wait_for("Tout est synchronisé")
    tap.ok(app.says("Aucun candidat"), "a second start asks nothing, and is where one left",
           app.safe_texts())
    return app


def paste(app, scene, text):
    """Puts a text on the clipboard, as copying from a message does."""
    clipboard = subprocess.Popen(["xclip", "-selection", "clipboard", "-loops", "1", "-quiet"],
                                 stdin=subprocess.PIPE, env=scene.desktop.env,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    clipboard.stdin.write(text.encode())
    clipboard.stdin.close()
    app.pump(0.3)
    app.press("push button", "Coller l'invitation")
    app.wait_for("Invitation pour ")
    clipboard.wait(10)


def colleague_is_admitted(tap, scene, app):
    with open(scene.invite("j.durand", "M. Durand"), encoding="utf-8") as file:
        message = "Bonjour,\n\nvotre invitation :\n\n" + file.read() + "\nCordialement\n"
    other = scene.start(login="j.durand")
    other.wait_window("Se connecter")
    paste(other, scene, message)
    tap.ok(other.says("Invitation pour j.durand"), "an invitation is pasted from a message")
    scene.choose_password(other, "pommier bleu sous la neige")
    other.wait_for("lisez six mots à")
    other.press("push button", "Mes six mots")
    other.wait(lambda: find_words(other), "six words")
    words = find_words(other)
    scene.picture(other, "six-mots")
    other.keys("Escape")

    app.activate()
    app.keys("F5")
    app.wait_for("M. Durand demande à voir les papillons")
    app.press("push button", "Autoriser")
    app.wait_window("Autoriser M. Durand")
    app.fill("Les six mots", " ".join(reversed(words)))
    app.keys("Return")
    app.wait(lambda: app.focus is not None and app.focus.has("invalid"),
             "wrong words to be refused")
    tap.ok(True, "wrong words are refused under their field")
    app.fill("Les six mots", " ".join(words))
    app.keys("Return")
    app.wait_for("M. Durand voit désormais les papillons")
    tap.ok(True, "the right ones admit him")
    app.keys("Escape")
    app.wait_gone("M. Durand demande à voir les papillons")
    other.activate()
    other.keys("F5")
    other.wait_gone("lisez six mots à")
    tap.ok(True, "his own window stops asking")
    tap.equal(other.end(), 0, "the second window closes")
    app.activate()


def find_words(app):
    for node in app.nodes():
        words = node.name.split()
        if node.role == "label" and len(words) == 6 and all(word.isalpha() for word in words):
            return words
    return None


def fields_by_hand(tap, scene):
    facts = read_invitation(scene.invite("p.petit", "Mme Petit"))
    app = scene.start(login="p.petit")
    app.wait_window("Se connecter")
    authority = scene.folder + "/autorite.pem"
    with open(authority, "w", encoding="ascii") as file:
        file.write(facts["ca"].replace("\\n", "\n"))
    app.fill("Serveur", facts["server"])
    app.press("push button", "Autorité")
    app.choose_file("L'autorité du certificat du serveur", authority)
    app.fill("Identifiant", "p.petit")
    app.fill("Code d'invitation", "AAAA-BBBB-CCCC")
    app.fill("Mot de passe", STAFF_PASSWORD)
    app.fill("Le même mot de passe", STAFF_PASSWORD)
    app.keys("Return")
    app.wait(lambda: app.focus is not None and app.focus.has("invalid"),
             "a wrong code to be told")
    tap.equal(app.focus.name, "Code d'invitation", "a wrong code is told under its field")
    app.fill("Code d'invitation", facts["code"])
    app.keys("Return")
    app.wait_for("Tout est synchronisé")
    tap.ok(True, "the four fields lead in as well")
    tap.equal(app.end(), 0, "the third window closes")


def test_all(tap):
    with Scene() as scene:
        app = invitation_opens(tap, scene)
        secrets_rest_in_keyring(tap, scene)
        app = opens_again(tap, scene, app)
        colleague_is_admitted(tap, scene, app)
        fields_by_hand(tap, scene)


def main():
    tap = Tap()
    tap.run("the first hour", test_all, tap)
    return tap.done()


sys.exit(main())
