#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""machaond as its administrator uses it: init, serve, admin, doctor. Run through with-postgres.sh it
does the same on PostgreSQL."""
import base64
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import ssl
import stat
import subprocess
import sys
import tempfile
import time

from server import ACADEMY, Server, UAI, program
from shown_certificate import days_left, names_of
from tap import Tap

CLUSTER = os.environ.get("MACHAON_TEST_PG")
# What is said is compared in the language of the source.
os.environ["LANGUAGE"] = "en"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}")
databases = 0


def psql(database, sql):
    """Runs SQL in a database of the cluster; returns what it answers."""
    where = re.sub(r"dbname=\S+", f"dbname={database}", CLUSTER)
    return subprocess.run(["psql", "-XAtq", "-d", where, "-c", sql], check=True,
                          stdout=subprocess.PIPE, encoding="utf-8").stdout.strip()


def new_database():
    """The URI of an empty database of the cluster; None for SQLite."""
    global databases
    if CLUSTER is None:
        return None
    databases += 1
    psql("postgres", f"CREATE DATABASE admin{databases}")
    return re.sub(r"dbname=\S+", f"dbname=admin{databases}", CLUSTER)


@contextlib.contextmanager
def fresh(**options):
    """A Server in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mch-admin.") as folder:
        server = Server(folder, database=new_database(), **options)
        try:
            yield server
        finally:
            server.kill()


def machaond(*words):
    return subprocess.run([program("machaond"), *words], stdin=subprocess.DEVNULL, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                          check=False)


def sentence(text):
    """Whether this is one line that says something."""
    return text.count("\n") == 1 and len(text.split()) > 3


def one_sentence(tap, done, status, name, words=""):
    tap.ok(done.returncode == status and sentence(done.stderr) and words in done.stderr, name,
           f"status {done.returncode}\n{done.stdout}{done.stderr}")


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


class Client:
    """A desktop without cryptography: the server cannot tell, it only keeps what it is given."""

    def __init__(self, server):
        self.server = server
        self.context = ssl.create_default_context(cafile=server.ca)
        self.token = None

    def open(self):
        host, port = self.server.url[len("https://"):].rsplit(":", 1)
        return http.client.HTTPSConnection(host, int(port), context=self.context, timeout=20)

    def headers(self):
        headers = {"Machaon-Schema": "1", "Content-Type": "application/json"}
        return headers | ({"Authorization": f"Bearer {self.token}"} if self.token else {})

    def call(self, method, path, body=None):
        connection = self.open()
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None,
                               self.headers())
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def activate(self, login, code):
        def random():
            return base64.b64encode(os.urandom(32)).decode()

        status, answer = self.call("POST", "/v1/staff/activate", {
            "version": 1, "login": login, "invitation": code, "auth": random(),
            "member_public": random(), "member_wrapped": random(), "device": "test"})
        if status == 200:
            self.token = answer["token"]
        return status, answer


