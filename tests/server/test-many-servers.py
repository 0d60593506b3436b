#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PostgreSQL in earnest: a second and a third machaond on one database, the move from SQLite and back,
TLS to the database. Run through with-postgres.sh."""
import contextlib
import os
import re
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time

from api import Client, ETAB, pupil, uuid
from cluster import Cluster, free_port
from server import Server, program
from tap import Tap

os.environ["LANGUAGE"] = "en"


def machaond(*words):
    return subprocess.run([program("machaond"), *words], stdin=subprocess.DEVNULL, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                          check=False)


def refused(tap, done, words, name, status=1):
    tap.ok(done.returncode == status and words in done.stderr and done.stderr.count("\n") == 1, name,
           f"status {done.returncode}\n{done.stdout}{done.stderr}")


class Joined(Server):
    """A further server: made by init --join."""

    def __init__(self, tmpdir, join, *words):  # its init is another one
        self._join, self._words = join, words
        super().__init__(tmpdir, start=False)

    def run(self, *words, check=True):
        if words[0] == "init":
            words += ("--join", self._join, *self._words)
        return super().run(*words, check=check)


def read_events(client, scopes):
    """A stream of events, as an answer whose lines are read."""
    connection = client.open()
    connection.request("GET", f"/v1/events?scopes={scopes}", headers={
        "Machaon-Schema": "2", "Authorization": f"Bearer {client.token}"})
    return connection, connection.getresponse()


def wait_for_seq(stream, seq, seconds=10):
    """How long the stream took to tell it; None when it did not."""
    start = time.monotonic()
    while time.monotonic() < start + seconds:
        if f'"seq":{seq}' in stream.readline().decode().replace(" ", ""):
            return time.monotonic() - start
    return None


def test_join(tap, folder, cluster):
    uri = cluster.new_database("many")
    first = Server(os.path.join(folder, "one"), database=uri)
    first.add_directory()
    join = os.path.join(folder, "join")
    done = first.admin("join-file", join)
    tap.ok("--join" in done.stdout and stat.S_IMODE(os.stat(join).st_mode) == 0o600,
           "join-file writes secrets for its owner alone, and says what to do", done.stdout)
    refused(tap, first.admin("join-file", join, check=False), "cannot be created", "it is not overwritten")
    data = os.path.join(folder, "d")
    refused(tap, machaond("init", "--data", data, "--join", "--database", uri), "join-file",
            "--join without its file says how to get it", status=2)
    refused(tap, machaond("init", "--data", data, "--database", uri), "--join",
            "without --join another server's database is refused")
    os.chmod(join, 0o644)
    refused(tap, machaond("init", "--data", data, "--join", join), "chmod 600",
            "a file that others can read is refused")
    os.chmod(join, 0o600)
    wrong = os.path.join(folder, "wrong")
    with open(join, encoding="utf-8") as file:
        text = file.read()
    with open(os.open(wrong, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(re.sub(r"(?m)^pepper=.{4}", "pepper=AAAA", text))
    refused(tap, machaond("init", "--data", data, "--join", wrong), "pepper",
            "other secrets than the database's are refused")
    with open(wrong, "w", encoding="utf-8") as file:
        file.write("[machaon-join]\nversion=1\ndatabase=x\n")
    refused(tap, machaond("init", "--data", data, "--join", wrong), "incomplete", "a cut file is refused")
    refused(tap, machaond("init", "--data", data, "--join", first.ca), "chmod 600",
            "so is another file") if os.stat(first.ca).st_mode & 0o77 else None
    tap.equal(os.listdir(data) if os.path.exists(data) else [], [], "and nothing is left behind")
    second = Joined(os.path.join(folder, "two"), join)
    third = Joined(os.path.join(folder, "three"), first.data, "--hostname", "trois.example")
    for server in (second, third):
        with open(server.ca, encoding="utf-8") as mine, open(first.ca, encoding="utf-8") as his:
            tap.equal(mine.read(), his.read(), "one authority: desktops trust every server")
        for name in ("pepper", "machaond.conf", "tls/ca-key.pem", "tls/server-key.pem"):
            tap.equal(stat.S_IMODE(os.stat(os.path.join(server.data, name)).st_mode), 0o600,
                      f"{name} is 0600")
        server.start()
    os.rename(os.path.join(third.data, "pepper"), os.path.join(third.data, "kept"))
    with open(os.open(os.path.join(third.data, "pepper"), os.O_CREAT | os.O_WRONLY, 0o600), "w",
              encoding="ascii") as file:
        file.write("A" * 43 + "=")
    refused(tap, third.admin("staff", "list", check=False), "pepper", "a pepper that was exchanged")
    os.replace(os.path.join(third.data, "kept"), os.path.join(third.data, "pepper"))
    return first, second, third


def test_together(tap, cluster, first, second, third):
    """One database, three servers: a sign-in, an operation and a hint of one hold at the others."""
    anna = Client(first)
    anna.activate("anna", first.add_staff("anna"))
    away, far = Client(second, anna.token), Client(third, anna.token)
    op, changes = uuid(), pupil(1)[1]
    mine = anna.commit(changes, op=op)
    tap.equal(away.commit(changes, op=op), mine, "an operation sent again to another server")
    tap.equal(far.changes(ETAB)[1], anna.changes(ETAB)[1], "the feed is one")
    connection, stream = read_events(far, ETAB)
    seq = anna.commit(pupil(2)[1])[1]["seq"]
    took = wait_for_seq(stream, seq)
    tap.ok(took is not None and took < 5, "a change at one server is told at another", took)
    tap.equal(away.post("/v1/staff/sign-out")[0], 204, "signed out at one")
    tap.equal(anna.changes(ETAB)[0], 401, "is signed out at all")
    connection.sock.settimeout(20)
    try:
        ended = stream.read() is not None
    except OSError:
        ended = False
    tap.ok(ended, "and its streams end")
    connection.close()
    guess = {"login": "anna", "auth": anna.key, "device": "poste"}
    seen = [client.post("/v1/staff/sign-in", guess)[0] for client in (anna, away, far) * 4]
    tap.ok(429 in seen, "wrong tries are counted together", seen)
    tap.equal(cluster.sql("many", "SELECT COUNT (*) FROM job"), "4",
              "each shared job is one server's")


def digest(done):
    return re.search(r"Content: ([0-9a-f]{64})", done.stdout).group(1)


def test_migrate(tap, folder, cluster):
    """SQLite to PostgreSQL and back: the same content, the same desktops."""
    server = Server(os.path.join(folder, "moving"))
    server.add_directory()
    anna = Client(server)
    anna.activate("anna", server.add_staff("anna"))
    anna.post(f"/v1/scopes/{ETAB}/key", {"public": anna.key, "sealed_secret": anna.key})
    kept = [(uuid(), pupil(n, family_name=f"D’Été {n}")[1]) for n in range(20)]
    results = [anna.commit(changes, op=op) for op, changes in kept]
    page = anna.changes(ETAB, extra="&limit=2000")
    uri = cluster.new_database("moved")
    refused(tap, server.admin("migrate", "--to", uri, check=False), "already runs",
            "not while serve runs")
    server.stop()
    refused(tap, server.admin("migrate", "--to", cluster.uri("many"), check=False), "not empty",
            "not into another server's database")
    refused(tap, server.admin("migrate", check=False), "where to", "not without saying where", status=2)
    refused(tap, server.admin("migrate", "--to", "host=/nowhere dbname=x", check=False), "reached",
            "not where nothing answers")
    there = server.admin("migrate", "--to", uri)
    tap.ok(re.search(r"(?m)^record +\d+$", there.stdout) and re.search(r"audit +\d+", there.stdout),
           "a balance of rows by table", there.stdout)
    with contextlib.closing(sqlite3.connect(os.path.join(server.data, "machaon.db"))) as old:
        rows = {name: old.execute(f"SELECT COUNT (*) FROM {name}").fetchone()[0]
                for name in ("record", "record_history", "op_result", "device", "login")}
    for name, n in rows.items():
        tap.equal(cluster.sql("moved", f"SELECT COUNT (*) FROM {name}"), str(n), f"rows of {name}")
    with open(os.path.join(server.data, "machaond.conf"), encoding="utf-8") as file:
        tap.ok("dbname=moved" in file.read(), "machaond.conf leads to the new database")
    server.start()
    tap.equal(anna.changes(ETAB, extra="&limit=2000"), page, "desktops go on where they were")
    tap.equal([anna.commit(changes, op=op) for op, changes in kept], results,
              "and get the same answers to what they send again")
    tap.ok("unbroken" in server.admin("doctor", check=False).stdout, "the audit chains hold")
    before = anna.changes(ETAB, extra="&limit=2000")
    refused(tap, server.admin("migrate", "--to", "sqlite:back.db", check=False), "still works",
            "not while a server works on PostgreSQL")
    server.stop()
    back = server.admin("migrate", "--to", "sqlite:back.db")
    server.start()
    tap.equal(anna.changes(ETAB, extra="&limit=2000"), before, "back on SQLite: nothing has changed")
    tap.ok(anna.commit(pupil(99)[1])[1]["applied"] == 2, "and it goes on")
    server.stop()
    again = cluster.new_database("again")
    other = server.admin("migrate", "--to", again)
    tap.ok(len({digest(one) for one in (there, back, other)}) == 3,
           "content that differs has another digest")
    config = os.path.join(server.data, "machaond.conf")
    with open(config, encoding="utf-8") as file:
        text = file.read()
    with open(config, "w", encoding="utf-8") as file:
        file.write(re.sub(r"(?m)^database=.*", "database=machaon.db", text))
    refused(tap, server.run("serve", "--data", server.data, check=False), "was moved",
            "the database of before is not served by mistake")


def openssl(folder, *words):
    subprocess.run(["openssl", *words], check=True, cwd=folder, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def make_certificates(folder):
    """A private authority and a certificate of db.example for the cluster."""
    for name, subject in (("ca", "/CN=Autorité privée"), ("db", "/CN=db.example")):
        openssl(folder, "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
        if name == "ca":
            openssl(folder, "req", "-x509", "-utf8", "-key", "ca.key", "-subj", subject, "-days", "2",
                    "-out", "ca.pem")
        else:
            openssl(folder, "req", "-new", "-key", "db.key", "-subj", subject, "-out", "db.csr")
    with open(os.path.join(folder, "san"), "w", encoding="ascii") as file:
        file.write("subjectAltName=DNS:localhost")
    openssl(folder, "x509", "-req", "-in", "db.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-days", "2", "-extfile", "san", "-out", "db.pem")


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


def test_tls(tap, folder, cluster):
    """sslmode=verify-full against a private authority; nothing goes over TCP in the clear."""
    make_certificates(folder)
    port = free_port()
    cluster.new_database("secret")
    cluster.stop()
    cluster.put_file("db.pem", read(folder, "db.pem"))
    cluster.put_file("db.key", read(folder, "db.key"))
    cluster.put_file("pg_hba.conf", "local all all trust\nhostssl all all 127.0.0.1/32 trust\n")
    cluster.start("listen_addresses=127.0.0.1", f"port={port}", "ssl=on", "ssl_cert_file=db.pem",
                  "ssl_key_file=db.key")

    def uri(mode, ca="ca.pem", host="localhost"):
        return (f"postgresql://machaon@{host}:{port}/secret?hostaddr=127.0.0.1&sslmode={mode}"
                f"&sslrootcert={os.path.join(folder, ca)}")

    data = os.path.join(folder, "tls-data")
    refused(tap, machaond("init", "--data", data, "--database", uri("disable")), "cannot be reached",
            "in the clear the cluster refuses")
    make = os.path.join(folder, "elsewhere")
    os.mkdir(make)
    make_certificates(make)
    refused(tap, machaond("init", "--data", data, "--database", uri("verify-full", "elsewhere/ca.pem")),
            "certificate", "another authority is refused")
    refused(tap, machaond("init", "--data", data, "--database",
                          uri("verify-full", host="db.example")), "db.example",
            "another name than the certificate's is refused")
    server = Server(os.path.join(folder, "tls"), database=uri("verify-full"))
    server.add_directory()
    anna = Client(server)
    anna.activate("anna", server.add_staff("anna"))
    tap.equal(anna.commit(pupil(1)[1])[1]["applied"], 2, "verify-full: it serves")
    cluster.where = re.sub(r"host=\S+", f"host={cluster.folder} port={port}", cluster.where)
    seen = cluster.sql("secret", "SELECT bool_and (s.ssl), COUNT (*) > 0 FROM pg_stat_ssl s JOIN"
                                 " pg_stat_activity a ON a.pid = s.pid"
                                 " WHERE a.application_name = 'machaond serve'")
    tap.equal(seen, "t|t", "every connection of the server is encrypted")
    tap.equal(server.stop(), 0, "and it stops cleanly")


def main():
    tap = Tap()
    cluster = Cluster()
    with tempfile.TemporaryDirectory(prefix="mch-many.") as folder:
        servers = tap.run("join", test_join, tap, folder, cluster)
        if servers:
            tap.run("together", test_together, tap, cluster, *servers)
            for server in servers:
                server.kill()
        tap.run("migrate", test_migrate, tap, folder, cluster)
        tap.run("tls", test_tls, tap, folder, cluster)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
