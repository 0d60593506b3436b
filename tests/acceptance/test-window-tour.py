# SPDX-License-Identifier: GPL-3.0-or-later
"""test-window-tour.py small|large: every page and dialog of the real window on a small screen, and with
letters twice as large in dark colours. Nothing ends the program, every stop of Tab has a name, no word
is left in English, no picture is black."""
import os
import re
import subprocess
import sys

import tour
from client import STAFF_PASSWORD
from scene import Scene
from screen import plain
from tap import Tap

LOOKS = {"small": {"size": (1024, 700)}, "large": {"large": True, "dark": True}}
FILES = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "tests", "data", "import")
CATALOGUE = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "po", "fr.po")


def unescape(lines):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', lines)).replace('\\"', '"').replace("\\n", "\n")


def english_words():
    """What the source says and the French catalogue says otherwise, without its mnemonics."""
    with open(CATALOGUE, encoding="utf-8") as file:
        entries = re.findall(r'^msgid ((?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?'
                             r'msgstr(?:\[0\])? ((?:".*"\n)+)', file.read(), re.M)
    words = set()
    for source, french in entries:
        english = plain(unescape(source).replace("_", ""))
        if english and english != plain(unescape(french).replace("_", "")) and "%" not in english:
            words.add(english)
    return words


def is_black(path):
    mean = subprocess.run(["convert", path, "-colorspace", "Gray", "-format", "%[fx:maxima]",
                           "info:"], capture_output=True, text=True, check=True).stdout
    return float(mean) < 0.2


def test_tour(tap, look):
    english = english_words()
    tap.ok(len(english) > 500, "the catalogue is read", len(english))
    shots = os.environ.get("MACHAON_SHOTS")
    seen = []
    with Scene(pupils=12, **LOOKS[look]) as scene:
        def keep(app, name):
            path = os.path.join(shots or scene.folder, f"{look}-{name}.png")
            app.picture(path)
            left = [text for text in app.texts() if text in english]
            tap.ok(not left and not is_black(path), f"{name} is French and to be seen", left)
            seen.append(name)

        app = scene.open_signed_in()
        scene.set_contact(app)
        scene.import_file(app, scene.file)
        app.press("push button", "Voir les candidats")
        scene.generate(app, 12)
        app.press("push button", "Aperçu des papillons")
        app.wait_window("Aperçu et impression")
        tour.walk(app, FILES, keep)
        other = scene.start(scene.invite("j.durand", "M. Durand"), login="j.durand")
        tour.first_run(other, STAFF_PASSWORD, keep)
    tap.ok(len(seen) >= 30, "the tour has thirty stops", seen)


def main():
    tap = Tap()
    tap.run("the tour", test_tour, tap, sys.argv[1])
    return tap.done()


sys.exit(main())
