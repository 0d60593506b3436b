#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's edge under hostile clients, through real sockets: http-fixture is started and talked to.

usage: test-http.py HTTP-FIXTURE [TEST...]
"""

import contextlib
import json
import os
import select
import signal
import ssl
import subprocess
import sys
import threading
import time
import warnings

from http_driver import (FIXTURE, SLOW, Gone, expect, in_threads, is_closed_within, open_stream,
                         read_answer, request, send_much, serial, server, tls_context, wait_for)


def check_idle(count):
    with server() as s:
        idle = [s.raw() for _ in range(count)]
        begun = time.monotonic()
        answer = s.get("/v1/json/x")
        took = time.monotonic() - begun
        expect(answer.status == 200)
        expect(took < 1 * SLOW, "a good client waited %.2f s" % took)
        for connection in idle:
            connection.close()


def test_idle_150():
    check_idle(150)


def test_idle_800():
    check_idle(800)


def test_no_first_byte():
    with server() as s:
        begun = time.monotonic()
        connections = [s.raw() for _ in range(5)]
        for connection in connections:
            expect(is_closed_within(connection, 8), "still open")
        took = time.monotonic() - begun
        expect(took > 4, "closed after %.1f s" % took)


def test_slow_headers():
    with server() as s:
        def trickle(i):
            """The first request of a connection, or the second one, a byte at a time."""
            connection = s.secure()
            if i % 2:
                connection.sendall(request("/v1/json/x"))
                expect(read_answer(connection).status == 200)
            begun = time.monotonic()
            connection.setblocking(True)
            for byte in request("/v1/json/x", "X-Long: %s\r\n" % ("x" * 200)):
                try:
                    connection.sendall(bytes([byte]))
                    readable = select.select([connection], [], [], 0.5)[0]
                    if readable and not connection.recv(100):
                        break
                except OSError:
                    break
            return time.monotonic() - begun

        for took in in_threads(4, trickle):
            expect(isinstance(took, float), str(took))
            expect(8 < took < 14, "closed after %.1f s" % took)


def check_refused(raw, status):
    with server() as s:
        connection = s.secure()
        connection.sendall(raw)
        answer = read_answer(connection)
        expect(answer.status == status, str(answer.status))
        expect(is_closed_within(connection, 5), "still open")


def test_two_hosts():
    check_refused(request("/v1/json/x", "Host: other\r\n"), 400)


def test_length_and_encoding():
    for headers in ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                    "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"):
        check_refused(request("/v1/echo", headers, "POST") + b"0\r\n\r\n", 400)


def test_two_lengths():
    check_refused(request("/v1/echo", "Content-Length: 3\r\nContent-Length: 4\r\n", "POST")
                  + b"abc", 400)


def test_malformed_targets():
    with server() as s:
        for path in ("/v1/%00", "/v1/%2e%2e/etc", "/v1/%2f", "/v1/%zz", "/v1/json/%ff",
                     "/" + "/".join("a" * 20)):
            answer = s.get(path)
            expect(answer.status == 400, "%s: %d" % (path, answer.status))
            expect(answer.headers["content-type"].startswith("application/json" if "v1" in path
                                                             else "text/plain"))


def test_large_header():
    with server() as s:
        connection = s.secure()
        connection.sendall(request("/v1/json/x", "X-Long: %s\r\n" % ("x" * 100000)))
        try:
            expect(read_answer(connection).status in (400, 413, 414, 431))
        except Gone:
            pass
        expect(is_closed_within(connection, 5), "still open")
        expect(s.get("/v1/json/x").status == 200)


def test_tls_versions():
    with server() as s:
        for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"),
                              (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
            with contextlib.closing(s.secure(tls_context(s, version))) as connection:
                expect(connection.version() == name)
                connection.sendall(request("/v1/json/x"))
                expect(read_answer(connection).status == 200)
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            try:
                s.secure(tls_context(s, version)).close()
            except (ssl.SSLError, ConnectionError) as error:
                # It is the server that hangs up, not this client's library that does not try.
                expect("EOF" in str(error) or "ALERT" in str(error).upper(), str(error))
            else:
                raise AssertionError("%s was taken" % version)


def test_body_100_mb():
    with server() as s:
        s.get("/v1/json/x")
        before = s.rss_kib()
        connection = s.secure()
        begun = time.monotonic()
        connection.sendall(request("/v1/echo", "Content-Length: 104857600\r\n", "POST"))
        status = send_much(connection, 104857600, False)
        took = time.monotonic() - begun
        expect(status == 413, str(status))
        expect(took < 10 * SLOW, "closed after %.1f s" % took)

        connection = s.secure()
        connection.sendall(request("/v1/echo", "Transfer-Encoding: chunked\r\n", "POST"))
        status = send_much(connection, 104857600, True)
        expect(status in (413, None), str(status))
        grown = s.rss_kib() - before
        expect(grown < 16384 * SLOW, "grew by %d KiB" % grown)


def test_body_over_limit():
    """A client that sends everything before it reads still gets the answer."""
    with server() as s:
        for headers, body in (("Content-Length: 600000\r\n", b"x" * 600000),
                              ("Transfer-Encoding: chunked\r\n",
                               b"80001\r\n" + b"x" * 0x80001 + b"\r\n0\r\n\r\n")):
            connection = s.secure()
            connection.sendall(request("/v1/echo", headers, "POST"))
            connection.sendall(body)
            expect(read_answer(connection).status == 413)


def test_body_echo():
    with server() as s:
        body = os.urandom(512 * 1024)
        connection = s.secure()
        connection.sendall(request("/v1/echo", "Content-Length: %d\r\n" % len(body), "POST") + body)
        expect(read_answer(connection).body == body)
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 1000]), body[i:i + 1000])
                          for i in range(0, len(body), 1000))
        connection.sendall(request("/v1/echo", "Transfer-Encoding: chunked\r\n", "POST")
                           + chunks + b"0\r\n\r\n")
        expect(read_answer(connection).body == body)


def test_expect():
    with server() as s:
        connection = s.secure()
        connection.sendall(request("/v1/echo", "Content-Length: 3\r\nExpect: 100-continue\r\n",
                                   "POST"))
        expect(read_answer(connection).status == 100)
        connection.sendall(b"abc")
        expect(read_answer(connection).body == b"abc")
        connection.sendall(request("/v1/echo",
                                   "Content-Length: 99999999\r\nExpect: 100-continue\r\n", "POST"))
        expect(read_answer(connection).status == 413)
        expect(is_closed_within(connection, 5), "still open")


def test_pipelining():
    with server() as s:
        connection = s.secure()
        connection.sendall(b"".join(request("/v1/%s/n%d" % ("json" if i % 2 else "inline", i))
                                    for i in range(20)))
        rest = bytearray()
        for i in range(20):
            answer = read_answer(connection, rest=rest)
            expect(json.loads(answer.body)["name"] == "n%d" % i, str(answer.body))


def test_methods():
    with server() as s:
        connection = s.secure()
        connection.sendall(request("/v1/json/x", method="HEAD") + request("/v1/json/x"))
        rest = bytearray()
        head = read_answer(connection, True, rest)
        get = read_answer(connection, False, rest)
        expect(head.status == 200 and head.headers["content-length"] == str(len(get.body)))

        for method in ("POST", "OPTIONS", "TRACE", "BREW", "DELETE"):
            answer = s.get("/v1/json/x", method=method)
            expect(answer.status == 405, "%s: %d" % (method, answer.status))
            expect(answer.headers["allow"] == "GET, HEAD")
        answer = s.get("/v1/nothing")
        expect(answer.status == 404)
        error = json.loads(answer.body)
        expect(error["code"] == "not_found" and error["fields"] == []
               and error["retry_after"] is None and len(error["request_id"]) == 16, str(error))
        # The log has the line that the answer names.
        s.wait_for_log("id=%s method=GET route=- status=404" % error["request_id"])
        answer = s.get("/nothing")
        expect(answer.status == 404 and answer.headers["content-type"].startswith("text/plain"))
        connection = s.secure()
        connection.sendall(request("/v1/json/x", "Content-Length: 3\r\n") + b"abc"
                           + request("/v1/json/y"))
        rest = bytearray()
        expect(read_answer(connection, rest=rest).status == 413)
        expect(read_answer(connection, rest=rest).status == 200)


def test_headers():
    with server() as s:
        answer = s.get("/")
        expect(answer.headers["cache-control"] == "no-store")
        expect(answer.headers["x-content-type-options"] == "nosniff")
        expect("default-src 'none'" in answer.headers["content-security-policy"])
        expect("strict-transport-security" not in answer.headers)
        connection = s.secure()
        connection.sendall(request("/", host="examens.example"))
        expect("strict-transport-security" in read_answer(connection).headers)
        # Nobody on TCP may say where he comes from.
        answer = s.get("/v1/json/x", "X-Forwarded-For: 203.0.113.9\r\n")
        expect(json.loads(answer.body) == {"address": "127.0.0.1", "secure": True, "name": "x"})


def test_log_is_quiet():
    """No query, no path of the client's making: nothing of a person."""
    with server() as s:
        s.get("/v1/json/dupont.marie?login=marie.dupont")
        s.wait_for_log(" route=/v1/json/:name status=200 ms=")
        expect("dupont" not in s.log(), s.log())


