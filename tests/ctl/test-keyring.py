# SPDX-License-Identifier: GPL-3.0-or-later
"""machaonctl with the session's real keyring, or on a bus that has none."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from tap import Tap

CTL = pathlib.Path(os.environ["MACHAON_BUILD_ROOT"], "src/ctl/machaonctl")
STATE = os.environ["MACHAON_KEYRING"]
tap = Tap()


def status(folder):
    done = subprocess.run([CTL, "--profile", folder / "profile", "status", "--json"],
                          capture_output=True, text=True, timeout=30)
    return done, json.loads(done.stdout)


def files_of(folder):
    return sorted(path.name for path in (folder / "profile").iterdir())


def with_keyring(folder):
    first, seen = status(folder)
    tap.ok(first.returncode == 0 and seen["persistent"], "the store's key is kept in the keyring", first.stderr)
    tap.ok("store.db" in files_of(folder), "the store is on the disk, sealed")
    second, seen = status(folder)
    tap.ok(second.returncode == 0 and seen["persistent"], "the next run opens it again", second.stderr)
    listed = subprocess.run(["secret-tool", "search", "--all", "name", "cache-key"], capture_output=True, text=True,
                            timeout=30)
    tap.ok("Machaon" in listed.stdout + listed.stderr, "the keyring shows it under our name", listed.stderr)


def without_keyring(folder):
    first, seen = status(folder)
    tap.ok(first.returncode == 0 and not seen["persistent"], "it works without a keyring, in memory", first.stderr)
    tap.ok("trousseau" in first.stderr, "and says so", first.stderr)
    tap.ok("store.db" not in files_of(folder), "nothing secret is on the disk", files_of(folder))


with tempfile.TemporaryDirectory() as name:
    tap.run(STATE, with_keyring if STATE == "open" else without_keyring, pathlib.Path(name))
sys.exit(tap.done())
