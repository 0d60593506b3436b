#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""totals.py [--steps FILE] [LABEL:LOGBASE[:SUITE,SUITE...]]...

Adds up what meson recorded of several runs. LOGBASE.junit.xml has every test case, LOGBASE.json
every program; both are read, because a program that crashed or ran out of time leaves only
passed cases behind. A suite that is named after a run and executed nothing is a failure, and so is a
run without records. --steps adds lines "ok NAME" and "not ok NAME<tab>LOG" of what meson did not run.

Prints each failure with the end of its output; the last line is "N passed, N failed"."""
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

# What XML cannot hold and a test of hostile input may well print.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:[0-8]|1[124-9]|2\d|3[01]);")
UNFINISHED = re.compile(r"^not ok\b.*#\s*TO" r"DO\b", re.M | re.I)
GOOD = ("OK", "EXPECTEDFAIL")
TAIL = 40


class Totals:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def fail(self, name, output=""):
        self.failed += 1
        print(f"FAILED {name}")
        lines = output.rstrip().splitlines()
        for line in lines[-TAIL:]:
            print(f"    {line}")

    def line(self):
        tail = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{tail}"


def read_cases(path):
    """{program: [(case, "passed"|"failed"|"skipped")]} of a JUnit file."""
    with open(path, encoding="utf-8", errors="replace") as stream:
        root = ElementTree.fromstring(CONTROL.sub("?", stream.read()).encode("utf-8"))
    cases = {}
    for case in root.iter("testcase"):
        kinds = {child.tag for child in case}
        state = ("failed" if kinds & {"failure", "error"} else
                 "skipped" if "skipped" in kinds else "passed")
        # meson puts the project's name before that of the program.
        program = case.get("classname", "").partition(".")[2]
        cases.setdefault(program, []).append((case.get("name"), state))
    return cases


def suites_of(name):
    """The suites in the name of a program, "project:suite+suite / program"."""
    return set(name.partition(" / ")[0].partition(":")[2].split("+")) if " / " in name else set()


def add_program(totals, label, record, cases):
    """Counts one program; returns how many of its cases ran."""
    output = (record.get("stdout") or "") + "\n" + (record.get("stderr") or "")
    name = f"{label}: {record['name']}"
    result = record["result"]
    bad = [case for case, state in cases if state == "failed"]
    passed = sum(state == "passed" for _, state in cases)
    skipped = sum(state == "skipped" for _, state in cases)
    # GLib says of an incomplete test that it may fail; here it may not.
    unfinished = min(passed, len(UNFINISHED.findall(output)))
    totals.passed += passed - unfinished
    totals.skipped += skipped
    for case in bad[:-1]:
        totals.fail(f"{name}: {case}")
    if bad:
        totals.fail(f"{name}: {bad[-1]}", output)
    for _ in range(unfinished):
        totals.fail(f"{name}: an unfinished test", output)
    if result == "SKIP" and not cases:
        totals.skipped += 1
    elif result not in GOOD + ("SKIP",) and not bad and not unfinished:
        totals.fail(f"{name}: {result}, status {record.get('returncode')}", output)
    elif result in GOOD and not cases:
        # A program that speaks no TAP is one test.
        totals.passed += 1
        passed = 1
    return passed + len(bad)


def add_run(totals, label, base, wanted):
    try:
        cases = read_cases(base + ".junit.xml")
        with open(base + ".json", encoding="utf-8", errors="replace") as stream:
            records = [json.loads(line) for line in stream if line.strip()]
    except (OSError, ValueError, ElementTree.ParseError) as error:
        totals.fail(f"{label}: no records of the run", str(error))
        return
    executed = {}
    for record in records:
        count = add_program(totals, label, record, cases.get(record["name"], []))
        for suite in suites_of(record["name"]):
            executed[suite] = executed.get(suite, 0) + count
    for suite in wanted:
        if executed.get(suite, 0) == 0:
            totals.fail(f"{label}: the suite {suite} executed no test")


def add_steps(totals, path):
    with open(path, encoding="utf-8") as stream:
        for line in stream.read().splitlines():
            state, _, rest = line.partition(" - ")
            name, _, log = rest.partition("\t")
            if state == "ok":
                totals.passed += 1
                continue
            output = ""
            if log and os.path.exists(log):
                with open(log, encoding="utf-8", errors="replace") as text:
                    output = text.read()
            totals.fail(name, output)


def main(words):
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    totals = Totals()
    while words:
        word = words.pop(0)
        if word == "--steps":
            add_steps(totals, words.pop(0))
            continue
        label, base, wanted = (word.split(":") + [""])[:3]
        add_run(totals, label, base, [s for s in wanted.split(",") if s])
    if totals.passed + totals.failed == 0:
        totals.fail("nothing was executed")
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
