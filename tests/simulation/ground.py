# SPDX-License-Identifier: GPL-3.0-or-later
"""What the simulation stands on: one machaond on SQLite, or three on one PostgreSQL, the network
before them, and a reader of the database that asks nobody."""
import csv
import io
import json
import os
import random
import sqlite3
import subprocess
import threading
import time

import server
from cluster import Cluster
from fault_proxy import FAULTS, FaultProxy

SCHOOLS = {"0250001A": "Lycée des Demoiselles", "0250002B": "Lycée des Tilleuls"}
SESSION = ("CAP", "2027-06")
SESSION_ID = "CAP/2027-06"
SERVERS = 3
DATABASE_DIES = 0.08  # of the moments in which something does; else one of the servers
# Commits take as long as on a busy cluster, so that those of several servers overlap: up to so many
# seconds, more where the bug to be caught is about that.
COMMIT_SECONDS = 0.02
PLANTED_COMMIT_SECONDS = 0.8  # longer than a synchronisation takes on a busy machine
SLOW_COMMITS = """
CREATE FUNCTION slow_commit() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM pg_sleep(random() * %f); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT ON op_result DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION slow_commit()"""


class Twin(server.Server):
    """A further machaond on the first one's database."""

    def __init__(self, first, folder):
        self._first = first
        os.makedirs(folder)
        super().__init__(folder, demo=True)

    def run(self, *words, check=True):
        if words[0] == "init":
            words += ("--join", self._first.data)
        return super().run(*words, check=check)


class Ground:
    def __init__(self, folder, seed, planted):
        bug, program = planted or (None, None)
        self.bug = bug
        self.rng = random.Random(seed + 1)
        self.kills = 0
        self.desk_program = os.path.join(os.environ["MACHAON_BUILD_ROOT"], "tests", "simulation",
                                         "simulated-desk")
        if bug == "moved":
            self.desk_program = program
        elif bug is not None:
            server.program = (lambda usual: lambda name: program if name == "machaond"
                              else usual(name))(server.program)
        self.database_kills = 0
        self.falls = []
        self._cluster = Cluster() if "MACHAON_TEST_PG" in os.environ else None
        self._database = self._make_database(seed) if self._cluster else None
        self.servers = [server.Server(folder, database=self._database, demo=True)]
        if self._database:
            self._psql(SLOW_COMMITS % (PLANTED_COMMIT_SECONDS if bug else COMMIT_SECONDS),
                       self._database)
        self.first = self.servers[0]
        for number in range(1, SERVERS if self._database else 1):
            self.servers.append(Twin(self.first, os.path.join(folder, f"twin-{number}")))
        for uai, name in SCHOOLS.items():
            self.first.add_directory(uai=uai, name=name, session=SESSION)
        self.proxy = FaultProxy(os.path.join(self.first.data, "tls"),
                                [one.url for one in self.servers], seed + 2)
        # What a desktop is told of the server.
        self.url, self.ca = self.proxy.url, self.first.ca
        self._stopped = threading.Event()
        self._killer = threading.Thread(target=self._kill_servers, daemon=True)

    def _make_database(self, seed):
        """A database of its own, with what the planted bug needs."""
        uri = self._cluster.new_database(f"simulation_{seed}")
        self._psql("CREATE SEQUENCE planted", uri)
        return uri

    def _psql(self, statement, uri):
        done = subprocess.run(["psql", "-X", "-q", "--csv", "-t", "-v", "ON_ERROR_STOP=1", "-c",
                               statement, uri], stdout=subprocess.PIPE,
                              encoding="utf-8", check=True)
        return list(csv.reader(io.StringIO(done.stdout)))

    def rows(self, statement):
        """What the database itself says."""
        if self._database:
            csv.field_size_limit(1 << 26)
            return self._psql(statement, self._database)
        path = os.path.join(self.first.data, "machaon.db")
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            return database.execute(statement).fetchall()

    def lines(self):
        """{scope: sorted lines}, in the form of desk-dump.c."""
        scopes = {}
        for scope, kind, name, version, data in self.rows(
                "SELECT scope, kind, id, version, data FROM record WHERE deleted = 0"):
            values = [f"{key}={value}" for key, value in sorted(json.loads(data).items())]
            scopes.setdefault(scope, []).append("|".join([kind, name, str(version), *values]))
        return {scope: sorted(lines, key=str.encode) for scope, lines in scopes.items()}

    def worsen(self):
        self.proxy.set_faults(FAULTS)
        self._killer.start()

    def _kill_servers(self):
        while not self._stopped.wait(self.rng.uniform(0.7, 3.5)):
            if self._cluster and self.rng.random() < DATABASE_DIES:
                self._kill_database()
            else:
                self._kill_server()

    def _note_fall(self, one):
        """A server that ended by itself, as a sanitizer makes it, did not wait to be killed."""
        status = one.process.poll()
        if status is not None:
            self.falls.append(f"a server ended by itself with {status}: {one.read_log()[-4000:]}")

    def _kill_server(self):
        victim = self.rng.choice(self.servers)
        self._note_fall(victim)
        victim.kill()
        self.kills += 1
        time.sleep(self.rng.uniform(0, 0.3))
        victim.start()

    def _kill_database(self):
        """As when its machine loses its power: the servers and everybody's work go on waiting."""
        self._cluster.kill()
        self.database_kills += 1
        time.sleep(self.rng.uniform(0, 0.5))
        self._cluster.start()

    def heal(self):
        self._stopped.set()
        if self._killer.is_alive():
            self._killer.join()
        for one in self.servers:
            self._note_fall(one)
        self.proxy.calm()

    def end(self):
        self._stopped.set()
        if self._killer.is_alive():
            self._killer.join()
        self.proxy.stop()
        for one in self.servers:
            one.kill()
