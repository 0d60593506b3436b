# SPDX-License-Identifier: GPL-3.0-or-later
"""machaonctl without any server: words, statuses, files and languages."""
import json
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

from tap import Tap

CTL = pathlib.Path(os.environ["MACHAON_BUILD_ROOT"], "src/ctl/machaonctl")
tap = Tap()


class Result:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout
        self.err = done.stderr


def ctl(folder, *words, language="fr", stdin=subprocess.DEVNULL):
    environment = dict(os.environ, HOME=str(folder), XDG_DATA_HOME=str(folder / "data"),
                       LC_ALL="C.UTF-8", LANGUAGE=language)
    done = subprocess.run(
        [CTL, "--profile", folder / "profile", "--secrets-file", folder / "secrets", *map(str, words)],
        stdin=stdin, capture_output=True, text=True, timeout=30, env=environment)
    return Result(done)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def wrong_usage(folder):
    for words in (["no-such-verb"], [], ["accounts"], ["import"], ["import", "a", "b"], ["papillons"],
                  ["papillons", "--edition", "x", "--output", "y", "--per-page", "3"],
                  ["candidates", "list", "--format", "xml"], ["candidates", "list", "--state", "parti"],
                  ["candidates", "set", "x"], ["conflicts", "resolve", "a", "b"],
                  ["members", "admit", "paul"], ["sign-in"], ["sync", "--no-such-option"],
                  ["accounts", "regenerate"], ["finalise"]):
        seen = ctl(folder, *words)
        tap.ok(seen.status == 2 and seen.err.strip(), f"wrong usage: {' '.join(words) or 'nothing'}",
               f"{seen.status} {seen.err}")


def nobody_signed_in(folder):
    for words in (["candidates", "list"], ["accounts", "generate"], ["establishment", "show"],
                  ["import", "x.csv"], ["sync"]):
        seen = ctl(folder, *words)
        tap.ok(seen.status == 1 and "Connectez-vous" in seen.err, f"nobody is signed in: {words[0]}",
               f"{seen.status} {seen.err}")
    seen = ctl(folder, "status", "--json")
    tap.ok(seen.status == 0 and json.loads(seen.out)["pending"] == 0, "an empty profile has a status", seen.err)


def one_json_value(folder):
    for words in (["candidates", "list", "--json"], ["import", "absent.csv", "--json"], ["sync", "--json"]):
        seen = ctl(folder, *words)
        try:
            json.loads(seen.out)
            fine = True
        except ValueError:
            fine = False
        tap.ok(fine and seen.status != 0, f"a failing verb answers one JSON value: {words[0]}", seen.out)


def files_are_private(folder):
    ctl(folder, "status")
    tap.equal(mode(folder / "profile"), 0o700, "the profile is 0700")
    tap.equal(mode(folder / "secrets"), 0o600, "the secrets file is 0600")
    for path in (folder / "profile").iterdir():
        tap.equal(mode(path), 0o600, f"{path.name} is 0600")
    (folder / "secrets").chmod(0o644)
    seen = ctl(folder, "status")
    tap.ok(seen.status == 1 and "chmod 600" in seen.err, "a secrets file that others can read is refused", seen.err)
    (folder / "secrets").chmod(0o600)


def unreachable_server(folder):
    password = folder / "password"
    password.write_text("une phrase de passe\n")
    seen = ctl(folder, "--password-file", password, "sign-in", "--server", "http://127.0.0.1:9", "--user", "x")
    tap.ok(seen.status == 2 and "https" in seen.err, "only https addresses are servers", f"{seen.status} {seen.err}")
    seen = ctl(folder, "--password-file", password, "sign-in", "--server", "https://127.0.0.1:9", "--user", "x")
    tap.ok(seen.status == 5 and "ne répond pas" in seen.err, "a server that is not there: status 5",
           f"{seen.status} {seen.err}")
    seen = ctl(folder, "sign-in", "--server", "https://127.0.0.1:9", "--user", "x")
    tap.ok(seen.status == 1 and "--password-file" in seen.err, "without terminal a password file is asked for",
           f"{seen.status} {seen.err}")
    (folder / "ca.pem").write_text("not a certificate")
    seen = ctl(folder, "--password-file", password, "sign-in", "--server", "https://127.0.0.1:9",
               "--ca", folder / "ca.pem", "--user", "x")
    tap.ok(seen.status == 1 and seen.err.strip(), "an authority file without a certificate is refused", seen.err)


def languages(folder):
    tap.ok("Personne n'est connecté" in ctl(folder, "sync").err, "French when the language is French")
    tap.ok("Nobody is signed in" in ctl(folder, "sync", language="en").err, "English when it is asked for")
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    done = subprocess.run([CTL, "--profile", folder / "profile", "--secrets-file", folder / "secrets", "sync"],
                          capture_output=True, text=True, timeout=30, env=environment)
    tap.ok("Personne n'est connecté" in done.stderr, "French when the system has no locale", done.stderr)


def fields(folder):
    seen = json.loads(ctl(folder, "candidates", "fields", "--format", "json").out)
    names = [field["name"] for field in seen]
    tap.ok({"family_name", "given_name", "birth_date", "ine", "division", "state"} <= set(names), "the fields are listed")
    needed = sorted(field["name"] for field in seen if field["needed"])
    tap.equal(needed, ["birth_date", "family_name", "given_name"], "names and birth date are needed")


def two_at_once(folder):
    """One process owns a profile: the second waits for the first instead of failing."""
    first = [subprocess.Popen([CTL, "--profile", folder / "profile", "--secrets-file", folder / "secrets", "status"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(6)]
    statuses = [process.wait(timeout=60) for process in first]
    tap.equal(statuses, [0] * 6, "six runs at once take turns on one profile")
    for process in first:
        process.stderr.close()


with tempfile.TemporaryDirectory() as name:
    for function in (wrong_usage, nobody_signed_in, one_json_value, files_are_private, unreachable_server,
                     languages, fields, two_at_once):
        folder = pathlib.Path(name, function.__name__)
        folder.mkdir()
        tap.run(function.__name__, function, folder)
sys.exit(tap.done())