def test_init(tap):
    with fresh(hostnames=("examens.example", "192.0.2.7"), start=False) as server:
        tap.equal(mode(server.data), 0o700, "the data folder is its owner's")
        secrets = ["machaond.conf", "pepper", "tls/server-key.pem", "tls/ca-key.pem"]
        for name in secrets + ([] if CLUSTER else ["machaon.db"]):
            tap.equal(mode(os.path.join(server.data, name)), 0o600, f"{name} is 0600")
        tap.equal(mode(os.path.join(server.data, "tls")), 0o700, "tls is 0700")
        names = subprocess.run(["openssl", "x509", "-noout", "-ext", "subjectAltName", "-in",
                                os.path.join(server.data, "tls", "server.pem")],
                               stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
        for name in ("DNS:examens.example", "IP Address:192.0.2.7", "DNS:localhost"):
            tap.ok(name in names, f"the certificate names {name}", names)
        before = {name: os.stat(os.path.join(server.data, name)).st_mtime_ns
                  for name in os.listdir(server.data)}
        one_sentence(tap, machaond("init", "--data", server.data), 1, "a second init is refused",
                     "already holds")
        after = {name: os.stat(os.path.join(server.data, name)).st_mtime_ns
                 for name in os.listdir(server.data)}
        tap.equal(after, before, "and changes nothing")
        if CLUSTER:
            database = f"{re.sub(r'dbname=.*? ', '', CLUSTER)} dbname=admin{databases}"
            other = os.path.join(os.path.dirname(server.data), "other")
            one_sentence(tap, machaond("init", "--data", other, "--database", database), 1,
                         "another server's database is refused", "already belongs")
            tap.equal(os.listdir(other), [], "and leaves nothing behind")


def test_init_failures(tap):
    with tempfile.TemporaryDirectory(prefix="mch-admin.") as folder:
        data = os.path.join(folder, "d")
        done = machaond("init", "--data", data, "--database", "host=/nowhere dbname=x")
        tap.equal(done.returncode, 1, "init without its PostgreSQL fails")
        tap.equal(os.listdir(data), [], "and leaves nothing behind")
        done = machaond("init", "--data", data, "--hostname", "not a name")
        tap.equal((done.returncode, os.listdir(data)), (1, []), "an impossible host name is refused")
        done = machaond("init", "--data", data, "--hostname", "a.example", "b.example")
        tap.ok(done.returncode == 0 and "academy add" in done.stdout,
               "then init works in the same folder, and says what comes next",
               done.stdout + done.stderr)


USAGE = [
    (), ("nonsense",), ("init",), ("serve",), ("init", "--data", "D", "word"), ("admin",),
    ("serve", "--data", "D", "--no-such-option"),
    ("admin", "--data", "D"), ("admin", "--data", "D", "academy"),
    ("admin", "--data", "D", "academy", "remove"), ("admin", "academy", "add", "C", "N"),
    ("admin", "--data", "D", "academy", "add", "C"),
    ("admin", "--data", "D", "academy", "add", "C", "N", "M"),
    ("admin", "--data", "D", "establishment", "add", UAI, "N"),
    ("admin", "--data", "D", "service", "set", "--academy", "C", "--domain", "CAP", "papillons=on"),
    ("admin", "--data", "D", "staff", "add", "a.b"),
    ("admin", "--data", "D", "staff", "add", "a.b", "--role", "pupil", "--establishment", UAI),
    ("admin", "--data", "D", "staff", "add", "a.b", "--role", "establishment"),
    ("admin", "--data", "D", "staff", "add", "a.b", "--role", "exam-office", "--establishment", UAI),
    ("admin", "--data", "D", "reference", "load"),
    ("admin", "--data", "D", "restore"),
    ("admin", "--data", "D", "restore", "F", "--restored"),
]


def test_usage(tap):
    for words in USAGE:
        done = machaond(*words)
        tap.ok(done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1,
               f"wrong usage: machaond {' '.join(words)}",
               f"status {done.returncode}\n{done.stdout}{done.stderr}")
    for words in (("--help",), ("--version",), ("admin", "--help"), ("init", "--help"),
                  ("admin", "staff", "add", "--help")):
        done = machaond(*words)
        tap.ok(done.returncode == 0 and "machaond" in done.stdout and done.stderr == "",
               f"machaond {' '.join(words)}", done.stderr)
    with tempfile.TemporaryDirectory() as folder:
        for words in (("serve",), ("admin", "doctor"), ("admin", "staff", "list")):
            one_sentence(tap, machaond(*words, "--data", folder), 1,
                         f"{words[-1]} on a folder without data", "machaond init")


def test_serve(tap):
    with fresh() as server:
        tap.ok(re.fullmatch(r"https://127\.0\.0\.1:[1-9]\d*", server.url), "the line when ready",
               server.url)
        status, answer = Client(server).call("GET", "/v1/realm")
        tap.ok(status == 200 and answer["demo"] is False and answer["portal_url"] is None,
               "it answers over TLS, trusted through ca.pem", answer)
        limits = open(f"/proc/{server.process.pid}/limits", encoding="utf-8").read()
        tap.ok(re.search(r"Max core file size\s+0\s+0\s", limits), "it leaves no core file", limits)
        if CLUSTER is None:
            done = machaond("serve", "--data", server.data, "--listen", "127.0.0.1:0")
            one_sentence(tap, done, 1, "a second serve on the same folder is refused", "runs")
            tap.equal(done.stdout, "", "and says nothing on stdout")
        url = server.url
        server.restart()
        tap.equal(server.url, url, "a restart keeps the address")
        server.process.send_signal(signal.SIGHUP)
        tap.ok(until(lambda: "event=certificate outcome=reloaded" in server.read_log()),
               "SIGHUP reads the certificate again", server.read_log())
        process = server.process
        rest = process.stdout
        process.send_signal(signal.SIGINT)
        tap.equal(process.wait(40), 0, "SIGINT stops it with status 0")
        tap.equal(rest.read(), b"", "its one line is all that it says on stdout")
        server.start()
        tap.equal(server.stop(), 0, "SIGTERM stops it with status 0")


def test_serve_options(tap):
    with fresh(demo=True, portal_url="https://127.0.0.1:1") as server:
        _, answer = Client(server).call("GET", "/v1/realm")
        tap.ok(answer["demo"] is True and answer["portal_url"] == "https://127.0.0.1:1"
               and answer["portal_public"] is False, "--demo and --portal-url reach clients", answer)
        server.stop()
        one_sentence(tap, machaond("serve", "--data", server.data, "--listen", "nonsense"), 2,
                     "--listen nonsense")
        one_sentence(tap, machaond("serve", "--data", server.data, "--portal-url", "nonsense"), 2,
                     "--portal-url nonsense")
        path = os.path.join(server.data, "machaond.conf")
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text.replace("[limits]", "lisen=1\n[limits]"))
        for words in (("serve",), ("admin", "staff", "list"), ("admin", "doctor")):
            done = machaond(*words, "--data", server.data)
            tap.ok(done.returncode == 1 and "lisen" in done.stderr,
                   f"{words[-1]} names an unknown key of machaond.conf", done.stderr)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(os.path.join(server.data, "pepper"), 0o644)
        one_sentence(tap, machaond("serve", "--data", server.data), 1,
                     "a pepper that others can read is refused")


