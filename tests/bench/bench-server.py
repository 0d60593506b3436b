#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What machaond does, beside what the database or the machine does bare in the same run. Nothing here
is a test: read ratios, not times.

    tests/bench/bench-server.py build ops         operations on SQLite; with a cluster, on one to three
    tests/server/with-postgres.sh tests/bench/bench-server.py build ops
    tests/bench/bench-server.py build streams [N] N idle desktops: memory each, latency of a hint
    tests/bench/bench-server.py build sync [N…]   first synchronisation and a delta of 10 changes, as
                                                  the server sees them, machaonctl from its start to
                                                  its end, and a desktop that stays open
"""
import hashlib
import http.client
import json
import os
import re
import resource
import selectors
import socket
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(SOURCE, "tests", "lib"))
SECONDS = float(os.environ.get("MACHAON_BENCH_SECONDS", "5"))
TURNS = 40  # deltas
DESKS = 8  # each of an establishment of its own
TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(server):
    with open(f"/proc/{server.process.pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_kb(server, name="VmRSS"):
    with open(f"/proc/{server.process.pid}/status", encoding="utf-8") as file:
        return int(re.search(rf"{name}:\s+(\d+)", file.read()).group(1))


class Line:
    """One connection that stays open."""

    def __init__(self, server, token):
        host, port = server.url[len("https://"):].rsplit(":", 1)
        self.connection = http.client.HTTPSConnection(
            host, int(port), context=ssl.create_default_context(cafile=server.ca), timeout=120)
        self.headers = {"Machaon-Schema": "2", "Content-Type": "application/json",
                        "Authorization": f"Bearer {token}"}

    def call(self, method, path, body=None, headers=None):
        """(status, bytes)"""
        self.connection.request(method, path, body, self.headers | (headers or {}))
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def make_schools(server, n):
    """Clients of n establishments."""
    from api import Client
    clients = []
    for number in range(n):
        uai = f"025{number:04d}{'ABCDEFGH'[number % 8]}"
        server.add_directory(uai=uai, name=f"Lycée {number}")
        client = Client(server)
        client.activate(f"desk{number}", server.add_staff(f"desk{number}", uai))
        client.scope = f"etab:{uai}"
        clients.append(client)
    return clients


# ---- operations ----

def bare_sqlite(folder):
    """Commits a second of one row each, as safe as machaond's."""
    database = sqlite3.connect(os.path.join(folder, "bare.db"), isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT)")
    start, n = time.monotonic(), 0
    while time.monotonic() < start + SECONDS / 2:
        database.execute("INSERT INTO bare (body) VALUES (?)", ("x" * 200,))
        n += 1
    database.close()
    return n / (time.monotonic() - start)


