# SPDX-License-Identifier: GPL-3.0-or-later
"""machaond admin doctor about messages to candidates: where they go, what waits and since when, what
did not leave."""
import contextlib
import os
import pathlib
import sqlite3
import sys
import tempfile
import time

from server import Server
from tap import Tap

# What is said is compared in the language of the source.
os.environ["LANGUAGE"] = "en"
SETTINGS = "[mail]\nserver = smtp://127.0.0.1:9\nstarttls = no\n"


def doctor(tap, server, mark, words, name):
    done = server.admin("doctor", check=False)
    lines = [line for line in done.stdout.splitlines() if words in line]
    tap.ok(len(lines) == 1 and lines[0].startswith(f"[{mark}]") and "Mail: " in lines[0], name,
           f"{done.stdout}{done.stderr}")


def add_mail(server, identity, state, created, done, fault):
    """A message as it lies in the database."""
    path = os.path.join(server.data, "machaon.db")
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO mail (id, kind, state, tries, due_ms, fault, created_ms, done_ms)"
                         " VALUES (?, 'reset', ?, 1, ?, ?, ?, ?)",
                         (identity, state, created, fault, created, done))


def test_doctor_mail(tap, folder):
    server = Server(folder, start=False)
    settings = pathlib.Path(server.data, "machaond.conf")
    doctor(tap, server, "warning", "no mail server is set", "mail that goes nowhere")
    tap.ok(not os.path.exists(os.path.join(server.data, "outbox")), "and nothing is made by looking")
    settings.write_text(settings.read_text() + SETTINGS)
    doctor(tap, server, "well", "goes to smtp://127.0.0.1:9; no message waits", "mail that is set")
    now = int(time.time() * 1000)
    add_mail(server, "m1", "waiting", now - 60_000, None, None)
    doctor(tap, server, "well", "1 message waits, since ", "one message on its way")
    add_mail(server, "m2", "waiting", now - 7_200_000, None, "The mail server does not answer.")
    doctor(tap, server, "warning", "2 messages wait, the oldest since ", "one waits for long")
    doctor(tap, server, "warning", "The mail server does not answer.", "the last failure, in the words of its try")
    add_mail(server, "m3", "failed", now, now, "550 no such mailbox")
    doctor(tap, server, "warning", "550 no such mailbox", "the later one")
    add_mail(server, "m4", "sent", now, now + 1, None)
    doctor(tap, server, "warning", "2 messages wait", "what has left does not wait")
    settings.write_text(settings.read_text() + "user = machaon\npassword-file = nowhere\n")
    doctor(tap, server, "PROBLEM", "nowhere", "a password that is not there")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="machaon-doctor-") as folder:
        tap.run("doctor about mail", test_doctor_mail, tap, folder)
    return tap.done()


sys.exit(main())