def test_unix(tap):
    with fresh(start=False) as server:
        path = os.path.join(server.data, "socket")
        process = subprocess.Popen([program("machaond"), "serve", "--data", server.data, "--listen",
                                    f"unix:{path}"], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        try:
            tap.equal(process.stdout.readline().decode(), f"listening unix:{path}\n",
                      "the line of a unix socket")
            with socket.socket(socket.AF_UNIX) as connection:
                connection.connect(path)
                connection.sendall(b"GET /v1/realm HTTP/1.1\r\nHost: a\r\nMachaon-Schema: 1\r\n"
                                   b"Connection: close\r\n\r\n")
                answer = connection.recv(65536)
            tap.ok(answer.startswith(b"HTTP/1.1 200 "), "it speaks plain HTTP", answer)
        finally:
            process.terminate()
            tap.equal(process.wait(40), 0, "and stops cleanly")
            process.stdout.close()


def test_directory(tap):
    with fresh() as server:
        added = server.admin("academy", "add", *ACADEMY)
        again = server.admin("academy", "add", *ACADEMY)
        tap.ok("added" in added.stdout and "already" in again.stdout,
               "the same académie again changes nothing and says so", added.stdout + again.stdout)
        one_sentence(tap, server.admin("academy", "add", ACADEMY[0], "Autre", check=False), 1,
                     "the same code with another name is refused")
        words = ("establishment", "add", UAI, "Lycée des Demoiselles", "--academy", ACADEMY[0])
        one_sentence(tap, server.admin(*words), 0, "a UAI with a wrong key warns", UAI)
        one_sentence(tap, server.admin(*words), 0, "and again, though nothing changes", UAI)
        tap.equal(server.admin("establishment", "add", "0250058M", "Autre", "--academy",
                               ACADEMY[0]).stderr.count(UAI), 0, "a warning is about its own UAI")
        for wrong in ("250001A", "02500011", "0250001AA", "x"):
            one_sentence(tap, server.admin("establishment", "add", wrong, "N", "--academy",
                                           ACADEMY[0], check=False), 1, f"UAI {wrong} is refused")
        one_sentence(tap, server.admin("establishment", "add", UAI, "Autre nom", "--academy",
                                       ACADEMY[0], check=False), 1, "another name is refused")
        one_sentence(tap, server.admin("establishment", "add", "0250002B", "N", "--academy", "NONE",
                                       check=False), 1, "an unknown académie is refused")
        session = ("session", "add", "CAP", "2027-06", "--academy", ACADEMY[0])
        tap.ok("added" in server.admin(*session).stdout, "a session is added")
        tap.ok("already" in server.admin(*session).stdout, "the same session says so")
        one_sentence(tap, server.admin("session", "add", "CAP", "2027-13", "--academy", ACADEMY[0],
                                       check=False), 1, "there is no month 13")
        service = ("service", "set", "--academy", ACADEMY[0], "--domain", "CAP", "--session",
                   "2027-06")
        tap.equal(server.admin(*service, "papillons=on",
                               "registration=2026-10-01T08:00/2026-12-08T17:00",
                               "return=2026-12-01/2026-12-22", "pieces=A | B").stderr, "",
                  "a service is set")
        for wrong in ("papillons=yes", "papilons=on", "nothing", "results=2027-02-30", "return=22/12/2026",
                      "return=2026-12-22/2026-12-01", "retrun=2026-12-22"):
            one_sentence(tap, server.admin(*service, wrong, check=False), 1, f"{wrong} is refused")
        done = machaond("admin", "session", "add", "BAC", "2027-06", "--academy", ACADEMY[0],
                        "--data", server.data)
        tap.equal(done.returncode, 0, "options may stand after the words")


def test_staff(tap):
    with fresh() as server:
        server.add_directory()
        path = os.path.join(server.data, "..", "a.machaon")
        first = server.add_staff("a.martin", name="Mme Martin", invitation=path)
        tap.ok(CODE.fullmatch(first), "the last line is the invitation code", first)
        tap.equal(mode(path), 0o600, "the invitation file is 0600")
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        with open(server.ca, encoding="utf-8") as stream:
            ca = stream.read().replace("\n", "\\n")
        for line in ("[invitation]", "version=1", f"server={server.url}", "login=a.martin",
                     f"code={first}", f"ca={ca}"):
            tap.ok(line in text.splitlines(), f"the file says {line[:30]}", text)
        one_sentence(tap, server.admin("staff", "reinvite", "a.martin", "--write-invitation", path,
                                       "--server", server.url, check=False), 1,
                     "an invitation file is never overwritten")
        client = Client(server)
        tap.equal(client.activate("a.martin", "0000-0000-0000-0000-0000-0000-0000")[0], 401,
                  "a wrong code does not activate")
        tap.equal(client.activate("a.martin", first)[0], 200, "the code activates")
        second = server.add_staff("b.petit")
        third = server.admin("staff", "reinvite", "b.petit").stdout.splitlines()[-1]
        tap.equal([Client(server).activate("b.petit", code)[0] for code in (second, third)],
                  [401, 200], "a new invitation ends the earlier one")
        tap.ok(CODE.fullmatch(server.add_agent("c.durand")), "an agent is added")
        one_sentence(tap, server.admin("staff", "add", "a.martin", "--role", "exam-office",
                                       "--academy", ACADEMY[0], check=False), 1,
                     "a known login keeps its role")
        one_sentence(tap, server.admin("staff", "add", "d.x", "--role", "establishment",
                                       "--establishment", "0250002B", check=False), 1,
                     "an unknown establishment is refused")
        heads = {"epoch": None, "scopes": {f"etab:{UAI}": 0}}
        tap.equal(client.call("POST", "/v1/heads", heads)[0], 200, "the token works")
        server.admin("staff", "disable", "a.martin")
        tap.equal(client.call("POST", "/v1/heads", heads)[0], 401, "until the login is disabled")
        listed = json.loads(server.admin("staff", "list", "--json").stdout)
        tap.equal([(one["login"], one["role"], one["state"], one["scopes"]) for one in listed],
                  [("a.martin", "establishment", "disabled", [f"etab:{UAI}"]),
                   ("b.petit", "establishment", "active", [f"etab:{UAI}"]),
                   ("c.durand", "exam-office", "invited", [f"acad:{ACADEMY[0]}"])], "staff list --json")
        table = server.admin("staff", "list").stdout
        tap.ok(table.count("\n") == 3 and "Mme Martin" in table, "staff list", table)
        one_sentence(tap, server.admin("staff", "disable", "nobody", check=False), 1,
                     "an unknown login is said")


def read_event(stream, seconds):
    """The next event's data, or None."""
    stream.fp.raw._sock.settimeout(seconds)
    try:
        while True:
            line = stream.readline().decode()
            if line.startswith("data: "):
                return json.loads(line[len("data: "):])
            if not line:
                return None
    except (TimeoutError, OSError):
        return None


def test_hints(tap):
    with fresh() as server:
        server.add_directory(settings=())
        client = Client(server)
        client.activate("a.martin", server.add_staff("a.martin"))
        time.sleep(1.5)
        scope = f"etab:{UAI}"
        connection = client.open()
        connection.request("GET", f"/v1/events?scopes={scope}", headers=client.headers())
        stream = connection.getresponse()
        seen = read_event(stream, 30)
        _, answer = client.call("POST", "/v1/heads", {"epoch": None, "scopes": {scope: 0}})
        tap.equal(seen, {"scope": scope, "seq": answer["scopes"][scope]},
                  "a stream begins with where the scope stands")
        server.admin("service", "set", "--academy", ACADEMY[0], "--domain", "CAP", "--session",
                     "2027-06", "papillons=on")
        told = read_event(stream, 30)
        tap.ok(told is not None and told["seq"] > seen["seq"],
               "what admin changes reaches the streams of a running serve", told)
        connection.close()
        tap.equal(server.stop(), 0, "SIGTERM with an open stream exits 0")


def realm_and_epoch(server, client):
    _, answer = client.call("POST", "/v1/heads", {"epoch": None, "scopes": {f"etab:{UAI}": 0}})
    _, realm = client.call("GET", "/v1/realm")
    return realm["realm"], answer["epoch"]


def test_backup(tap):
    with fresh() as server:
        server.add_directory()
        client = Client(server)
        client.activate("a.martin", server.add_staff("a.martin"))
        before = realm_and_epoch(server, client)
        copy = os.path.join(server.data, "..", "copy.db")
        done = server.admin("backup", copy, check=False)
        if CLUSTER:
            one_sentence(tap, done, 1, "PostgreSQL is backed up by its own tool", "pg_dump")
            one_sentence(tap, server.admin("restore", copy, check=False), 1,
                         "and restored by it", "pg_restore")
            server.admin("restore", "--restored")
            after = realm_and_epoch(server, client)
            tap.ok(after[0] == before[0] and after[1] != before[1],
                   "restore --restored gives a new epoch", f"{before} {after}")
            return
        tap.equal((done.returncode, mode(copy)), (0, 0o600), "a backup beside serve, 0600")
        one_sentence(tap, server.admin("backup", copy, check=False), 1, "it is not overwritten")
        one_sentence(tap, server.admin("restore", copy, check=False), 1,
                     "restore is refused while serve runs", "runs")
        server.admin("academy", "add", "LATER", "Plus tard")
        server.stop()
        bad = os.path.join(server.data, "..", "bad.db")
        with open(bad, "wb") as stream:
            stream.write(os.urandom(8192))
        tap.equal(server.admin("restore", bad, check=False).returncode, 1,
                  "what is no backup is refused")
        server.admin("restore", copy)
        server.start()
        after = realm_and_epoch(server, client)
        tap.ok(after[0] == before[0] and after[1] != before[1],
               "after restore the realm is the same and the epoch another", f"{before} {after}")
        tap.ok("added" in server.admin("academy", "add", "LATER", "Plus tard").stdout,
               "what was done after the backup is gone")
        server.stop()
        for name in ("machaon.db", "machaon.db-wal", "machaon.db-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(server.data, name))
        server.admin("restore", copy)
        server.start()
        tap.equal(Client(server).call("GET", "/v1/realm")[1]["realm"], before[0],
                  "a lost database comes back from its backup")


def schema_1():
    """The script of a database that schema 1 wrote, in the words of the database at hand."""
    path = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "tests", "data", "server-v1.sql")
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    words = {"@INT@": ("INTEGER", "BIGINT"), "@TEXT@": ("TEXT", 'TEXT COLLATE "C"'),
             "@BLOB@": ("BLOB", "BYTEA"), " @STRICT@": (" STRICT", "")}
    for word, ours in words.items():
        text = text.replace(word, ours[CLUSTER is not None])
    return text


def become_schema_1(server):
    """The server's database is one of schema 1 from here on."""
    if CLUSTER is None:
        path = os.path.join(server.data, "machaon.db")
        for name in (path, path + "-wal", path + "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.executescript(schema_1())
        os.chmod(path, 0o600)
    else:
        psql(f"admin{databases}", "SET client_min_messages TO warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + schema_1())


def test_upgrade(tap):
    with fresh(start=False) as server:
        tap.ok("already" in server.admin("upgrade").stdout, "nothing to upgrade is said")
        become_schema_1(server)
        one_sentence(tap, server.run("serve", "--data", server.data, check=False), 1,
                     "serve refuses an older schema", "upgrade")
        words = ("--backed-up",) if CLUSTER else ()
        done = server.admin("upgrade", *words)
        tap.ok("to 6" in done.stdout, "a database of schema 1 is upgraded", done.stdout)
        tap.ok("already" in server.admin("upgrade", *words).stdout, "once")
        if not CLUSTER:
            tap.equal(len(os.listdir(os.path.join(server.data, "backups"))), 1,
                      "after a copy of it was made")
        tap.equal(server.admin("staff", "list").stdout.count("m.petit"), 1, "what it held is kept")
        server.admin("reference", "load", reference("cap"))
        server.start()
        tap.equal(Client(server).call("GET", "/v1/realm")[1]["schema"], 3, "and it serves")


def reference(name):
    return os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "data", "reference", f"{name}.reference")


def test_reference(tap):
    with fresh() as server:
        server.add_directory()
        tap.ok("No reference" in server.admin("reference", "list").stdout, "no reference at first")
        for name, domain in (("cap", "CAP"), ("bcp", "BCP"), ("bts", "BTS")):
            done = server.admin("reference", "load", reference(name))
            tap.ok(f"The reference {domain} (version 2027.1) is loaded" in done.stdout,
                   f"the {domain} file that is shipped loads", done.stdout)
        tap.ok("already" in server.admin("reference", "load", reference("cap")).stdout,
               "the same again changes nothing")
        tap.equal(len(server.admin("reference", "list").stdout.splitlines()), 3, "they are listed")
        with open(reference("cap"), encoding="utf-8") as stream:
            text = stream.read()
        path = os.path.join(server.data, "mine.reference")
        for fault, said in ((text.replace("format = 1", "format = 9"), "Line 6"),
                            (text + "\n[nonsense]\n", "nonsense"),
                            (text + "\n[test 99999 EP9]\nlabel = Rien\n", "99999"),
                            ("\0\0\0", ""), ("", "")):
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(fault)
            one_sentence(tap, server.admin("reference", "load", path, check=False), 1,
                         f"a file with a fault: {said}", said)
        one_sentence(tap, server.admin("reference", "load", path + ".none", check=False), 1,
                     "a file that is not there")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text.replace("version = 2027.1", "version = 2027.2"))
        tap.ok("1 session uses it" in server.admin("reference", "load", path).stdout,
               "another version takes its place")
        done = server.admin("service", "set", "--academy", ACADEMY[0], "--domain", "CAP",
                            "--session", "2027-06", "withdrawal=sometimes", check=False)
        one_sentence(tap, done, 1, "a setting that is none")
        server.admin("service", "set", "--academy", ACADEMY[0], "--domain", "CAP",
                     "--session", "2027-06", "withdrawal=office", "save=last", "upload=none")
        tap.ok(True, "domain.md 3: withdrawal, save and upload are settings of a session")


PORTALS = [
    # address, exit status, mark, what is said
    ("https://127.0.0.1:8443", 1, "PROBLEM", "this machine alone"),
    ("https://localhost", 1, "PROBLEM", "this machine alone"),
    ("https://[::1]", 1, "PROBLEM", "this machine alone"),
    ("https://192.168.1.4", 1, "PROBLEM", "private address"),
    ("https://10.0.0.1", 1, "PROBLEM", "private address"),
    ("https://serveur", 1, "PROBLEM", "no dot"),
    ("https://serveur.local", 1, "PROBLEM", "local networks"),
    ("http://examens.example", 1, "PROBLEM", "not https"),
    ("https://autre.example", 1, "PROBLEM", "does not name autre.example"),
    ("https://examens.example", 0, "warning", "asks for port 443"),
    ("https://examens.example:8443", 0, "well", "can open on a telephone"),
]


def set_config(server, key, value):
    path = os.path.join(server.data, "machaond.conf")
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(re.sub(f"(?m)^{key}=.*$", f"{key}={value}", text))


def doctor(tap, server, status, mark, words, name):
    done = server.admin("doctor", check=False)
    lines = [line for line in done.stdout.splitlines() if words in line]
    tap.ok(done.returncode == status and len(lines) == 1 and lines[0].startswith(f"[{mark}]"), name,
           f"status {done.returncode}\n{done.stdout}{done.stderr}")


def issue(server, days):
    """A server certificate of the local authority that ends after some days."""
    tls = os.path.join(server.data, "tls")
    request = os.path.join(tls, "request.pem")
    extension = os.path.join(tls, "extension")
    with open(extension, "w", encoding="ascii") as stream:
        stream.write("subjectAltName=DNS:examens.example,IP:127.0.0.1\n")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["openssl", "req", "-new", "-key", os.path.join(tls, "server-key.pem"), "-subj",
                    "/CN=machaond", "-out", request], **quiet)
    subprocess.run(["openssl", "x509", "-req", "-in", request, "-CA", os.path.join(tls, "ca.pem"),
                    "-CAkey", os.path.join(tls, "ca-key.pem"), "-CAcreateserial", "-days",
                    str(days), "-extfile", extension, "-out", os.path.join(tls, "server.pem")],
                   **quiet)


