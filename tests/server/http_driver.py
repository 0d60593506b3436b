# SPDX-License-Identifier: GPL-3.0-or-later
"""A running http-fixture and a client that may misbehave, for test-http.py."""

import contextlib
import os
import resource
import select
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

FIXTURE = sys.argv[1]
# A sanitizer makes everything slower; what is promised is promised of the product.
SLOW = 4 if "asan" in os.environ.get("MACHAON_SANITIZER", "") else 1


class Server:
    """One http-fixture with its folder; its log is in self.log()."""

    def __init__(self, listen="127.0.0.1:0", files=None, **settings):
        self.folder = tempfile.mkdtemp(prefix="machaon-http-")
        self.tls = os.path.join(self.folder, "tls")
        if listen == "unix":
            listen = "unix:" + os.path.join(self.folder, "socket")
        environment = dict(os.environ)
        for name, value in settings.items():
            environment["FIXTURE_" + name.upper()] = str(value)
        self.errors = open(os.path.join(self.folder, "log"), "w+b")
        # Root could raise any limit.
        prefix = (["setpriv", "--bounding-set", "-sys_resource"]
                  if files and os.geteuid() == 0 else [])
        self.process = subprocess.Popen(prefix + [FIXTURE, self.tls, listen], stdout=subprocess.PIPE,
                                        stderr=self.errors, env=environment,
                                        preexec_fn=lambda: limit_files(files))
        line = self.process.stdout.readline().decode()
        if not line.startswith("listening "):
            raise RuntimeError("no listening line: %r %s" % (line, self.log()))
        self.address = line.split()[1]
        self.path = self.address[5:] if self.address.startswith("unix:") else None
        self.port = None if self.path else int(self.address.rsplit(":", 1)[1])

    def log(self):
        with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as log:
            return log.read()

    def wait_for_log(self, text):
        """A line is written after its answer was sent."""
        until = time.monotonic() + 30
        while text not in self.log():
            expect(time.monotonic() < until, "%r is not in the log: %s" % (text, self.log()))
            time.sleep(0.02)

    def raw(self):
        """A connection without TLS."""
        if self.path:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(30)
            connection.connect(self.path)
            return connection
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def context(self):
        return ssl.create_default_context(cafile=os.path.join(self.tls, "ca.pem"))

    def secure(self, context=None):
        if self.path:
            return self.raw()
        context = context or self.context()
        return context.wrap_socket(self.raw(), server_hostname="localhost")

    def get(self, path, headers="", method="GET"):
        with contextlib.closing(self.secure()) as connection:
            connection.sendall(request(path, headers, method))
            return read_answer(connection, method == "HEAD")

    def rss_kib(self):
        with open("/proc/%d/status" % self.process.pid) as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1])
        raise RuntimeError("no VmRSS")

    def stop(self):
        """Ends it; its exit status, or the signal that killed it, negative."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return "killed after 40 s"

    def close(self):
        status = self.stop()
        log = self.log()
        self.process.stdout.close()
        self.errors.close()
        shutil.rmtree(self.folder)
        expect(status == 0, "exit status %s: %s" % (status, log[-2000:]))
        expect("ERROR:" not in log and "runtime error" not in log, log[-4000:])


def limit_files(hard):
    if hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def request(path, headers="", method="GET", host="localhost"):
    return ("%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n" % (method, path, host, headers)).encode()


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body


class Gone(Exception):
    """The connection ended before an answer was complete."""


def read_some(connection, buffered):
    try:
        data = connection.recv(65536)
    except (ConnectionError, ssl.SSLError) as error:
        raise Gone(str(error)) from error
    if not data:
        raise Gone("end after %d bytes" % len(buffered))
    buffered += data


def read_answer(connection, head=False, rest=None):
    """One answer; what follows it stays in rest, when that is given."""
    buffered = rest if rest is not None else bytearray()
    while b"\r\n\r\n" not in buffered:
        read_some(connection, buffered)
    end = buffered.index(b"\r\n\r\n") + 4
    lines = bytes(buffered[:end]).decode().split("\r\n")
    del buffered[:end]
    status = int(lines[0].split()[1])
    headers = {}
    for line in lines[1:]:
        if line:
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
    if status == 100 or head:
        return Answer(status, headers, b"")
    length = int(headers.get("content-length", "0"))
    while len(buffered) < length:
        read_some(connection, buffered)
    body = bytes(buffered[:length])
    del buffered[:length]
    return Answer(status, headers, body)


def is_closed_within(connection, seconds):
    """Whether the other side ends the connection in time."""
    until = time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        if left <= 0:
            return False
        connection.settimeout(left)
        try:
            if not connection.recv(65536):
                return True
        except (TimeoutError, socket.timeout):
            return False
        except OSError:
            return True


def expect(condition, message="unexpected"):
    if not condition:
        raise AssertionError(message)


def in_threads(count, function):
    """The results of count calls made at once; exceptions are results too."""
    results = [None] * count

    def run(i):
        try:
            results[i] = function(i)
        except Exception as error:  # pylint: disable=broad-except
            results[i] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@contextlib.contextmanager
def server(*args, **settings):
    running = Server(*args, **settings)
    try:
        yield running
    except BaseException:
        sys.stderr.write(running.log()[-4000:])
        running.process.kill()
        running.process.wait()
        raise
    else:
        running.close()


def tls_context(s, version):
    context = s.context()
    context.minimum_version = version
    context.maximum_version = version
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def send_much(connection, size, chunked):
    """Sends size bytes as long as the other side lets us; returns its answer or None."""
    block = b"x" * 65536
    if chunked:
        block = b"10000\r\n" + block + b"\r\n"
    received = bytearray()
    connection.setblocking(False)
    sent = 0
    offset = 0
    until = time.monotonic() + 60
    while time.monotonic() < until:
        readable, writable, _ = select.select([connection], [connection] if sent < size else [],
                                              [], 5)
        try:
            if readable:
                data = connection.recv(65536)
                if not data:
                    break
                received += data
            if writable and sent < size:
                offset = (offset + connection.send(block[offset:])) % len(block)
                sent += 65536
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError, BlockingIOError):
            continue
        except OSError:
            break
    return int(received.split()[1]) if received.startswith(b"HTTP/1.1 ") else None


def open_stream(s, scopes="etab:0250001A", owner="d"):
    connection = s.secure()
    connection.sendall(request("/v1/events?scopes=%s&owner=%s" % (scopes, owner)))
    wait_for(connection, b"retry: 3000")
    return connection


def wait_for(connection, text, seconds=10):
    """Reads until text has come; how long that took."""
    begun = time.monotonic()
    received = b""
    connection.settimeout(seconds)
    while text not in received:
        data = connection.recv(4096)
        expect(data, "the stream ended: %r" % received)
        received += data
    return time.monotonic() - begun


def serial(s):
    with contextlib.closing(s.secure()) as connection:
        return connection.getpeercert()["serialNumber"]
