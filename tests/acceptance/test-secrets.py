# SPDX-License-Identifier: GPL-3.0-or-later
"""After a whole life of slips, no provisional password lies anywhere: not in the server's folder, its
log and its backup, not in a desk's profile, secrets, runtime and temporary folders. What a profile
says of pupils cannot be read either, files are their owner's alone, and no program can dump core."""
import base64
import os
import pwd
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata

from client import (STAFF_PASSWORD, Portal, add_desk, make_school, pupil, run_tool, secret_of,
                    write_csv)
from server import Server, program
from tap import Tap

tap = Tap()
CANDIDATE = "Fougère-des-bois7"


def distinct(number):
    """A pupil whose every value is rare enough to be looked for."""
    return dict(pupil(number), **{"INE": f"{776100000 + number}KQ",
                                  "Nom de famille": "ZYGOWSKIWAHL" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number],
                                  "Adresse": f"{number + 1} impasse du Wapiti-Xylophage",
                                  "Ville": "Qwertzheim-sous-Bois"})


def writings(code):
    """The ways in which a program could have written a code: parts of it, folded, encoded."""
    secret = secret_of(code)
    joined = code.replace("-", "")
    pieces = {code, joined, secret, code[:11], code[6:], joined[:10], joined[5:], secret[:8],
              secret[4:]}
    pieces |= {piece.lower() for piece in pieces}
    found = {piece.encode() for piece in pieces}
    for text in (code, joined, secret):
        found |= {text.encode("utf-16-le"), text.encode().hex().encode()}
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + text.encode())
            found.add(encoded[4 if shift else 0:len(encoded) // 4 * 4 - 4])
    return found


def files_below(*folders):
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(root, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    yield path


def find(needles, folder, *but):
    """(needle, path) for each file below that holds one of them."""
    one = re.compile(b"|".join(re.escape(n) for n in sorted(needles, key=len, reverse=True)))
    found, looked = [], 0
    for path in files_below(folder):
        if path in but:
            continue
        with open(path, "rb") as file:
            content = file.read()
        looked += len(content)
        match = one.search(content)
        if match:
            found.append((match.group(), os.path.relpath(path, folder)))
    return found, looked


class Life:
    """Everything that touches a provisional password, once; and what must be found nowhere."""

    def __init__(self, folder, server):
        self.folder, self.server = folder, server
        self.codes, self.printed, self.said = set(), set(), []

    def run(self, desk, *words, status=0, **options):
        done = desk.run(*words, status=status, **options)
        self.said.append(done.stdout + done.stderr)
        return done

    def note(self, desk, edition):
        slips = desk.slips(edition)
        self.codes |= {slip.code for slip in slips}
        return slips

    def live(self):
        server, folder = self.server, self.folder
        self.desk = desk = make_school(server, folder)
        path = write_csv(os.path.join(folder, "pupils.csv"), [distinct(n) for n in range(24)])
        self.run(desk, "import", path)
        os.unlink(path)
        edition = self.run(desk, "accounts", "generate", "--json").json["edition"]
        slips = self.note(desk, edition)
        for per_page in (1, 2):
            kept = desk.print_edition(edition, per_page)
            self.printed.add(kept)

        portal = Portal(server)
        portal.activate(slips[0].login, slips[0].code, CANDIDATE)
        Portal(server, "127.0.0.2").sign_in(slips[1].login, slips[1].code)
        # A code is typed into the wrong field, and for the wrong login.
        Portal(server, "127.0.0.3").sign_in(slips[2].code, slips[2].login)
        Portal(server, "127.0.0.4").sign_in(slips[2].login, slips[3].code)
        people = {c["login"]: c for c in desk.candidates()}
        again = self.run(desk, "accounts", "regenerate", people[slips[4].login]["id"],
                         people[slips[0].login]["id"], "--json").json["edition"]
        self.note(desk, again)

        colleague = add_desk(server, folder, "b.durand")
        words = next(m for m in colleague.json("members", "list") if m["words"])["words"]
        self.run(desk, "members", "admit", "b.durand", "--words", words)
        self.run(colleague, "sync")
        self.note(colleague, edition)
        write_csv(path, [dict(distinct(25), **{"Nom de famille": "ZYGOWSKIWAHLZZ"})])
        self.run(colleague, "import", path)
        os.unlink(path)
        more = self.run(colleague, "accounts", "generate", "--json").json["edition"]
        self.note(colleague, more)
        self.run(desk, "members", "remove", "b.durand")

        server.stop()
        self.printed.add(desk.print_edition(edition, 1, name="offline.pdf"))
        self.run(desk, "candidates", "list", "--format", "csv")
        server.start()
        self.backup = os.path.join(folder, "backup.db")
        server.admin("backup", self.backup)
        # A desk that dies while it works, and a server that does, leave no more than others.
        write_csv(path, [distinct(n) for n in range(26)])
        for words in (["import", path], ["accounts", "generate"]):
            with desk.popen(*words) as process:
                time.sleep(0.12)
                process.kill()
        os.unlink(path)
        server.kill()
        self.colleague = colleague
        return self


def check_codes(life):
    tap.ok(len(life.codes) >= 27, "provisional passwords were issued", len(life.codes))
    needles = set().union(*map(writings, life.codes))
    found, looked = find(needles, life.folder, *life.printed)
    tap.equal(found, [], f"no provisional password in any file ({looked} bytes were searched)")
    said = "".join(life.said).encode()
    tap.ok(not any(needle in said for needle in needles), "nor in anything that machaonctl said")
    # The search itself: the PDFs are packed, so a plain copy is planted.
    planted = os.path.join(life.folder, "planted")
    code = next(iter(life.codes))
    for text in (code, code.replace("-", "").lower(), base64.b64encode(b"x" + code.encode()).decode()):
        with open(planted, "w", encoding="ascii") as file:
            file.write("x" * 1000 + text + "\n")
        tap.ok(find(needles, life.folder, *life.printed)[0], "the search finds one that was planted")
    os.unlink(planted)
    for path in life.printed:
        text = run_tool("pdftotext", path, "-")[1]
        tap.ok(any(code in text for code in life.codes), "the PDF that was asked for does hold them")


def check_passwords(life):
    needles = {text.encode(form) for form in ("utf-8", "utf-16-le")
               for word in (STAFF_PASSWORD, CANDIDATE)
               for text in (word, unicodedata.normalize("NFD", word))}
    needles |= {base64.b64encode(STAFF_PASSWORD.encode())[:24], STAFF_PASSWORD.encode().hex().encode()}
    found, _ = find(needles, life.folder, life.desk.password_file, life.colleague.password_file)
    tap.equal(found, [], "no password of staff or of a candidate in any file")


def check_profile(life):
    """A stolen profile without its secrets file says nothing of a pupil."""
    rows = [distinct(n) for n in range(26)]
    needles = {b"ZYGOWSKIWAHL", b"Zygowskiwahl", b"zygowskiwahl", b"Wapiti", b"Qwertzheim"}
    needles |= {row["INE"].encode() for row in rows}
    needles |= {row["Prénom 1"].encode() for row in rows if len(row["Prénom 1"]) > 5}
    for desk in (life.desk, life.colleague):
        for place in ("profile", "tmp", "run", "home"):
            found, _ = find(needles, os.path.join(desk.root, place))
            tap.equal(found, [], f"{desk.login}: no name, INE or address to be read in {place}")
        stored = [os.path.getsize(path) for path in files_below(desk.profile)]
        tap.ok(sum(stored) > 10_000, f"{desk.login}: although the profile holds them", stored)


def check_log(life):
    """Lines of key=value without a name, a login, an INE, a token."""
    rows = [distinct(n) for n in range(26)]
    logins = {c["login"] for c in life.desk.candidates() if c["login"]} | {"a.martin", "b.durand"}
    token = base64.b64decode(life.desk.read_secret("token"))
    needles = {login.encode() for login in logins} | {row["INE"].encode() for row in rows}
    needles |= {b"ZYGOWSKI", b"zygowski", token, b"machaon_admin"}
    with open(life.server.log, "rb") as file:
        log = file.read()
    tap.equal([n for n in needles if n in log], [], "the log names nobody and no token")
    lines = [line for line in log.decode().splitlines() if line]
    odd = [line for line in lines if not re.fullmatch(r"[a-z_]+=\S*( [a-z_-]+=(\S*|\"[^\"]*\"))*", line)]
    tap.ok(len(lines) > 50 and not odd, "and is lines of key=value", odd[:5])


def modes(*folders):
    for folder in folders:
        yield folder, os.stat(folder).st_mode & 0o777
        for root, names, files in os.walk(folder):
            for name in names + files:
                path = os.path.join(root, name)
                yield path, os.lstat(path).st_mode & 0o777


def check_modes(life):
    public = {"ca.pem", "server.pem"}
    wide = [(path, oct(mode)) for path, mode in modes(life.server.data, life.desk.profile,
                                                      life.colleague.profile)
            if mode & 0o077 and os.path.basename(path) not in public]
    tap.equal(wide, [], "folders are 0700 and files 0600, certificates aside")
    for path in (life.desk.secrets, life.backup, *life.printed):
        mode = os.stat(path).st_mode & 0o777
        tap.equal(oct(mode), oct(0o600), f"0600: {os.path.basename(path)}")
    left = [p for desk in (life.desk, life.colleague)
            for p in files_below(os.path.join(desk.root, "tmp"), os.path.join(desk.root, "run"))]
    tap.equal(left, [], "temporary and runtime folders are empty again")
    left = [p for p in files_below(os.path.join(life.folder, "tmp"))]
    tap.equal(left, [], "the server's, too")


# ---- core dumps ----

def core_limit(process):
    with open(f"/proc/{process.pid}/limits", encoding="ascii") as file:
        return re.search(r"Max core file size\s+(\S+)\s+(\S+)", file.read()).groups()


def stopped_desk(folder, user=None):
    """A machaonctl that waits for its password on a pipe, past everything it does at its start."""
    os.mkdir(folder, 0o700)
    pipe = os.path.join(folder, "pipe")
    os.mkfifo(pipe, 0o600)
    options = {}
    if user:
        for path in (folder, pipe):
            os.chown(path, user.pw_uid, user.pw_gid)
        options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    words = [program("machaonctl"), "--profile", os.path.join(folder, "p"), "--secrets-file",
             os.path.join(folder, "s"), "--password-file", pipe, "sign-in", "--server",
             "https://127.0.0.1:1", "--user", "x"]
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, cwd=folder, **options)
    end = time.monotonic() + 30
    while not os.path.exists(os.path.join(folder, "s")) and time.monotonic() < end:
        time.sleep(0.02)
    return process


def check_cores(folder, server):
    """Though the limit above them allows it, the programs take core dumps from themselves."""
    tap.equal(core_limit(server.process), ("0", "0"), "machaond can write no core file")
    desk = stopped_desk(os.path.join(folder, "core"))
    tap.equal(core_limit(desk), ("0", "0"), "machaonctl can write no core file")
    desk.send_signal(signal.SIGQUIT)
    tap.equal(desk.wait(20), -signal.SIGQUIT, "and when it is made to fall")
    server.process.send_signal(signal.SIGQUIT)
    tap.equal(server.process.wait(20), -signal.SIGQUIT, "as when machaond is")
    server.kill()
    cores = [p for p in files_below(folder) if re.match(r"core(\.|$)", os.path.basename(p))]
    cores += [name for name in os.listdir(".") if re.match(r"core(\.\d+)?$", name)]
    tap.equal(cores, [], "there is no core file")
    server.start()


def check_dumpable(folder):
    """Another process of the same person reads no memory: /proc then belongs to root. That shows only
    for a process that is not root's."""
    user = None
    if os.geteuid() == 0:
        user = pwd.getpwnam("nobody")
        os.chmod(folder, 0o711)
        done = subprocess.run([program("machaonctl"), "--version"], user=user.pw_uid,
                              group=user.pw_gid, extra_groups=[], check=False, cwd="/",
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done.returncode != 0:
            tap.ok(True, "not dumpable (skipped: the build folder is closed to other users)")
            return
    desk = stopped_desk(os.path.join(folder, "dumpable"), user)
    tap.equal(os.stat(f"/proc/{desk.pid}/mem").st_uid, 0, "machaonctl is not dumpable")
    desk.kill()
    desk.wait()
    data = os.path.join(folder, "other")
    options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    os.mkdir(data, 0o700)
    if user:
        os.chown(data, user.pw_uid, user.pw_gid)
    subprocess.run([program("machaond"), "init", "--data", os.path.join(data, "d")], check=True,
                   stdout=subprocess.DEVNULL, cwd=data, **options)
    process = subprocess.Popen([program("machaond"), "serve", "--data", os.path.join(data, "d"),
                                "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, cwd=data, **options)
    process.stdout.readline()
    tap.equal(os.stat(f"/proc/{process.pid}/mem").st_uid, 0, "machaond is not dumpable")
    process.terminate()
    tap.equal(process.wait(30), 0, "and stops")
    process.stdout.close()


def main():
    folder = os.path.realpath(tempfile.mkdtemp(prefix="machaon-secrets-"))
    # All that a program may leave anywhere is left below this folder.
    for name, variable in (("tmp", "TMPDIR"), ("run", "XDG_RUNTIME_DIR"), ("home", "HOME")):
        os.mkdir(os.path.join(folder, name), 0o700)
        os.environ[variable] = os.path.join(folder, name)
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    # A shell lets what it runs in the background ignore it, and children inherit that.
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    try:
        with Server(folder, demo=True) as server:
            life = Life(folder, server).live()
            for check in (check_codes, check_passwords, check_profile, check_log, check_modes):
                tap.run(check.__name__, check, life)
            server.start()
            tap.run("cores", check_cores, folder, server)
            tap.run("dumpable", check_dumpable, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
