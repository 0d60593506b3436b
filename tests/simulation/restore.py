# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that comes back from a backup while a desktop stands between the two halves of a
synchronisation: what was acknowledged and not pulled goes first, what builds on it after, and what
the backup still has is not sent as if it were new."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import client
from people import person_of
from server import UAI, Server
from tap import Tap

tap = Tap()
SCOPE = f"etab:{UAI}"
SESSION = "CAP/2027-06"


class Core:
    """The client's core behind a pipe, see desk.c."""

    def __init__(self, desk):
        program = os.path.join(os.environ["MACHAON_BUILD_ROOT"], "tests", "simulation",
                               "simulated-desk")
        self.process = subprocess.Popen([program, desk.profile, desk.secrets], env=desk.env,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="utf-8")
        self.process.stdout.readline()

    def do(self, act, **command):
        self.process.stdin.write(json.dumps(dict(command, do=act, scope=SCOPE, rank=0,
                                                 session=SESSION)) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if not answer["ok"]:
            raise AssertionError(f"{act}: {answer}")
        return answer

    def create(self, number, city):
        person = dict(person_of(number), city=city)
        candidature = {"division": "1A", "specialty_code": "31224",
                       "specialty": "Équipier polyvalent du commerce"}
        return self.do("create", person=person, candidature=candidature)

    def edit(self, value):
        return self.do("edit", kind="person", name="address_2", value=value)

    def rest(self):
        """What is left to do here, and what was refused."""
        dump = self.do("dump")
        return dump["pending"], self.do("settle")["refused"]

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def restore(server, backup):
    server.stop()
    server.admin("restore", backup)
    server.start()


def addresses(desk):
    desk.run("sync", status=0)
    return [candidate["address_2"] for candidate in desk.candidates()]


def check_forgotten(server, folder, one, two):
    """The backup knows nothing of the pupil; an edit of his waits behind him."""
    backup = os.path.join(folder, "before.db")
    core = Core(one)
    core.do("sync")
    server.admin("backup", backup)
    core.create(1, "Dole")
    core.do("push")
    restore(server, backup)
    core.edit("Escalier B")
    core.do("sync")
    tap.equal(core.rest(), (0, []), "nothing waits and nothing was refused")
    core.end()
    tap.equal(addresses(two), ["Escalier B"],
              "a pupil whom the backup does not know goes first, what was typed of him after")


def check_known(server, folder, one, two):
    """The backup knows the operation, whose answer has changed it on the desktop."""
    backup = os.path.join(folder, "after.db")
    core = Core(one)
    core.do("sync")
    two_core = Core(two)
    two_core.create(2, "Dole")
    two_core.do("sync")
    core.create(2, "Vesoul")
    core.do("push")
    server.admin("backup", backup)
    restore(server, backup)
    core.do("sync")
    tap.equal(core.rest(), (0, []), "what the backup has was not refused as another operation")
    two_core.do("sync")
    tap.equal(two_core.rest(), (0, []), "nor is anything left at the other desktop")
    core.end()
    two_core.end()
    tap.equal(len(addresses(two)), 2, "and the pupil was not doubled")


def main():
    folder = tempfile.mkdtemp(prefix="machaon-restore-")
    try:
        with Server(folder, demo=True) as server:
            one = client.make_school(server, folder)
            two = client.add_desk(server, folder, "b.durand")
            tap.run("forgotten", check_forgotten, server, folder, one, two)
            tap.run("known", check_known, server, folder, one, two)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
