# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports by machaonctl against a running machaond: the files that schools have, hostile ones, and
an import made while the server is away."""
import csv
import json
import os
import re
import shutil
import sys
import tempfile
import time
import zipfile

from client import add_desk, make_school, pupil, write_csv
from server import Server
from tap import Tap

tap = Tap()
DATA = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "tests", "data", "import")
BLANKS = str.maketrans("\u00a0\u202f", "  ")
SIECLE = "ElevesSansAdresses.xml"
MEMORY_KIB = 400 * 1024  # above an ordinary verb's, for the largest file that is looked at

with open(os.path.join(DATA, "expected.json"), encoding="utf-8") as stream:
    EXPECTED = json.load(stream)

# How the fault of a column is named on our side, for fautes.csv.
FAULTS = {
    ("Date de naissance", "impossible date"): ("birth_date", "impossible_date"),
    ("Date de naissance", "in the future"): ("birth_date", "future_date"),
    ("Nom de famille", "missing"): ("family_name", "missing"),
    ("Prénom 1", "missing"): ("given_name", "missing"),
    ("Sexe", "unknown value"): ("sex", "unknown_sex"),
    ("E-mail", "not an address"): ("email", "not_an_email"),
    ("INE", "not an INE"): ("ine", "not_an_ine"),
    ("INE", "same candidate as line 17"): (None, "same_candidate"),
}


def adds_up(seen):
    return seen["rows"] == sum(seen[k] for k in ("created", "updated", "unchanged", "rejected"))


def balance(seen):
    return {k: seen[k] for k in ("rows", "created", "updated", "unchanged", "rejected")}


def sentences(text):
    return [line for line in text.splitlines() if line.strip()]


def fresh(folder, server, number, login):
    """An establishment of its own for each file, so that one does not meet the other's pupils."""
    return make_school(server, folder, f"02510{number:02d}A", f"Lycée numéro {number}", login,
                       contact=False)


def check_file(server, folder, number, name):
    expected = EXPECTED[name]
    path = os.path.join(DATA, name)
    names_itself = expected.get("uai")
    desk = (make_school(server, folder, names_itself, "Lycée des Demoiselles", f"f{number}")
            if names_itself else fresh(folder, server, number, f"f{number}"))
    blocking = expected.get("blocking_lines", [])
    rejected = expected.get("rejected", len(blocking))

    dry = desk.run("import", path, "--dry-run", "--json")
    tap.ok(dry.is_one_json() and dry.rc == (3 if rejected else 0),
           f"INS-11 {name}: a trial answers one JSON value and ends as the import will", dry)
    seen = dry.json
    tap.equal(seen["rows"], expected["rows"], f"INS-11 {name}: rows read")
    tap.ok(adds_up(seen), f"{name}: the rows of the trial add up", balance(seen))
    tap.equal(seen["rejected"], rejected, f"{name}: rows rejected")
    tap.equal((seen["import"], desk.candidates()), (None, []), f"{name}: a trial writes nothing")
    if "unmapped" in expected:
        tap.equal(seen["unmapped"], expected["unmapped"], f"{name}: headings that nobody knows")
    tap.equal(seen["uai"], names_itself, f"{name}: the establishment that the file names")
    for key, field in (("repaired_postcodes", "postal_code"),
                       ("repaired_candidate_numbers", "candidate_number")):
        if key in expected:
            repaired = [r for r in seen["repaired"] if r["field"] == field]
            tap.equal(len(repaired), expected[key], f"{name}: {field} repaired")
            tap.ok(all(r["line"] > 1 and r["from"] != r["to"] for r in repaired),
                   f"{name}: each repair says its line, what was there and what was taken", repaired)

    report = os.path.join(desk.root, "out", "report.csv")
    done = desk.run("import", path, "--report", report, "--json", status=3 if rejected else 0)
    tap.equal(balance(done.json), balance(seen), f"INS-11 {name}: the import does what the trial said")
    tap.ok(re.fullmatch(r"[0-9a-f-]{36}", done.json["import"] or ""), f"{name}: the import has an id")
    listed = desk.candidates()
    # A line that repeats another one is read and adds nobody.
    same = len([f for f in seen["faults"] if f["code"] == "same_candidate"])
    tap.equal(len(listed), expected["rows"] - rejected - same, f"{name}: the pupils are listed")
    tap.equal({c["state"] for c in listed}, {"pre_registered"},
              f"INS-14 {name}: all of them are pre-registered, not registered")
    tap.equal(desk.candidates("--state", "registered"), [], f"INS-14 {name}: none is registered")
    if "names" in expected:
        known = {c["family_name"] for c in listed}
        tap.ok(set(expected["names"]) <= known, f"{name}: names keep their accents",
               set(expected["names"]) - known)
    check_report(name, path, report, rejected)

    again = desk.run("import", path, "--json", status=3 if rejected else 0).json
    tap.equal(balance(again), {"rows": expected["rows"], "created": 0, "updated": 0,
                               "unchanged": expected["rows"] - rejected, "rejected": rejected},
              f"INS-11 {name}: imported again, nothing changes")
    tap.equal(len(desk.candidates()), len(listed), f"{name}: and nobody is there twice")
    return seen


