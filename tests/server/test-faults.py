#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What machines do: PostgreSQL killed in the middle of an import, and a disk that is full. Nothing that
was acknowledged is lost, nothing is applied twice, and nobody has to lend a hand. Run as root (for the
small disk) through with-postgres.sh."""
import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time

from api import Client, ETAB, pupil, uuid
from cluster import Cluster
from server import Server
from tap import Tap

os.environ["LANGUAGE"] = "en"
SLOW = 3 if os.environ.get("MACHAON_SANITIZER") else 1
PUPILS = 1500 // SLOW
SHARES = (0.1, 0.5, 0.9, 1.0)  # of the time that the commit takes


class Import:
    """An import of many pupils, in parts as a desktop sends it."""

    def __init__(self, number):
        self.op = uuid()
        changes = [change for n in range(PUPILS)
                   for change in pupil(number * PUPILS + n)[1]]
        self.parts = [json.dumps({"version": 1, "changes": changes[i:i + 500]}).encode()
                      for i in range(0, len(changes), 500)]
        self.hashes = [hashlib.blake2b(part, digest_size=32).hexdigest() for part in self.parts]

    def send_part(self, client, n):
        return client.post(f"/v1/ops/{self.op}/parts/{n}", self.parts[n],
                           {"Machaon-Part-Hash": self.hashes[n]})[0]

    def commit(self, client):
        return client.post(f"/v1/ops/{self.op}/commit", {
            "version": 1, "scope": ETAB, "kind": "import", "made_ms": 1, "parts": self.hashes,
            "meta": {"file": "eleves.csv", "rows": str(PUPILS), "rejected": "0"}})


def until_done(act, seconds=60):
    """Asks again as a desktop does while the server says that it is busy or does not answer."""
    end, seen = time.monotonic() + seconds, []
    while time.monotonic() < end:
        try:
            answer = act()
        except OSError as error:
            answer = error
        seen.append(answer)
        status = answer[0] if isinstance(answer, tuple) else answer
        if status in (200, 204):
            return answer, seen
        time.sleep(0.1)
    return None, seen


def kill_after(cluster, seconds):
    """Kills the cluster so much later, and starts it again; join() waits for both."""
    def work():
        time.sleep(seconds)
        cluster.kill()
        time.sleep(0.3)
        cluster.start()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_kill(tap, folder, cluster):
    server = Server(folder, database=cluster.new_database("killed"))
    server.add_directory()
    anna = Client(server)
    anna.activate("anna", server.add_staff("anna"))
    measure = Import(0)
    for n in range(len(measure.parts)):
        measure.send_part(anna, n)
    start = time.monotonic()
    measure.commit(anna)
    whole = time.monotonic() - start
    statuses, process = set(), server.process.pid
    for number, share in enumerate(SHARES, 1):
        work = Import(number)
        killer = kill_after(cluster, 0.02) if number == 1 else None
        for n in range(len(work.parts)):
            done, seen = until_done(lambda n=n: work.send_part(anna, n))
            tap.ok(done is not None, f"part {n} of import {number} arrives", seen[-3:])
            statuses.update(one for one in seen if isinstance(one, int))
        if killer is None:
            killer = kill_after(cluster, share * whole)
        done, seen = until_done(lambda: work.commit(anna))
        killer.join()
        statuses.update(one[0] for one in seen if isinstance(one, tuple))
        tap.ok(done is not None and done[1]["applied"] == 2 * PUPILS and not done[1]["rejected"],
               f"import {number} is applied, killed at {share:.0%} of it", seen[-2:])
        again, _ = until_done(lambda: work.commit(anna))
        tap.equal(again, done, "and is answered the same when it is sent again")
    tap.ok(statuses <= {200, 204, 503}, "until then the server says that it is busy", statuses)
    tap.equal(server.process.pid, process, "machaond went on all the while")
    tap.equal(server.process.poll(), None, "and still runs")
    rounds = len(SHARES) + 1
    for table, rows in (("record WHERE kind = 'candidature'", rounds * PUPILS), ("import_run", rounds),
                        ("record WHERE kind = 'person'", rounds * PUPILS), ("op_part", 0)):
        tap.equal(cluster.sql("killed", f"SELECT COUNT (*) FROM {table}"), str(rows),
                  f"each import is there once: {table}")
    seqs = cluster.sql("killed", f"SELECT COUNT (DISTINCT seq), COUNT (*) FROM record"
                                 f" WHERE scope = '{ETAB}'").split("|")
    tap.equal(seqs[0], seqs[1], "no two changes in one place")
    tap.ok("unbroken" in server.admin("doctor", check=False).stdout, "the audit chains hold")
    tap.equal(server.stop(), 0, "and it stops cleanly")


@contextlib.contextmanager
def small_disk(folder, megabytes):
    """A disk of its own, mounted at the folder."""
    os.mkdir(folder)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", folder],
                   check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(folder, leave):
    """A file that leaves so many bytes; its path."""
    path = os.path.join(folder, "ballast")
    state = os.statvfs(folder)
    with open(path, "wb") as file:
        with contextlib.suppress(OSError):
            os.posix_fallocate(file.fileno(), 0, max(0, state.f_bavail * state.f_frsize - leave))
    return path


def test_full(tap, folder):
    """INS: the disk of a laptop's server is full on the last evening."""
    if os.getuid() != 0:
        tap.ok(False, "a small disk can be mounted (run as root)")
        return
    with small_disk(os.path.join(folder, "disk"), 48) as disk:
        server = Server(disk)
        server.add_directory()
        anna = Client(server)
        anna.activate("anna", server.add_staff("anna"))
        kept = [(uuid(), pupil(n)[1]) for n in range(5)]
        results = [anna.commit(changes, op=op) for op, changes in kept]
        for number, leave in enumerate((0, 60_000, 300_000)):
            ballast = fill(disk, leave)
            work, waiting = Import(500 + number), []
            statuses = [work.send_part(anna, n) for n in range(len(work.parts))]
            for n in range(400):
                op, changes = uuid(), pupil(10_000 * (number + 1) + n)[1]
                seen = anna.commit(changes, op=op)
                waiting.append((op, changes, seen))
                if seen[0] == 507:
                    break
            refusal = waiting[-1][2]
            tap.ok(refusal[0] == 507 and refusal[1]["code"] == "full"
                   and refusal[1]["retry_after"] > 0,
                   f"{leave} bytes left: the server says that it has no room",
                   (len(waiting), refusal, statuses))
            tap.ok(set(statuses) <= {204, 507}, "so for parts", statuses)
            status, page = anna.changes(ETAB, extra="&limit=2000")
            tap.equal(status, 200, "reading goes on")
            tap.equal([anna.commit(changes, op=op) for op, changes in kept], results,
                      "what was acknowledged is answered the same")
            os.unlink(ballast)
            for op, changes, seen in waiting:
                again = anna.commit(changes, op=op)
                if seen[0] == 200 and again != seen:
                    tap.equal(again, seen, "an acknowledged operation is lost")
            tap.equal((again[0], again[1].get("applied")), (200, 2),
                      "with room again the same operation is taken, without a hand")
            done = [work.send_part(anna, n) for n in range(len(work.parts))]
            tap.equal((set(done), work.commit(anna)[1].get("applied")), ({204}, 2 * PUPILS),
                      "and the import, whole")
        tap.equal(server.process.poll(), None, "machaond went on all the while")
        tap.ok("unbroken" in server.admin("doctor", check=False).stdout, "the audit chains hold")
        tap.equal(server.stop(), 0, "it stops cleanly")
        server.start()
        tap.equal(anna.changes(ETAB, extra="&limit=1")[0], 200, "and starts again")
        server.stop()


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="mch-faults.") as folder:
        os.mkdir(os.path.join(folder, "kill"))
        tap.run("kill", test_kill, tap, os.path.join(folder, "kill"), Cluster())
        tap.run("full", test_full, tap, folder)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
