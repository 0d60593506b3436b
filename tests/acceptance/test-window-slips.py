# SPDX-License-Identifier: GPL-3.0-or-later
"""The slips in the real window, by keyboard alone: generation with its five warnings, the report, the
list of documents, review with the server stopped, a PDF file, paper from a real CUPS, and new passwords
by INE and by state, the journal of all of it, and a link to who has verified an address; the memo sheet.
ACC-08, ACC-09, ACC-13 to ACC-21, ACC-35, ACC-37 to ACC-41, ACC-45."""
import csv
import email
import email.policy
import functools
import glob
import os
import re
import socket
import subprocess
import sys
import time

from client import CANDIDATE_PASSWORD, PORTAL_URL, Portal, pdf_pages, read_slips, slip_works
from printer import Printer
from scene import UAI, Scene
from tap import Tap

PUPILS = 12
WARNINGS = {
    "ACC-15": "Attention, vous allez générer un compte Machaon pour chacun de vos élèves.",
    "ACC-16": "Vos élèves auront alors l'obligation d'utiliser ce compte pour accéder aux documents "
              "mis à disposition par Machaon et à la publication de leurs résultats.",
    "ACC-17": "Vous devez impérativement vérifier les coordonnées de votre établissement avant la "
              "génération des comptes Machaon (activité \"Paramétrer mon établissement\"). Ces "
              "coordonnées seront indiquées sur les papillons de connexion de vos élèves.",
    "ACC-18": "Des papillons vont être produits afin d'être imprimés et distribués à vos élèves.",
    "ACC-19": "Si l'un de vos élèves possède déjà un compte Machaon, il n'y a pas de nouveau compte "
              "généré, ni de papillon édité. L'élève doit utiliser son compte existant pour accéder "
              "aux documents de la session courante.",
}
MEMO = "Aide-mémoire : comptes candidats"
STEPS = ["1. Inscrire", "2. Générer", "3. Imprimer", "4. Remettre", "5. Première connexion",
         "6. Papillon perdu", "7. Mot de passe oublié"]
TITLE = re.compile(r"papillon de connexion 0250001A (\d{12})$")


def steps_of(app):
    return [node.name for node in app.find_all("label") if node.name in STEPS]


def reads_memo(tap, scene, app):
    """ACC-45: the key in the main window."""
    app.keys("F1")
    app.wait_window(MEMO)
    tap.equal(steps_of(app), STEPS, "ACC-45: the memo sheet is one key away, step by step")
    scene.picture(app, "aide-memoire")
    app.keys("Escape")
    app.wait_window("Candidats")


def saves_memo(tap, scene, app):
    """And the button beside the title of the generation."""
    app.press("push button", "Aide-mémoire")
    app.wait_window(MEMO)
    tap.equal(steps_of(app), STEPS, "ACC-45: it is reached from the generation, too")
    path = os.path.join(scene.folder, "aide-memoire.pdf")
    app.press("push button", "Enregistrer le PDF")
    app.save_file("Enregistrer l'aide-mémoire en PDF", path)
    app.wait_for("L'aide-mémoire est enregistré.")
    pages = pdf_pages(path)
    found = [pages[0].find(step.split(" ", 1)[1]) for step in STEPS]
    tap.ok(len(pages) == 1 and -1 not in found and found == sorted(found)
           and "CAP – JUIN 2027" in pages[0],
           "ACC-45: one page of paper says the same, of this session", pages)
    app.escape_to("Générer les comptes Machaon de mes élèves")


def generates(tap, scene, app):
    sections = [node.name for node in app.find_all("label")]
    tap.ok("Mon établissement" in sections and app.find("list item", "Générer les comptes Machaon"),
           "ACC-08: Mon établissement > Générer les comptes Machaon de mes élèves", sections)
    scene.go(app, "Générer les comptes Machaon de mes élèves")
    app.wait_window("Générer les comptes Machaon de mes élèves")
    for row, text in WARNINGS.items():
        tap.ok(app.says(text), f"{row}: its warning is there", app.safe_texts())
    tap.ok(app.find("push button", "Aide") is not None, "ACC-13: help stands beside the title")
    saves_memo(tap, scene, app)
    title = app.go_to("text", "Titre édition *").text
    stamp = TITLE.match(title)
    tap.ok(stamp and time.strptime(stamp.group(1), "%d%m%Y%H%M"),
           "ACC-14: the title is the label, the UAI and the time", title)
    app.go_to("check box", "Ces coordonnées sont exactes")
    tap.ok(app.focus.has("checked"), "what was confirmed is ticked")
    scene.picture(app, "generation-verifier")
    app.press("push button", "Suivant")
    app.wait_for(f"{PUPILS} comptes vont être créés")
    tap.ok(app.says(f"{PUPILS} papillons, {PUPILS // 2} feuilles à deux par page"),
           "the size is said before the act", app.safe_texts())
    scene.picture(app, "generation-compter")
    app.press("push button", f"Générer {PUPILS} comptes")
    app.wait_for(f"{PUPILS} comptes créés", 60)
    tap.ok(app.says("0 élève possède déjà un compte") and app.says("0 élève n'est pas concerné"),
           "ACC-20: the report tells three groups apart", app.safe_texts())
    scene.picture(app, "generation-compte-rendu")


