#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an agent's search of his whole académie takes on the server, beside a GET that finds nothing
to do. Nothing here is a test: read ratios, not times.

    tests/bench/bench-search.py build [N]     N candidates (150 000) in 2 000 establishments, on SQLite
    tests/server/with-postgres.sh tests/bench/bench-search.py build [N]
"""
import http.client
import json
import os
import random
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from urllib.parse import quote

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "lib"))
ESTABLISHMENTS = 2000
TURNS = 15
ROWS = 2000  # of one INSERT
FAMILIES = [a + b for a in ("Mar", "Du", "Ro", "Le", "Gau", "Be", "Pe", "Mo", "Fo", "Si", "La", "Cha", "Bou",
                            "Vi", "Re", "Gi", "O'Ke", "Éti", "Sa", "Zi")
            for b in ("tin", "rand", "bert", "roy", "thier", "nard", "tit", "reau", "nier", "mon", "lier",
                      "cher", "voisin", "guet", "naud")]
GIVEN = ["Léa", "Zoé", "Hugo", "Louis", "Jade", "Anne-Lise", "Chloé", "Nathan", "Inès", "Jean", "Marie",
         "Éva", "Tom", "Noé", "Lucas", "Emma", "Ethan", "Alice", "Paul", "Sarah", "Yanis", "Maël"]


def texts(rows):
    return ", ".join("(" + ", ".join(str(v) if isinstance(v, int) else "'" + v.replace("'", "''") + "'"
                                     for v in row) + ")" for row in rows)


def statements(n, academy):
    """SQL that both databases take: establishments, and the records of n candidates."""
    random.seed(1)
    uais = [f"021{i:04d}B" for i in range(ESTABLISHMENTS)]
    yield "INSERT INTO scope VALUES " + texts([("etab:" + u, "etab", 10_000_000, 0) for u in uais])
    yield ("INSERT INTO establishment (uai, academy, name, key_version, created_ms) VALUES "
           + texts([(u, academy, "Lycée " + u, 0, 1) for u in uais]))
    yield "INSERT INTO record VALUES " + texts([("etab:" + u, "establishment", u, 1, 9_999_999, 0, json.dumps(
        {"academy": academy, "name": "Lycée " + u}), "", 1) for u in uais])
    rows = []
    for i in range(n):
        scope = "etab:" + uais[i % ESTABLISHMENTS]
        person = {"family_name": random.choice(FAMILIES), "given_name": random.choice(GIVEN),
                  "birth_date": f"20{7 + i % 4:02d}-{1 + i % 12:02d}-{1 + i % 28:02d}", "ine": f"{i:09d}AA",
                  "candidate_number": f"02{i:09d}"}
        candidature = {"person": f"p{i}", "session": f"{'CAP' if i % 3 else 'BAC'}/2027-06",
                       "state": "registered" if i % 10 else "withdrawn",
                       "specialty_code": str(20000 + i % 200)}
        for number, (kind, identity, values) in enumerate((("person", f"p{i}", person),
                                                           ("candidature", f"c{i}", candidature))):
            rows.append((scope, kind, identity, 1, 2 * i + number + 1, 0, json.dumps(values), "", 1))
        if len(rows) >= ROWS or i == n - 1:
            yield "INSERT INTO record VALUES " + texts(rows)
            rows = []
    yield "UPDATE instance SET collation_version = NULL"


class Database:
    """Where the rows are, whichever it is."""

    def __init__(self, folder):
        from server import Server
        self.cluster = None
        if "MACHAON_TEST_PG" in os.environ:
            from cluster import Cluster
            self.cluster, self.name = Cluster(), "search"
            self.server = Server(folder, database=self.cluster.new_database(self.name))
        else:
            self.server = Server(folder)

    def fill(self, n, academy):
        self.server.stop()
        if self.cluster:
            with subprocess.Popen(["psql", "-XAtq", "-d", self.cluster.uri(self.name), "-f", "-"],
                                  stdin=subprocess.PIPE, encoding="utf-8") as psql:
                for statement in statements(n, academy):
                    psql.stdin.write(statement + ";\n")
        else:
            with sqlite3.connect(os.path.join(self.server.data, "machaon.db")) as database:
                for statement in statements(n, academy):
                    database.execute(statement)
        self.server.start()


class Line:
    """One connection that stays open."""

    def __init__(self, server, token):
        host, port = server.url[len("https://"):].rsplit(":", 1)
        self.connection = http.client.HTTPSConnection(
            host, int(port), context=ssl.create_default_context(cafile=server.ca), timeout=600)
        self.headers = {"Machaon-Schema": "3", "Authorization": f"Bearer {token}"}

    def get(self, path):
        self.connection.request("GET", path, None, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return json.loads(text)

    def time(self, path):
        waits = []
        for _ in range(TURNS):
            start = time.monotonic()
            page = self.get(path)
            waits.append(1000 * (time.monotonic() - start))
        return statistics.median(waits), page


def count_summaries(line, academy):
    n, since, more = 0, 0, True
    while more:
        page = line.get(f"/v1/scopes/acad:{academy}/changes?since={since}&limit=1000")
        n += sum(row["kind"] == "establishment" and "counted_at_seq" in row["data"] for row in page["rows"])
        since, more = page["to"], page["more"]
    return n


def time_summaries(line, academy):
    """From the first summary to the last: the server counts them in one go."""
    while count_summaries(line, academy) == 0:
        time.sleep(0.05)
    start = time.monotonic()
    while count_summaries(line, academy) < ESTABLISHMENTS:
        time.sleep(0.5)
    return time.monotonic() - start


def find_place(line, path):
    """The place some pages on."""
    place = ""
    for _ in range(20):
        place = line.get(f"{path}?limit=500&after={place}")["place"]
    return place


def bench(line, path, n):
    bare, _ = line.time("/v1/realm")
    print(f"{'':38}{'page of 100: ms':>16}{'with total: ms':>16}{'found':>9}    (bare GET {bare:.1f} ms)")
    deep = find_place(line, path)
    cases = [("all", ""), ("all, 10 000 rows on", f"after={deep}"), ("all, downwards", "descending=1"),
             ("by birth date", "order=birth_date"), ("by establishment", "order=establishment"),
             ("one session and state", "session=CAP/2027-06&state=withdrawn"), ("a state alone",
             "state=withdrawn"), ("a state of nobody", "state=none"), ("one exam", "exam=BAC"),
             ("one establishment", "establishment=0210007B"), ("one speciality", "specialty=20007"),
             ("an INE", "search=" + f"{n // 2:09d}AA"), ("a number", "search=" + f"02{n // 2:09d}"),
             ("a family name", "search=Roguet"), ("the two names", "search=" + quote("roguet éva")),
             ("a beginning that many have", "search=ma"), ("one letter", "search=z"),
             ("nobody's", "search=xyzzy"), ("two frequent ones", "search=ma+le")]
    for name, query in cases:
        page, _ = line.time(f"{path}?limit=100&{query}")
        total, answer = line.time(f"{path}?limit=100&count=1&{query}")
        print(f"{name:38}{page:16.1f}{total:16.1f}{answer['total']:9}")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    os.environ["MACHAON_BUILD_ROOT"] = os.path.abspath(sys.argv[1])
    from api import Client
    from server import ACADEMY
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 150_000
    with tempfile.TemporaryDirectory(prefix="mch-bench.") as folder:
        database = Database(folder)
        server = database.server
        server.add_directory()
        agent = Client(server)
        agent.activate("agent", server.add_agent("agent"))
        database.fill(n, ACADEMY[0])
        line, path = Line(server, agent.token), f"/v1/scopes/acad:{ACADEMY[0]}/candidates"
        start = time.monotonic()
        while line.get(f"{path}?limit=1&count=1")["total"] < n:
            time.sleep(0.5)
        print(f"{n} lines made anew in {time.monotonic() - start:.0f} s")
        print(f"{ESTABLISHMENTS} summaries of establishments counted in {time_summaries(line, ACADEMY[0]):.1f} s")
        bench(line, path, n)
        server.stop()


if __name__ == "__main__":
    main()