def test_unix():
    with server("unix") as s:
        expect(os.stat(s.path).st_mode & 0o777 == 0o660)
        answer = s.get("/v1/json/x", "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n"
                                     "X-Forwarded-Proto: https\r\n")
        expect(json.loads(answer.body) == {"address": "203.0.113.9", "secure": True, "name": "x"})
        answer = s.get("/v1/json/x")
        expect(json.loads(answer.body)["address"] == "unknown")
        expect(json.loads(answer.body)["secure"] is False)
        path = s.path
        s.stop()
        expect(not os.path.exists(path), "the socket is left")


def test_per_address():
    with server(per_address=5) as s:
        def slow(_):
            return s.get("/v1/sleep?ms=3000").status

        results = []
        workers = threading.Thread(target=lambda: results.extend(in_threads(3, slow)))
        workers.start()
        time.sleep(1)
        idle = []
        for _ in range(12):
            idle.append(s.raw())
            time.sleep(0.05)
        expect(s.get("/v1/json/x").status == 200)
        # The good client was one of five; so four of these are left, the newest.
        for i, connection in enumerate(idle):
            open_still = not is_closed_within(connection, 0.1 if i >= 8 else 10)
            expect(open_still == (i >= 8), "connection %d" % i)
        workers.join()
        expect(results == [200, 200, 200], str(results))


