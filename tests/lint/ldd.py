#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the built programs load and contain: neither the server nor the command line sees GTK, the
server holds nothing of the desktop's store, of sync or of the slips, and no program is linked
without its hardening."""
import os
import subprocess
import sys

import lintlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from tap import Tap  # noqa: E402

DESKTOP = ("libgtk-", "libadwaita-", "libgdk", "libgraphene", "libpoppler", "libwayland")
PROGRAMS = {
    "src/server/machaond": (DESKTOP + ("libsoup-", "libsecret-"),
                            ("src/store/libmachaon-store.a", "src/sync/libmachaon-sync.a",
                             "src/print/papillon/libmachaon-papillon.a")),
    "src/ctl/machaonctl": (DESKTOP + ("libmicrohttpd", "libpq."),
                           ("src/server/libmachaon-server.a",)),
}


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True,
                          env={**os.environ, "LC_ALL": "C"}).stdout


def loaded(program, forbidden):
    names = [line.split()[0] for line in output("ldd", program).splitlines() if line.strip()]
    return [n for n in names if n.startswith(forbidden)]


def symbols(path):
    """Names of functions that a file defines for others."""
    rows = (line.split() for line in output("nm", "--defined-only", path).splitlines())
    return {row[2] for row in rows if len(row) == 3 and row[1] in "Tt" and row[2].startswith("mch_")}


def exported(archive):
    rows = (line.split() for line in
            output("nm", "--defined-only", "--extern-only", archive).splitlines())
    return {row[2] for row in rows if len(row) == 3 and row[1] == "T" and row[2].startswith("mch_")}


def hardened(program):
    dynamic = output("readelf", "--dynamic", "--program-headers", "--wide", program)
    return [what for what in ("BIND_NOW", "GNU_RELRO") if what not in dynamic]


def look_at(tap, build, name, forbidden, archives):
    program = os.path.join(build, name)
    if not tap.ok(os.path.exists(program), f"{name} is built"):
        return
    own = symbols(program)
    tap.ok(loaded(program, ("libglib-2.0",)) != [], f"planted: {name}: a loaded library is seen")
    core = os.path.join(build, "src/core/libmachaon-core.a")
    tap.ok(own & exported(core) != set(), f"planted: {name}: a linked layer is seen")
    found = loaded(program, forbidden)
    tap.ok(found == [], f"{name} loads nothing it should not", " ".join(found))
    for archive in archives:
        path = os.path.join(build, archive)
        if tap.ok(os.path.exists(path) and exported(path), f"{archive} is built"):
            found = sorted(own & exported(path))
            tap.ok(found == [], f"{name} holds nothing of {archive}", "\n".join(found))
    found = hardened(program)
    tap.ok(found == [], f"{name} is linked with relro and now", " ".join(found))


def main():
    tap = Tap()
    for name, (forbidden, archives) in PROGRAMS.items():
        tap.run(name, look_at, tap, lintlib.build_root(), name, forbidden, archives)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
