#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two desktops of one school that do not always have a line: what merges, what is a conflict and how
it is settled, a server that comes back from a backup, one that fails at an operation, a right that
goes and comes back, local data that is damaged, a disk that is full."""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from client import Desk, add_desk, make_school, pupil, write_csv
from server import UAI, Server
from tap import Tap

tap = Tap()
N = 30
DISK_MEGABYTES = 4
WAITING = ("pending", "refused", "conflicts")


def waiting(desk):
    status = desk.json("status")
    return tuple(status[name] for name in WAITING)


def cohort(desk):
    path = os.path.join(desk.root, "out", "cohort.csv")
    desk.json("import", write_csv(path, [pupil(n) for n in range(N)]))


@contextlib.contextmanager
def no_line(server):
    """What is done in here waits."""
    server.stop()
    try:
        yield
    finally:
        server.start()


def history(server, name):
    with sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True) as database:
        return database.execute(
            "SELECT before_value, after_value, kept, changed_by FROM record_history WHERE name = ?"
            " ORDER BY changed_ms, version", (name,)).fetchall()


def operations(server):
    with sqlite3.connect(f"file:{server.data}/machaon.db?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM op_result").fetchone()[0]


def set_values(desk, candidate, *values, status=0):
    return desk.run("candidates", "set", candidate["id"], *values, status=status)


def check_fields(server, one, two):
    """Disjoint fields merge; a field that both changed is a conflict with both values."""
    someone = one.candidates()[0]
    two.run("sync", status=0)
    set_values(one, someone, "city=Dole", "address_2=Bâtiment A")
    done = set_values(two, someone, "city=Vesoul", "email=parents@demoiselles.example", status=4)
    tap.ok("conflicts list" in done.stderr, "the verb says where to look", done)
    merged = two.find(someone["family_name"], someone["given_name"])
    tap.equal([merged[name] for name in ("city", "address_2", "email")],
              ["Dole", "Bâtiment A", "parents@demoiselles.example"],
              "disjoint fields merge, and nobody wins in silence")
    seen = two.json("conflicts", "list")
    tap.equal([(c["name"], c["mine"], c["theirs"], c["by"], c["candidate"]) for c in seen],
              [("city", "Vesoul", "Dole", "a.martin",
                f"{someone['family_name']} {someone['given_name']}")],
              "the conflict holds both values, who wrote the other, and of whom")
    tap.ok(seen[0]["at"], "and when", seen)
    tap.ok(("Dole", "Vesoul", 0, "b.durand") in history(server, "city"),
           "the value that lost is in the history", history(server, "city"))
    tap.equal(waiting(two), (0, 0, 1), "nothing waits but the decision")

    two.run("conflicts", "resolve", seen[0]["id"], "city", "--value", "Lons-le-Saunier", status=0)
    one.run("sync", status=0)
    tap.equal([desk.find(someone["family_name"], someone["given_name"])["city"]
               for desk in (one, two)], ["Lons-le-Saunier"] * 2, "a third value settles it")
    done = two.run("conflicts", "resolve", seen[0]["id"], "city", "--keep", "mine", status=1)
    tap.ok("réglé" in done.stderr, "what is settled is settled", done)


def check_many(server, one, two):
    """Many at once: one operation, and it can be taken back as any."""
    for keep, wanted in (("--all-theirs", "Gray"), ("--all-mine", "Pontarlier")):
        two.run("sync", status=0)
        one.run("candidates", "set-all", "city=Gray", status=0)
        two.run("candidates", "set-all", "city=Pontarlier", status=4)
        tap.equal(len(two.json("conflicts", "list")), N, f"{N} pupils, {N} conflicts")
        before = operations(server)
        tap.equal(two.json("conflicts", "resolve", keep), {"settled": N, "left": 0},
                  f"{keep} counts what it settles")
        tap.equal(operations(server) - before, int(keep == "--all-mine"), "one operation at most")
        one.run("sync", status=0)
        tap.equal({c["city"] for desk in (one, two) for c in desk.candidates()}, {wanted},
                  f"{keep} settles all")
        tap.equal(waiting(two), (0, 0, 0), "and nothing is left to decide")
        one.run("candidates", "set-all", "city=Besançon", status=0)
    for words in ([], ["--all-mine", "--all-theirs"], ["x", "city"], ["x", "city", "--keep", "all"]):
        two.run("conflicts", "resolve", *words, status=2)


def check_undo(server, one, two):
    """An undo is an edit like any: it does not take back what a colleague wrote since."""
    someone = one.candidates()[1]
    set_values(one, someone, "city=Morteau")
    two.run("sync", status=0)
    set_values(two, someone, "city=Pontarlier")
    set_values(one, someone, f"city={someone['city']}", status=4)
    tap.equal(one.find(someone["family_name"], someone["given_name"])["city"], "Pontarlier",
              "an undo across a synchronisation takes back no colleague's work")
    one.run("conflicts", "resolve", "--all-theirs", status=0)


def check_restore(server, one, two, folder):
    """A server that comes back from a backup: a new copy is made beside, and what waits leaves."""
    someone = one.candidates()[2]
    backup = os.path.join(folder, "backup.db")
    server.admin("backup", backup)
    set_values(one, someone, "city=Champagnole")
    two.run("sync", status=0)
    server.stop()
    set_values(two, someone, "address_3=Escalier B", status=5)
    server.admin("restore", backup)
    server.start()
    for desk in (two, one):
        desk.run("sync", status=0)
    seen = [desk.find(someone["family_name"], someone["given_name"]) for desk in (one, two)]
    tap.equal([(c["city"], c["address_3"]) for c in seen], [(someone["city"], "Escalier B")] * 2,
              "after a restore both show what the server has, and what waited has left")
    with sqlite3.connect(os.path.join(server.data, "machaon.db")) as database:
        database.execute("UPDATE scope SET floor_seq = seq")
    with sqlite3.connect(os.path.join(server.data, "machaon.db")) as database:
        database.execute("UPDATE scope SET seq = seq + 1, floor_seq = seq + 1")
    two.run("sync", status=0)
    tap.equal(len(two.candidates()), N, "who stayed away too long fetches all again")


def rows_of(desk):
    with sqlite3.connect(f"file:{desk.profile}/store.db?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM record").fetchone()[0]


def check_fault(server, one, two):
    """What the server fails at holds up what builds on it, and nothing else."""
    first, second, third = one.candidates()[3:6]
    with no_line(server):
        set_values(one, first, "city=Broye", status=5)
        set_values(one, second, "city=Dampierre", status=5)
        set_values(one, first, "address_2=Bâtiment C", status=5)
        with sqlite3.connect(os.path.join(server.data, "machaon.db")) as database:
            database.execute("CREATE TRIGGER fault BEFORE UPDATE ON record WHEN NEW.data LIKE '%Broye%'"
                             " BEGIN SELECT RAISE(ABORT, 'a fault of the server'); END")
    set_values(two, third, "city=Clerval")
    done = one.run("sync", status=1)
    tap.ok("500" in done.stderr and "gardé" in done.stderr,
           "a fault of the server is told, with what is kept", done)
    tap.equal(waiting(one), (2, 0, 0), "what it fails at waits, and what builds on it")
    two.run("sync", status=0)
    seen = [two.find(c["family_name"], c["given_name"]) for c in (first, second)]
    tap.equal([(c["city"], c["address_2"]) for c in seen],
              [(first["city"], first["address_2"]), ("Dampierre", second["address_2"])],
              "the others have left")
    tap.equal(one.find(third["family_name"], third["given_name"])["city"], "Clerval",
              "and a colleague's work came")
    with sqlite3.connect(os.path.join(server.data, "machaon.db")) as database:
        database.execute("DROP TRIGGER fault")
    for desk in (one, two):
        desk.run("sync", status=0)
    seen = [desk.find(first["family_name"], first["given_name"]) for desk in (one, two)]
    tap.equal([(c["city"], c["address_2"]) for c in seen], [("Broye", "Bâtiment C")] * 2,
              "once it is mended all leaves, in order")


def check_rights(server, one, two):
    """A right that goes takes the copy along; what waited is kept, and leaves when it comes back."""
    someone = two.candidates()[3]
    one.run("members", "remove", two.login, status=0)
    done = two.run("candidates", "set", someone["id"], "city=Ornans")
    tap.ok("Vous n'avez plus accès à Lycée des Demoiselles" in done.stderr
           and "1 modification" in done.stderr, "a lost right is told, with what waited", done)
    tap.equal(rows_of(two), 0, "nothing of the school is left on the disk")
    status = two.json("status")
    tap.equal([(op["state"], op["reason"]) for op in status["operations"]],
              [("refused", "forbidden")], "what had not left is listed, and why")
    tap.ok("accès" not in two.run("sync").stderr, "it is told once")
    server.admin("staff", "add", two.login, "--role", "establishment", "--establishment", UAI)
    two.run("sync", status=0)
    tap.equal((len(two.candidates()), waiting(two)), (N, (0, 0, 0)), "a right that comes back fetches")
    one.run("sync", status=0)
    tap.equal(one.find(someone["family_name"], someone["given_name"])["city"], "Ornans",
              "and what waited has left by itself")


def check_rescue(server, two):
    """Damaged local data: what waits to be sent is carried over."""
    someone = two.candidates()[4]
    with no_line(server):
        set_values(two, someone, "city=Baume-les-Dames", status=5)
        path = os.path.join(two.profile, "store.db")
        tap.equal(two.run("rescue").rc, 2, "sound data is not mended")
        with sqlite3.connect(path) as database:
            page = database.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = 'record'").fetchone()[0]
            size = database.execute("PRAGMA page_size").fetchone()[0]
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with open(path, "r+b") as file:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
        done = two.run("status", status=1)
        tap.ok("endommagé" in done.stderr, "damage is told in words", done)
        done = two.json("rescue")
        tap.ok(done["kept"] >= 1 and done["lost"] == 0 and os.path.exists(done["aside"]),
               "what waits is carried over, and the damaged file kept", done)
        tap.equal(two.json("status")["pending"], 1, "and waits on")
    two.run("sync", status=0)
    tap.equal(two.find(someone["family_name"], someone["given_name"])["city"], "Baume-les-Dames",
              "the next synchronisation sends it and fetches the rest")


def fill(folder):
    """Writes until nothing more fits."""
    path = os.path.join(folder, "filler")
    with open(path, "wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    return path


def check_full_disk(server, folder):
    """The disk of a desktop is full: a clear sentence, nothing lost, and it goes on by itself."""
    disk = os.path.join(folder, "disk")
    os.mkdir(disk)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m,mode=700", "tmpfs", disk]
    if subprocess.run(mount, check=False).returncode != 0:
        tap.ok(True, "# SKIP no file system of its own can be mounted here")
        return
    try:
        desk = Desk(disk, server, "c.petit")
        desk.sign_in(server.add_staff("c.petit", UAI))
        someone = desk.candidates()[5]
        set_values(desk, someone, "city=Arbois")
        filler = fill(disk)
        done = set_values(desk, someone, "address_2=" + "rue " * 25, status=1)
        tap.ok("Le disque est plein" in done.stderr, "a full disk is said in words", done)
        os.unlink(filler)
        tap.equal(desk.find(someone["family_name"], someone["given_name"])["city"], "Arbois",
                  "what was saved before is there")
        set_values(desk, someone, "address_2=Chemin Vert")
        tap.equal((desk.find(someone["family_name"], someone["given_name"])["address_2"],
                   waiting(desk)), ("Chemin Vert", (0, 0, 0)), "and it goes on by itself")
        filler = fill(disk)
        path = os.path.join(folder, "many.csv")
        write_csv(path, [dict(pupil(n), Ville="Salins") for n in range(N)])
        done = desk.run("import", path)
        tap.ok(done.rc == 1 and "Le disque est plein" in done.stderr,
               "an import that finds no room says so", done)
        os.unlink(filler)
        desk.json("import", path)
        tap.equal({c["city"] for c in desk.candidates()}, {"Salins"}, "and is done once there is some")
    finally:
        subprocess.run(["umount", disk], check=True)


def main():
    folder = tempfile.mkdtemp(prefix="machaon-sync-")
    try:
        with Server(folder) as server:
            one = make_school(server, folder)
            two = add_desk(server, folder, "b.durand")
            cohort(one)
            tap.run("fields", check_fields, server, one, two)
            tap.run("many", check_many, server, one, two)
            tap.run("undo", check_undo, server, one, two)
            tap.run("restore", check_restore, server, one, two, folder)
            tap.run("fault", check_fault, server, one, two)
            tap.run("rights", check_rights, server, one, two)
            tap.run("rescue", check_rescue, server, two)
            tap.run("full disk", check_full_disk, server, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
