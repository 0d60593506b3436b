# SPDX-License-Identifier: GPL-3.0-or-later
"""Paper in the real window, by keyboard alone: slips in two layouts on a real CUPS, documents printed
and saved, slips handed out and confirmations taken back with a scanner that types, and the board whose
gaps are lists. The server is stopped meanwhile, and has it all afterwards. ACC-25, ACC-33, INS-16,
INS-18 to INS-21, INS-24, REG-42."""
import csv
import os
import sys

from client import Desk, pdf_pages, read_slips
from printer import Printer
from scene import Scene
from server import ACADEMY, SESSION
from tap import Tap

PUPILS = 12
PIECES = ["Photocopie de la pièce d'identité", "Attestation de recensement"]


def colleague(scene):
    """Somebody who works with machaonctl at the same time."""
    desk = Desk(scene.folder, scene.server, "c.collegue")
    desk.sign_in(scene.server.add_staff("c.collegue"))
    return desk


def plain(text):
    return " ".join(text.split())


def prepares(scene, app):
    scene.set_contact(app)
    scene.import_file(app, scene.file)
    app.press("push button", "Voir les candidats")
    scene.generate(app, PUPILS)
    desk = colleague(scene)
    desk.run("finalise", "--all-ready", status=0)
    app.press("push button", "Aperçu des papillons")
    app.wait_window("Aperçu et impression")
    app.wait_for(f"0 / {PUPILS} vérifié")
    app.keys("F5")
    app.wait_for("Tout est synchronisé")
    return desk


def choose(app, menu, key_presses, chosen):
    """In a menu that shows its choice."""
    app.go_to("push button", menu)
    app.keys("Return", *key_presses, "Return")
    app.wait_for(chosen)


def print_all(app, printer, jobs):
    app.press("push button", "Imprimer…")
    app.wait_window("Imprimer les papillons")
    size = next(text for text in app.texts() if " pages, " in text)
    app.press("push button", f"Imprimer {PUPILS} papillons")
    app.wait_for("Imprimante-du-secretariat", 60)
    app.keys("Return")
    printer.wait_job(jobs)
    app.wait_for(f"{PUPILS} papillons envoyés")
    return size


def lays_out(tap, scene, app, printer):
    """What the preview says is what comes out."""
    tap.ok(app.says(f"{PUPILS} papillons, {PUPILS} pages, 4 classes · un papillon par page · "
                    "Ordre : Classe, puis NOM, prénom"), "the order and the size stand on the preview",
           app.safe_texts())
    choose(app, "Papillons par page", ["Down"], "Papillons par page : 2 par page")
    app.wait_for(f"{PUPILS} papillons, 6 pages, 4 classes")
    app.press("push button", "Mise en page")
    app.wait_for("Entre deux classes")
    choose(app, "Entre deux classes", ["End"], "un intercalaire avant chaque classe")
    app.wait_for(f"{PUPILS} papillons, 12 pages, 4 classes · deux")
    app.press("push button", "Mise en page")
    app.wait_for("Entre deux classes")
    app.press("check box", "En ordre une fois la pile coupée", key="space")
    app.wait_for("en ordre une fois la pile coupée")
    scene.picture(app, "papillons-mise-en-page")
    app.wait_for(f"{PUPILS} papillons, 8 pages")
    app.keys("Escape")
    size = print_all(app, printer, 1)
    tap.ok("12 papillons, 8 pages, 4 classes" in size, "its size is said before the act", size)
    tap.equal(printer.n_pages(), 8, "eight sheets came out of a real CUPS: slips and separators")
    tap.equal(len(read_slips(printer.pdf())), PUPILS, "with every slip once")
    pages = [plain(page) for page in pdf_pages(printer.pdf())]
    tap.ok("1CAP-0" in pages[0] and "3 papillons" in pages[0],
           "the pile begins with the first class's separator", pages[0])
    choose(app, "Papillons par page", ["Down", "Down", "Down"], "Gros caractères")
    app.wait_for("gros caractères, un papillon par page")
    tap.ok(app.says(f"{PUPILS} papillons, 16 pages"), "large print has a page each", app.safe_texts())
    app.go_to("push button", "Ordre")
    app.keys("Return", "End", "Return")
    app.wait_for("les classes sont mêlées")
    tap.ok(app.find("push button", "Ordre : Classe, puis nom"),
           "what does not go together is refused with a sentence, and the control says what stands")


