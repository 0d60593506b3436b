#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Registration from machaonctl against a running machaond: an exam's reference, what stands against
finalising and its fixes, numbers and versions, imports taken back, files compared, pupils who
change school. INS-10 to INS-20, REG-13 to REG-42."""
import contextlib
import csv
import os
import random
import re
import sqlite3
import sys
import tempfile

from client import ACADEMY, Desk, Portal, add_desk, make_school, pdf_pages, pupil, read_slips, write_csv
from server import Server
from tap import Tap

tap = Tap()
REFERENCES = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "data", "reference")
PORTAL = "https://examens.machaon.example"
N = 60
OTHER = "0250002B"
# What the store of a school holds of a pupil, whoever numbered him.
OWN = ("version", "pending")


def out(desk, name):
    return os.path.join(desk.root, "out", name)


def state_of(desk):
    """What the server has of the school, as a fresh list shows it."""
    desk.run("sync", status=0)
    rows = desk.candidates()
    return sorted(tuple(sorted((k, v) for k, v in row.items() if k not in OWN)) for row in rows)


def field(form, name):
    return next(one for tab in form["tabs"] for one in tab["fields"] if one["name"] == name)


def check_group_fixes(server, desk):
    """Three fixes make a cohort ready; nothing is finalised with a blocker."""
    rows = [pupil(i) for i in range(N)]
    for i, row in enumerate(rows):
        row["Code spécialité"], row["Spécialité"] = ("", "") if i % 5 == 0 else ("31224", "EPC")
    desk.json("import", write_csv(out(desk, "cohort.csv"), rows))
    seen = desk.json("blockers", "list")
    found = {group["key"]: group["count"] for group in seen["groups"]}
    tap.equal((seen["pre_registered"], seen["ready"], found),
              (N, 0, {"category:missing": N, "passage:missing": N, "specialty_code:missing": N // 5,
                      "tests:not_chosen:Langue vivante étrangère": N - N // 5}),
              "INS-15 what stands against finalising, grouped")
    tap.ok(any(group["sentence"] == f"{N // 5} sans spécialité" for group in seen["groups"]),
           "in the words of the procedure", [group["sentence"] for group in seen["groups"]])
    done = desk.json("finalise", "--all-ready")
    tap.equal((done["finalised"], len(done["blocked"])), (0, N), "nobody is finalised with a blocker")
    done = desk.run("blockers", "fix", "category:missing", "Pilote de ligne", "--json")
    tap.ok(done.rc in (1, 2) and "SCOLAIRE CAP EN 2 ANS (122)" in done.stderr and done.is_one_json(),
           "a value that is none is refused, with those that are", done)
    fixes = (("specialty_code:missing", "31224", N // 5), ("category:missing", "122", N),
             ("passage:missing", "globale", N))
    for key, value, n in fixes:
        seen = desk.json("blockers", "fix", key, value)
        tap.equal((seen["fixed"], seen["left"]), (n, 0), f"one answer for the group {key}")
    done = desk.run("blockers", "fix", "tests:not_chosen:Langue vivante étrangère", "Klingon")
    tap.ok(done.rc != 0 and "Anglais" in done.stderr, "REG-31 an option that the test does not have", done)
    desk.json("blockers", "fix", "tests:not_chosen:Langue vivante étrangère", "anglais")
    seen = desk.json("blockers", "list")
    tap.equal((seen["ready"], seen["groups"]), (N, []), "then everybody is ready")
    # Two of them lose something at the last moment, one here and one behind our back.
    ids = [row["id"] for row in desk.candidates()]
    desk.run("candidates", "set", ids[0], "passage=", status=0)
    done = desk.json("finalise", "--all-ready")
    tap.equal((done["finalised"], [one["id"] for one in done["blocked"]]), (N - 1, ids[:1]),
              "“Finaliser les prêts” takes those who are ready and nobody else")
    desk.run("candidates", "set", ids[0], "passage=globale", status=0)
    tap.equal(desk.json("finalise", ids[0])["finalised"], 1, "the last one follows")
    return ids


def check_server_refuses(server, folder, desk, ids):
    """The server computes it again: a desktop that is wrong finalises nobody."""
    desk.json("import", write_csv(out(desk, "late.csv"), [pupil(500)]))
    late = next(row["id"] for row in desk.candidates() if row["ine"] == pupil(500)["INE"])
    bela = add_desk(server, folder, "b.lemoine")
    server.stop()
    # Ready for this desk, which does not see what its colleague empties.
    for word in ("specialty_code=31224", "category=122", "passage=globale", "tests=EG5=Anglais"):
        desk.run("candidates", "set", late, word, status=5)
    seen = desk.run("finalise", late, "--json", status=5)
    tap.equal(seen.json["finalised"], 1, "offline it is finalised here")
    row = next(one for one in desk.candidates() if one["id"] == late)
    tap.ok(row["registration_number"] is None, "without a number yet", row)
    path = out(desk, "provisional.pdf")
    desk.run("documents", "confirmations", "--only", late, "--output", path, status=0)
    tap.ok("PROVISOIRE" in pdf_pages(path)[0], "REG-42 whose confirmation is PROVISOIRE")
    desk.run("candidates", "set", ids[6], "city=Pontarlier", status=5)
    desk.run("documents", "confirmations", "--only", ids[6], "--output", path, status=0)
    tap.ok("PROVISOIRE" in pdf_pages(path)[0], "so is one that was changed and not sent")
    server.start()
    bela.run("candidates", "set", late, "sex=", status=0)
    done = desk.run("sync")
    row = next(one for one in desk.candidates() if one["id"] == late)
    tap.ok(done.rc == 1 and row["state"] == "pre_registered" and row["registration_number"] is None,
           "nothing is finalised with a blocker, whoever emptied the field", (done, row))
    bela.run("candidates", "set", late, "sex=F", status=0)


def check_numbers(desk, ids):
    """REG-37, REG-42, REG-51: eleven digits, the rank, the version."""
    rows = {row["id"]: row for row in desk.candidates()}
    numbers = [rows[one]["candidate_number"] for one in ids]
    tap.ok(len(set(numbers)) == len(ids) and all(re.fullmatch(r"0\d{10}", n) for n in numbers),
           "REG-37 each has a candidate number of his own, 11 digits", numbers[:3])
    shown = desk.json("candidates", "show", ids[1])
    tap.equal(shown["registration"], "001 Version 1", "REG-42 and a registration number")
    desk.run("candidates", "set", ids[1], "division=2CAP", status=0)
    tap.equal(desk.json("candidates", "show", ids[1])["registration"], "001 Version 2",
              "REG-51 a change makes the next version")
    desk.run("candidates", "set", ids[1], "confirmation_received_on=2026-11-20", status=0)
    tap.equal(desk.json("candidates", "show", ids[1])["registration"], "001 Version 2",
              "what comes back on paper makes none")
    done = desk.run("candidates", "set", ids[1], "category=")
    tap.ok(done.rc == 1 and desk.json("candidates", "show", ids[1])["registration"] == "001 Version 2",
           "what is registered does not come to lack something", done)


def check_form(server, desk, ids):
    """REG-13 to REG-40: tabs and fields from the reference."""
    form = desk.json("candidates", "show", ids[2])
    tap.equal([tab["tab"] for tab in form["tabs"]],
              ["identification", "candidature", "qualification", "acquis", "tests", "summary", "number"],
              "the tabs of the reference")
    tap.equal([tab["tab"] for tab in form["tabs"] if tab["saves"]], ["number"],
              "domain.md 3: where the button that saves stands")
    tap.ok("SCOLAIRE CAP EN 2 ANS (122)" in field(form, "category")["choices"]
           and field(form, "category")["needed"], "REG-13 the category is chosen", field(form, "category"))
    tests = {test["code"]: test for test in form["tests"]}
    tap.equal((tests["EG5"]["option"], tests["EG5"]["position"], tests["EG5"]["mode"],
               tests["EF1"]["position"], tests["EG1-A"]["parent"]),
              ("Anglais", "registered", "CCF", "not_registered", "EG1"),
              "REG-31 to REG-34 tests with position, mode, option and parts")
    desk.run("candidates", "set", ids[2], "acquis=diplome", "acquis_diploma=BAC", "acquis_year=2017",
             "acquis_academy=CORSE", "handicap=oui", "consent_press=non", status=0)
    form = desk.json("candidates", "show", ids[2])
    exempted = [test["code"] for test in form["tests"] if test["position"] == "exempted"]
    tap.ok(exempted and field(form, "handicap")["value"] == "1"
           and field(form, "consent_press")["value"] == "0", "REG-15, REG-16, REG-20, REG-28", exempted)
    desk.run("candidates", "set", ids[2], "retaken_tests=EG2", status=0)
    again = [test["code"] for test in desk.json("candidates", "show", ids[2])["tests"]
             if test["position"] == "exempted"]
    tap.equal(set(exempted) - set(again), {"EG2"}, "REG-21 an exempted test is taken again")
    with contextlib.closing(sqlite3.connect(os.path.join(server.data, "machaon.db"))) as database:
        looks = database.execute("SELECT actor, detail FROM audit WHERE action = 'health'").fetchall()
    tap.ok(looks and {actor for actor, _ in looks} == {"a.martin"} and "handicap" not in looks[0][1],
           "domain.md 9: a look at it is in the log, its value is not", looks)
    tap.ok("handicap" not in desk.candidates()[0] and "adjustment" not in desk.candidates()[0],
           "what tells something about health stands in no list")


def check_by_hand(desk):
    """INS-10: one pupil by hand; the same person is noticed."""
    him = ["family_name=Nouvel", "given_name=Ange", "birth_date=12/05/2008", "sex=M", "ine=123456789AB"]
    made = desk.json("candidates", "add", *him, "specialty_code=31224", "category=122", "passage=globale",
                     "tests=EG5=Anglais")
    row = next(one for one in desk.candidates() if one["id"] == made["id"])
    tap.ok(row["state"] == "pre_registered" and row["category"] == "SCOLAIRE CAP EN 2 ANS (122)"
           and row["specialty"] == "Équipier polyvalent du commerce", "INS-10, INS-14 registered by hand", row)
    for same in (him, ["family_name=NOUVEL", "given_name=ange", "birth_date=2008-05-12"]):
        done = desk.run("candidates", "add", *same)
        tap.ok(done.rc in (1, 2) and made["id"] in done.stderr, "the same person is noticed", done)
    done = desk.run("candidates", "add", "family_name=Nouvelle", "given_name=Ange", "birth_date=2008-05-12", "--json")
    tap.ok(done.rc == 0 and "Ange" in done.stderr, "and somebody one slip away is named", done)
    done = desk.run("candidates", "add", "family_name=Nouvel", "given_name=Ange", "birth_date=2008-05-12",
                    "--other-person", "--json")
    tap.ok(done.rc == 0 and sum(one["given_name"] == "Ange" for one in desk.candidates()) == 3,
           "a homonym is two people once somebody said so", done)
    done = desk.run("candidates", "add", "given_name=Ange", "birth_date=2008-05-12", "sex=M")
    tap.ok(done.rc in (1, 2) and "Nom de famille" in done.stderr, "what is needed is named", done)
    desk.run("finalise", made["id"], status=0)
    desk.run("candidates", "set", made["id"], "city=Ornans", "division=3CAP", status=0)
    versions = desk.json("candidates", "history", made["id"])
    first = next(one for one in versions if one["version"] == 1)
    tap.ok(versions[0]["version"] == 2 and {c["field"]: c["after"] for c in versions[0]["changes"]}
           == {"city": "Ornans", "division": "3CAP"} and versions[0]["by"] == "a.martin"
           and {"state", "candidate_number"} <= {c["field"] for c in first["changes"]},
           "REG-51 each version with what it changed, when and by whom", versions)


def check_confirmation(desk, ids):
    """REG-34, REG-42: the confirmation says the tests, the numbers and what to join."""
    path = out(desk, "confirmation.pdf")
    desk.json("documents", "confirmations", "--only", ids[2], "--output", path)
    front, back = (" ".join(page.replace("\u00a0", " ").split()) for page in pdf_pages(path))
    row = next(one for one in desk.candidates() if one["id"] == ids[2])
    version = desk.json("candidates", "show", ids[2])["registration"].split()[-1]
    tap.ok(f"N° candidat {row['candidate_number']}" in front and "N° inscription 001" in front
           and f"Version {int(version):02d}" in front and "PROVISOIRE" not in front,
           "REG-42 numbers and version", front)
    tap.ok("EG2 - Mathématiques et physique-chimie CCF Inscrit" in front
           and "EG3 - Éducation physique et sportive Dispensé" in front and "EF1" not in front
           and "J'ai obtenu" in front, "REG-34 each test with form and position", front)
    asked = desk.json("candidates", "show", ids[2])["documents"]
    tap.ok(asked and all(" ".join(one.split()) in back for one in asked), "REG-44 what this candidate has to join",
           (asked, back))
    grid = out(desk, "grid.csv")
    desk.json("documents", "grid", "--output", grid)
    with open(grid, encoding="utf-8-sig", newline="") as stream:
        text = stream.read()
    tap.ok(";;;—;—" in text, "the grid asks nobody for what is not his", text[-600:])


def check_bulk(desk):
    """One value of one column for a selection."""
    before = [row for row in desk.candidates() if row["division"] == "1CAP-1"]
    seen = desk.json("candidates", "set-all", "teachings=Anglais euro", "--division", "1CAP-1")
    after = [row for row in desk.candidates() if row["teachings"] == "Anglais euro"]
    tap.ok(seen["changed"] == len(after) == len(before) > 0, "a column of a selection", seen)
    seen = desk.json("candidates", "set-all", "city=Dole", "--only", ",".join(r["id"] for r in after[:3]))
    tap.equal((seen["changed"], sum(row["city"] == "Dole" for row in desk.candidates())), (3, 3),
              "of the persons, too")
    done = desk.run("candidates", "set-all", "birth_date=31/02/2009")
    tap.ok(done.rc != 0, "a value that cannot be changes nobody", done)


def random_rows(rng, known, n):
    """Rows of which some are known pupils with other values, and some are new."""
    rows = []
    for _ in range(n):
        number = rng.choice(known) if known and rng.random() < 0.5 else rng.randrange(1000, 9000)
        if number in [int(row["INE"][:9]) for row in rows]:
            continue
        row = pupil(number)
        for name, values in (("Division", ("A", "B", "C", "")), ("Ville", ("Dole", "Vesoul", "Besançon")),
                             ("Adresse", ("1 rue A", "2 rue B")), ("Nom d'usage", ("", "DUVAL"))):
            if rng.random() < 0.5:
                row[name] = rng.choice(values)
        rows.append(row)
    return rows


def check_undo(server, folder):
    """Random import, then undo: the same state; what was edited since stays."""
    desk = make_school(server, folder, "0250003C", "Lycée des Ormes", "c.duval")
    rng = random.Random(7)
    known = []
    for step in range(6):
        before = state_of(desk)
        seen = desk.json("import", write_csv(out(desk, f"r{step}.csv"), random_rows(rng, known, 25)))
        runs = desk.json("import", "history")
        if seen["import"] is None:
            continue
        tap.ok(runs[0]["id"] == seen["import"] and runs[0]["login"] == "c.duval"
               and runs[0]["file"] == f"r{step}.csv" and len(runs[0]["digest"]) == 64
               and int(runs[0]["rows"]) == seen["rows"], f"import {step}: who, when, file, hash", runs[0])
        if step % 2 == 1:
            undone = desk.json("import", "undo", seen["import"])
            tap.ok(len(undone["removed"]) == seen["created"] + seen["updated"] and not undone["kept"]
                   and not undone["impossible"], f"import {step}: taken back", undone)
            tap.equal(state_of(desk), before, f"import {step}: the state is as before")
            tap.equal(desk.json("import", "history")[0]["undone_by"], "c.duval", "and the list says so")
        else:
            known += [int(row["ine"][:9]) for row in desk.candidates()]
    rows = [pupil(9001 + i) for i in range(6)]
    seen = desk.json("import", write_csv(out(desk, "mine.csv"), rows))
    mine = {row["ine"]: row for row in desk.candidates()}
    edited, ready, gone = (mine[row["INE"]]["id"] for row in rows[:3])
    desk.run("candidates", "set", edited, "city=Ornans", status=0)
    for word in ("category=122", "passage=globale", "tests=EG5=Anglais"):
        desk.run("candidates", "set", ready, word, status=0)
    desk.run("finalise", ready, status=0)
    desk.run("candidates", "withdraw", gone, "--reason", "Déménagement", "--date", "2026-11-20", status=0)
    undone = desk.json("import", "undo", seen["import"], status=3)
    tap.equal((len(undone["removed"]), [one["candidature"] for one in undone["kept"]],
               sorted(one["reason"] for one in undone["impossible"])),
              (3, [edited], ["finalised", "withdrawn"]), "rows edited since stay, and each says why")
    tap.ok("Ville" in undone["kept"][0]["message"] and rows[0]["Nom de famille"].title() in
           undone["kept"][0]["name"].title(), "in words, by name", undone["kept"])
    left = {row["ine"] for row in desk.candidates()} & {row["INE"] for row in rows}
    tap.equal(left, {row["INE"] for row in rows[:3]}, "and they are still there")
    tap.equal(desk.run("import", "undo", "00000000-0000-7000-8000-000000000000").rc, 1, "no such import")
    # One that never left this computer.
    server.stop()
    held = desk.run("import", write_csv(out(desk, "held.csv"), [pupil(9100)]), "--json", status=5).json
    desk.run("import", "undo", held["import"], status=0)
    tap.ok(pupil(9100)["INE"] not in {row["ine"] for row in desk.candidates()},
           "an import that waits in the outbox is taken back without the server")
    server.start()


def check_compare(desk):
    rows = [row for row in desk.candidates() if row["state"] != "withdrawn"]
    kept, moved = rows[:-2], rows[0]
    path = out(desk, "new.csv")
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["INE", "Nom de famille", "Prénom 1", "Date de naissance", "Division"])
        for row in kept:
            writer.writerow([row["ine"], row["family_name"], row["given_name"], row["birth_date"],
                             "NEUVE" if row is moved else row["division"]])
        writer.writerow(["000000777AA", "Arrivé", "Zoé", "01/03/2009", "NEUVE"])
    seen = desk.json("import", "compare", path)
    by_kind = {kind: [row for row in seen if row["kind"] == kind] for kind in ("arrived", "left", "moved")}
    tap.equal([(one["family_name"], one["line"]) for one in by_kind["arrived"]],
              [("Arrivé", str(len(kept) + 2))], "who came, and where he stands")
    tap.equal({one["candidature"] for one in by_kind["left"]}, {row["id"] for row in rows[-2:]}, "who left")
    tap.equal([(one["candidature"], one["new_division"]) for one in by_kind["moved"]],
              [(moved["id"], "NEUVE")], "who changed class")
    tap.ok({one["candidature"] for one in by_kind["left"]} <= {row["id"] for row in desk.candidates()},
           "nobody is removed by looking")
    partial = desk.json("import", "compare", path, "--partial")
    tap.ok(not [row for row in partial if row["kind"] == "left"], "a partial file says nobody left")
    ids = [one["candidature"] for one in by_kind["left"]]
    desk.json("candidates", "withdraw", *ids[:1], "--reason", "Parti", "--date", "2026-11-20")
    row = next(one for one in desk.candidates() if one["id"] == ids[0])
    tap.equal((row["state"], row["withdrawal_reason"], row["withdrawn_on"]),
              ("withdrawn", "Parti", "2026-11-20"), "désinscrire, with motive and date")


def close(server, until):
    server.admin("service", "set", "--academy", ACADEMY[0], "--domain", "CAP", "--session", "2027-06",
                 f"registration=2026-10-01T08:00/{until}")


def check_closed(server, desk):
    """After closing a withdrawal waits for the exam office; nothing typed is lost."""
    one = next(row["id"] for row in desk.candidates() if row["state"] == "registered")
    close(server, "2026-11-01T17:00")
    done = desk.run("candidates", "withdraw", one, "--reason", "Parti", "--date", "2026-11-20")
    state = next(row for row in desk.candidates() if row["id"] == one)
    tap.ok(done.rc == 1 and state["state"] == "registered" and state["pending"] == "refused",
           "REG-60 a withdrawal after closing is kept, and is not done", (done, state["pending"]))
    steps = {row["step"]: row["state"] for row in desk.json("steps")}
    tap.ok(steps["finish"] in ("late", "done"), "what is not finished is late", steps)
    close(server, "2099-12-08T17:00")


def check_settings(server, desk, ids):
    """domain.md 3: what the exam office decides goes before the reference."""
    words = ("service", "set", "--academy", ACADEMY[0], "--domain", "CAP", "--session", "2027-06")
    server.admin(*words, "save=last-but-one", "tabs=identification, candidature, qualification, tests, number")
    desk.run("sync", status=0)
    form = desk.json("candidates", "show", ids[2])
    tap.equal([(tab["tab"], tab["saves"]) for tab in form["tabs"]],
              [("identification", False), ("candidature", False), ("qualification", False), ("tests", True),
               ("number", False)], "tabs and the place of the button are settings of the session")
    tap.ok(field(form, "acquis")["value"] is not None, "a field whose tab is left out stands on the one before")
    for fault in ("save=somewhere", "tabs=nonsense", "upload=maybe"):
        done = server.admin(*words, fault, check=False)
        tap.ok(done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1, f"no setting: {fault}", done.stderr)


def check_transfer(server, folder, desk, ids):
    """“Déjà inscrit dans un autre établissement”, asked for, accepted: registration, number and
    account move, and the old slip dies."""
    other = make_school(server, folder, OTHER, "Lycée des Tilleuls", "d.faure")
    desk.run("candidates", "set", ids[3], "phone=0199005511", status=0)
    edition = desk.json("accounts", "generate")["edition"]
    row = next(one for one in desk.candidates() if one["id"] == ids[3])
    slip = next(one for one in read_slips(desk.print_edition(edition)) if one.login == row["login"])
    source = next(pupil(i) for i in range(N) if pupil(i)["INE"] == row["ine"])
    done = other.run("import", write_csv(out(other, "him.csv"), [source]), "--json")
    tap.ok(done.rc != 0 and row["login"] not in done.stdout + done.stderr, "elsewhere he is not taken", done)
    seen = other.json("transfers", "list")
    tap.ok(len(seen) == 1 and seen[0]["side"] == "possible"
           and seen[0]["family_name"].upper() == source["Nom de famille"]
           and not [v for v in seen[0].values() if v and "Demoiselles" in v],
           "“déjà inscrit dans un autre établissement”, and not a word where", seen)
    asked = other.json("transfers", "ask", seen[0]["id"])["id"]
    tap.equal([(one["side"], one["state"]) for one in other.json("transfers", "list")], [("in", "asked")],
              "the transfer is asked for")
    desk.run("sync", status=0)
    mine = desk.json("transfers", "list")
    tap.ok(len(mine) == 1 and mine[0]["side"] == "out" and mine[0]["establishment"] == OTHER
           and mine[0]["family_name"].upper() == source["Nom de famille"], "who asks for whom", mine)
    other_asks = other.run("transfers", "accept", asked)
    tap.ok(other_asks.rc == 1, "who asks does not decide", other_asks)
    desk.run("transfers", "accept", asked, status=0)
    tap.ok(ids[3] not in {one["id"] for one in desk.candidates()}, "the pupil has left our list")
    other.run("sync")
    here = [one for one in other.candidates() if one["ine"] == source["INE"]]
    tap.ok(len(here) == 1 and here[0]["id"] == ids[3] and here[0]["state"] == "registered"
           and here[0]["candidate_number"] == row["candidate_number"]
           and here[0]["login"] == row["login"] and here[0]["pending"] is None,
           "the same registration, number and account there", here)
    tap.equal(other.json("status")["refused"], 0,
              "nothing is left of the creation that was refused")
    portal = Portal(server)
    page = portal.sign_in(slip.login, slip.code)
    tap.ok(not page.wants_new_password and page.status != 500,
           "the old school's slip opens nothing any more", page.text[:400])
    # A refusal says why.
    row = next(one for one in desk.candidates() if one["id"] == ids[4])
    source = next(pupil(i) for i in range(N) if pupil(i)["INE"] == row["ine"])
    other.run("import", write_csv(out(other, "her.csv"), [source]))
    again = next(one for one in other.json("transfers", "list") if one["side"] == "possible")
    asked = other.json("transfers", "ask", again["id"])["id"]
    desk.run("transfers", "refuse", asked, "--reason", "Elle reste chez nous", status=0)
    other.run("sync")
    told = next(one for one in other.json("transfers", "list") if one["id"] == asked)
    tap.equal((told["state"], told["reason"]), ("refused", "Elle reste chez nous"), "a refusal says why")
    # The exam office decides, too, also once registrations are closed.
    again = next(one for one in other.json("transfers", "list") if one["side"] == "possible")
    asked = other.json("transfers", "ask", again["id"])["id"]
    agent = Desk(folder, server, "g.agent")
    agent.sign_in(server.add_agent("g.agent", ACADEMY[0]))
    seen = next(one for one in agent.json("transfers", "list") if one["id"] == asked)
    tap.ok(seen["side"] == "office" and seen["from_name"] == "Lycée des Demoiselles"
           and seen["establishment"] == OTHER and seen["family_name"].upper() == source["Nom de famille"],
           "the exam office sees both schools and whom it is about", seen)
    close(server, "2026-11-01T17:00")
    desk.run("sync", status=0)
    done = desk.run("transfers", "accept", asked)
    tap.ok(done.rc == 1 and "closes" in done.stderr, "after closing it is no longer the school's to decide", done)
    agent.run("transfers", "accept", asked, status=0)
    close(server, "2099-12-08T17:00")
    desk.run("sync", status=0)
    other.run("sync")
    moved = next(one for one in other.candidates() if one["id"] == ids[4])
    tap.ok(ids[4] not in {one["id"] for one in desk.candidates()} and moved["state"] == "registered",
           "but the exam office's", moved)
    edition = other.json("accounts", "regenerate", moved["id"])["edition"]
    tap.equal([slip.login for slip in other.slips(edition)], [moved["login"]],
              "the new school gives a new slip for the same account")


def check_corrected(desk, ids):
    """A name corrected and a class changed after generation: the same login and password."""
    before = next(one for one in desk.candidates() if one["id"] == ids[5])
    edition = next(one["id"] for one in desk.json("editions", "list"))
    old = next(s for s in desk.slips(edition) if s.login == before["login"])
    tap.equal(desk.json("papillons", "to-reprint"), [], "nothing is to be printed again at first")
    desk.run("candidates", "set", ids[5], "family_name=CORRIGÉ", "division=AUTRE", status=0)
    after = next(one for one in desk.candidates() if one["id"] == ids[5])
    new = next(s for s in desk.slips(edition) if s.login == before["login"])
    tap.equal((after["login"], new.code), (before["login"], old.code), "the same login and password")
    tap.equal(desk.json("papillons", "to-reprint"), [], "what was printed just now is right")
    desk.run("candidates", "set", ids[5], "division=ENCORE", status=0)
    stale = desk.json("papillons", "to-reprint", "--edition", edition)
    tap.equal([(one["id"], one["family_name"], one["division"]) for one in stale],
              [(ids[5], "CORRIGÉ", "ENCORE")], "its slip is listed under “À réimprimer”")
    desk.print_edition(edition, name="again.pdf")
    tap.equal(desk.json("papillons", "to-reprint"), [], "until it is printed again")


def check_two_desks(server, folder):
    """Two desktops importing the same file at once: one cohort."""
    one = make_school(server, folder, "0250004D", "Lycée des Frênes", "e.roux")
    two = add_desk(server, folder, "f.colin", "0250004D")
    path = write_csv(out(one, "same.csv"), [pupil(i) for i in range(7000, 7080)])
    runs = [desk.popen("import", path, "--json") for desk in (one, two)]
    for run in runs:
        run.communicate(timeout=120)
    tap.ok(all(run.returncode == 0 for run in runs), "both go through", [run.returncode for run in runs])
    rows = [desk.run("sync", status=0) and desk.candidates() for desk in (one, two)]
    tap.ok(len(rows[0]) == 80 and sorted(r["id"] for r in rows[0]) == sorted(r["id"] for r in rows[1])
           and len({r["ine"] for r in rows[0]}) == 80, "one cohort", [len(r) for r in rows])


def check_steps(desk):
    steps = {row["step"]: row for row in desk.json("steps")}
    tap.equal(list(steps), ["establishment", "register", "finish", "confirmations", "accounts", "lists",
                            "return"], "seed 4: the steps in the order of the procedure")
    tap.equal((steps["establishment"]["state"], steps["register"]["state"], steps["lists"]["state"]),
              ("done", "done", "anytime"), "what is done")
    tap.ok([row["state"] for row in steps.values()].count("next") == 1
           and steps["return"]["until"] == "2099-12-22" and all(row["detail"] for row in steps.values()),
           "what is next, and until when", steps)


def main():
    with tempfile.TemporaryDirectory(prefix="machaon-registration-") as folder:
        with Server(folder, portal_url=PORTAL) as server:
            desk = make_school(server, folder, settings=("papillons=on", "return=2026-11-01/2099-12-22"))
            for name in ("cap", "bcp", "bts"):
                server.admin("reference", "load", os.path.join(REFERENCES, f"{name}.reference"))
            desk.run("sync", status=0)
            ids = tap.run("group fixes", check_group_fixes, server, desk)
            tap.run("numbers", check_numbers, desk, ids)
            tap.run("form", check_form, server, desk, ids)
            tap.run("confirmation", check_confirmation, desk, ids)
            tap.run("by hand", check_by_hand, desk)
            tap.run("bulk", check_bulk, desk)
            tap.run("steps", check_steps, desk)
            tap.run("the server refuses", check_server_refuses, server, folder, desk, ids)
            tap.run("undo", check_undo, server, folder)
            tap.run("compare", check_compare, desk)
            tap.run("transfer", check_transfer, server, folder, desk, ids)
            tap.run("corrected", check_corrected, desk, ids)
            tap.run("two desks", check_two_desks, server, folder)
            tap.run("closed", check_closed, server, desk)
            tap.run("settings", check_settings, server, desk, ids)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
