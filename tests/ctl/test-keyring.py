# SPDX-License-Identifier: GPL-3.0-or-later
"""machaonctl with the session's real keyring: open, locked, killed in use, another session's; with the
file that libsecret keeps inside a Flatpak; and on a bus that has none. What is on the disk is never
replaced by something that the right key would not open."""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from tap import Tap

CTL = pathlib.Path(os.environ["MACHAON_BUILD_ROOT"], "src/ctl/machaonctl")
WITH_KEYRING = pathlib.Path(os.environ["MACHAON_SOURCE_ROOT"], "tests/lib/with-keyring.sh")
STATE = os.environ["MACHAON_KEYRING"]
PASSWORD = "secret"  # of with-keyring.sh
PATIENCE = 20
tap = Tap()


def ctl(folder, *words, env=None, before=()):
    """One verb: what it did, the seconds it took, its JSON. A prompt would take for ever."""
    begun = time.monotonic()
    done = subprocess.run([*before, CTL, "--profile", folder / "profile", *words, "--json"],
                          capture_output=True, text=True, timeout=PATIENCE,
                          env=dict(os.environ, **(env or {})), stdin=subprocess.DEVNULL)
    return done, time.monotonic() - begun, json.loads(done.stdout)


def status(folder, **options):
    done, _, seen = ctl(folder, "status", **options)
    return done, seen


def files_of(folder):
    return sorted(path.name for path in (folder / "profile").iterdir())


def digest(folder):
    return hashlib.sha256((folder / "profile/store.db").read_bytes()).hexdigest()


def bus(method, *arguments, destination="org.freedesktop.secrets", path="/org/freedesktop/secrets"):
    done = subprocess.run(["gdbus", "call", "--session", "--dest", destination, "--object-path", path,
                           "--method", method, *arguments], capture_output=True, text=True,
                          timeout=PATIENCE)
    return done.stdout


def unlock():
    """Starts the keyring again and opens it with its password."""
    subprocess.run(["gnome-keyring-daemon", "--replace", "--unlock", "--components=secrets"],
                   input=PASSWORD, text=True, capture_output=True, timeout=PATIENCE)
    time.sleep(0.5)


def check_open_again(folder, words):
    done, seen = status(folder)
    tap.ok(done.returncode == 0 and seen["persistent"], words, done.stderr)


def check_open(folder):
    first, seen = status(folder)
    tap.ok(first.returncode == 0 and seen["persistent"], "the store's key is kept in the keyring", first.stderr)
    tap.ok("store.db" in files_of(folder), "the store is on the disk, sealed")
    check_open_again(folder, "the next run opens it again")
    listed = subprocess.run(["secret-tool", "search", "--all", "name", "cache-key"], capture_output=True, text=True,
                            timeout=30)
    tap.ok("Machaon" in listed.stdout + listed.stderr, "the keyring shows it under our name", listed.stderr)


def check_kept(folder, before, words):
    """It works in memory, says so in words, and the disk is as it was."""
    done, seconds, seen = ctl(folder, "status")
    tap.ok(done.returncode == 0 and not seen["persistent"] and "trousseau" in done.stderr,
           f"{words}: it works for the session and says so", done.stderr)
    tap.ok(seconds < PATIENCE / 2, f"{words}: nobody is asked, nothing waits", seconds)
    tap.equal(digest(folder), before, f"{words}: what is on the disk is as it was")
    return done


def check_locked(folder):
    before = digest(folder)
    bus("org.freedesktop.Secret.Service.Lock", "['/org/freedesktop/secrets/collection/login']")
    done = check_kept(folder, before, "locked")
    tap.ok("verrouillé" in done.stderr, "locked is said as locked", done.stderr)
    other = folder / "other"
    other.mkdir()
    done, seen = status(other)
    tap.ok(not seen["persistent"] and "store.db" not in files_of(other),
           "a new profile beside a locked keyring leaves nothing on the disk", done.stderr)
    unlock()
    check_open_again(folder, "once it is unlocked the profile is there again")


def check_killed(folder):
    before = digest(folder)
    answer = bus("org.freedesktop.DBus.GetConnectionUnixProcessID", "org.freedesktop.secrets",
                 destination="org.freedesktop.DBus", path="/org/freedesktop/DBus")
    os.kill(int(re.search(r"uint32 (\d+)", answer).group(1)), 9)
    check_kept(folder, before, "killed")
    unlock()
    check_open_again(folder, "once it runs again the profile is there again")


def check_other_session(folder):
    before = digest(folder)
    done, _, _ = ctl(folder, "status", before=[WITH_KEYRING, "open"])
    tap.ok(done.returncode == 1 and "n'ouvre pas les données" in done.stderr,
           "another session's keyring: the data is said to be of another, and left", done.stderr)
    tap.equal(digest(folder), before, "another session's keyring: what is on the disk is as it was")
    check_open_again(folder, "the session that it belongs to opens it")
    done, _, seen = ctl(folder, "rescue", "--start-anew", before=[WITH_KEYRING, "open"])
    tap.ok(done.returncode == 0 and os.path.exists(seen["aside"]), "it can be put aside", done.stderr)
    check_open_again(folder, "and a new start made")


def check_file(folder):
    """What libsecret does inside a Flatpak, without the portal that gives it its secret."""
    path = folder / "default.keyring"
    env = {"SECRET_BACKEND": "file", "SECRET_FILE_TEST_PATH": str(path),
           "SECRET_FILE_TEST_PASSWORD": "good", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    for words in ("the file of a Flatpak keeps the key", "and gives it again"):
        done, seen = status(folder, env=env)
        tap.ok(done.returncode == 0 and seen["persistent"] and path.exists(), words, done.stderr)
    before = digest(folder)
    done, _ = status(folder, env=dict(env, SECRET_FILE_TEST_PASSWORD="changed"))
    tap.ok(done.returncode == 1 and "n'ouvre pas les données" in done.stderr,
           "an incorrect secret is said in words", done.stderr)
    tap.equal(digest(folder), before, "an incorrect secret: what is on the disk is as it was")
    done, seen = status(folder, env=env)
    tap.ok(done.returncode == 0 and seen["persistent"], "the right secret opens it all the same", done.stderr)
    path.write_bytes(b"no keyring at all")
    done, seen = status(folder, env=env)
    tap.ok(done.returncode == 0 and not seen["persistent"] and "trousseau" in done.stderr,
           "a damaged file: it works for the session and says so", done.stderr)
    tap.equal(digest(folder), before, "a damaged file: what is on the disk is as it was")


def check_absent(folder):
    first, seen = status(folder)
    tap.ok(first.returncode == 0 and not seen["persistent"], "it works without a keyring, in memory", first.stderr)
    tap.ok("trousseau" in first.stderr, "and says so", first.stderr)
    tap.ok("store.db" not in files_of(folder), "nothing secret is on the disk", files_of(folder))


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if STATE == "absent":
            tap.run("absent", check_absent, folder)
        else:
            for check in (check_open, check_locked, check_killed, check_other_session):
                tap.run(check.__name__, check, folder)
        sandbox = folder / "sandbox"
        sandbox.mkdir()
        tap.run("file", check_file, sandbox)
    return tap.done()


sys.exit(main())
