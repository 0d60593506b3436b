# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program exports comes back without a change, whatever list it is and whatever names,
zeros and signs stand in it; and a French spreadsheet opens it right and runs nothing of it."""
import csv
import os
import shutil
import sys
import tempfile

from client import make_school
from server import Server
from tap import Tap

tap = Tap()
BALANCE = ("rows", "created", "updated", "unchanged", "rejected")
HEADINGS = ("INE;Nom de famille;Nom d'usage;Prénom 1;Prénom 2;Prénom 3;Date de naissance;Sexe;"
            "Commune de naissance;Code commune naissance;Département de naissance;"
            "Pays de naissance;Nationalité;Adresse 1;Adresse 2;Adresse 3;Code postal;Ville;Pays;"
            "Téléphone;E-mail;N° candidat;N° Océan;Division;Code spécialité;Spécialité;"
            "Catégorie candidat;Code MEF;Enseignements").split(";")
# What is hard about each of them stands first.
PUPILS = (
    ("plain", "100000001AA;AUBIN;;Zoé;;;22/02/2009;F;Besançon;25056;25;99100;Française;"
     "1 rue de l'École;;;25000;Besançon;;0199000001;zoe.aubin@exemple.invalid;01234567890;;"
     "1CAP-EPC;31224;Équipier polyvalent du commerce;SCOLAIRE;24131224111;"),
    ("zeros", "000000002BB;BLANC;;Luc;;;01/01/2008;M;Bourg-en-Bresse;01053;01;99100;;"
     "2 rue du Lac;;;01000;Bourg-en-Bresse;;0199000002;;00000000012;007;0001;00123;Pâtissier;;"
     "00012345678;"),
    ("small letters and three given names", "100000003CC;de La Tour d'Auvergne;Évrard;Jean-Noël;"
     "Marie;Ève;29/02/2008;M;Ajaccio;2A004;2A;99100;;;;;20000;Ajaccio;;+33199000003;;;;1CAP EPC;"
     "31224;Équipier polyvalent du commerce;;;"),
    ("signs of a file and of a formula", "100000004DD;O'NEILL;;Éléonore;;;14/07/2009;F;Saint-Denis;"
     "97411;974;99100;;\"=2+5;cmd|' /C calc'!A0\";\"+33, rue \"\"Été\"\"\";@maison;97400;"
     "-Saint-Denis;;;;;;'TMA';;\"=HYPERLINK(\"\"x\"\")\";;;\"Anglais; Espagnol\""),
    ("no INE", ";N'DIAYE;;Awa;;;03/12/2009;F;Dakar;;099;99341;Sénégalaise;\"Bât. A\";;;;;Sénégal;"
     "+221338200000;;;;1CAP-EPC;31224;Équipier polyvalent du commerce;;;"),
    ("a homonym", "100000006FF;AUBIN;;Zoé;;;22/02/2009;F;Dole;39198;39;99100;;;;;39100;Dole;;;;;;"
     "1CAP-EPC;31224;Équipier polyvalent du commerce;;;"),
    ("a twin", "100000007GG;AUBIN;;Zélie;;;22/02/2009;F;Besançon;25056;25;99100;;;;;25000;Besançon;"
     ";;;;;1CAP-EPC;31224;Équipier polyvalent du commerce;;;"),
    ("nearly nothing", ";PETIT;;Ugo;;;30/11/2009;;;;;;;;;;;;;;;;;;;;;;"),
)
# Each list, and the columns of it that only people write on.
LISTS = {"simple-list": [], "detailed-list": [], "recap": [], "signature-sheet": ["Signature"],
         "grid": ["Confirmation signée"],
         "bordereau": ["Confirmation", "Pièces", "Manque encore", "Code"]}
FOR_REGISTERED = ("signature-sheet", "grid", "bordereau", "recap")


def balance(seen):
    return tuple(seen[key] for key in BALANCE)


def read_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def state(desk):
    return sorted(desk.candidates(), key=lambda c: c["id"])


def check_spreadsheet(path, name):
    """INS-12: what a French spreadsheet does with the file."""
    with open(path, "rb") as file:
        content = file.read()
    tap.ok(content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content and b";" in content,
           f"{name}: a mark, semicolons and the ends of lines that a spreadsheet wants", content[:80])
    running = [cell for row in read_rows(path) for cell in row if cell[:1] in tuple("=+-@\t\r")
               and not cell.lstrip("=").strip('"').isdigit()]
    tap.equal(running, [], f"{name}: no cell is a formula")


def check_comes_back(desk, path, name, rows, by_hand=()):
    before = state(desk)
    seen = desk.run("import", path, "--json").json
    tap.equal(balance(seen), (rows, 0, 0, rows, 0), f"{name}, imported again: 0 changes")
    tap.equal(seen["unmapped"], list(by_hand), f"{name}: every heading is known")
    tap.equal([f for f in seen["faults"] if f["blocking"]], [], f"{name}: nothing refused")
    changed = [(new["family_name"], key, old[key], new[key])
               for old, new in zip(before, state(desk)) for key in old if old[key] != new[key]]
    tap.equal(changed, [], f"{name}: every candidate is as he was")


def check_lists(desk, names):
    out = os.path.join(desk.root, "out")
    states = [c["state"] for c in desk.candidates()]
    for name in names:
        rows = states.count("registered") if name in FOR_REGISTERED else len(states)
        for options in ((), ("--text-cells",)):
            path = os.path.join(out, name + ".csv")
            desk.run("documents", name, "--output", path, *options, status=0)
            said = " ".join((name, *options))
            check_spreadsheet(path, said)
            check_comes_back(desk, path, said, rows, LISTS[name])


def check_files(desk):
    out = os.path.join(desk.root, "out")
    path = os.path.join(out, "candidats.csv")
    listed = desk.run("candidates", "list", "--format", "csv", status=0)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(listed.stdout.replace("\r\n", "\n").replace("\n", "\r\n"))
    check_spreadsheet(path, "candidates list")
    check_comes_back(desk, path, "candidates list", len(PUPILS))
    for kind in ("csv", "ods"):
        path = os.path.join(out, "modele." + kind)
        desk.run("import", "template", "--output", path, status=0)
        check_comes_back(desk, path, "template." + kind, len(PUPILS))
    check_spreadsheet(os.path.join(out, "modele.csv"), "template")


def fill_in(desk):
    """Every field that a registration has, for one of them."""
    values = {"passage": "Forme globale", "diploma": "Brevet", "acquis_year": "2025",
              "acquis_academy": "Besançon", "handicap": "1", "adjustment": "0", "consent_press": "1",
              "consent_private": "0", "consent_authorities": "1", "nationality": "Française"}
    fields = {f["name"] for f in desk.json("candidates", "fields")}
    tap.ok(set(values) <= fields, "the fields are there", sorted(set(values) - fields))
    desk.run("candidates", "set", desk.find("BLANC")["id"], *[f"{k}={v}" for k, v in values.items()],
             status=0)
    seen = desk.find("BLANC")
    tap.equal({k: seen[k] for k in values if k in seen}, {k: v for k, v in values.items() if k in seen},
              "and have values")


def check_homonyms(desk, folder):
    """A row that may be about one of two people who look the same changes neither."""
    path = os.path.join(folder, "homonymes.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write("Nom;Prénom;Né le;Téléphone\nAUBIN;Zoé;22/02/2009;0199000077\n")
    before = state(desk)
    seen = desk.run("import", path, "--json").json
    tap.equal((balance(seen), [f["code"] for f in seen["faults"]]),
              ((1, 0, 0, 0, 1), ["several_people"]), "a row of two homonyms waits for a person")
    tap.equal({(p["kind"], p["line"]) for p in seen["pairs"]}, {("conflict", 2)},
              "who it may be is told")
    tap.equal((len(seen["pairs"]), state(desk)), (2, before), "and neither of them is changed")


def main():
    folder = tempfile.mkdtemp(prefix="machaon-round-trip-")
    try:
        with Server(folder, demo=True) as server:
            desk = make_school(server, folder, contact=False)
            path = os.path.join(folder, "eleves.csv")
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n".join([";".join(HEADINGS)] + [text for _, text in PUPILS]) + "\n")
            seen = desk.json("import", path)
            tap.equal(balance(seen), (len(PUPILS), len(PUPILS), 0, 0, 0), "hard names are taken")
            tap.run("files", check_files, desk)
            tap.run("lists", check_lists, desk, ("simple-list", "detailed-list"))
            tap.run("a full registration", fill_in, desk)
            desk.run("finalise", "--all-ready", status=0)
            tap.run("files, registered", check_files, desk)
            tap.run("lists, registered", check_lists, desk, LISTS)
            tap.run("homonyms", check_homonyms, desk, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