def test_connection_limit():
    with server(connections=20, per_address=1000) as s:
        def stream(i):
            connection = s.secure()
            connection.sendall(request("/v1/events?scopes=a&owner=o%d" % i))
            expect(connection.recv(100).startswith(b"HTTP/1.1 200"))
            return connection

        streams = [stream(i) for i in range(10)]
        kept = []
        for _ in range(30):
            connection = s.secure()
            connection.sendall(request("/v1/json/x"))
            expect(read_answer(connection).status == 200)
            kept.append(connection)
        # Those between requests made room, the streams did not.
        expect(sum(not is_closed_within(c, 0.02) for c in kept) <= 10)
        s.get("/v1/publish?scope=a&seq=1", method="POST")
        for connection in streams:
            connection.settimeout(5)
            text = b""
            while b"seq" not in text:
                text += connection.recv(1000)


def test_queue_overflow():
    with server(argon_threads=1, argon_queue=2) as s:
        def ask(_):
            return s.get("/v1/argon?ms=1500")

        answers = in_threads(8, ask)
        statuses = sorted(a.status for a in answers)
        expect(statuses == [200] * 3 + [503] * 5, str(statuses))
        for answer in answers:
            if answer.status == 503:
                expect(int(answer.headers["retry-after"]) >= 1)
                body = json.loads(answer.body)
                expect(body["code"] == "busy" and body["retry_after"] >= 1, str(body))