def test_doctor(tap):
    with fresh(hostnames=("examens.example",), start=False) as server:
        doctor(tap, server, 1, "PROBLEM", "no address is set", "doctor: portal-url unset")
        set_config(server, "listen", "0.0.0.0:8443")
        for url, status, mark, words in PORTALS:
            set_config(server, "portal-url", url)
            doctor(tap, server, status, mark, words, f"doctor: {url}")
        for words in ("by its owner alone", "pepper is there", "schema 6", "unbroken",
                      "good until"):
            doctor(tap, server, 0, "well", words, f"doctor: {words}")
        doctor(tap, server, 0, "warning", "own authority", "doctor: our own authority warns")
        set_config(server, "listen", "127.0.0.1:8443")
        doctor(tap, server, 0, "warning", "listens for this machine alone", "doctor: loopback")
        set_config(server, "listen", "unix:/run/machaon/socket")
        doctor(tap, server, 0, "well", "through the proxy", "doctor: behind a proxy")
        set_config(server, "listen", "0.0.0.0:8443")
        pepper = os.path.join(server.data, "pepper")
        for path, words in ((server.data, "chmod 700"), (pepper, "chmod 600")):
            old = mode(path)
            os.chmod(path, 0o755)
            doctor(tap, server, 1, "PROBLEM", words, f"doctor: a readable {os.path.basename(path)}")
            os.chmod(path, old)
        os.rename(pepper, pepper + ".away")
        doctor(tap, server, 1, "PROBLEM", "pepper", "doctor: no pepper")
        os.rename(pepper + ".away", pepper)
        issue(server, 10)
        doctor(tap, server, 0, "warning", "renews it by itself", "doctor: a certificate near its end")
        set_config(server, "database", "sqlite:nowhere.db")
        doctor(tap, server, 1, "PROBLEM", "Database:", "doctor: a database that is not there")


