# SPDX-License-Identifier: GPL-3.0-or-later
"""demonstrate.py PROFILE SECRETS PASSWORD-FILE INVITATION FILES OUTPUT: the window of the demonstration
on a machine without a display. Walks through it as a person would and leaves OUTPUT/fenetre-NN-….png.

PROFILE and SECRETS are those of a signed-in school with slips; INVITATION is a colleague's file; FILES
is the folder of the sample files."""
import os
import shutil
import sys
import tempfile

import tour
from desktop import Desktop


def walk(desktop, words, output):
    from screen import Program  # AT-SPI reads the bus of the desktop when it is loaded

    profile, secrets, password_file, invitation, files = words
    machaon = os.path.join(os.environ["MACHAON_BUILD_ROOT"], "src", "app", "machaon")
    with open(password_file, encoding="utf-8") as file:
        password = file.readline().rstrip("\n")
    count = 0

    def keep(app, name):
        nonlocal count
        count += 1
        name = f"fenetre-{count:02d}-{name}.png"
        app.picture(os.path.join(output, name))
        print(f"  {name}", flush=True)

    app = Program(desktop, [machaon, "--profile", profile, "--secrets-file", secrets])
    tour.walk(app, files, keep)
    app.end()
    other = Program(desktop, [machaon, "--profile", profile + "-collegue", "--secrets-file",
                              secrets + "-collegue", invitation])
    tour.first_run(other, password, keep)
    other.end()


def main():
    folder = tempfile.mkdtemp(prefix="machaon-demo-")
    try:
        with Desktop(folder) as desktop:
            walk(desktop, sys.argv[1:6], sys.argv[6])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
