# SPDX-License-Identifier: GPL-3.0-or-later
"""machaond itself under hostile clients: idle and slow ones, requests that say two things, old TLS,
huge bodies, and a stop in the midst of it. The layer below has its own tests on a fixture; these
show that the product is built on it."""
import base64
import os
import re
import resource
import select
import shutil
import socket
import ssl
import sys
import tempfile
import threading
import time
import warnings

from client import Portal, client_context, make_school
from server import UAI, Server
from tap import Tap

tap = Tap()
GOOD_SECONDS = 1.0


class Place:
    """Where the server is, and ways to talk to it that no library would."""

    def __init__(self, server):
        self.server = server
        host, port = server.url[len("https://"):].rsplit(":", 1)
        self.host, self.port = host, int(port)

    def raw(self, address=None):
        return socket.create_connection((self.host, self.port), 20,
                                        (address, 0) if address else None)

    def tls(self, address=None, context=None):
        raw = self.raw(address)
        try:
            return (context or client_context(self.server)).wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise

    def send(self, text, address=None):
        """Sends bytes over TLS and returns all that comes until the server closes, or for 20 s."""
        with self.tls(address) as wire:
            wire.sendall(text)
            return read_all(wire)


def read_all(wire, seconds=20):
    wire.settimeout(seconds)
    text = b""
    try:
        while True:
            piece = wire.recv(65536)
            if not piece:
                return text, True
            text += piece
    except (TimeoutError, ssl.SSLError, ConnectionError) as error:
        return text, isinstance(error, (ssl.SSLError, ConnectionError))


def good_client(server, address="127.0.0.200"):
    """Seconds that an ordinary visitor waits for the first page, TLS included."""
    begun = time.monotonic()
    portal = Portal(server, address, timeout=20)
    page = portal.get("/")
    portal.close()
    if page.status != 200:
        raise AssertionError(page)
    return time.monotonic() - begun


def status_of(text):
    found = re.match(rb"HTTP/1\.[01] (\d{3})", text)
    return int(found.group(1)) if found else None


def check_idle(place, count):
    """Connections that say nothing: half of them not even TLS."""
    idle = []
    try:
        for n in range(count):
            idle.append(place.raw(f"127.0.{1 + n % 5}.1"))
            if n % 2:
                idle[-1].sendall(b"\x16")
        waits = [good_client(place.server), good_client(place.server, "127.0.1.1")]
        tap.ok(max(waits) < GOOD_SECONDS, f"{count} idle connections: a visitor waits less than 1 s, "
               "from another address and from theirs", waits)
        end = time.monotonic() + 25
        open_ones = set(idle)
        while open_ones and time.monotonic() < end:
            ready, _, _ = select.select(list(open_ones)[:900], [], [], 1)
            for wire in ready:
                try:
                    gone = wire.recv(4096) == b""
                except OSError:
                    gone = True
                if gone:
                    open_ones.discard(wire)
        tap.equal(len(open_ones), 0, f"{count} idle connections: the server closes all of them")
    finally:
        for wire in idle:
            wire.close()


def check_slow_headers(place):
    """A header that comes in one byte at a time has an end, and does not hold up others."""
    slow = [place.tls(f"127.0.7.{n + 1}") for n in range(20)]
    begun, closed = time.monotonic(), 0
    try:
        for wire in slow:
            wire.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        waits = []
        while slow and time.monotonic() - begun < 40:
            for wire in list(slow):
                try:
                    wire.sendall(b"a")
                    wire.settimeout(0.001)
                    gone = wire.recv(4096) == b""
                except (TimeoutError, ssl.SSLWantReadError):
                    gone = False
                except OSError:
                    gone = True
                if gone:
                    closed += 1
                    slow.remove(wire)
                    wire.close()
            waits.append(good_client(place.server))
            time.sleep(0.3)
        tap.ok(closed == 20 and time.monotonic() - begun < 30, "slow headers: closed within the time "
               "for a header", (closed, time.monotonic() - begun))
        tap.ok(max(waits) < GOOD_SECONDS, "slow headers: others are answered meanwhile", max(waits))
    finally:
        for wire in slow:
            wire.close()