def shows_documents(tap, scene, app, printer):
    scene.server.stop()
    scene.go(app, "Documents à imprimer")
    app.wait_for(f"Pages de « Confirmations d'inscription » : {PUPILS} candidats, 24 pages")
    scene.picture(app, "documents-confirmations")
    app.press("push button", "Imprimer…")
    app.wait_for("Imprimante-du-secretariat", 60)
    app.keys("Return")
    printer.wait_job(2)
    app.wait_for("Envoyé à l'imprimante")
    tap.equal(printer.n_pages(), 24, "INS-16: confirmations on paper, the server stopped")
    app.go_to("list item", "Confirmations d'inscription", key="shift+Tab")
    app.go_to("list item", "Liste détaillée", key="Down")
    app.wait_for("Pages de « Liste détaillée")
    path = os.path.join(scene.folder, "liste.csv")
    app.press("push button", "Enregistrer en CSV")
    app.save_file("Enregistrer le document en CSV", path)
    app.wait_for("Enregistré dans")
    with open(path, encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file, delimiter=";"))
    tap.ok(len(table) == PUPILS and all("." in row["Identifiant de connexion"] for row in table),
           "ACC-33: the detailed list as CSV has the logins", table[0])
    app.go_to("list item", "Liste détaillée", key="shift+Tab")
    app.go_to("list item", "Liste pour émargement", key="Up")
    app.wait_for("Pages de « Liste pour émargement")
    choose(app, "Division", ["Down"], "Division : 1CAP-0")
    app.wait_for("« Liste pour émargement » : 3 candidats")
    tap.ok(True, "INS-18: the list for signature of one class")
    choose(app, "État", ["End"], "Personne n'est dans ce document")
    tap.ok(app.find("push button", "Imprimer…").description.startswith("Aucun candidat"),
           "an empty document says why on its acts, too", app.safe_texts())


def scan(app, code):
    """As a scanner does that is a keyboard."""
    app.desktop.type(code)
    app.desktop.keys("Return")


def hands_out(tap, scene, app, people):
    scene.go(app, "Distribution aux élèves")
    app.wait_for("0 sur 12 remis")
    tap.ok(app.says("Papillon à remettre : 12 manquent"), "the board says who is missing",
           app.safe_texts())
    tap.ok(app.focus.role in ("text", "entry"), "the scanner may type at once")
    for one in people[:4]:
        scan(app, one["login"])
    scan(app, people[4]["ine"])
    app.wait_for("5 sur 12 remis")
    scan(app, people[0]["login"])
    app.wait_for("était déjà noté comme remis")
    scan(app, "personne.inconnue")
    app.wait_for("n'est le papillon, l'identifiant, l'INE ni la confirmation de personne")
    scene.picture(app, "remise")
    app.go_to("list item", "")
    app.go_to("list item", people[5]["family_name"], key="Down")
    app.keys("space")
    app.wait_for("6 sur 12 remis")
    tap.ok(True, "ACC-25: six slips handed out: logins, an INE, and a tick by keyboard")
    left = [node.name for node in app.find_all("list item") if node.name.endswith("À remettre")]
    expected = {one["family_name"] for one in people[6:]}
    tap.ok(len(left) == 6 and {name.split()[0] for name in left} == expected,
           "the list has exactly those who have not got theirs", left)
    app.press("push button", "Papillon à remettre : 6 manquent")
    app.wait_window("Candidats")
    app.wait_for("6 candidats")
    tap.ok(app.find("push button", "Ce qui manque : Papillon à remettre"),
           "a gap of the board is a list, one key away", app.safe_texts())
    scene.picture(app, "remise-manquants")


def takes_back(tap, scene, app, codes):
    scene.go(app, "Retour des dossiers")
    app.wait_for("0 sur 12 confirmations reçues")
    for code in codes[:9]:
        scan(app, code)
    scan(app, "12345")
    app.wait_for("n'est pas le code d'une confirmation")
    app.wait_for("9 sur 12 confirmations reçues · 3 manquantes")
    scan(app, codes[2])
    app.wait_for("avait déjà été reçue")
    missing = [node.name for node in app.find_all("list item") if node.name.endswith(")")]
    tap.equal(len(missing), 3, "INS-21: nine in one pass of the scanner, and three missing by name")
    scene.picture(app, "retour")