def test_gone_while_suspended():
    with server() as s:
        for _ in range(20):
            connection = s.secure()
            connection.sendall(request("/v1/sleep?ms=500"))
            time.sleep(0.01)
            connection.close()
        for _ in range(5):
            connection = s.secure()
            connection.sendall(request("/v1/events?scopes=a"))
            connection.close()
        time.sleep(1)
        s.get("/v1/publish?scope=a&seq=1", method="POST")
        expect(s.get("/v1/json/x").status == 200)


def test_events():
    with server(ping=1) as s:
        streams = [open_stream(s, "etab:0250001A,acad:03", "d%d" % i) for i in range(10)]
        other = open_stream(s, "etab:0250009Z", "d1")
        answer = s.get("/v1/publish?scope=etab:0250001A&seq=41", method="POST")
        expect(answer.status == 204)
        for connection in streams:
            took = wait_for(connection, b'data: {"scope":"etab:0250001A","seq":41}\n\n')
            expect(took < 1 * SLOW, "%.2f s" % took)
        # What was published before a stream opened is its first news.
        late = open_stream(s, owner="d2")
        wait_for(late, b'"seq":41')
        wait_for(other, b":\n\n")
        s.get("/v1/end?owner=d1", method="POST")
        # The last chunk: the connection itself may go on.
        wait_for(other, b"0\r\n\r\n", 3)
        other.sendall(request("/v1/json/x"))
        expect(read_answer(other).status == 200)
        wait_for(streams[5], b":\n\n")


def test_events_never_read():
    """A client that does not read costs no memory and does not hold the others."""
    with server() as s:
        deaf = open_stream(s)
        good = open_stream(s)
        connection = s.secure()
        for seq in range(1, 2001):
            connection.sendall(request("/v1/publish?scope=etab:0250001A&seq=%d" % seq,
                                       method="POST"))
            expect(read_answer(connection).status == 204)
        wait_for(good, b'"seq":2000}')
        deaf.close()


def test_stop():
    with server() as s:
        streams = [open_stream(s, owner="d%d" % i) for i in range(50)]
        idle = [s.raw() for _ in range(10)]
        kept = s.secure()
        kept.sendall(request("/v1/json/x"))
        expect(read_answer(kept).status == 200)
        slow = s.secure()
        slow.sendall(request("/v1/sleep?ms=3000"))
        upload = s.secure()
        upload.sendall(request("/v1/echo", "Content-Length: 1000\r\n", "POST") + b"x")
        time.sleep(0.5)

        begun = time.monotonic()
        s.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        try:
            kept.sendall(request("/v1/json/x"))
            answer = read_answer(kept)
            expect(answer.status == 503 and answer.headers["connection"] == "close")
            expect(int(answer.headers["retry-after"]) >= 1)
        except Gone:
            raise AssertionError("new work was not refused but cut off") from None
        expect(is_closed_within(s.raw(), 2), "it still takes connections")
        answer = read_answer(slow)
        expect(answer.status == 200 and answer.headers["connection"] == "close")
        for connection in streams:
            expect(is_closed_within(connection, 5), "a stream is still open")
        expect(s.process.wait(timeout=25) == 0, str(s.process.returncode))
        took = time.monotonic() - begun
        expect(took < 20, "%.1f s" % took)
        for connection in idle + [upload]:
            connection.close()


def test_stop_without_handler():
    """A handler that does not come back is not waited for, and its client is told."""
    with server(stop=5) as s:
        slow = s.secure()
        slow.sendall(request("/v1/sleep?ms=30000"))
        time.sleep(0.5)
        begun = time.monotonic()
        s.process.send_signal(signal.SIGTERM)
        expect(read_answer(slow).status == 503)
        expect(s.process.wait(timeout=20) == 0, str(s.process.returncode))
        took = time.monotonic() - begun
        expect(took < 6, "%.1f s" % took)


