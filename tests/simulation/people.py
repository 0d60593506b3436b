# SPDX-License-Identifier: GPL-3.0-or-later
"""Who works at the desktops of the simulation, and what they were promised: every answer of a desktop
is a promise, and is remembered for checks.py."""
import json
import os
import random
import subprocess
import sys
import threading
import time

import client
from ground import SCHOOLS, SESSION_ID

A, B = SCHOOLS
# login: whose desktops it has, and where he belongs.
PEOPLE = {"a.martin": (A,), "b.durand": (A,), "c.petit": (B,), "d.morel": (B,), "e.simon": (A, B)}
AT_TWO_COMPUTERS = "a.martin"
LEAVES = "b.durand"
EDITS = (("person", "address_1"), ("person", "address_2"), ("person", "city"),
         ("candidature", "division"), ("candidature", "teachings"))
ACTS = {"edit": 60, "create": 12, "register": 7, "withdraw": 2, "import": 3, "resolve": 6,
        "generate": 1, "ask": 3, "decide": 3, "undo": 1}
# Where the bug to be caught is about pupils who change school, they do little else.
MOVES = {"create": 30, "register": 30, "ask": 15, "decide": 15, "edit": 10}
# Where it is about changes that somebody passes over, they make what nobody touches again, and look
# after each whether others have made something.
ADDITIONS = {"create": 90, "edit": 10}
ACTS_FOR = {"moved": MOVES, "sequence": ADDITIONS}
SYNC = 0.3  # after an act
SYNC_FOR = {"sequence": 1.0}
KILL = 0.02  # of an act's process
SHARED = 40  # pupils whom several people meet
NEW = 0.7  # of the others that are created
FILES = 6
FILE_ROWS = 12
REST_SECONDS = 60


def person_of(number):
    row = client.pupil(number)
    day, month, year = row["Date de naissance"].split("/")
    return {"ine": row["INE"], "family_name": row["Nom de famille"], "given_name": row["Prénom 1"],
            "birth_date": f"{year}-{month}-{day}", "sex": row["Sexe"],
            "birth_commune": row["Commune de naissance"], "postal_code": "25000", "city": "Besançon",
            "address_1": row["Adresse"]}


class Worker(threading.Thread):
    """One desktop and who sits at it."""

    def __init__(self, crowd, name, desk, schools, seed):
        super().__init__(daemon=True)
        self.crowd, self.name_, self.desk = crowd, name, desk
        self.scopes = [f"etab:{uai}" for uai in schools]
        self.rng = random.Random(seed)
        self.process = None
        self.number = 0
        self.promises = []  # {"op", "kind", "id", "value", "act"}
        self.errors = []
        self.dump = self.refused = None

    def open(self):
        words = [self.crowd.ground.desk_program, self.desk.profile, self.desk.secrets]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=self.desk.env, encoding="utf-8")
        if not self.process.stdout.readline():
            raise AssertionError(f"{self.name_}: the desktop does not open")

    def ask(self, may_die=False, **command):
        """What the desktop answers; None when it was killed on the way."""
        if self.process is None or self.process.poll() is not None:
            self.open()
            self.send({"do": "patience", "seconds": 0 if may_die else 10})
            self.process.stdout.readline()
        self.send(command)
        if may_die and self.rng.random() < KILL:
            time.sleep(self.rng.uniform(0, 0.03))
            self.process.kill()
            self.crowd.kills += 1
        line = self.process.stdout.readline()
        if not line.endswith("\n"):
            status = self.close()
            if not may_die or status != -9:
                raise AssertionError(f"{self.name_}: {command}: ended with {status}")
            return None
        return json.loads(line)

    def send(self, command):
        try:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def close(self):
        """Ends the process and opens nothing; its status."""
        if self.process is None:
            return None
        self.process.kill()
        status = self.process.wait()
        self.process.stdout.close()
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # what it was still to be told
        self.process = None
        return status

    def run(self):
        try:
            while self.crowd.take_turn():
                self.act()
                if self.rng.random() < self.crowd.sync:
                    self.note(self.ask(True, do="sync"))
        except Exception as fault:
            self.errors.append(f"{self.name_}: {type(fault).__name__} {fault}")

    def act(self):
        act = self.rng.choices(list(self.crowd.acts), self.crowd.acts.values())[0]
        self.number += 1
        command = getattr(self, "make_" + act)()
        if command is None:
            return
        scope = self.rng.choice(self.scopes)
        # Half of the work is on the same few, where people meet.
        rank = self.rng.randrange(8 if self.rng.random() < 0.5 else 100000)
        answer = self.ask(True, scope=scope, rank=rank, session=SESSION_ID, **command)
        self.note(answer)
        if answer and answer.get("op"):
            self.promises.append({"op": answer["op"], "kind": answer["kind"], "id": answer["id"],
                                  "value": command.get("value"), "act": act, "scope": scope})

    def note(self, answer):
        if answer and not answer["ok"] and not answer["passing"]:
            self.errors.append(f"{self.name_}: {answer['error']}")

    def value(self):
        return f"{self.name_} {self.number}"

    def make_edit(self):
        kind, name = self.rng.choice(EDITS)
        return {"do": "edit", "kind": kind, "name": name, "value": self.value()}

    def make_create(self):
        number = self.rng.randrange(SHARED)
        if self.rng.random() < NEW and self.crowd.acts is not MOVES:
            number = 1000 + self.crowd.take_number()
        candidature = {"division": self.value(), "specialty_code": "31224",
                       "specialty": "Équipier polyvalent du commerce"}
        return {"do": "create", "person": person_of(number), "candidature": candidature}

    def make_register(self):
        return {"do": "state", "state": "registered"}

    def make_withdraw(self):
        return {"do": "state", "state": "withdrawn"}

    def make_import(self):
        return {"do": "import", "file": self.rng.choice(self.crowd.files)}

    def make_resolve(self):
        return {"do": "resolve", "choice": self.rng.choice(("mine", "theirs"))}

    def make_generate(self):
        return {"do": "generate"}

    def make_undo(self):
        return {"do": "undo"}

    def make_ask(self):
        return {"do": "ask"}

    def make_decide(self):
        return {"do": "decide", "accept": self.rng.random() < 0.7}

    def come_to_rest(self):
        """Sends all that waits; what stands in the way, or None."""
        end = time.monotonic() + REST_SECONDS
        while time.monotonic() < end:
            answer = self.ask(do="sync")
            if answer["ok"] and self.ask(do="dump")["pending"] == 0:
                return None
            time.sleep(0.1)
        return f"{self.name_}: {answer.get('error', 'something is still pending')}"