def makes_sure(tap, scene, app):
    """ACC-09: the same activity tells whether all accounts are there."""
    app.keys("Escape")
    app.wait_window("Candidats")
    scene.go(app, "Générer les comptes Machaon de mes élèves")
    app.wait_window("Générer les comptes Machaon de mes élèves")
    tap.ok(app.says("Tous vos élèves possèdent un compte Machaon. L'édition n'est pas disponible"),
           "ACC-09, ACC-31: the activity makes sure that all accounts are created",
           app.safe_texts())


def lists_documents(tap, scene, app):
    app.press("push button", "Afficher le compte rendu")
    app.wait_window("Liste des documents générés")
    app.wait(lambda: sum("octets" in text for text in app.texts()) == 2, "both sizes")
    texts = app.texts()
    tap.ok("Document" in texts and "Taille" in texts, "ACC-41: two columns", texts)
    tap.ok(any(text.endswith("un par page") for text in texts)
           and any(text.endswith("deux par page") for text in texts),
           "ACC-21, ACC-22: one and two slips a page", texts)
    tap.ok(app.says("Affichage de l'élément 1 à 2 sur 2 élément(s)"), "ACC-41: the paging line", texts)
    scene.picture(app, "documents-generes")
    app.press("push button", "Aperçu")
    app.wait_window("Aperçu et impression")
    app.wait_for(f"0 / {PUPILS} vérifié")


def rows_by_state(app):
    names = [node.name for node in app.find_all("list item")
             if node.name.endswith(("À vérifier", "Vérifié", "À corriger"))]
    return {state: [name for name in names if name.endswith(state)]
            for state in ("À vérifier", "Vérifié", "À corriger")}


def reviews_offline(tap, scene, app):
    scene.server.stop()
    app.go_to("list item", "")
    first = app.focus.name.split(",")[0]
    app.keys("space", "v", "Down")
    app.wait(lambda: len(rows_by_state(app)["Vérifié"]) == 2, "two checked slips")
    tap.ok(rows_by_state(app)["Vérifié"][0].startswith(first),
           "Space checks a slip and goes on, V checks it, with the server stopped")
    app.keys("c")
    app.wait(lambda: app.focus.role == "text" and app.focus.name.startswith("Note"),
             "the note to have the keyboard")
    app.type("Prénom à vérifier avec la famille")
    app.keys("Return")
    app.wait(lambda: len(rows_by_state(app)["À corriger"]) == 1, "one slip to correct")
    tap.ok(app.says(f"2 / {PUPILS} vérifiés · 1 à corriger"), "the balance of the review is said",
           app.safe_texts()[-40:])
    scene.picture(app, "relecture")


def press_by_letter(app, label):
    """GTK's own windows call a button by its text with the underscore, then without."""
    name = next(node.name for node in app.find_all("push button") if node.name.endswith(label))
    app.keys("alt+" + name[name.index("_") + 1].lower())


SHIFT = (3.0, -2.0)  # mm to the right, mm down


def calibrates(tap, scene, app, printer):
    """E12: the page that tells how far the printer is out, and what is read on it."""
    app.press("push button", "Mise en page")
    app.press("push button", "Caler une imprimante")
    app.wait_window("Caler une imprimante")
    app.press("push button", "Enregistrer")
    app.wait_for("Aucune imprimante n'est choisie")
    app.press("push button", "Imprimer la page de calage")
    app.wait_window("Imprimer", 60)
    app.wait_for("Imprimante-du-secretariat")
    app.keys("Return")
    printer.wait_job()
    app.wait_window("Caler une imprimante")
    tap.ok("Page de calage" in pdf_pages(printer.pdf())[0], "E12: the calibration page comes out of a real CUPS")
    app.wait(lambda: app.focus.role in ("text", "entry") and app.focus.name.startswith("Vers la droite"),
             "the first number to have the keyboard")
    app.fill("Vers la droite", "3 cm")
    app.keys("Return")
    app.wait_for("« 3 cm » n'est pas un décalage")
    scene.picture(app, "caler")
    app.fill("Vers la droite", f"{SHIFT[0]}".replace(".", ","))
    app.fill("Vers le bas", f"{SHIFT[1]}")
    app.keys("Return")
    app.wait_for("Décalage des papillons pour Imprimante-du-secretariat : 3")
    app.wait_window("Aperçu et impression")


