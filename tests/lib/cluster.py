# SPDX-License-Identifier: GPL-3.0-or-later
"""The PostgreSQL cluster that tests/server/with-postgres.sh made for this test alone: databases in it,
and what a machine does to it: it dies, comes back, speaks TLS.

    cluster = Cluster()
    uri = cluster.new_database("one")
    cluster.kill(); cluster.start()
"""
import os
import re
import signal
import socket
import subprocess
import time


class Cluster:
    def __init__(self):
        self.where = os.environ["MACHAON_TEST_PG"]
        self.folder = re.search(r"host=(\S+)", self.where).group(1)
        self.data = os.path.join(self.folder, "data")
        self._bin = next(path for path in (f"/usr/lib/postgresql/{n}/bin" for n in range(15, 20))
                         if os.path.exists(path))
        self._options = []

    def uri(self, database):
        return re.sub(r"dbname=\S+", f"dbname={database}", self.where)

    def sql(self, database, text):
        """What psql answers, unaligned."""
        return subprocess.run(["psql", "-XAtq", "-d", self.uri(database), "-c", text], check=True,
                              stdout=subprocess.PIPE, encoding="utf-8").stdout.strip()

    def new_database(self, name):
        """The URI of a new, empty database."""
        self.sql("postgres", f"CREATE DATABASE {name}")
        return self.uri(name)

    def as_owner(self, *words, **options):
        """Runs a command as whoever owns the cluster."""
        if os.getuid() == 0:
            words = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--") + words
        return subprocess.run(words, check=True, stdin=subprocess.DEVNULL, cwd=self.folder,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)

    def postmaster(self):
        with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as file:
            return int(file.readline())

    def kill(self):
        """SIGKILL to the postmaster and all its processes, as when the machine loses its power."""
        pid = self.postmaster()
        children = subprocess.run(["pgrep", "-P", str(pid)], stdout=subprocess.PIPE, check=False,
                                  encoding="utf-8").stdout.split()
        os.kill(pid, signal.SIGKILL)
        for child in children:
            try:
                os.kill(int(child), signal.SIGKILL)
            except ProcessLookupError:
                pass
        for one in [pid, *map(int, children)]:
            end = time.monotonic() + 20
            while os.path.exists(f"/proc/{one}") and time.monotonic() < end:
                time.sleep(0.02)

    def start(self, *settings):
        """Starts it again, with further settings ("ssl=on")."""
        if settings:
            self._options = list(settings)
        words = ["listen_addresses=", f"unix_socket_directories={self.folder}", "fsync=off",
                 "max_connections=60", *self._options]
        self.as_owner(f"{self._bin}/pg_ctl", "-D", self.data, "-l", os.path.join(self.data, "log"),
                      "-w", "-t", "60", "-o", " ".join(f"-c {word}" for word in words), "start")

    def stop(self):
        self.as_owner(f"{self._bin}/pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def put_file(self, name, text, mode=0o600):
        """A file of the cluster's owner in its data folder."""
        path = os.path.join(self.data, name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w",
                  encoding="utf-8") as file:
            file.write(text)
        status = os.stat(self.data)
        os.chown(path, status.st_uid, status.st_gid)
        return path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
