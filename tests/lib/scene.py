# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the tests of the real window play: a desktop that nobody looks at, a real server with a
school and its staff, and machaon started on it as a person starts it.

    from scene import Scene
    with Scene(pupils=12) as scene:
        app = scene.open_signed_in()
        app.press("push button", "Importer un fichier")

Pictures go to the folder MACHAON_SHOTS, if that is set: for eyes, not for the test.
"""
import os
import shutil
import sys
import tempfile

from client import STAFF_PASSWORD, pupil, write_csv
from desktop import Desktop
from server import Server, UAI

PORTAL_URL = "https://examens.machaon.example"
CONTACT = (("Téléphone", "01 99 00 55 00"), ("E-mail", "secretariat@demoiselles.example"),
           ("Adresse", "12 rue des Tilleuls"), ("Code postal", "25000"), ("Ville", "Besançon"))


class Scene:
    """pupils: rows of the school's file, self.file. Other options are those of Desktop."""

    def __init__(self, pupils=12, **options):
        self.folder = tempfile.mkdtemp(prefix="machaon-window-")
        self.server = self.desktop = None
        self._apps = []
        try:
            self.server = Server(self.folder, portal_url=PORTAL_URL)
            self.server.add_directory()
            self.desktop = Desktop(self.folder, **options)
        except BaseException:
            self.close()
            raise
        self.file = write_csv(os.path.join(self.folder, "eleves.csv"),
                              [pupil(n) for n in range(pupils)])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def invite(self, login="secretariat", name="Mme Martin", uai=UAI):
        """Adds somebody; the path of his invitation file."""
        path = os.path.join(self.folder, login + ".machaon")
        self.server.add_staff(login, uai, name=name, invitation=path)
        return path

    def profile(self, login="secretariat"):
        return os.path.join(self.folder, "profile-" + login)

    def start(self, *arguments, login="secretariat", env=None):
        """Starts machaon on the profile of this person."""
        from screen import Program  # AT-SPI reads the bus of the desktop when it is loaded

        program = os.path.join(os.environ["MACHAON_BUILD_ROOT"], "src", "app", "machaon")
        app = Program(self.desktop, [program, "--profile", self.profile(login), *arguments], env)
        self._apps.append(app)
        return app

    def open_signed_in(self, login="secretariat", name="Mme Martin", uai=UAI, env=None):
        """From an invitation to a window in which everything is synchronised."""
        app = self.start(self.invite(login, name, uai), login=login, env=env)
        app.wait_for("Invitation pour " + login)
        self.choose_password(app)
        return app

    @staticmethod
    def choose_password(app, password=STAFF_PASSWORD):
        """In the window of the first run; until the main window says that all is well."""
        app.fill("Mot de passe", password)
        app.fill("Le même mot de passe", password)
        app.keys("Return")
        app.wait_for("Tout est synchronisé")

    @staticmethod
    def go(app, activity):
        """Opens an activity from the sidebar."""
        for _ in range(3):
            if app.focus is not None and app.focus.is_in("Activités"):
                break
            app.keys("F6")
            app.pump(0.2)
        app.keys("Home")
        app.go_to("list item", activity, key="Down")
        app.keys("Return")

    def set_contact(self, app):
        """Fills in the contact details and confirms them."""
        self.go(app, "Paramétrer mon établissement")
        for label, text in CONTACT:
            app.fill(label, text)
        app.press("push button", "Enregistrer")
        app.wait_for("Relisez le bloc et confirmez-le")
        app.press("push button", "Ces coordonnées sont exactes")
        app.wait_for("Les coordonnées sont confirmées")

    @staticmethod
    def import_file(app, path):
        """Through the four steps of the wizard, for a file without problems."""
        Scene.go(app, "Importer un fichier")
        app.press("push button", "Choisir un fichier")
        app.choose_file("Choisir le fichier des élèves", path)
        app.wait_for("Accents lus", 60)
        app.press("push button", "Suivant")
        app.wait_for("Créer ")
        app.press("push button", "Importer ")
        app.wait_for("Bilan de l'import", 60)

    @staticmethod
    def generate(app, n):
        """Through the generation wizard; ends on the report."""
        Scene.go(app, "Générer les comptes")
        app.wait_for("Titre édition")
        app.press("push button", "Suivant")
        app.press("push button", f"Générer {n} comptes")
        app.wait_for(f"{n} comptes créés", 60)

    def picture(self, app, name):
        shots = os.environ.get("MACHAON_SHOTS")
        if shots:
            app.picture(os.path.join(shots, name + ".png"))

    def read_disk(self, login="secretariat"):
        """Everything that a person's profile, runtime and temporary folders hold, as bytes."""
        content = b""
        places = [self.profile(login)] + [os.path.join(self.desktop.folder, name)
                                          for name in ("run", "tmp", "home")]
        for place in places:
            for folder, _, names in os.walk(place):
                for name in names:
                    path = os.path.join(folder, name)
                    if os.path.isfile(path) and not os.path.islink(path):
                        with open(path, "rb") as file:
                            content += file.read()
        return content

    def close(self):
        for app in self._apps:
            if app.process.poll() is None:
                app.kill()
        if self.desktop is not None:
            self.desktop.close()
        if self.server is not None:
            self.server.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit("scene.py is a module of the tests")