def bare_postgres(cluster, folder):
    """Commits a second of one row each, from as many connections as there are desks."""
    cluster.sql("postgres", "CREATE TABLE IF NOT EXISTS bare (id BIGSERIAL PRIMARY KEY, body TEXT)")
    script = os.path.join(folder, "bare.sql")
    with open(script, "w", encoding="ascii") as file:
        file.write("INSERT INTO bare (body) VALUES (repeat ('x', 200));\n")
    bench = next(path for path in (f"/usr/lib/postgresql/{n}/bin/pgbench" for n in range(15, 20))
                 if os.path.exists(path))
    done = subprocess.run([bench, "-n", "-c", str(DESKS), "-T", str(max(1, int(SECONDS / 2))), "-f",
                           script, "-h", cluster.folder, "-U", "machaon", "postgres"], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    return float(re.search(r"tps = ([\d.]+)", done.stdout).group(1))


def run_desk(server, client, end, counts, index):
    from api import pupil, uuid
    line = Line(server, client.token)
    while time.monotonic() < end:
        body = json.dumps({"version": 1, "scope": client.scope, "kind": "edit", "made_ms": 1,
                           "meta": {}, "changes": pupil(counts[index])[1]}).encode()
        status, answer = line.call("POST", f"/v1/ops/{uuid()}/commit", body)
        assert status == 200, (status, answer)
        counts[index] += 1


def measure_ops(servers, clients):
    """(operations a second, of the servers' processor: milliseconds an operation)"""
    counts = [client.made for client in clients]
    before, busy = list(counts), sum(cpu_seconds(server) for server in servers)
    start = time.monotonic()
    threads = [threading.Thread(target=run_desk, args=(servers[i % len(servers)], client,
                                                       start + SECONDS, counts, i))
               for i, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - start
    n = sum(counts) - sum(before)
    for client, count in zip(clients, counts):
        client.made = count
    busy = sum(cpu_seconds(server) for server in servers) - busy
    return n / took, 1000 * busy / n


def bench_ops(folder):
    from server import Server
    print(f"{'operations of 2 records':34}{'op/s':>8}{'of bare commits':>18}{'ms CPU/op':>12}")

    def tell(name, servers, clients, bare):
        rate, cpu = measure_ops(servers, clients)
        print(f"{name:34}{rate:8.0f}{rate / bare:18.2f}{cpu:12.2f}")

    with Server(folder) as server:
        clients = make_schools(server, DESKS)
        for client in clients:
            client.made = 0
        tell("SQLite, one machaond", [server], clients, bare_sqlite(folder))
    if "MACHAON_TEST_PG" not in os.environ:
        return
    from cluster import Cluster
    cluster = Cluster()
    cluster.stop()
    cluster.start("fsync=on")
    os.mkdir(os.path.join(folder, "pg"))
    first = Server(os.path.join(folder, "pg"), database=cluster.new_database("ops"))
    clients = make_schools(first, DESKS)
    for client in clients:
        client.made = 0
    servers, bare = [first], bare_postgres(cluster, folder)
    for number in (1, 2, 3):
        if number > 1:
            further = Server.__new__(Server)
            place = os.path.join(folder, f"pg{number}")
            os.mkdir(place)
            further.__dict__.update(first.__dict__, data=os.path.join(place, "machaond"),
                                    log=os.path.join(place, "log"), process=None,
                                    _listen="127.0.0.1:0")
            further.run("init", "--data", further.data, "--join", first.data)
            further.start()
            servers.append(further)
        tell(f"PostgreSQL, {number} machaond", servers, clients, bare)
    for server in servers:
        server.stop()


# ---- event streams ----

def open_stream(server, token, scope):
    host, port = server.url[len("https://"):].rsplit(":", 1)
    context = open_stream.context
    plain = socket.create_connection((host, int(port)), 30)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    stream = context.wrap_socket(plain, server_hostname=host)
    stream.sendall(f"GET /v1/events?scopes={scope} HTTP/1.1\r\nHost: {host}\r\nMachaon-Schema: 2\r\n"
                   f"Authorization: Bearer {token}\r\n\r\n".encode())
    head = b""
    while b"\r\n\r\n" not in head:
        head += stream.recv(4096)
    assert b" 200 " in head.split(b"\r\n")[0], head
    return stream


def measure_hint(streams, client, number):
    """When each stream heard of a change, in milliseconds after its answer came back."""
    from api import pupil
    heard = []
    with selectors.DefaultSelector() as selector:
        for stream in streams:
            stream.setblocking(False)
            while True:
                try:
                    if not stream.recv(4096):
                        raise RuntimeError("a stream ended")
                except ssl.SSLWantReadError:
                    break
            selector.register(stream, selectors.EVENT_READ)
        start = time.monotonic()
        seq = client.commit(pupil(number)[1], scope=client.scope)[1]["seq"]
        answered = time.monotonic()
        waiting = set(streams)
        while waiting and time.monotonic() < start + 20:
            for key, _ in selector.select(1):
                try:
                    text = key.fileobj.recv(4096).replace(b" ", b"")
                except ssl.SSLWantReadError:
                    continue
                if f'"seq":{seq}'.encode() in text:
                    waiting.discard(key.fileobj)
                    heard.append(1000 * (time.monotonic() - start))
    assert not waiting, f"{len(waiting)} streams heard nothing"
    return 1000 * (answered - start), sorted(heard)


def bench_streams(folder, n):
    from server import Server
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, n + 500), hard))
    with Server(folder) as server:
        client = make_schools(server, 1)[0]
        tokens = [client.token]
        from api import Client
        while len(tokens) * 16 < n:  # what one desktop may have
            colleague = Client(server)
            colleague.activate(f"c{len(tokens)}", server.add_staff(f"c{len(tokens)}",
                                                                   client.scope[5:]))
            tokens.append(colleague.token)
        open_stream.context = ssl.create_default_context(cafile=server.ca)
        before, start, busy = memory_kb(server), time.monotonic(), cpu_seconds(server)
        streams = [open_stream(server, tokens[i // 16], client.scope) for i in range(n)]
        took = time.monotonic() - start
        time.sleep(2)
        after = memory_kb(server)
        idle = cpu_seconds(server)
        time.sleep(10)
        idle = cpu_seconds(server) - idle
        print(f"{n} idle desktops: {after / 1024:.0f} MB, {(after - before) / n:.1f} KB a connection;"
              f" opened {n / took:.0f}/s; idle: {idle / 10:.1%} of a processor")
        for number in range(3):
            answer, heard = measure_hint(streams, client, number)
            print(f"  a change: answered in {answer:.0f} ms; heard by the first after {heard[0]:.0f} ms,"
                  f" half {statistics.median(heard):.0f} ms, the last {heard[-1]:.0f} ms")
        for stream in streams:
            stream.close()


# ---- synchronisation ----

def add_pupils(line, client, first, last):
    """Pupils by imports as large as an operation may be."""
    from api import pupil, uuid
    for begin in range(first, last, 40_000):
        op, hashes = uuid(), []
        changes = [change for n in range(begin, min(last, begin + 40_000)) for change in pupil(n)[1]]
        for n, i in enumerate(range(0, len(changes), 500)):
            part = json.dumps({"version": 1, "changes": changes[i:i + 500]}).encode()
            hashes.append(hashlib.blake2b(part, digest_size=32).hexdigest())
            status, _ = line.call("POST", f"/v1/ops/{op}/parts/{n}", part,
                                  {"Machaon-Part-Hash": hashes[-1]})
            assert status == 204, status
        status, answer = line.call("POST", f"/v1/ops/{op}/commit", json.dumps({
            "version": 1, "scope": client.scope, "kind": "import", "made_ms": 1, "parts": hashes,
            "meta": {"file": "eleves.csv"}}).encode())
        assert status == 200 and json.loads(answer)["applied"] == len(changes), answer[:300]


def pull(line, scope, since):
    """(rows, bytes, to, some persons)"""
    rows, size, persons = 0, 0, []
    while True:
        status, text = line.call("GET", f"/v1/scopes/{scope}/changes?since={since}&limit=2000")
        assert status == 200, text
        page = json.loads(text)
        rows, size, since = rows + len(page["rows"]), size + len(text), page["to"]
        if len(persons) < 10:
            persons += [row["id"] for row in page["rows"] if row["kind"] == "person"]
        if not page["more"]:
            return rows, size, since, persons[:10]


def measure_desk(desk, *words):
    """(seconds, of the processor, MB) of one run of machaonctl."""
    start = time.monotonic()
    with desk.popen(*words) as process:
        output = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, output
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class OpenDesk:
    """A desktop that stays open: the core behind a pipe that the simulation uses."""

    def __init__(self, desk):
        program = os.path.join(os.environ["MACHAON_BUILD_ROOT"], "tests", "simulation",
                               "simulated-desk")
        self.process = subprocess.Popen([program, desk.profile, desk.secrets], env=desk.env,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def sync(self):
        """Milliseconds that one synchronisation took."""
        start = time.monotonic()
        self.process.stdin.write('{"do":"sync"}\n')
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert answer["ok"], answer
        return 1000 * (time.monotonic() - start)

    def end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def sign_in_words(server, login, scope):
    return ("sign-in", "--server", server.url, "--ca", server.ca, "--user", login, "--invitation",
            server.add_staff(login, scope[len("etab:"):]))


def bench_sync(folder, sizes):
    from api import update, uuid
    from client import Desk
    from server import Server
    print(f"{'candidates':>10} {'first: s':>9} {'CPU s':>6} {'MB':>6} {'of bare read':>13} "
          f"{'delta: ms':>10} {'CPU ms':>7} {'bytes':>6} {'server MB':>10} {'import MB':>10} "
          f"{'desk first: s':>14} {'CPU s':>6} {'MB':>5} {'desk delta: s':>14} {'CPU s':>6} {'MB':>5} "
          f"{'open desk: ms':>14}")
    with Server(folder) as server:
        client = make_schools(server, 1)[0]
        line, have, cities = Line(server, client.token), 0, {}
        for size in sizes:
            add_pupils(line, client, have, size)
            have, most = size, memory_kb(server, "VmHWM")
            server.restart()  # so that its memory is that of synchronising
            line = Line(server, client.token)
            busy, start = cpu_seconds(server), time.monotonic()
            rows, length, since, persons = pull(line, client.scope, 0)
            took, busy = time.monotonic() - start, cpu_seconds(server) - busy
            start = time.monotonic()
            with sqlite3.connect(os.path.join(server.data, "machaon.db")) as database:
                n = len(database.execute("SELECT * FROM record WHERE scope = ? ORDER BY seq",
                                         (client.scope,)).fetchall())
            bare = time.monotonic() - start
            desk = Desk(folder, server, f"desk.{size}")
            desk_first = measure_desk(desk, *sign_in_words(server, desk.login, client.scope))
            since = pull(line, client.scope, since)[2]
            stays = OpenDesk(desk)
            stays.sync()
            waits, seen_bytes, cpu_pull, pulls = [], [], 0.0, []
            for turn in range(TURNS):
                body = json.dumps({"version": 1, "scope": client.scope, "kind": "edit", "made_ms": 1,
                                   "meta": {}, "changes": [
                                       update("person", person, "city", cities.get(person, ""),
                                              f"Ville {'IVX'[turn % 3]}") for person in persons]})
                cities.update((person, f"Ville {'IVX'[turn % 3]}") for person in persons)
                status, _ = line.call("POST", f"/v1/ops/{uuid()}/commit", body.encode())
                assert status == 200, status
                busy_before, start = cpu_seconds(server), time.monotonic()
                got, seen, since, _ = pull(line, client.scope, since)
                waits.append(1000 * (time.monotonic() - start))
                cpu_pull += cpu_seconds(server) - busy_before
                seen_bytes.append(seen)
                assert got == 10, got
                pulls.append(stays.sync())
            stays.end()
            desk_delta = measure_desk(desk, "sync")
            print(f"{size:10} {took:9.1f} {busy:6.1f} {length / 1e6:6.1f} {took / bare:13.1f} "
                  f"{statistics.median(waits):10.1f} {1000 * cpu_pull / TURNS:7.1f} "
                  f"{statistics.median(seen_bytes):6.0f} {memory_kb(server, 'VmHWM') / 1024:10.0f} "
                  f"{most / 1024:10.0f} {desk_first[0]:14.1f} {desk_first[1]:6.1f} "
                  f"{desk_first[2]:5.0f} {desk_delta[0]:14.2f} {desk_delta[1]:6.2f} {desk_delta[2]:5.0f} "
                  f"{statistics.median(pulls):14.1f}",
                  flush=True)


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("ops", "streams", "sync"):
        sys.exit(__doc__)
    os.environ["MACHAON_BUILD_ROOT"] = os.path.abspath(sys.argv[1])
    numbers = [int(word) for word in sys.argv[3:]]
    with tempfile.TemporaryDirectory(prefix="mch-bench.") as folder:
        if sys.argv[2] == "ops":
            bench_ops(folder)
        elif sys.argv[2] == "streams":
            bench_streams(folder, numbers[0] if numbers else 2000)
        else:
            bench_sync(folder, numbers or [1_000, 15_000, 150_000])


if __name__ == "__main__":
    main()
