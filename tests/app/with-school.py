# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a test program of the window against a real school: a machaond, a signed-in desk with a
cohort in it, and in the environment where they are.

    with-school.py PUPILS unconfirmed|generated PROGRAM [ARGUMENT...]

unconfirmed: the contact details are typed but not confirmed, the last pupil is withdrawn and nobody
has an account. generated: everybody has one. The program may end the server by its process id.
"""
import os
import shutil
import subprocess
import sys
import tempfile

from client import STAFF_PASSWORD, make_school, pupil, write_csv
from server import Server


def fill(desk, folder, pupils, generated):
    path = write_csv(os.path.join(folder, "pupils.csv"), [pupil(n) for n in range(pupils)])
    desk.run("establishment", "set", "--phone", "0199005500", "--email",
             "secretariat@demoiselles.example", "--address", "12 rue des Tilleuls",
             "--postal-code", "25000", "--city", "Besançon", status=0)
    desk.run("import", path, status=0)
    desk.run("finalise", "--all-ready", status=0)
    if generated:
        desk.run("establishment", "confirm", status=0)
        return desk.json("accounts", "generate")["edition"]
    last = [c for c in desk.candidates() if c["ine"] == pupil(pupils - 1)["INE"]]
    desk.run("candidates", "withdraw", last[0]["id"], status=0)
    return ""


def run(folder, pupils, generated, words):
    with Server(folder, portal_url="https://examens.machaon.example") as server:
        desk = make_school(server, folder, contact=False)
        edition = fill(desk, folder, pupils, generated)
        desk.lock()
        environment = dict(desk.env, SCHOOL_PROFILE=desk.profile, SCHOOL_SECRETS=desk.secrets,
                           SCHOOL_PASSWORD=STAFF_PASSWORD, SCHOOL_EDITION=edition,
                           SCHOOL_OUT=os.path.join(desk.root, "out"),
                           SCHOOL_SERVER=str(server.process.pid))
        status = subprocess.run(words, env=environment, check=False).returncode
        if server.process.poll() is not None:
            server.process = None
        return status


def main():
    folder = tempfile.mkdtemp(prefix="machaon-school-")
    try:
        return run(folder, int(sys.argv[1]), sys.argv[2] == "generated", sys.argv[3:])
    finally:
        shutil.rmtree(folder)


sys.exit(main())