def test_audit(tap):
    with fresh(start=False) as server:
        server.add_directory()
        server.add_staff("a.martin")
        set_config(server, "listen", "0.0.0.0:8443")
        set_config(server, "portal-url", "https://localhost")
        doctor(tap, server, 1, "well", "unbroken", "doctor: the audit log holds")
        sql = "UPDATE audit SET action = 'nothing' WHERE chain = 'server' AND n = 1"
        if CLUSTER:
            psql(f"admin{databases}", sql)
        else:
            import sqlite3
            database = sqlite3.connect(os.path.join(server.data, "machaon.db"))
            with database:
                database.execute(sql)
            database.close()
        doctor(tap, server, 1, "PROBLEM", "entry 1 of server", "doctor: a changed audit entry")


def until(condition, seconds=30):
    """Whether it comes true in time, on a machine that has much else to do."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_certificate(tap):
    with fresh(hostnames=("examens.example",), start=False) as server:
        issue(server, 10)
        server.start()
        tap.ok(until(lambda: days_left(server) > 300),
               "serve renews a certificate of its own authority", f"{days_left(server)} days")
        tap.ok("examens.example" in names_of(server), "with the same names", names_of(server))
        server.admin("certificate", "renew", "--hostname", "neuf.example")
        server.process.send_signal(signal.SIGHUP)
        tap.ok(until(lambda: names_of(server) & {"neuf.example", "examens.example"}
                     == {"neuf.example"}),
               "certificate renew --hostname, and SIGHUP", names_of(server))


def main():
    tap = Tap()
    tests = {name: function for name, function in globals().items() if name.startswith("test_")}
    for name in sys.argv[1:] or tests:
        tap.run(name, tests[name], tap)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