def place_of(path, word):
    """Where the first such word begins on its page, in points."""
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    found = re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>{re.escape(word)}<', boxes.stdout)
    return float(found[1]), float(found[2])


def is_moved(one, other, word, shift):
    """Whether @word is as far from its place in the file @other as @shift says, in mm."""
    here, there = place_of(one, word), place_of(other, word)
    return all(abs((a - b) * 25.4 / 72 - wanted) < 0.1 for a, b, wanted in zip(here, there, shift))


def prints(tap, scene, app, printer):
    before = printer.jobs()
    app.keys("alt+v")
    app.wait_window("Imprimer", 60)
    app.wait_for("Imprimante-du-secretariat")
    scene.picture(app, "imprimante")
    press_by_letter(app, "Aperçu")
    app.wait_for("L'aperçu est dans Machaon")
    tap.equal(printer.jobs(), before, "the printer's window hands the slips to no other program")
    app.keys("Escape")
    app.wait_window("Aperçu et impression")
    app.keys("alt+v")
    app.wait_window("Imprimer", 60)
    app.wait_for("Imprimante-du-secretariat")
    app.keys("Return")
    printer.wait_job(len(before) + 1)
    slips = read_slips(printer.pdf())
    tap.equal(len(slips), 2, "two slips came out of a real CUPS")
    tap.equal(printer.n_pages(), 2, "on two sheets")
    return slips


def prints_to_file(tap, scene, app):
    """GTK's own "print to a file", for those who know it from elsewhere."""
    path = os.path.join(scene.desktop.env["HOME"], f"papillons {UAI}.pdf")
    app.keys("alt+v")
    app.wait_window("Imprimer", 60)
    app.wait_for("Imprimante-du-secretariat")
    app.go_to("table row", "")
    app.keys("Home")
    app.wait_for("Format de sortie")
    scene.picture(app, "imprimer-fichier")
    press_by_letter(app, "Imprimer")
    app.wait(lambda: os.path.exists(path) and os.path.getsize(path) > 0, "the printed file")
    app.wait_for("2 papillons envoyés à l")
    tap.equal(oct(os.stat(path).st_mode & 0o777), "0o600", "a printed file is its owner's alone")
    tap.equal(len(read_slips(path)), 2, "and holds the two checked slips")


def saves(tap, scene, app, printer):
    path = os.path.join(scene.folder, "papillons.pdf")
    app.press("push button", "Enregistrer le PDF")
    app.wait_window("Enregistrer les papillons en PDF")
    app.press("push button", f"Enregistrer {PUPILS} papillons")
    app.save_file("Enregistrer les papillons en PDF", path)
    app.wait(lambda: os.path.exists(path) and os.path.getsize(path) > 0, "the PDF file")
    app.wait_for(f"{PUPILS} papillons enregistrés dans")
    tap.equal(len(pdf_pages(path)), PUPILS, "the PDF file holds every page")
    tap.equal(oct(os.stat(path).st_mode & 0o777), "0o600", "and is its owner's alone")
    word = read_slips(printer.pdf())[0].login
    printed = os.path.join(scene.desktop.env["HOME"], f"papillons {UAI}.pdf")
    tap.ok(is_moved(printer.pdf(), path, word, SHIFT) and is_moved(printed, path, word, (0, 0)),
           "E12: paper is moved as the printer needs, files are not",
           [place_of(name, word) for name in (printer.pdf(), path, printed)])
    return read_slips(path)


