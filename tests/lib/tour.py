# SPDX-License-Identifier: GPL-3.0-or-later
"""A walk through every page and dialog of the real window, by keyboard, with a picture of each: for the
demonstration on a machine without a display, and for the tests of what is seen.

    tour.walk(app, files, keep)         keep(app, "accueil") is called at each stop
    tour.first_run(app, password, keep) the first start from an invitation

The school that is walked has its contact details confirmed, some pupils with accounts and their slips.
`files` is the folder of tests/data/import.
"""
import os
import sys

from scene import Scene


def first_run(app, password, keep):
    app.wait_for("Invitation pour ")
    keep(app, "premiere-ouverture")
    app.fill("Mot de passe", password)
    app.fill("Le même mot de passe", password)
    app.keys("Return")
    app.wait_for("lisez six mots")
    keep(app, "collegue")
    app.press("push button", "Mes six mots")
    app.wait_window("Vos six mots")
    app.wait_gone("Un instant")
    keep(app, "six-mots")
    app.keys("Escape")


def settings(app, keep):
    Scene.go(app, "Accueil")
    app.wait_window("Ce qu'il reste à faire")
    keep(app, "accueil")
    Scene.go(app, "Paramétrer mon établissement")
    app.wait_window("Paramétrer mon établissement")
    keep(app, "parametrer")
    app.fill("Téléphone", "01 99")
    app.press("push button", "Enregistrer")
    app.wait(lambda: app.focus.has("invalid"), "a fault")
    keep(app, "parametrer-faute")
    app.press("push button", "Annuler")
    app.press("page tab", "Texte des papillons", key="space")
    app.fill("Texte de l'établissement", "Bonjour {prenom}, voici votre compte")
    app.wait_for("Spécimen")
    app.pump(1.2)
    keep(app, "parametrer-texte")
    app.press("push button", "Annuler")


def import_of(app, path, lines):
    Scene.go(app, "Importer un fichier")
    app.wait_window("Importer un fichier")
    app.press("push button", "Choisir un fichier")
    app.choose_file("Choisir le fichier des élèves", path)
    app.wait_for(f"{lines} lignes")


def imports(app, files, keep):
    Scene.go(app, "Importer un fichier")
    app.wait_window("Importer un fichier")
    keep(app, "import-1-fichier")
    app.escape_to("Paramétrer")
    import_of(app, os.path.join(files, "colonnes-libres.csv"), 212)
    keep(app, "import-1-fichier-lu")
    app.press("push button", "Suivant")
    app.wait_for("Étape 2 sur 4")
    keep(app, "import-2-colonnes")
    app.keys("Escape")
    app.wait_for("Continuer")
    keep(app, "import-abandon")
    leave(app)
    import_of(app, os.path.join(files, "fautes.csv"), 20)
    app.press("push button", "Suivant")
    app.wait_for("Étape 3 sur 4")
    keep(app, "import-3-verification")
    app.press("push button", "Importer ")
    app.wait_for("Bilan de l'import", 60)
    keep(app, "import-4-bilan")
    app.press("push button", "Voir les candidats")
    app.wait_window("Candidats")


def leave(app):
    """The answer of the question that is not its default."""
    dialog = app.front
    labels = [node.name for node in app.find_all("push button", dialog)
              if node.name and not node.name.endswith("Continuer")]
    app.press("push button", labels[0])
    app.wait_window("Paramétrer")


def candidates(app, keep):
    app.wait_for("candidats")
    keep(app, "candidats")
    app.go_to("table row", "")
    app.keys("space", "Down", "space")
    app.wait_for("2 sélectionnés")
    app.press("push button", "Autres actions")
    app.wait_for("Voir le papillon")
    keep(app, "candidats-coches")
    app.press("push button", "Modifier une colonne")
    app.wait_window("Modifier une colonne de 2 candidats")
    keep(app, "candidats-colonne")
    app.escape_to("Candidats")
    app.press("push button", "Désélectionner")
    app.keys("ctrl+f")
    app.type("zzz")
    app.wait_for("Personne ne correspond")
    keep(app, "candidats-personne")
    app.keys("ctrl+a", "BackSpace")
    app.wait_gone("Personne ne correspond")
    app.go_to("table row", "")
    app.keys("Return")
    app.wait_for("Date de naissance")
    keep(app, "candidat")
    app.fill("Date de naissance", "31/02/2009")
    app.press("push button", "Enregistrer")
    app.wait(lambda: app.focus.has("invalid"), "a fault")
    keep(app, "candidat-faute")
    app.press("push button", "Annuler")
    app.keys("alt+Left")
    app.wait_window("Candidats")
    app.keys("ctrl+n")
    app.wait_window("Inscrire un candidat")
    keep(app, "inscrire")
    app.keys("alt+Left")


