# SPDX-License-Identifier: GPL-3.0-or-later
"""Power that fails: machaonctl or machaond is killed at 50 points of imports and of generations, and
the same command is given again until it exits 0. Then nobody is there twice, nobody is without a
slip, and every slip that is printed works."""
import collections
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time

from client import UUID, add_desk, make_school, pupil, slip_works, write_csv
from server import Server
from tap import Tap

tap = Tap()
ROUNDS = 50
PUPILS = 40  # a round; every fifth has more than one chunk of slips
MANY = 130
SAMPLE = 30
REPEATS = 6


def row_of(number):
    """Pupils as alike as they can be: logins need numbers, INE tell them apart."""
    row = dict(pupil(number % 60), **{"INE": f"{number:09d}BB"})
    row["Date de naissance"] = f"{number % 28 + 1:02d}/{number // 28 % 12 + 1:02d}/{2005 + number // 336 % 6}"
    return row


class Timeline:
    """How long a verb takes now, so that kills are spread over all of it."""

    def __init__(self):
        self.seconds = {}

    def note(self, kind, seconds):
        self.seconds[kind] = seconds if kind not in self.seconds else (
            0.5 * self.seconds[kind] + 0.5 * seconds)


class Storm:
    def __init__(self, server, desk, seed):
        self.server, self.desk = server, desk
        self.rng = random.Random(seed)
        self.timeline = Timeline()
        self.number = 0
        self.kills = collections.Counter()
        self.bad = []

    def fresh_file(self, count):
        path = os.path.join(self.desk.root, "out", "pupils.csv")
        write_csv(path, [row_of(self.number + n) for n in range(count)])
        self.number += count
        return path

    def finish(self, words):
        """The command again until it exits 0; its last answer."""
        for _ in range(REPEATS):
            begun = time.monotonic()
            done = self.desk.run(*words, "--json")
            if done.rc == 0:
                return done.json, time.monotonic() - begun
            if not done.is_one_json():
                self.bad.append(str(done))
        self.bad.append(f"never exits 0: {done}")
        return None, 0

    def calm(self, kind, words):
        answer, seconds = self.finish(words)
        self.timeline.note(kind, seconds)
        return answer

    def strike(self, kind, words, victim, part):
        """Kills `victim` when about `part` of the verb is done, then repeats the command."""
        # The start of machaonctl alone takes a third of a small verb; beyond its end there is nothing.
        delay = self.timeline.seconds[kind] * part
        with self.desk.popen(*words, "--json") as process:
            # Its pipes are emptied meanwhile, so that it waits for nothing but us.
            reader = threading.Thread(target=process.communicate, daemon=True)
            reader.start()
            time.sleep(delay)
            was_running = process.poll() is None
            if victim == "machaonctl":
                process.kill()
            else:
                self.server.kill()
                self.server.start()
            reader.join(60)
        self.kills[(kind, victim, "in time" if was_running else "late")] += 1
        answer, _ = self.finish(words)
        return answer

    def round(self, number):
        kind = ("import", "generate")[number % 2]
        victim = ("machaonctl", "machaond")[number // 2 % 2]
        # 25 parts for each victim, over both kinds, in a shuffled order.
        part = (number // 4 * 7 % 13 + self.rng.random()) / 13
        count = MANY if number % 5 == 4 else PUPILS
        words = {"import": ["import", self.fresh_file(count)], "generate": ["accounts", "generate"]}
        for each in ("import", "generate"):
            if each == kind:
                answer = self.strike(each, words[each], victim, part)
            else:
                answer = self.calm(each, words[each])
            self.check_answer(number, each, count, answer)

    def check_answer(self, number, kind, count, answer):
        if answer is None:
            return
        if kind == "import":
            total = sum(answer[k] for k in ("created", "updated", "unchanged", "rejected"))
            if not answer["rows"] == count == total == answer["created"] + answer["unchanged"]:
                self.bad.append(f"round {number}: rows do not add up: {answer}")
        elif answer["created"] + answer["existing"] != self.number or answer["ineligible"]:
            self.bad.append(f"round {number}: accounts do not add up to {self.number}: {answer}")


def once_each(values):
    return [value for value, count in collections.Counter(values).items() if count > 1]


def check_end(server, storm, other):
    desk = storm.desk
    listed = desk.candidates()
    tap.equal(len(listed), storm.number, "every pupil is there")
    for name in ("ine", "id", "person", "login"):
        tap.equal(once_each(c[name] for c in listed), [], f"nothing twice: {name}")
    tap.equal([c["ine"] for c in listed if not c["login"]], [], "nobody is without an account")
    tap.equal(desk.json("status")["operations"], [], "nothing is left in the outbox")

    other.run("sync", status=0)
    tap.equal(sorted((c["id"], c["login"]) for c in other.candidates()),
              sorted((c["id"], c["login"]) for c in listed), "a colleague's desk has the same")
    with sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True) as database:
        counts = [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                  for table in ("account", "person_key", "candidature")]
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
    tap.equal((counts, sound), ([storm.number] * 3, "ok"), "the server has as many, and is sound")

    slips = []
    for edition in desk.json("editions", "list"):
        if not UUID.fullmatch(edition["id"]) or edition["alive"] != edition["slips"]:
            tap.ok(False, "an edition counts its slips", edition)
        slips += desk.slips(edition["id"])
    tap.equal(sorted(slip.login for slip in slips), sorted(c["login"] for c in listed),
              "one slip for everybody, over all editions")
    tap.equal(once_each(slip.code for slip in slips), [], "no code twice")
    failed = [slip.login for n, slip in enumerate(storm.rng.sample(slips, SAMPLE))
              if not slip_works(server, slip.login, slip.code, f"127.0.3.{n + 1}")]
    tap.equal(failed, [], f"{SAMPLE} of the slips, typed into the portal, work")


def main():
    folder = tempfile.mkdtemp(prefix="machaon-kill-")
    seed = int(os.environ.get("MACHAON_SEED", "20270615"))
    tap.note(f"MACHAON_SEED={seed}")
    try:
        with Server(folder, demo=True) as server:
            desk = make_school(server, folder)
            other = add_desk(server, folder, "b.durand")
            storm = Storm(server, desk, seed)
            for _ in range(2):
                path = storm.fresh_file(PUPILS)
                storm.calm("import", ["import", path])
                storm.calm("generate", ["accounts", "generate"])
            begun = time.monotonic()
            for number in range(ROUNDS):
                storm.round(number)
            tap.note(f"{time.monotonic() - begun:.0f} s; kills: "
                     + ", ".join(f"{' '.join(k)} {n}" for k, n in sorted(storm.kills.items())))
            for fault in storm.bad[:20]:
                tap.ok(False, "a round", fault)
            tap.equal(len(storm.bad), 0, f"{ROUNDS} kills: each command then exits 0 and adds up")
            hit = sum(n for k, n in storm.kills.items() if k[2] == "in time")
            tap.ok(hit >= ROUNDS * 0.7, f"most kills met the command at work ({hit} of {ROUNDS})")
            check_end(server, storm, other)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
