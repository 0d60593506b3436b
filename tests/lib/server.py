# SPDX-License-Identifier: GPL-3.0-or-later
"""A real machaond for tests and for the demonstration: made, served, administered and ended.

    from server import Server
    with Server(folder, demo=True) as server:
        server.add_directory()
        code = server.add_staff("a.martin", "0250001A")
        … server.url, server.ca …

The programs are those below MACHAON_BUILD_ROOT. Each server is ended by its process id, at the
latest when this program ends; the folder is its maker's to remove.
"""
import atexit
import os
import selectors
import signal
import subprocess
import sys
import time

READY_SECONDS = 60  # of a sanitizer's build on a busy machine
STOP_SECONDS = 40  # the server gives itself 20

ACADEMY = ("BESANCON", "ACADÉMIE DE BESANÇON")
UAI = "0250001A"  # wrong key and all: it is the one that schools were shown
SESSION = ("CAP", "2027-06")


def program(name):
    """The path of a program of this build."""
    folder = {"machaond": "server", "machaonctl": "ctl"}[name]
    return os.path.join(os.environ["MACHAON_BUILD_ROOT"], "src", folder, name)


class Failed(Exception):
    """machaond ended with another status than 0: status, stdout, stderr."""

    def __init__(self, words, done):
        self.status, self.stdout, self.stderr = done.returncode, done.stdout, done.stderr
        super().__init__(f"{' '.join(words)}: status {self.status}\n{self.stdout}{self.stderr}")


class Server:
    """A data folder and, between start() and stop(), the server that runs on it."""

    def __init__(self, tmpdir, database=None, demo=False, portal_url=None, hostnames=(),
                 listen="127.0.0.1:0", start=True):
        self.data = os.path.join(tmpdir, "machaond")
        self.ca = os.path.join(self.data, "tls", "ca.pem")
        self.log = os.path.join(tmpdir, "machaond.log")
        self.url = None
        self.process = None
        self._listen = listen
        self.set_options(demo, portal_url)
        words = ["init", "--data", self.data]
        for name in hostnames:
            words += ["--hostname", name]
        self.run(*words, *(["--database", database] if database else []))
        atexit.register(self.kill)
        if start:
            self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None and self.stop() != 0:
            raise AssertionError(f"machaond did not stop cleanly; see {self.log}")

    def run(self, *words, check=True):
        """Runs machaond to its end: what subprocess.run() gives. Failed unless it exits 0."""
        done = subprocess.run([program("machaond"), *words], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                              errors="backslashreplace", timeout=120, check=False)
        if check and done.returncode != 0:
            raise Failed(("machaond",) + words, done)
        return done

    def admin(self, *words, check=True):
        """Runs machaond admin on this folder; the result has returncode, stdout and stderr."""
        return self.run("admin", "--data", self.data, *words, check=check)

    def set_options(self, demo=False, portal_url=None):
        """What the next start() serves with."""
        self._options = (["--demo"] if demo else []) + (
            ["--portal-url", portal_url] if portal_url else [])

    def add_directory(self, uai=UAI, name="Lycée des Demoiselles", academy=ACADEMY,
                      session=SESSION, settings=("papillons=on",)):
        """An académie, an establishment in it, and a session with its service; each may be there."""
        self.admin("academy", "add", *academy)
        self.admin("establishment", "add", uai, name, "--academy", academy[0])
        self.admin("session", "add", *session, "--academy", academy[0])
        if settings:
            self.admin("service", "set", "--academy", academy[0], "--domain", session[0],
                       "--session", session[1], *settings)

    def add_staff(self, login, uai=UAI, name=None, invitation=None):
        """Adds somebody of an establishment (or of several); returns his invitation code."""
        words = ["staff", "add", login, "--role", "establishment"]
        for one in [uai] if isinstance(uai, str) else uai:
            words += ["--establishment", one]
        words += ["--name", name] if name else []
        words += ["--write-invitation", invitation, "--server", self.url] if invitation else []
        return self.admin(*words).stdout.splitlines()[-1]

    def add_agent(self, login, academy=ACADEMY[0]):
        """Adds somebody of the exam office; returns his invitation code."""
        done = self.admin("staff", "add", login, "--role", "exam-office", "--academy", academy)
        return done.stdout.splitlines()[-1]

    def start(self):
        """Serves, and returns when connections are taken. The log is appended to self.log."""
        words = ["serve", "--data", self.data, "--listen", self._listen, *self._options]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([program("machaond"), *words],
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                            stderr=log)
        line = self._read_line()
        if not line.startswith("listening "):
            status = self.kill()
            with open(self.log, encoding="utf-8", errors="backslashreplace") as log:
                raise AssertionError(f"machaond serve said {line!r}, status {status}\n{log.read()}")
        self.url = line.split(" ", 1)[1]
        if self.url.startswith("https://"):
            # The next start takes the same port, so that clients find it again.
            self._listen = self.url[len("https://"):]

    def _read_line(self):
        """The first line of stdout; what came of it when the server ended or took too long."""
        end = time.monotonic() + READY_SECONDS
        text = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not text.endswith(b"\n") and selector.select(max(0, end - time.monotonic())):
                piece = os.read(self.process.stdout.fileno(), 4096)
                if not piece:
                    break
                text += piece
        return text.decode("utf-8", "backslashreplace").rstrip("\n")

    def _end(self, number):
        if self.process is None:
            return None
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(number)
        try:
            return process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return "timeout"
        finally:
            process.stdout.close()

    def stop(self):
        """SIGTERM; returns the exit status, "timeout" when the server had to be killed."""
        return self._end(signal.SIGTERM)

    def kill(self):
        """SIGKILL, as when the machine loses its power. Harmless when nothing runs."""
        return self._end(signal.SIGKILL)

    def restart(self):
        """Stops cleanly and serves again on the same address."""
        status = self.stop()
        if status != 0:
            raise AssertionError(f"machaond stopped with {status!r}; see {self.log}")
        self.start()

    def signal(self, number):
        self.process.send_signal(number)

    def read_log(self):
        with open(self.log, encoding="utf-8", errors="backslashreplace") as log:
            return log.read()


if __name__ == "__main__":
    sys.exit("server.py is a module of the tests")