def check_two_meanings(place):
    """What could be understood in two ways is refused, and the connection ends."""
    body = b"login=a&code=b"
    smuggled = b"GET /v1/realm HTTP/1.1\r\nHost: x\r\n\r\n"
    for name, request in (
            ("two Host headers", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
            ("no Host header", b"GET / HTTP/1.1\r\nX: y\r\n\r\n"),
            ("Content-Length with Transfer-Encoding",
             b"POST /connexion HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
             b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("two Content-Lengths", b"POST /connexion HTTP/1.1\r\nHost: a\r\nContent-Length: 14\r\n"
             b"Content-Length: 3\r\n\r\n" + body),
            ("an obsolete Transfer-Encoding", b"POST /connexion HTTP/1.1\r\nHost: a\r\n"
             b"Transfer-Encoding: chunked, identity\r\nContent-Length: 14\r\n\r\n" + body)):
        text, closed = place.send(request + smuggled)
        statuses = set(re.findall(rb"HTTP/1\.1 (\d{3})", text))
        tap.ok(statuses == {b"400"} and closed, f"{name}: 400, and the connection is closed",
               text[:400])


def check_tls(place):
    """TLS 1.2 and 1.3 only."""
    warnings.simplefilter("ignore", DeprecationWarning)  # of the old versions that are tried
    for name, version, wanted in (("1.1", ssl.TLSVersion.TLSv1_1, False),
                                  ("1.2", ssl.TLSVersion.TLSv1_2, True),
                                  ("1.3", ssl.TLSVersion.TLSv1_3, True)):
        context = client_context(place.server)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version
        if wanted:
            context.minimum_version = version
        try:
            with place.tls(context=context) as wire:
                seen = wire.version()
        except (ssl.SSLError, ConnectionError) as error:
            seen = error
        tap.ok((seen == f"TLSv{name}") == wanted, f"TLS {name} is {'spoken' if wanted else 'refused'}",
               seen)


def memory_of(server):
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as file:
        return int(re.search(r"VmHWM:\s+(\d+) kB", file.read()).group(1))


def check_large_body(place, token):
    """100 MB: 413 whether the length is said or not, and memory stays as it was."""
    before = memory_of(place.server)
    head = (b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nMachaon-Schema: 1\r\n"
            b"Authorization: Bearer " + token + b"\r\n%s\r\n")
    for path, kind in ((b"/v1/staff/sign-in", b"application/json"), (b"/v1/heads", b"application/json"),
                       (b"/connexion", b"application/x-www-form-urlencoded")):
        with place.tls() as wire:
            wire.sendall(head % (path, kind, b"Content-Length: 100000000\r\n"))
            status = send_much(wire, b"x" * 65536, 100_000_000 // 65536)
            tap.equal(status, 413, f"a body of 100 MB to {path.decode()}: 413")
    with place.tls() as wire:
        wire.sendall(head % (b"/v1/heads", b"application/json", b"Transfer-Encoding: chunked\r\n"))
        begun = time.monotonic()
        status = send_much(wire, b"10000\r\n" + b"x" * 65536 + b"\r\n", 100_000_000 // 65536)
        # Its length was never said, and no answer fits into the midst of a body.
        tap.ok(status in (413, None) and time.monotonic() - begun < 10,
               "100 MB in chunks: 413, or the connection is cut", status)
    grown = memory_of(place.server) - before
    tap.ok(grown < 64 * 1024, "and memory does not grow by it", f"{grown} KiB")
    tap.ok(good_client(place.server) < GOOD_SECONDS, "the next visitor is answered")


def send_much(wire, piece, count):
    """Sends until it is answered; the answer's status."""
    text = b""
    try:
        for _ in range(count):
            if select.select([wire], [], [], 0)[0]:
                wire.settimeout(0.001)
                try:
                    text += wire.recv(4096)
                    break
                except (TimeoutError, ssl.SSLWantReadError):
                    pass  # a ticket of TLS, no answer yet
            wire.settimeout(20)
            wire.sendall(piece)
    except (OSError, ssl.SSLError):
        pass
    return status_of(text + read_all(wire)[0])


def open_stream(place, token, number):
    wire = place.tls(f"127.0.9.{number + 1}")
    wire.sendall(b"GET /v1/events?scopes=etab:" + UAI.encode() + b" HTTP/1.1\r\nHost: x\r\n"
                 b"Machaon-Schema: 1\r\nAuthorization: Bearer " + token + b"\r\n\r\n")
    wire.settimeout(20)
    text = b""
    while b"\r\n\r\n" not in text:
        piece = wire.recv(4096)
        if not piece:
            break
        text += piece
    return wire, text


def check_strangers_to_streams(place):
    text, _ = place.send(b"GET /v1/events?scopes=etab:" + UAI.encode() + b" HTTP/1.1\r\nHost: x\r\n"
                         b"Connection: close\r\nMachaon-Schema: 1\r\n\r\n")
    tap.equal(status_of(text), 401, "an event stream asks who it is for")


def check_stop(place, desk, token):
    """SIGTERM with 50 event streams and a slow request open: hints flow until then, exit 0."""
    server = place.server
    streams = []
    try:
        for number in range(50):
            wire, text = open_stream(place, token, number)
            streams.append(wire)
            if status_of(text) != 200:
                tap.ok(False, "50 event streams open", text)
                return
        tap.ok(good_client(server) < GOOD_SECONDS, "50 event streams are open, and others are served")
        desk.run("establishment", "set", "--phone", "0199005501", status=0)
        heard = [hears(wire, b"event: head") for wire in streams]
        tap.equal(heard.count(True), 50, "each stream hears of a change")

        slow = place.tls("127.0.9.99")
        slow.sendall(b"POST /connexion HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
                     b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=")
        late = [place.tls(f"127.0.9.{200 + n}") for n in range(5)]
        time.sleep(0.5)
        begun = time.monotonic()
        status = {}
        stopping = threading.Thread(target=lambda: status.update(rc=server.stop()))
        stopping.start()
        ended = [read_all(wire, 25)[1] for wire in streams]
        stopping.join()
        seconds = time.monotonic() - begun
        tap.equal(status["rc"], 0, "SIGTERM with 50 streams and a slow request: exit 0")
        tap.ok(seconds < 22, f"within its 20 s ({seconds:.1f} s)")
        tap.equal(ended.count(True), 50, "and every stream was ended")
        for wire in [slow, *late]:
            wire.close()
    finally:
        for wire in streams:
            wire.close()
    server.start()
    tap.ok(good_client(server) < 5, "started again, it serves")


def hears(wire, words, seconds=10):
    end = time.monotonic() + seconds
    text = b""
    while words not in text and time.monotonic() < end:
        wire.settimeout(max(0.1, end - time.monotonic()))
        try:
            piece = wire.recv(4096)
        except TimeoutError:
            return False
        if not piece:
            return False
        text += piece
    return words in text


def check_second_server(folder, server):
    """One server on one folder."""
    done = server.run("serve", "--data", server.data, "--listen", "127.0.0.1:0", check=False)
    tap.ok(done.returncode == 1 and len(done.stderr.splitlines()) == 1,
           "a second server on the same folder: status 1 and one sentence", done)
    tap.ok(good_client(server) < GOOD_SECONDS, "and the first goes on")


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    folder = tempfile.mkdtemp(prefix="machaon-hostile-")
    try:
        with Server(folder, demo=True) as server:
            desk = make_school(server, folder)
            token = base64.b64decode(desk.read_secret("token"))
            place = Place(server)
            tap.run("150 idle", check_idle, place, 150)
            tap.run("800 idle", check_idle, place, 800)
            tap.run("slow headers", check_slow_headers, place)
            tap.run("two meanings", check_two_meanings, place)
            tap.run("TLS", check_tls, place)
            tap.run("large bodies", check_large_body, place, token)
            tap.run("strangers", check_strangers_to_streams, place)
            tap.run("a second server", check_second_server, folder, server)
            tap.run("stop", check_stop, place, desk, token)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
