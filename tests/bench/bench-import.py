#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An import read and verified beside what only loads the same file, in one run.

    ninja -C build tests/core/bench-import
    bench-import.py build [--rows 150000] [--runs 5]

The peers put every row into a table and check nothing: the sqlite3 shell's .import, with and without a
unique INE, and Python's csv with sqlite3. Ours reads the file, finds its encoding, separator and
columns, judges every value, looks every pupil up in a base of as many, and says what would change.
Rounds take turns, so that what else the machine does meets all of them; quote ratios of one run. Nothing
is judged.
"""
import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HEADINGS = ("INE;Nom de famille;Nom d'usage;Prénom 1;Prénom 2;Date de naissance;Sexe;Commune de naissance;"
            "Code commune naissance;Département de naissance;Pays de naissance;Adresse;Code postal;Ville;"
            "E-mail;Téléphone;Division;Code spécialité;Spécialité").split(";")
NAMES = ("MARTIN", "LEFÈVRE", "BEN YOUSSEF", "ÖZTÜRK-DUBOIS", "PAYET", "AUBIN-ÉTIENNE")
GIVEN = ("Léa", "Jean-Baptiste", "Aïcha", "Maël", "Zoé", "Loïc", "Inès")


def make_file(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(";".join(HEADINGS) + "\r\n")
        for n in range(rows):
            letters = "".join(chr(ord("A") + n // 26 ** k % 26) for k in range(4))
            file.write(";".join((
                f"{n:09d}AB", f"{NAMES[n % len(NAMES)]}-{letters}", "", GIVEN[n // 7 % len(GIVEN)], "",
                f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{2006 + n % 5}", "MF"[n % 2], "Besançon", "25056", "25",
                "99100", f"{n % 200} rue de la République", "01000", "Bourg-en-Bresse",
                f"eleve{n}@exemple.invalid", f"06{n:08d}", f"TCAP {n % 9}", "31224",
                "Équipier polyvalent du commerce")) + "\r\n")


def run_shell(path, base, unique):
    columns = ", ".join(f'"{h}" TEXT' + (" UNIQUE" if unique and h == "INE" else "") for h in HEADINGS)
    script = f"CREATE TABLE c({columns});\n.mode csv\n.separator ;\n.import --skip 1 '{path}' c\n"
    subprocess.run(["sqlite3", base], input=script, text=True, check=True, stdout=subprocess.DEVNULL)


def run_python(path, base):
    """In a process of its own, as the others are."""
    code = ("import csv,sqlite3,sys\n"
            "d=sqlite3.connect(sys.argv[2]);f=open(sys.argv[1],encoding='utf-8',newline='')\n"
            "r=csv.reader(f,delimiter=';');h=next(r)\n"
            "d.execute('CREATE TABLE c('+','.join('\"'+x+'\" TEXT' for x in h)+')')\n"
            "d.executemany('INSERT INTO c VALUES('+','.join('?'*len(h))+')',r);d.commit();d.close()\n")
    subprocess.run(["/usr/bin/python3", "-c", code, path, base], check=True)


def timed(function, *words):
    start = time.monotonic()
    function(*words)
    return (time.monotonic() - start) * 1000


def run_ours(program, path):
    done = subprocess.run([program, path, "1"], stdout=subprocess.PIPE, text=True, check=True)
    return {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}


def one_round(program, path, folder, results):
    for name, unique in (("sqlite3 .import", False), ("sqlite3 .import, unique INE", True)):
        base = os.path.join(folder, "shell.db")
        results.setdefault(name, []).append(timed(run_shell, path, base, unique))
        os.unlink(base)
    base = os.path.join(folder, "python.db")
    results.setdefault("Python csv + sqlite3", []).append(timed(run_python, path, base))
    os.unlink(base)
    seen = run_ours(program, path)
    for name, key in (("read and verified, empty base", "empty base"),
                      ("read and verified, base of as many", "same base")):
        results.setdefault(name, []).append(seen[key]["read_ms"] + seen[key]["plan_ms"])
    return seen


def check_peers(path, folder, rows):
    """A peer that loaded something else is not measured."""
    for run in (lambda base: run_shell(path, base, False), lambda base: run_python(path, base)):
        base = os.path.join(folder, "check.db")
        run(base)
        with sqlite3.connect(base) as connection:
            count, = connection.execute("SELECT count(*) FROM c").fetchone()
            postcode, = connection.execute('SELECT "Code postal" FROM c LIMIT 1').fetchone()
        connection.close()
        if (count, postcode) != (rows, "01000"):
            sys.exit(f"a peer loaded {count} rows, {postcode}")
        os.unlink(base)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build")
    parser.add_argument("--rows", type=int, default=150000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    program = os.path.join(options.build, "tests", "core", "bench-import")
    with tempfile.TemporaryDirectory(prefix="machaon-bench-") as folder:
        path = os.path.join(folder, "eleves.csv")
        make_file(path, options.rows)
        check_peers(path, folder, options.rows)
        results = {}
        for _ in range(options.runs):
            seen = one_round(program, path, folder, results)
        floor = results["sqlite3 .import"]
        print(f"{options.rows} rows, {os.path.getsize(path) / 1e6:.1f} MB, {options.runs} rounds: "
              "median ms (min–max), ratio to sqlite3 .import (median of the rounds)")
        for name, times in results.items():
            ratio = statistics.median(a / b for a, b in zip(times, floor))
            print(f"  {name:36} {statistics.median(times):8.0f} ({min(times):.0f}–{max(times):.0f})"
                  f"  {ratio:5.2f}")
        for line in seen.values():
            print(f"  {line['name']}: {line['created']} created, {line['unchanged']} unchanged, "
                  f"{line['rejected']} rejected, at most {line['peak_kib'] / 1024:.0f} MiB")
        again = subprocess.run([program, path, "5"], stdout=subprocess.PIPE, text=True, check=True)
        for line in map(json.loads, again.stdout.splitlines()):
            print(f"  {line['name']}: five times over, the peak grew by {line['grew_kib']} KiB")


if __name__ == "__main__":
    main()
