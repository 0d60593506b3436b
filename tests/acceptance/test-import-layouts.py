# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around an import by machaonctl: workbooks and compressed exports, what is said once of
a layout's columns and values, the template, several exams in one file, and rejected rows that come
back."""
import csv
import os
import shutil
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

from client import COLUMNS, make_school, pupil
from server import Server
from tap import Tap

tap = Tap()
DATA = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "tests", "data", "import")
BALANCE = ("rows", "created", "updated", "unchanged", "rejected")


def balance(seen):
    return tuple(seen[key] for key in BALANCE)


def school(server, folder, number):
    return make_school(server, folder, f"02520{number:02d}A", f"Lycée numéro {number}",
                       f"school{number}", contact=False)


def write_rows(path, headings, *rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def read_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def check_workbooks(server, folder):
    """INS-11: the workbook is read as the CSV is, and says which sheet it took."""
    for number, kind in enumerate(("xlsx", "ods")):
        desk = school(server, folder, number)
        path = os.path.join(DATA, "classeur." + kind)
        unnamed = shutil.copy(path, os.path.join(folder, "liste" + str(number)))
        seen = desk.json("import", unnamed)
        tap.equal(balance(seen), (12, 12, 0, 0, 0), f"INS-11 {kind}: all pupils are created")
        tap.equal(seen["format"], kind, f"{kind}: known by its content, whatever its name")
        tap.equal(seen["source"], "Élèves", f"{kind}: the sheet with the pupils is taken")
        tap.ok(any("Élèves" in note and "3" in note for note in seen["notes"]),
               f"{kind}: and it says that there are others", seen["notes"])
        tap.ok({(c["family_name"], c["birth_date"]) for c in desk.candidates()}
               >= {("AUBIN", "2009-02-22")}, f"{kind}: dates are dates", desk.candidates()[:2])
        done = desk.run("import", path, "--sheet", "Nulle part")
        tap.ok(done.rc == 1 and "Nulle part" in done.stderr and "Élèves" in done.stderr,
               f"{kind}: an unknown sheet is refused, and those that are there are named", done)
        seen = desk.json("import", path, "--sheet", "Élèves")
        tap.equal(balance(seen), (12, 0, 0, 12, 0), f"{kind}: imported again, nothing changes")
        shown = desk.run("import", path, "--dry-run")
        tap.ok("Élèves" in shown.stdout, f"{kind}: the screen names the sheet too", shown)


def check_siecle(server, folder):
    """The compressed export of SIECLE, under a name that says nothing."""
    desk = make_school(server, folder, "0250001A", "Lycée des Demoiselles", "siecle", contact=False)
    path = os.path.join(folder, "export")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(os.path.join(DATA, "ElevesSansAdresses.xml"), "ElevesSansAdresses.xml")
    seen = desk.json("import", path)
    tap.ok(seen["format"] == "siecle" and seen["rejected"] == 0 and seen["created"] == seen["rows"],
           "INS-11 a compressed export of SIECLE is imported", balance(seen))
    tap.equal(seen["uai"], "0250001A", "and its establishment is the one of the desk")


def check_fregata(server, folder):
    """INS-11: a FREGATA list in every encoding that it comes in, plain or compressed, is one list."""
    desk = school(server, folder, 13)
    headings = ("Identifiant unique*;Premier prénom*;Deuxième prénom;Troisième prénom;Nom de famille*;"
                "Nom d’usage;Code sexe*;Date de naissance (jj/mm/aaaa)*;Code commune naissance**;"
                "Libellé commune naissance**;Code département naissance*;Code pays naissance*;Statut*;"
                "Code MEF*;Division*")
    text = "\r\n".join((
        headings, "012345678AB;Chloé;;;AUBIN;;F;22/02/2009;25056;;25;99100;ST;24133400111;1CAP",
        "123456789CD;Hélène;Marie;;N’DIAYE;;2;01/03/09;;Dakar;99;99341;AP;24133400111;1CAP", ""))
    wanted = {("AUBIN", "Chloé", "2009-02-22", "F"), ("N'DIAYE", "Hélène", "2009-03-01", "F")}
    for number, (encoding, marks) in enumerate((("utf-8", ";"), ("utf-8-sig", ","), ("cp1252", "\t"),
                                                ("mac_roman", ";"), ("utf-16", ";"))):
        path = os.path.join(folder, f"fregata-{number}")
        with open(path, "wb") as file:
            file.write(text.replace(";", marks).encode(encoding))
        seen = desk.json("import", path)
        tap.equal((seen["format"], seen["rows"], seen["rejected"], seen["unmapped"]), ("fregata", 2, 0, []),
                  f"INS-11 FREGATA in {encoding} is read")
        tap.equal((seen["created"], seen["unchanged"]), (2, 0) if number == 0 else (0, 2),
                  f"and in {encoding} it is the same list")
    tap.equal({(c["family_name"].replace("’", "'"), c["given_name"], c["birth_date"], c["sex"])
               for c in desk.candidates()}, wanted, "with its names, dates and sexes")
    packed = os.path.join(folder, "fregata.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/liste.csv", text.encode("cp1252"))
    seen = desk.json("import", packed)
    tap.equal((balance(seen), seen["source"]), ((2, 0, 0, 2, 0), "liste.csv"), "or compressed")


def check_layout(server, folder):
    """INS-11: what is said of columns and values once is not asked again."""
    desk = school(server, folder, 3)
    headings = ("Patronyme", "Prénom", "Né le", "Groupe", "Bus")
    first = write_rows(os.path.join(folder, "first.csv"), headings,
                       ("ÉVRARD", "Anaïs", "14/03/2009", "1CAP EPC", "12"))
    seen = desk.json("import", first, "--dry-run")
    tap.equal(sorted(seen["unmapped"]), ["Bus", "Groupe"], "columns that nobody knows are named")
    said = ("--column", "Groupe=division", "--ignore", "Bus", "--value",
            "division:1CAP EPC=1CAP-EPC")
    seen = desk.json("import", first, "--dry-run", *said)
    tap.equal(seen["unmapped"], [], "what is left out on purpose is not asked again")
    seen = desk.json("import", first, "--dry-run")
    tap.equal(sorted(seen["unmapped"]), ["Bus", "Groupe"], "a trial remembers nothing")
    desk.json("import", first, *said)
    tap.equal(desk.find("ÉVRARD")["division"], "1CAP-EPC", "the value is the one that was said")

    second = write_rows(os.path.join(folder, "second.csv"), ("PATRONYME", "prenom", *headings[2:]),
                        ("NUNES", "Rui", "15/03/2009", "1cap epc", "7"))
    seen = desk.json("import", second)
    tap.equal((seen["unmapped"], balance(seen)), ([], (1, 1, 0, 0, 0)),
              "INS-11 the next file of the layout needs no word")
    tap.equal(desk.find("NUNES")["division"], "1CAP-EPC", "and its values are read alike")

    other = write_rows(os.path.join(folder, "other.csv"), (*headings, "Cantine"),
                       ("ROUX", "Éva", "16/03/2009", "1CAP EPC", "7", "oui"))
    tap.equal(sorted(desk.json("import", other, "--dry-run")["unmapped"]),
              ["Bus", "Cantine", "Groupe"], "another layout is another matter")


def check_presets(server, folder):
    """INS-11: a preset has a name, and serves files of other headings."""
    desk = school(server, folder, 4)
    path = write_rows(os.path.join(folder, "preset.csv"),
                      ("Nom", "Prénom", "Né le", "Groupe", "Bus"),
                      ("ÉVRARD", "Anaïs", "14/03/2009", "1CAP EPC", "12"))
    other = write_rows(os.path.join(folder, "wider.csv"),
                       ("Bus", "Nom", "Prénom", "Né le", "Repas", "Groupe"),
                       ("7", "NUNES", "Rui", "15/03/2009", "oui", "1CAP EPC"))
    tap.equal(desk.json("import", "presets", "list"), [], "there is no preset at first")
    done = desk.run("import", path, "--preset", "Pronote")
    tap.ok(done.rc == 1 and "Pronote" in done.stderr and not desk.candidates(),
           "an unknown preset stops the import", done)
    desk.run("import", "presets", "save", "Pronote", path, "--column", "Groupe=division",
             "--ignore", "Bus", "--value", "division:1CAP EPC=1CAP-EPC", status=0)
    listed = desk.json("import", "presets", "list")
    tap.equal([(p["name"], p["columns"], p["values"]) for p in listed], [("Pronote", 2, 1)],
              "a preset says how much it decides")
    seen = desk.json("import", other, "--preset", "PRONOTE")
    tap.equal((seen["unmapped"], balance(seen)), (["Repas"], (1, 1, 0, 0, 0)),
              "a preset serves a file with more columns")
    tap.equal(desk.find("NUNES")["division"], "1CAP-EPC", "with its values")
    shown = desk.run("import", "presets", "list", status=0)
    tap.ok("Pronote" in shown.stdout, "the list can be read", shown)
    desk.run("import", "presets", "delete", "pronote", status=0)
    tap.equal(desk.json("import", "presets", "list"), [], "a preset can be deleted")
    tap.equal(desk.run("import", "presets", "delete", "pronote").rc, 1, "once")
    for words in (["presets"], ["presets", "save", "x"], ["presets", "delete"], ["presets", "burn"],
                  [path, "--column", "Groupe"], [path, "--column", "Groupe=poterie"],
                  [path, "--column", "Absente=division"], [path, "--ignore", "Absente"],
                  [path, "--value", "division"], [path, "--value", "poterie:a=b"]):
        done = desk.run("import", *words)
        tap.ok(done.rc in (1, 2) and len(done.stderr.strip().splitlines()) == 1,
               "one sentence: import " + " ".join(words).replace(folder, ""), done)


def check_template(server, folder):
    """INS-09, INS-12: the file to fill in holds who is known, and says how it is filled in."""
    desk = school(server, folder, 5)
    rows = [pupil(n) for n in range(30)]
    rows[3]["Code postal"], rows[4]["Adresse"] = "01000", "2, rue « Été » ; bât. =1"
    desk.json("import", write_rows(os.path.join(folder, "known.csv"), COLUMNS,
                                   *[[row[name] for name in COLUMNS] for row in rows]))
    for kind in ("csv", "ods"):
        path = os.path.join(desk.root, "out", "modele." + kind)
        desk.run("import", "template", "--output", path, status=0)
        seen = desk.json("import", path)
        tap.equal((balance(seen), seen["unmapped"]), ((30, 0, 0, 30, 0), []),
                  f"INS-12 the template as {kind}, imported as it is, changes nothing")
    path = os.path.join(desk.root, "out", "modele.csv")
    table = read_rows(path)
    tap.ok("Date de naissance" in table[0] and len(table) == 31, "it has the headings of the import",
           table[:2])
    table.append([{"Nom de famille": "NUNES", "Prénom 1": "Rui", "Sexe": "Mme",
                   "Date de naissance": "15/03/2009"}.get(name, "") for name in table[0]])
    table[1][table[0].index("Ville")] = "Dole"
    seen = desk.json("import", write_rows(path, *table))
    tap.equal(balance(seen), (31, 1, 1, 29, 0), "filled in, it creates and updates")
    shown = desk.run("import", "columns", status=0)
    tap.ok("Date de naissance" in shown.stdout and "Jour, mois, année" in shown.stdout,
           "INS-12 each column says what it takes", shown)
    columns = desk.json("import", "columns")
    tap.ok({c["field"] for c in columns if c["needed"]} >= {"family_name", "birth_date"},
           "INS-12 and which are needed", columns[:3])
    tap.ok(all(c["heading"] in table[0] for c in columns), "they are those of the template",
           [c["heading"] for c in columns])
    with zipfile.ZipFile(os.path.join(desk.root, "out", "modele.ods")) as book:
        tap.ok(all(xml.fromstring(book.read(name)) is not None for name in book.namelist()
                   if name.endswith(".xml")), "the workbook is well made")
    for words in ([], ["--output", "modele.pdf"], ["--output"], ["--output", "a.csv", "b"]):
        tap.equal(desk.run("import", "template", *words).rc, 2,
                  "wrong usage: import template " + " ".join(words))
    empty = school(server, folder, 6)
    path = os.path.join(empty.root, "out", "vide.ods")
    empty.run("import", "template", "--output", path, status=0)
    tap.equal(balance(empty.json("import", path)), (0, 0, 0, 0, 0),
              "the template of an establishment without candidates is empty")


def check_exams(server, folder):
    """INS-11: one file for several exams; an exam that is not open is said, and nothing is lost."""
    desk = school(server, folder, 7)
    server.admin("session", "add", "BTS", "2027-06", "--academy", "A03")
    server.admin("service", "set", "--academy", "A03", "--domain", "BTS", "--session", "2027-06",
                 "papillons=on")
    desk.run("sync", status=0)
    path = write_rows(os.path.join(folder, "exams.csv"),
                      ("Nom", "Prénom", "Né le", "Examen"),
                      ("ÉVRARD", "Anaïs", "14/03/2009", "CAP"),
                      ("NUNES", "Rui", "15/03/2007", "BTS 2027"),
                      ("ROUX", "Éva", "16/03/2008", "DNB"),
                      ("PETIT", "Luc", "17/03/2008", ""))
    report = os.path.join(desk.root, "out", "exams-report.csv")
    done = desk.run("import", path, "--session", "CAP/2027-06", "--report", report, "--json",
                    status=3)
    seen = done.json
    tap.equal(balance(seen), (4, 3, 0, 0, 1), "INS-11 a file may mix exams")
    tap.equal({s["session"]: s["rows"] for s in seen["sessions"]},
              {"CAP/2027-06": 2, "BTS/2027-06": 1}, "it says how many rows go where")
    tap.equal({(c["family_name"], c["session"]) for c in desk.candidates()},
              {("ÉVRARD", "CAP/2027-06"), ("NUNES", "BTS/2027-06"), ("PETIT", "CAP/2027-06")},
              "each candidature is in the session of its exam")
    fault = [f for f in seen["faults"] if f["blocking"]]
    tap.ok(len(fault) == 1 and fault[0]["line"] == 4 and "DNB" in fault[0]["message"],
           "the exam that is not open is named", fault)
    tap.equal(read_rows(report)[1][:4], ["ROUX", "Éva", "16/03/2008", "DNB"],
              "and its row comes back whole")
    for name in ("cap", "bts"):
        server.admin("reference", "load", os.path.join(
            os.environ["MACHAON_SOURCE_ROOT"], "data", "reference", name + ".reference"))
    desk.run("sync", status=0)
    codes = write_rows(os.path.join(folder, "codes.csv"), ("Nom", "Prénom", "Né le", "Code spécialité"),
                       ("BLANC", "Ida", "14/03/2008", "31224"), ("VIDAL", "Tom", "15/03/2007", "31309"))
    seen = desk.json("import", codes, "--session", "CAP/2027-06")
    tap.equal(({s["session"]: s["rows"] for s in seen["sessions"]}, desk.find("VIDAL")["session"]),
              ({"CAP/2027-06": 1, "BTS/2027-06": 1}, "BTS/2027-06"),
              "INS-11 without a column for it the code of the speciality says which exam")
    tap.equal(balance(desk.json("import", codes, "--session", "BTS/2027-06")), (2, 0, 0, 2, 0),
              "whichever session it is imported in")
    seen = desk.json("import", path, "--session", "BTS/2027-06", status=3)
    tap.equal(seen["rejected"], 1, "made in the other session, the same rows go to their exams")
    tap.equal(len([c for c in desk.candidates() if c["family_name"] == "NUNES"]), 1,
              "and nobody is registered twice for one exam")


def check_repairs(server, folder):
    """INS-11: what has one cause is put right as one, and rejected rows come back to be corrected."""
    desk = school(server, folder, 8)
    headings = ("Nom", "Prénom", "Né le", "Téléphone", "E-mail")
    path = write_rows(os.path.join(folder, "causes.csv"), headings,
                      *[(name, "Anaïs", f"03/{day}/2009", "199005501", "")
                        for name, day in (("ÉVRARD", 14), ("NUNES", 15), ("ROUX", 28))],
                      ("=PETIT", "Luc", "30/02/2009", "", "+1@x.example"),
                      ("DURAND", "", "17/03/2009", "", ""))
    seen = desk.json("import", path, "--dry-run", status=3)
    tap.equal(balance(seen), (5, 0, 0, 0, 5), "faulty rows are rejected")
    causes = {g["code"]: g for g in seen["groups"]}
    tap.ok(causes["impossible_date"]["count"] >= 3 and causes["impossible_date"]["repair"],
           "faults are told by cause, with the repair", seen["groups"])
    report = os.path.join(desk.root, "out", "causes-report.csv")
    seen = desk.json("import", path, "--repair", "impossible_date", "--report", report, status=3)
    tap.equal((seen["created"], seen["rows"]), (3, 5), "one repair puts right all rows of a cause")
    tap.equal(desk.find("ROUX")["birth_date"], "2009-03-28", "month and day change places")
    table = read_rows(report)
    tap.equal(table[0], [*headings, "_ligne", "_motif"], "the report has the file's own columns")
    tap.equal([row[-2] for row in table[1:]], ["5", "6"], "with the lines of the file")
    tap.ok(not any(cell.startswith(("=", "+", "@")) for row in table for cell in row),
           "INS-11 a spreadsheet runs nothing of it", table)
    table[1][0], table[1][2], table[1][4] = "PETIT", "27/02/2009", ""
    table[2][1] = "Ugo"
    seen = desk.json("import", write_rows(report, *table))
    tap.equal((balance(seen), seen["unmapped"]), ((2, 2, 0, 0, 0), []),
              "corrected, the report is imported; its own two columns are passed over")
    tap.equal(len(desk.candidates()), 5, "nobody of the file is lost")


def check_workbook_report(server, folder):
    """The report of a workbook has its columns and the row numbers that a spreadsheet shows."""
    desk = school(server, folder, 9)
    path = os.path.join(folder, "abime.xlsx")
    with zipfile.ZipFile(os.path.join(DATA, "classeur.xlsx")) as book, \
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as damaged:
        for name in book.namelist():
            damaged.writestr(name, book.read(name).replace(b"AUBIN", b""))
    report = os.path.join(desk.root, "out", "workbook.csv")
    seen = desk.json("import", path, "--report", report, status=3)
    tap.equal(balance(seen), (12, 11, 0, 0, 1), "a workbook with a faulty row")
    table = read_rows(report)
    line = [f["line"] for f in seen["faults"] if f["blocking"]][0]
    tap.equal((len(table), table[1][-2]), (2, str(line)), "its report names the spreadsheet's row")
    tap.equal(line, 4, "which is the one that a person sees")
    book = os.path.join(desk.root, "out", "workbook.ods")
    desk.json("import", path, "--dry-run", "--report", book, status=3)
    seen = desk.json("import", book, "--dry-run", status=3)
    tap.equal((balance(seen), seen["format"], seen["unmapped"]), ((1, 0, 0, 0, 1), "ods", ["Nom complet"]),
              "or a workbook again, which passes over its own two columns")
    table[1][table[0].index("Nom de famille")] = "AUBIN"
    seen = desk.json("import", write_rows(report, *table))
    tap.equal(balance(seen), (1, 1, 0, 0, 0), "corrected, it is imported")
    tap.equal(balance(desk.json("import", os.path.join(DATA, "classeur.xlsx"))), (12, 0, 0, 12, 0),
              "and the whole workbook has nothing more to bring")


def check_twins(server, folder):
    """Twins and homonyms stay two people; who is much alike is said."""
    desk = school(server, folder, 10)
    headings = ("INE", "Nom", "Prénom", "Né le")
    path = write_rows(os.path.join(folder, "twins.csv"), headings,
                      ("100000001AA", "ÉVRARD", "Anaïs", "14/03/2009"),
                      ("100000002BB", "ÉVRARD", "Anna", "14/03/2009"),
                      ("", "DUPONT", "Luc", "15/03/2009"),
                      ("", "DUPOND", "Luc", "15/03/2009"))
    seen = desk.json("import", path)
    tap.equal(balance(seen), (4, 4, 0, 0, 0), "twins and people much alike are all created")
    tap.ok(any({p["line"], p["other_line"]} == {4, 5} for p in seen["pairs"]),
           "who is much alike is told side by side", seen["pairs"])
    tap.ok(not any(p["line"] in (2, 3) for p in seen["pairs"]), "twins with an INE each are not",
           seen["pairs"])
    tap.equal(balance(desk.json("import", path)), (4, 0, 0, 4, 0), "and again nothing changes")
    path = write_rows(os.path.join(folder, "numbers.csv"), ("N° Candidat", *headings[1:], "Classe"),
                      ("02012345678", "MOREL", "Ana", "14/03/2009", "1CAP"),
                      ("02012345679", "MOREL", "Ana", "14/03/2009", "2CAP"))
    seen = desk.json("import", path)
    tap.equal((balance(seen), len([c for c in desk.candidates() if c["family_name"] == "MOREL"])),
              ((2, 2, 0, 0, 0), 2), "two candidate numbers are two people, here and on the server")
    tap.equal(balance(desk.json("import", path)), (2, 0, 0, 2, 0), "and stay so")


def check_five_kinds(server, folder):
    """INS-11: 3 000 rows with five kinds of error: five decisions; the next file of the layout: none."""
    desk = school(server, folder, 11)
    headings = ("Nom", "Prénom", "Date de naissance", "Sexe", "E-mail", "Téléphone", "Classe")

    def file(name, first):
        rows = []
        for n in range(first, first + 3000):
            letters = "".join(chr(ord("A") + n // 26 ** k % 26) for k in range(3))
            family = ("LÉVÊQUE-" if n % 7 == 0 else "AUBIN-") + letters
            if n % 7 == 0:
                family = family.encode().decode("cp1252")
            rows.append((family, "Zoé" if n % 5 else "Léa", f"{n % 12 + 1:02d}/{n % 28 + 1:02d}/2009",
                         "féminin (F)" if n % 3 == 0 else "F",
                         f"e{n}{' @exemple,invalid' if n % 11 == 0 else '@exemple.invalid'}",
                         "O1 99 OO 00 0" + str(n % 10) if n % 17 == 0 else "", "1CAP"))
        return write_rows(os.path.join(folder, name), headings, *rows)

    path = file("five.csv", 0)
    decisions = []
    seen = desk.json("import", path, "--dry-run", status=3)
    tap.ok(seen["rejected"] > 1000, "five kinds of error reject many rows", balance(seen))
    for _ in range(6):
        causes = [g["code"] for g in seen["groups"] if g["repair"]]
        if not causes:
            break
        decisions += ["--repair", causes[0]]
        seen = desk.run("import", path, "--dry-run", *decisions, "--json").json
    kinds = decisions[1::2]
    tap.ok(len(kinds) <= 5 and balance(seen) == (3000, 3000, 0, 0, 0),
           "INS-11 five decisions leave nothing rejected", (kinds, balance(seen)))
    tap.equal((sorted(set(kinds)), seen["faults"]),
              (sorted(("garbled", "impossible_date", "not_a_phone", "not_an_email", "unknown_sex")),
               []), "one for each cause, and nothing to check")
    seen = desk.json("import", path, *decisions)
    tap.equal(balance(seen), (3000, 3000, 0, 0, 0), "all 3 000 are created")
    tap.ok({c["family_name"].split("-")[0] for c in desk.candidates()} == {"AUBIN", "LÉVÊQUE"}
           and {c["sex"] for c in desk.candidates()} == {"F"}, "with their accents, and as F")
    seen = desk.json("import", file("five-next.csv", 3000))
    tap.equal((balance(seen), seen["faults"]), ((3000, 3000, 0, 0, 0), []),
              "INS-11 the next file of the layout needs no decision")
    tap.ok(0 < len(seen["edits"]) <= 5, "what was put right by itself is told", seen["edits"])


def check_decisions(server, folder):
    """A cell, who is who, old and new: by machaonctl as in the window. INS-13: and whom to ask."""
    desk = school(server, folder, 12)
    server.admin("service", "set", "--academy", "A03", "--domain", "CAP", "--session", "2027-06",
                 "contact=DEC 3 CAP, 0199000030")
    headings = ("INE", "Nom", "Prénom", "Né le", "Classe", "Téléphone")
    desk.json("import", write_rows(
        os.path.join(folder, "known.csv"), headings,
        ("100000001AA", "AUBIN", "Léa", "22/02/2009", "1CAP", ""),
        ("100000002BB", "AUBIN", "Léa", "22/02/2009", "2CAP", ""),
        ("", "DUPONT", "Luc", "15/03/2009", "1CAP", "0199000001")))
    path = write_rows(os.path.join(folder, "news.csv"), headings,
                      ("", "AUBIN", "Léa", "22/02/2009", "", "0199000002"),
                      ("", "DUPOND", "Luc", "15/03/2009", "2CAP", "0199000003"),
                      ("", "ROUX", "Éva", "31/02/2009", "1CAP", ""))
    report = os.path.join(desk.root, "out", "decisions.csv")
    done = desk.run("import", path, "--dry-run", "--report", report, status=3)
    tap.equal(done.stdout.count("En cas de difficulté"), 1, "INS-13 whom to ask, once", )
    tap.ok("DEC 3 CAP, 0199000030" in done.stdout, "INS-13 the contact of the exam office", done)
    tap.ok("DUPOND Luc, 2009-03-15, 2CAP" in done.stdout and "DUPONT Luc, 2009-03-15, 1CAP" in done.stdout
           and "--same 3=" in done.stdout and done.stdout.count("--other 2=") == 2,
           "who looks alike stands on the screen, both sides, with what to type", done)
    tap.ok(all("DEC 3 CAP" in row[-1] for row in read_rows(report)[1:]), "INS-13 in the report too")
    seen = desk.json("import", path, "--dry-run", status=3)
    tap.equal(balance(seen), (3, 1, 0, 0, 2), "a homonym and an impossible date are rejected")
    tap.ok(all("DEC 3 CAP" in f["help"] for f in seen["faults"] if f["blocking"]), "INS-13 in JSON")
    pairs = [p for p in seen["pairs"] if p["line"] == 2]
    tap.equal(sorted((p["kind"], p["other"]["division"]) for p in pairs),
              [("conflict", "1CAP"), ("conflict", "2CAP")], "both sides of who it may be")
    likely = [p for p in seen["pairs"] if p["line"] == 3]
    tap.equal([(p["candidate"]["family_name"], p["other"]["family_name"]) for p in likely],
              [("DUPOND", "DUPONT")], "and of who is much alike")
    second = next(p["person"] for p in pairs if p["other"]["division"] == "2CAP")
    said = ("--same", f"2={second}", "--same", "3", "--cell", "4:Né le=28/02/2009")
    seen = desk.json("import", path, "--dry-run", *said)
    tap.equal(balance(seen), (3, 1, 2, 0, 0), "what is said of cells and people counts at once")
    changes = {(c["line"], c["field"]): (c["from"], c["to"]) for c in seen["changes"]}
    tap.equal(changes, {(2, "phone"): (None, "0199000002"),
                        (3, "family_name"): ("DUPONT", "DUPOND"), (3, "division"): ("1CAP", "2CAP"),
                        (3, "phone"): ("0199000001", "0199000003")}, "old and new, cell by cell")
    desk.json("import", path, *said)
    tap.equal(sorted((c["family_name"], c["division"], c["phone"]) for c in desk.candidates()),
              [("AUBIN", "1CAP", None), ("AUBIN", "2CAP", "0199000002"),
               ("DUPOND", "2CAP", "0199000003"), ("ROUX", "1CAP", None)], "and is what is imported")
    write_rows(path, headings, ("", "AUBIN", "Léa", "22/02/2009", "3CAP", "0199000004"))
    third = desk.json("import", path, "--other", "2")
    tap.equal(third["created"], 1, "somebody else is somebody else")
    tap.equal(len([c for c in desk.candidates() if c["family_name"] == "AUBIN"]), 3,
              "and three homonyms are three people")
    write_rows(path, headings, ("", "AUBIN", "Léa", "22/02/2009", "", "0199000005"),
               ("", "PETIT", "Luc", "22/02/2009", "", ""))
    for words in (["--cell", "3"], ["--cell", "99:Nom=X"], ["--cell", "3:Absente=X"],
                  ["--cell", "x:Nom=Y"], ["--same", "3"], ["--same", "2"], ["--other", "abc"],
                  ["--same", "2=nobody"], ["--repair", "nothing"]):
        done = desk.run("import", path, "--dry-run", *words)
        tap.ok(done.rc in (1, 2) and len(done.stderr.strip().splitlines()) == 1,
               "one sentence: import " + " ".join(words), done)
    broken = os.path.join(folder, "broken.csv")
    with open(broken, "wb") as file:
        file.write(b"a;b\n1;2\n")
    done = desk.run("import", broken)
    tap.ok(done.rc == 1 and "DEC 3 CAP" in done.stderr and len(done.stderr.splitlines()) == 1,
           "INS-13 a file that cannot be read names whom to ask", done)


def main():
    folder = tempfile.mkdtemp(prefix="machaon-layouts-")
    try:
        with Server(folder, demo=True) as server:
            for check in (check_workbooks, check_siecle, check_fregata, check_layout, check_presets,
                          check_template, check_repairs, check_workbook_report, check_twins, check_five_kinds,
                          check_decisions, check_exams):
                tap.run(check.__name__, check, server, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