def test_stop_under_load():
    """Stopping while requests of all kinds come in: never an abort, however they fall."""
    for i in range(8):
        with server() as s:
            ending = threading.Event()

            def load(j):
                while not ending.is_set():
                    try:
                        connection = s.secure()
                        if j % 3 == 0:
                            connection.sendall(request("/v1/events?scopes=a&owner=o%d" % j))
                            connection.recv(100)
                        else:
                            for _ in range(10):
                                connection.sendall(request("/v1/sleep?ms=%d" % (j % 4)))
                                read_answer(connection)
                    except (OSError, Gone):
                        pass
                    finally:
                        connection.close()

            threads = [threading.Thread(target=load, args=(j,)) for j in range(9)]
            for thread in threads:
                thread.start()
            time.sleep(0.3 + i * 0.05)
            s.process.send_signal(signal.SIGTERM)
            status = s.process.wait(timeout=25)
            ending.set()
            for thread in threads:
                thread.join()
            expect(status == 0, str(status))


def test_hangup():
    with server() as s:
        old = s.secure()
        before = serial(s)
        expect(subprocess.run([FIXTURE, s.tls, "renew"], check=False).returncode == 0)
        expect(serial(s) == before)
        s.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 30
        while serial(s) == before and time.monotonic() < until:
            time.sleep(0.05)
        expect(serial(s) != before, "the certificate is the old one")
        old.sendall(request("/v1/json/x"))
        expect(read_answer(old).status == 200)

        # A broken file changes nothing.
        after = serial(s)
        with open(os.path.join(s.tls, "server.pem"), "w", encoding="ascii") as broken:
            broken.write("no certificate")
        s.process.send_signal(signal.SIGHUP)
        s.wait_for_log("event=certificate outcome=kept")
        expect(serial(s) == after)


def test_large_answer():
    with server() as s:
        answer = s.get("/v1/large")
        expect(len(answer.body) == 8 * 1024 * 1024)


def test_listen_refused():
    with server() as s:
        other = subprocess.run([FIXTURE, s.tls, "127.0.0.1:%d" % s.port], check=False,
                               capture_output=True, timeout=20)
        expect(other.returncode == 1, str(other))
        expect(other.stderr.count(b"\n") == 1, str(other.stderr))


def test_stop_at_once():
    for _ in range(10):
        with server() as s:
            s.process.send_signal(signal.SIGTERM)


def test_files():
    """The limit of open files fits the limit of connections."""
    with server(connections=3000) as s:
        with open("/proc/%d/limits" % s.process.pid) as limits:
            line = [l for l in limits if l.startswith("Max open files")][0]
        expect(int(line.split()[3]) >= 3000, line)


def test_few_files():
    """Where the limit cannot be raised, fewer connections are taken, and they are served."""
    with server(files=200, per_address=1000) as s:
        s.wait_for_log("event=files hard_limit=200 connections=100 ")
        idle = [s.raw() for _ in range(300)]
        expect(s.get("/v1/json/x").status == 200)
        for connection in idle:
            connection.close()


def main():
    tests = [(name[5:].replace("_", "-"), function) for name, function in globals().items()
             if name.startswith("test_")]
    wanted = sys.argv[2:]
    if wanted:
        tests = [test for test in tests if test[0] in wanted]
    print("1..%d" % len(tests), flush=True)
    failures = 0
    # Old TLS is asked for on purpose.
    warnings.simplefilter("ignore", DeprecationWarning)
    for number, (name, function) in enumerate(tests, 1):
        begun = time.monotonic()
        try:
            function()
        except Exception as error:  # pylint: disable=broad-except
            failures += 1
            print("not ok %d %s" % (number, name))
            for line in ("%s: %s" % (type(error).__name__, error)).splitlines():
                print("# " + line)
        else:
            print("ok %d %s # %.1f s" % (number, name, time.monotonic() - begun))
        sys.stdout.flush()
    return 1 if failures else 0


sys.exit(main())