def finishing(app, keep):
    Scene.go(app, "Inscriptions à terminer")
    app.wait_window("Inscriptions à terminer")
    app.wait_for("pré-inscrits")
    keep(app, "a-terminer")
    Scene.go(app, "Historique des imports")
    app.wait_for("fautes.csv")
    keep(app, "imports")


def generation(app, keep):
    Scene.go(app, "Générer les comptes")
    app.wait_for("Titre édition")
    keep(app, "generation-1-verifier")
    app.press("push button", "Suivant")
    app.wait_for("comptes vont être créés")
    keep(app, "generation-2-compter")
    app.press("push button", "Voir les noms")
    app.wait_for("Rechercher un nom")
    keep(app, "generation-noms")
    app.keys("Escape")
    app.press("push button", "Générer ")
    app.wait_for("comptes créés", 60)
    keep(app, "generation-3-compte-rendu")
    app.press("push button", "Afficher le compte rendu")
    app.wait_window("Liste des documents générés")
    app.wait(lambda: sum("octets" in text for text in app.texts()) >= 2, "the sizes")
    keep(app, "documents-generes")
    app.press("push button", "Aperçu")
    app.wait_window("Aperçu et impression")


def preview(app, keep):
    app.wait_for("vérifié")
    app.go_to("list item", "")
    app.keys("space", "space", "c")
    app.wait(lambda: app.focus.name.startswith("Note"), "the note")
    app.type("Prénom à vérifier")
    app.keys("Return")
    app.wait_for("1 à corriger")
    keep(app, "apercu-relecture")
    app.go_to("push button", "Papillons par page")
    app.keys("Return", "Down", "Return")
    app.wait_for("Papillons par page : 2 par page")
    app.pump(0.8)
    keep(app, "apercu-deux-par-page")
    app.press("push button", "Mise en page")
    app.wait_for("Entre deux classes")
    keep(app, "apercu-mise-en-page")
    app.keys("Escape")
    app.press("push button", "Montrer au candidat")
    app.wait_for("Se ferme dans")
    app.pump(1)
    keep(app, "montrer")
    app.keys("Escape")
    app.wait_window("Aperçu et impression")
    app.press("push button", "Imprimer…")
    app.wait_window("Imprimer les papillons")
    keep(app, "imprimer-choix")
    app.keys("Escape")
    app.wait_window("Aperçu et impression")


DOCUMENTS = ("Papillons : liste", "Liste simple", "Liste détaillée", "Statistiques")


def documents(app, keep):
    """Nobody's registration is finished here: what needs that says so."""
    Scene.go(app, "Documents à imprimer")
    app.wait_for("Personne n'est dans ce document")
    keep(app, "document-personne")
    for name in DOCUMENTS:
        app.go_to("list item", name, key="Down")
        app.wait_for("Pages de « " + name)
        app.pump(0.6)
        keep(app, f"document-{DOCUMENTS.index(name) + 1}")


def distribution(app, keep):
    Scene.go(app, "Distribution aux élèves")
    app.wait_for(" remis · ")
    keep(app, "remise")
    login = next(node.name for node in app.find_all("label") if " · " in node.name and "." in node.name)
    app.type(login.split(" · ")[1])
    app.keys("Return")
    app.wait_for("papillon noté comme remis")
    app.wait_for("1 sur ")
    keep(app, "remise-scan")
    app.press("push button", "Papillon à remettre")
    app.wait_window("Candidats")
    app.wait_for("Ce qui manque")
    keep(app, "remise-manquants")
    Scene.go(app, "Retour des dossiers")
    app.wait_for("Personne n'est encore inscrit")
    app.type("1234")
    app.keys("Return")
    app.wait_for("À regarder")
    keep(app, "retour")
    Scene.go(app, "Journal des impressions")
    app.wait_window("Journal des impressions")
    app.wait(lambda: app.says("Rien n'a encore été imprimé") or app.find("table row", ""), "the journal")
    keep(app, "journal")
    app.escape_to("Retour des dossiers")


def others(app, keep):
    Scene.go(app, "Regénérer")
    app.wait_window("Regénérer")
    keep(app, "regenerer")
    app.escape_to("Retour des dossiers")
    app.keys("F10")
    app.wait_for("À propos")
    keep(app, "menu")
    app.keys("Escape", "ctrl+question")
    app.wait_for("Raccourcis")
    app.pump(0.5)
    keep(app, "raccourcis")
    app.escape_to("Retour des dossiers")
    app.press("push button", "Tout est synchronisé")
    app.wait_window("Ce qui est en attente")
    keep(app, "en-attente")
    app.escape_to("Retour des dossiers")


def walk(app, files, keep):
    app.wait_for("Tout est synchronisé")
    settings(app, keep)
    imports(app, files, keep)
    candidates(app, keep)
    finishing(app, keep)
    generation(app, keep)
    preview(app, keep)
    documents(app, keep)
    distribution(app, keep)
    others(app, keep)


if __name__ == "__main__":
    sys.exit("tour.py is a module of the tests")