def completes_a_file(tap, scene, app, person):
    """INS-24: what a pupil brings is ticked, piece by piece; a wrong tick is taken away again."""
    app.press("push button", "Pièces reçues…")
    app.wait_window("Pièces reçues")
    app.wait_for(f"Il manque une pièce à {PUPILS} dossiers sur {PUPILS}")
    app.fill("Rechercher un dossier", person["family_name"])
    app.wait(lambda: len(app.find_all("list item")) == 1, "one file")
    tap.ok(app.find_all("list item")[0].name.endswith("manque : " + ", ".join(PIECES)),
           "INS-24: a file says what it lacks", app.safe_texts())
    for piece in PIECES:
        app.go_to("check box", piece)
        app.keys("space")
    app.wait_for("✓ complet")
    app.wait_for(f"Il manque une pièce à {PUPILS - 1} dossiers sur {PUPILS}")
    tap.ok(True, "INS-24: it is completed with the supporting documents")
    scene.picture(app, "pieces-recues")
    app.go_to("check box", PIECES[0])
    app.keys("space")
    app.wait(lambda: app.find_all("list item")[0].name.endswith("manque : " + PIECES[0]), "the tick to be gone")
    app.escape_to("Retour des dossiers")


def one_confirmation(tap, scene, app, person):
    """REG-41: from a candidate's page, the confirmation of that candidate."""
    app.keys("ctrl+f")
    app.type(person["family_name"])
    app.wait_for("1 candidat")
    app.go_to("table row", person["family_name"])
    app.keys("Return")
    app.wait_window(person["family_name"])
    app.go_to("list item", "1 - Identification")
    app.keys("End", "Up")
    app.press("push button", "Confirmation d'inscription")
    app.wait_for("Pages de « Confirmations d'inscription » : 1 candidat")
    scene.picture(app, "documents-un-candidat")
    app.press("push button", "Seulement " + person["family_name"])
    app.wait_for("Personne n'est dans ce document")  # the division and the state of before
    tap.ok(not app.says("tout afficher"), "REG-41: one confirmation from its candidate's page")


def test_all(tap):
    with Scene(pupils=PUPILS) as scene:
        printer = Printer(scene.desktop)
        scene.server.admin("service", "set", "--academy", ACADEMY[0], "--domain", SESSION[0], "--session",
                           SESSION[1], "pieces=" + " | ".join(PIECES))
        app = scene.open_signed_in()
        desk = prepares(scene, app)
        people = sorted(desk.candidates(), key=lambda one: (one["division"], one["family_name"]))
        path = os.path.join(scene.folder, "bordereau.csv")
        desk.run("documents", "bordereau", "--output", path, status=0)
        with open(path, encoding="utf-8-sig", newline="") as file:
            codes = [row[-1] for row in csv.reader(file, delimiter=";")][1:]
        lays_out(tap, scene, app, printer)
        shows_documents(tap, scene, app, printer)
        hands_out(tap, scene, app, people)
        takes_back(tap, scene, app, codes)
        completes_a_file(tap, scene, app, people[1])
        scene.server.start()
        app.keys("F5")
        app.wait_for("Tout est synchronisé", 60)
        desk.run("sync", status=0)
        after = desk.candidates()
        tap.equal(sum(bool(one["confirmation_received_on"]) for one in after), 9,
                  "the server has the nine confirmations once it is back")
        tap.equal(sum(bool(one["slip_handed"]) for one in after), 6, "and the six slips")
        tap.equal({one["id"]: one["pieces_received"] for one in after if one["pieces_received"]},
                  {people[1]["id"]: PIECES[1]}, "INS-24: and the document of one pupil, no other")
        one_confirmation(tap, scene, app, next(one for one in after if not one["slip_handed"]))


def main():
    tap = Tap()
    tap.run("documents in the window", test_all, tap)
    return tap.done()


sys.exit(main())