def regenerates(tap, scene, app, before):
    scene.server.start()
    app.keys("F5")
    app.wait_for("Tout est synchronisé")
    scene.go(app, "Regénérer le mot de passe d'un compte d'un élève")
    app.wait_window("Regénérer le mot de passe d'un compte d'un élève")
    tap.equal(app.go_to("text", "Titre édition").text, "Papillon de connexion", "ACC-37: the title")
    for state in ("Inscrit", "Pré-inscrit"):
        tap.ok(app.go_to("check box", state).has("checked"), f"ACC-38: {state} is ticked")
    tap.ok(app.says("Critères de sélection"), "ACC-38: the criteria are named")
    ine = next(c["ine"] for c in candidates(scene) if c["login"] == before[0].login)
    app.fill("INE", ine)
    app.wait_for("1 élève avec un compte · 1 coché")
    scene.picture(app, "regenerer")
    app.press("push button", "Générer 1 mot de passe")
    app.wait_for("Le papillon de cet élève ne fonctionnera plus")
    # The list is open before the edition is there, and shows it once it has come.
    app.press("push button", "Générer 1 mot de passe")
    app.press("push button", "Afficher le compte rendu")
    app.wait_window("Liste des documents générés")
    app.wait_for("Papillon de connexion – un par page", 60)
    texts = app.safe_texts()
    tap.ok(app.says("Affichage de l'élément 1 à 4 sur 4 élément(s)")
           and sum(f"({PUPILS - 1} papillons)" in text for text in texts) == 2,
           "ACC-40: its document is in the list, and the edition before it has one slip less", texts)
    app.wait(lambda: sum("octets" in text for text in app.texts()) == 4, "the sizes of all four")
    scene.picture(app, "documents-generes-ensuite")
    app.keys("Escape")
    app.wait_for("1 nouveau mot de passe provisoire", 60)
    tap.ok(app.says("Les anciens papillons ne fonctionnent plus"),
           "ACC-35, ACC-39: one pupil gets a new password, found by INE", app.safe_texts())
    tap.ok(not slip_works(scene.server, before[0].login, before[0].code), "the old paper is dead")
    tap.ok(slip_works(scene.server, before[1].login, before[1].code), "the others live")


def candidates(scene):
    return colleague(scene).candidates()


@functools.lru_cache
def colleague(scene):
    """Somebody else of the school, on another computer."""
    from client import Desk

    desk = Desk(scene.folder, scene.server, "a.lire")
    desk.sign_in(scene.server.add_staff("a.lire"))
    return desk


def lines_of(app):
    return [node.name for node in app.find_all("table row") if ", secretariat, " in node.name]


def keeps_a_log(tap, scene, app, before):
    """E19: who printed which slips when, on what, from where; a colleague reads the same."""
    app.escape_to("Aperçu et impression")
    scene.go(app, "Journal des impressions")
    app.wait_window("Journal des impressions")
    app.wait(lambda: len(lines_of(app)) == 3, "what was printed and saved")
    lines = lines_of(app)
    tap.ok("Fichier PDF" in lines[0] and f"{PUPILS} papillons" in lines[0]
           and "Imprimante Imprimante-du-secretariat" in lines[2] and "2 papillons" in lines[2],
           "E19: each job, with its slips, and its printer or file", lines)
    tap.ok(app.says(socket.gethostname()), "E19: and the computer", app.safe_texts())
    scene.picture(app, "journal")
    family = next(c for c in candidates(scene) if c["login"] == before[-1].login)["family_name"]
    app.fill("Rechercher dans le journal", family)
    app.wait_for("ligne sur")
    app.wait(lambda: 0 < len(lines_of(app)) < 3, "the jobs with this pupil")
    app.fill("Rechercher dans le journal", "imprimante de personne")
    app.wait_for("Aucune ligne ne correspond")
    app.fill("Rechercher dans le journal", "")
    app.wait(lambda: len(lines_of(app)) == 3, "all of them again")
    path = os.path.join(scene.folder, "journal.csv")
    app.press("push button", "Enregistrer en CSV")
    app.save_file("Enregistrer le journal en CSV", path)
    app.wait_for("Le journal est enregistré")
    with open(path, encoding="utf-8-sig") as file:
        rows = list(csv.reader(file, delimiter=";"))
    tap.ok(len(rows) == 4 and rows[0][:3] == ["Quand", "Par", "Quoi"] and family in rows[1][7],
           "E19: saved as a table, with the names", rows)
    tap.equal(oct(os.stat(path).st_mode & 0o777), "0o600", "which is its owner's alone")
    app.escape_to("Aperçu et impression")
    seen = [row for row in colleague(scene).json("papillons", "log") if row["action"] != "view"]
    tap.equal([(row["who"], row["slips"]) for row in seen],
              [("secretariat", str(PUPILS)), ("secretariat", "2"), ("secretariat", "2")],
              "E19: a colleague reads the same lines")