def check_report(name, path, report, rejected):
    """--report writes the rejected rows, with the reason beside them."""
    with open(report, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    tap.equal(len(rows) - 1, rejected, f"{name}: the report holds the rejected rows and no other")
    tap.ok(rows and rows[0][-2:] == ["_ligne", "_motif"] and all(row[-1] for row in rows[1:]),
           f"{name}: each with its line and why", rows[:3])
    if rejected:
        with open(path, encoding="utf-8-sig") as file:
            lines = file.read().splitlines()
        row = rows[1]
        tap.ok(lines[int(row[-2]) - 1].startswith(";".join(row[:4])),
               f"{name}: the line is the one of a text editor", row)


def check_faults(seen):
    """fautes.csv: every fault is blamed with its line, column, value and what to write."""
    expected = EXPECTED["fautes.csv"]
    faults = seen["faults"]
    blocking = sorted({f["line"] for f in faults if f["blocking"]})
    tap.equal(blocking, expected["blocking_lines"],
              "INS-11 fautes.csv: the lines that are rejected")
    for line, (column, what) in expected["faults"].items():
        field, code = FAULTS[(column, what)]
        found = [f for f in faults if f["line"] == int(line) and f["code"] == code]
        if not tap.ok(len(found) == 1, f"fautes.csv line {line}: {column}, {what}",
                      [f for f in faults if f["line"] == int(line)]):
            continue
        fault = found[0]
        tap.ok(field is None or (fault["field"], fault["column"]) == (field, column),
               f"fautes.csv line {line} names the column", fault)
        tap.ok(field is None or what == "missing" or fault["value"],
               f"fautes.csv line {line} shows the value", fault)
        tap.ok(fault["message"] and fault["hint"] and "{" not in fault["message"] + fault["hint"],
               f"fautes.csv line {line} says what is wrong and what to write", fault)
    extra = [f for f in faults if str(f["line"]) not in expected["faults"]]
    tap.equal(extra, [], "fautes.csv: nothing else is blamed")


def check_screen(server, folder):
    """Without --json: the balance in a sentence, the faults below it, in French."""
    desk = fresh(folder, server, 30, "screen")
    done = desk.run("import", os.path.join(DATA, "fautes.csv"))
    tap.equal(done.rc, 3, "rejected rows: status 3")
    tap.ok(re.search(r"Bilan de l'import\n20 lignes lues = 14 créés \+ 0 mis à jour \+ "
                     r"1 inchangés \+ 5 rejetés", done.stdout),
           "the balance stands on the screen and adds up", done)
    tap.ok(re.search(r"Ligne 3 rejetée.*Date de naissance.*31/02/2008.*Écrivez", done.stdout),
           "a rejected row names line, column, value and what to write", done)


def hostile_files(folder):
    """(name, path, words that the sentence holds)."""
    def write(name, content):
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def large(name, line, size):
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(";".join(HEADINGS).encode() + b"\n")
            block = line * (1 << 20 // len(line) if len(line) > 1 else 1 << 20)
            while file.tell() < size:
                file.write(block)
        return path

    with open(os.path.join(DATA, "generique.csv"), "rb") as file:
        good = file.read()
    archive = os.path.join(folder, "classeur.xlsx")
    with zipfile.ZipFile(archive, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    bomb = os.path.join(folder, "bombe.xlsx")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook>" + " " * 200_000_000 + "</workbook>")
    laughs = ("<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9))
        + "]><BEE_ELEVES>&j;</BEE_ELEVES>")
    row = "DURAND;Luc;22/02/2009;" + "x" * 60 + "\n"
    yield "an empty file", write("empty.csv", b""), "vide"
    yield "white space alone", write("blank.csv", b" \r\n\r\n \n"), ""
    yield "a binary file", write("binary.csv", bytes(range(256)) * 400), ""
    yield "random bytes", write("random.csv", os.urandom(100_000)), ""
    yield "a program", "/bin/true", ""
    yield "a workbook without a sheet", archive, "feuille"
    yield "a zip bomb", bomb, "écompressé"
    yield "an entity bomb", write("laughs.xml", laughs.encode()), "abréviations"
    yield "another XML", write("autre.xml", b"<?xml version='1.0'?><BEE_RESPONSABLES/>"), "ElevesSans"
    yield "a web page", write("liste.xls", b"<html><body><table></table></body></html>"), "web"
    yield "an old workbook", write("vieux.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)), "xlsx"
    yield "a PDF", write("liste.pdf", b"%PDF-1.7\n1 0 obj<<>>endobj\n"), "CSV"
    yield "a file cut inside quotation marks", write(
        "cut.csv", b'Nom de famille;Pr\xc3\xa9nom 1;Date de naissance\nDURAND;"Luc'), "tronqu"
    yield "a file cut inside a letter", write("letter.csv", good[:good.index("É".encode()) + 1]), ""
    yield "UTF-16 cut in half", write("half.csv", "Nom de famille;".encode("utf-16")[:-1]), ""
    yield "NUL bytes", write("nul.csv", good[:3000] + b"\0" * 7 + good[3000:]), "texte"
    yield "a huge line", write("line.csv", good + b"A" * 5_000_000 + b"\n"), "igne"
    yield "a huge cell", write("cell.csv", good + b'"' + b"A;\n" * 2_000_000 + b'"\n'), ""
    yield "a million columns", write("columns.csv", b";" * 1_000_000 + b"\n"), ""
    yield "no headings", write("headless.csv", b"DURAND;Luc;22/02/2009\nPETIT;Lea;21/02/2009\n"), ""
    yield "headings that miss the birth date", write(
        "few.csv", "Nom de famille;Prénom 1\nDURAND;Luc\n".encode()), "aissance"
    yield "a file of 70 MB", large("large.csv", row.encode(), 70_000_000), "64"
    yield "70 MB of NUL", large("zeros.csv", b"\0", 70_000_000), ""
    yield "a million rows", write("rows.csv", b"Nom de famille;Pr\xc3\xa9nom 1;Date de naissance\n"
                                  + b"D;L;22/02/2009\n" * 1_000_001), ""
    yield "a folder", folder, ""
    yield "a file that is not there", os.path.join(folder, "absent.csv"), ""


HEADINGS = ("Nom de famille", "Prénom 1", "Date de naissance", "Adresse")


def measured(desk, *words):
    """A verb's result and the most memory that it held, in KiB."""
    with desk.popen(*words) as process:
        stdout, stderr = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, stdout, stderr, usage.ru_maxrss


def check_hostile(server, folder):
    desk = fresh(folder, server, 31, "hostile")
    place = os.path.join(folder, "hostile")
    os.mkdir(place)
    ordinary = measured(desk, "candidates", "list")[3]
    for name, path, words in hostile_files(place):
        rc, stdout, stderr, memory = measured(desk, "import", path, "--json")
        said = sentences(stderr)
        tap.ok(rc == 1 and len(said) == 1 and said[0].rstrip()[-1:] in ".…" and words in said[0],
               f"{name}: one clear sentence and status 1", f"{rc}\n{stdout[:500]}\n{stderr[:2000]}")
        tap.ok(len(stderr) < 1000 and all(line.translate(BLANKS).isprintable() for line in said),
               f"{name}: the sentence can be printed", repr(stderr))
        try:
            json.loads(stdout)
            one = True
        except ValueError:
            one = False
        tap.ok(one, f"{name}: --json is one JSON value all the same", stdout[:500])
        tap.ok(memory < ordinary + MEMORY_KIB, f"{name}: memory stays bounded",
               f"{memory} KiB, an ordinary verb {ordinary} KiB")
    tap.equal(desk.candidates(), [], "no hostile file wrote a candidate")
    tap.equal(desk.json("status")["operations"], [], "nor left anything in the outbox")
    shutil.rmtree(place)

    # What is only odd is taken.
    empty = write_csv(os.path.join(folder, "headings.csv"), [])
    done = desk.run("import", empty, "--json")
    tap.ok(done.rc == 0 and balance(done.json) == dict.fromkeys(balance(done.json), 0),
           "a file with headings alone: 0 rows, status 0", done)
    done = desk.run("import", empty)
    tap.ok(done.rc == 0 and "0 ligne" in done.stdout, "and it says so on the screen", done)


def check_usage(server, folder):
    desk = fresh(folder, server, 32, "usage")
    path = os.path.join(DATA, "generique.csv")
    for words in (["import"], ["import", path, path], ["import", path, "--unknown"],
                  ["import", path, "--report"], ["importe", path], [], ["candidates"],
                  ["candidates", "list", "--state", "perdu"], ["candidates", "list", "--format", "x"],
                  ["papillons"], ["papillons", "--edition", "x", "--per-page", "3", "--output", "y"],
                  ["accounts", "regenerate"], ["members", "admit", "b.durand"],
                  ["candidates", "set", "x"]):
        done = desk.run(*words)
        tap.ok(done.rc == 2 and len(sentences(done.stderr)) == 1 and not done.stdout,
               f"status 2 and one sentence: {' '.join(words) or 'no verb'}"
               .replace(DATA + "/", ""), done)
    for words in (["import", path, "--unknown", "--json"],
                  ["candidates", "list", "--state", "perdu", "--json"],
                  ["candidates", "set", "--json"]):
        done = desk.run(*words)
        tap.ok(done.rc == 2 and done.is_one_json(),
               f"--json is one JSON value after wrong usage: {words[0]} {words[-2]}"
               .replace(DATA + "/", ""), done)
    done = desk.run("candidates", "set", "00000000-0000-7000-8000-000000000000", "city=Dole", "--json")
    tap.ok(done.rc in (1, 2) and done.is_one_json(), "--json answers for somebody unknown too", done)
    os.chmod(desk.secrets, 0o644)
    done = desk.run("candidates", "list", "--json")
    tap.ok(done.rc == 1 and desk.secrets in done.stderr, "a secrets file that others read is refused",
           done)
    os.chmod(desk.secrets, 0o600)


def check_other_establishment(server, folder):
    desk = fresh(folder, server, 33, "other")
    done = desk.run("import", os.path.join(DATA, "liste-simple.csv"))
    tap.ok(done.rc == 1 and "0250001A" in done.stderr and len(sentences(done.stderr)) == 1,
           "another establishment's list is refused in one sentence", done)
    tap.equal(desk.candidates(), [], "and nothing of it is taken")


def check_same_sign_in(server, folder):
    """INS-06: one login and password for all exams of the establishment."""
    desk = make_school(server, folder, "0251040A", "Lycée à deux examens", "deux", contact=False)
    server.admin("session", "add", "BAC", "2027-06", "--academy", "A03")
    server.admin("service", "set", "--academy", "A03", "--domain", "BAC", "--session", "2027-06",
                 "papillons=on")
    desk.run("sync", status=0)
    for session, first in (("CAP/2027-06", 0), ("BAC/2027-06", 5)):
        path = write_csv(os.path.join(folder, "exam.csv"), [pupil(first + n) for n in range(3)])
        done = desk.json("import", path, "--session", session)
        tap.equal(done["created"], 3, f"INS-06 the same sign-in imports for {session}")
    done = desk.run("import", path)
    tap.ok(done.rc != 0 and "--session" in done.stderr and len(desk.candidates()) == 6,
           "with two sessions open, an import asks which", done)
    tap.equal(sorted(c["session"] for c in desk.candidates()), ["BAC/2027-06"] * 3
              + ["CAP/2027-06"] * 3, "INS-06 both exams are in one list")
    both = desk.json("import", path, "--session", "CAP/2027-06")
    people = {c["person"] for c in desk.candidates()}
    tap.ok(both["created"] == 3 and len(people) == 6,
           "INS-06 a person with two exams is one person with two candidatures", (both, len(people)))


def check_offline(server, folder):
    """Status 5, everything kept; a later sync sends it, and a colleague sees it."""
    desk = make_school(server, folder, "0251034A", "Lycée de la Loue", "offline", contact=False)
    colleague = add_desk(server, folder, "colleague", "0251034A")
    path = os.path.join(DATA, "tableur.csv")
    server.stop()
    begun = time.monotonic()
    done = desk.run("import", path, "--json")
    tap.ok(done.rc == 5 and done.is_one_json() and done.json["created"] == 60,
           "without the server: status 5, and the import is kept", done)
    tap.ok(time.monotonic() - begun < 14, "a verb waits for the server no longer than 10 s in all",
           time.monotonic() - begun)
    tap.ok(done.json["import"] and len(sentences(done.stderr)) == 1, "the sentence says it once", done)
    tap.equal(len(desk.candidates()), 60, "without the server: the pupils are listed")
    tap.equal(desk.candidates()[0]["pending"], "sending", "and shown as not yet sent")
    tap.equal(desk.json("status")["pending"], 1, "the outbox counts one import")
    again = desk.run("import", path, "--json")
    tap.ok(again.rc == 0 or again.rc == 5, "the file again, still without the server", again)
    tap.equal(again.json["unchanged"], 60, "meets the rows that wait, and adds none")
    done = desk.run("sync", "--json")
    tap.ok(done.rc == 5 and done.is_one_json(), "sync without the server: status 5", done)
    server.start()
    done = desk.run("sync", "--json")
    tap.ok(done.rc == 0 and done.json["pending"] == 0, "sync with the server: all is sent", done)
    tap.equal({c["pending"] for c in desk.candidates()}, {None}, "nothing waits any more")
    colleague.run("sync", status=0)
    tap.equal(sorted((c["id"], c["family_name"]) for c in colleague.candidates()),
              sorted((c["id"], c["family_name"]) for c in desk.candidates()),
              "a colleague's desk then has the same 60 pupils")
    done = colleague.json("import", path)
    tap.equal(done["unchanged"], 60, "the colleague's import of the same file adds nobody")


def check_two_colleagues(server, folder):
    """Both import the same file, neither knowing of the other: one cohort."""
    path = os.path.join(DATA, "generique.csv")
    one = make_school(server, folder, "0251035A", "Lycée du Doubs", "one", contact=False)
    two = add_desk(server, folder, "two", "0251035A")
    server.stop()
    for desk in (one, two):
        desk.run("import", path, "--json", status=5)
    server.start()
    for desk in (one, two, one):
        done = desk.run("sync", "--json")
        tap.ok(done.rc == 0, "both colleagues send their import of one file", done)
    tap.equal(len(one.candidates()), 212, "two offline imports of one file make one cohort")
    tap.equal(sorted(c["id"] for c in one.candidates()), sorted(c["id"] for c in two.candidates()),
              "with the same records on both desks")


def check_siecle(folder):
    """The export of SIECLE is of the same school as the simple list; here it is the first file."""
    place = os.path.join(folder, "siecle")
    os.mkdir(place)
    with Server(place, demo=True) as server:
        check_file(server, place, 50, SIECLE)


def main():
    folder = tempfile.mkdtemp(prefix="machaon-import-")
    try:
        tap.run(SIECLE, check_siecle, folder)
        with Server(folder, demo=True) as server:
            seen = {}
            names = [name for name in EXPECTED if os.path.exists(os.path.join(DATA, name))]
            tap.equal(len(names), 7, "every sample file is there")
            for number, name in enumerate(names):
                if name != SIECLE:
                    seen[name] = tap.run(name, check_file, server, folder, number, name)
            if seen.get("fautes.csv"):
                tap.run("faults", check_faults, seen["fautes.csv"])
            for check in (check_screen, check_hostile, check_usage, check_other_establishment,
                          check_offline, check_two_colleagues, check_same_sign_in):
                tap.run(check.__name__, check, server, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