class Crowd:
    def __init__(self, ground, folder, rng):
        self.ground, self.rng = ground, rng
        self.acts = ACTS_FOR.get(ground.bug, ACTS)
        self.sync = SYNC_FOR.get(ground.bug, SYNC)
        self.kills = self.operations = self._numbers = 0
        self._lock = threading.Lock()
        self._end, self._left = 0, 0
        self.files = [client.write_csv(os.path.join(folder, f"file-{n}.csv"),
                                       [client.pupil(500 + n * FILE_ROWS // 2 + i)
                                        for i in range(FILE_ROWS)]) for n in range(FILES)]
        self.chief = client.add_desk(ground.first, folder, "chef", A)
        self.workers = []
        for login, schools in PEOPLE.items():
            desk = client.Desk(folder, ground, login)
            desk.sign_in(ground.first.add_staff(login, list(schools)))
            self._add(login, desk, schools)
        desk = client.Desk(folder, ground, AT_TWO_COMPUTERS, folder="desk-second")
        desk.sign_in()
        self._add(AT_TWO_COMPUTERS + "'", desk, PEOPLE[AT_TWO_COMPUTERS])

    def _add(self, name, desk, schools):
        self.workers.append(Worker(self, name, desk, schools, self.rng.random()))

    def take_turn(self):
        with self._lock:
            if self._left <= 0 or time.monotonic() > self._end:
                return False
            self._left -= 1
            self.operations += 1
            return True

    def take_number(self):
        with self._lock:
            self._numbers += 1
            return self._numbers

    def work(self, seconds, operations):
        self._left = operations
        self._end = time.monotonic() + (seconds or 24 * 3600)
        self.ground.worsen()
        for worker in self.workers:
            worker.start()
        half = operations // 2
        while self._left > half and time.monotonic() < self._end - (seconds or 0) / 2:
            time.sleep(0.1)
        self._let_go()
        for worker in self.workers:
            worker.join()
        sys.stdout.flush()

    def _let_go(self):
        """Somebody leaves the school while he is at work."""
        end = time.monotonic() + REST_SECONDS
        while time.monotonic() < end:
            done = self.chief.run("members", "remove", LEAVES)
            if done.rc == 0:
                return
        raise AssertionError(f"nobody can be removed: {done}")

    def heal(self):
        """Everybody comes to rest; [(check, what is wrong)]."""
        self.ground.heal()
        faults = [("errors", text) for worker in self.workers for text in worker.errors]
        faults += [("errors", text) for text in self.ground.falls]
        for _ in range(2):
            for worker in self.workers:
                text = worker.come_to_rest()
                faults += [("rest", text)] if text else []
        for worker in self.workers:
            worker.refused = worker.ask(do="settle")["refused"]
            worker.ask(do="sync")
        for worker in self.workers:
            # As the next start shows it.
            worker.close()
            worker.ask(do="sync")
            worker.dump = worker.ask(do="dump", lines=True)
            worker.close()
        return faults