def verifies_address(scene, slip, address):
    """A pupil at the portal: from the slip to an address of one's own."""
    portal = Portal(scene.server)
    portal.activate(slip.login, slip.code)
    page = portal.submit(portal.get("/compte/modifier"), address, CANDIDATE_PASSWORD)
    while page.status == 429:
        time.sleep(max(page.retry_after, 0.1))
        page = portal.submit(portal.get("/compte/modifier"), address, CANDIDATE_PASSWORD)
    link = wait_for_link(scene, "adresse")
    page = portal.get(link)
    form = next(form for form in page.forms if form.action == link)
    page = portal.submit(page, form=form)
    portal.close()
    return page


def wait_for_link(scene, kind, seconds=60):
    """The path of the newest link of this kind in the server's outbox."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for path in sorted(glob.glob(os.path.join(scene.server.data, "outbox", "*.eml")), reverse=True):
            with open(path, "rb") as file:
                message = email.message_from_binary_file(file, policy=email.policy.default)
            found = re.search(rf"{re.escape(PORTAL_URL)}(/{kind}/\S+)", message.get_content())
            if found:
                return found.group(1)
        time.sleep(0.2)
    raise AssertionError(f"no link of {kind} in the outbox")


def shows_address(tap, scene, app, slip):
    scene.go(app, "Candidats")
    app.keys("ctrl+f", "ctrl+a")
    app.type(slip.login)
    app.wait(lambda: "1 candidat" in app.texts(), "one row")
    app.go_to("table row", "")
    app.keys("Return")
    app.wait_for("e-mail vérifié")
    tap.ok(not app.says("eleve@foyer.example"), "the page says it, and not whole", app.safe_texts())


def regenerates_by_link(tap, scene, app, slips):
    """Who has verified an address gets a link; paper all the same is a stated act."""
    page = verifies_address(scene, slips[1], "eleve@foyer.example")
    tap.ok(page.status == 200, "the pupil has verified an address", page)
    shows_address(tap, scene, app, slips[1])
    scene.go(app, "Regénérer le mot de passe d'un compte d'un élève")
    app.wait_window("Regénérer le mot de passe d'un compte d'un élève")
    app.go_to("table row", "")
    app.keys("ctrl+a")
    app.wait_for(f"{PUPILS} élèves avec un compte · {PUPILS} cochés")
    app.press("push button", f"Générer {PUPILS} mots de passe")
    app.wait_for(f"1 élève reçoit un lien par e-mail, {PUPILS - 1} un nouveau papillon")
    tap.ok(True, "both groups are counted before the act")
    scene.picture(app, "regenerer-deux-groupes")
    app.go_to("check box", "Imprimer quand même un nouveau papillon")
    app.keys("space")
    app.wait(lambda: not app.says("1 élève reçoit un lien"), "paper for everybody")
    tap.ok(app.says("C'est noté au journal sous votre nom"), "what paper all the same entails is said",
           app.safe_texts())
    scene.picture(app, "regenerer-quand-meme")
    app.keys("Escape")
    app.wait_window("Regénérer le mot de passe d'un compte d'un élève")
    app.fill("INE", next(c["ine"] for c in candidates(scene) if c["login"] == slips[1].login))
    app.wait_for("1 élève avec un compte · 1 coché")
    app.press("push button", "Générer 1 mot de passe")
    app.wait_for("1 élève reçoit un lien par e-mail")
    app.press("push button", "Confirmer")
    app.wait_for("1 lien envoyé par e-mail", 60)
    scene.picture(app, "regenerer-lien")
    link = wait_for_link(scene, "nouveau-mot-de-passe")
    tap.ok(Portal(scene.server).get(link).wants_new_password, "the link chooses a new password")


def test_all(tap):
    with Scene(pupils=PUPILS) as scene:
        printer = Printer(scene.desktop)
        app = scene.open_signed_in()
        scene.set_contact(app)
        scene.import_file(app, scene.file)
        app.press("push button", "Voir les candidats")
        reads_memo(tap, scene, app)
        generates(tap, scene, app)
        makes_sure(tap, scene, app)
        lists_documents(tap, scene, app)
        reviews_offline(tap, scene, app)
        calibrates(tap, scene, app, printer)
        prints(tap, scene, app, printer)
        prints_to_file(tap, scene, app)
        slips = saves(tap, scene, app, printer)
        regenerates(tap, scene, app, slips)
        keeps_a_log(tap, scene, app, slips)
        regenerates_by_link(tap, scene, app, slips)


def main():
    tap = Tap()
    tap.run("slips in the window", test_all, tap)
    return tap.done()


sys.exit(main())
