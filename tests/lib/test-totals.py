#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""totals.py decides whether ./check is green, so every way to look green by mistake is tried on it."""
import json
import os
import subprocess
import sys
import tempfile

from tap import Tap

HERE = os.path.dirname(os.path.abspath(__file__))


def case(program, name, child=""):
    return f'<testcase classname="machaon.{program}" name="{name}">{child}</testcase>'


def record(program, result="OK", stdout="", status=0):
    return {"name": program, "result": result, "stdout": stdout, "returncode": status}


CORE = "machaon:core / test-csv"
SLOW = "machaon:core+slow / test-long"
RUNS = [
    # label, cases, programs, suites wanted, last line, text that must appear
    ("all passed", case(CORE, "1 a") + case(CORE, "2 b"), [record(CORE)], "core", "2 passed, 0 failed", ""),
    ("a failed case", case(CORE, "1 a") + case(CORE, "2 b", "<failure/>"),
     [record(CORE, "ERROR", "end of output", 1)], "core", "1 passed, 1 failed", "end of output"),
    ("a crash after passed cases", case(CORE, "1 a"), [record(CORE, "ERROR", "", -11)], "core",
     "1 passed, 1 failed", "status -11"),
    ("a time limit", case(CORE, "1 a"), [record(CORE, "TIMEOUT", "", -9)], "core",
     "1 passed, 1 failed", "TIMEOUT"),
    ("a program without a case that crashed", "", [record(CORE, "FAIL", "", -6)], "core",
     "0 passed, 2 failed", "executed no test"),
    ("a skipped case", case(CORE, "1 a") + case(CORE, "2 b", "<skipped/>"), [record(CORE)], "core",
     "1 passed, 0 failed, 1 skipped", ""),
    ("a suite where all was skipped", case(CORE, "1 a", "<skipped/>"), [record(CORE)], "core",
     "0 passed, 1 failed, 1 skipped", "suite core executed no test"),
    ("a suite that is absent", case(CORE, "1 a"), [record(CORE)], "core,vault", "1 passed, 1 failed",
     "suite vault executed no test"),
    ("an incomplete test", case(CORE, "1 a"), [record(CORE, "OK", "not ok 1 /a # TO" + "DO later")],
     "core", "0 passed, 1 failed", "unfinished"),
    ("two suites of one program", case(SLOW, "1 a"), [record(SLOW)], "core,slow", "1 passed, 0 failed", ""),
    ("control characters in the output", case(CORE, "1 a\x01&#2;"), [record(CORE)], "core",
     "1 passed, 0 failed", ""),
    ("no record of the run", None, [record(CORE)], "core", "0 passed, 1 failed", "no records"),
]


def totals(*words):
    done = subprocess.run([sys.executable, os.path.join(HERE, "totals.py"), *words],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def test_run(tap, folder, label, cases, programs, wanted, last, text):
    base = os.path.join(folder, "log")
    if cases is not None:
        with open(base + ".junit.xml", "w", encoding="utf-8") as stream:
            stream.write(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
    with open(base + ".json", "w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(p) + "\n" for p in programs)
    status, said = totals(f"plain:{base}:{wanted}")
    tap.equal(said.splitlines()[-1], last, label)
    tap.equal(status, 0 if " 0 failed" in last else 1, f"{label}: exit status")
    tap.ok(text in said, f"{label}: says {text!r}", said)


def test_steps(tap, folder):
    log = os.path.join(folder, "build.log")
    with open(log, "w", encoding="utf-8") as stream:
        stream.write("\n".join(f"line {n}" for n in range(100)))
    steps = os.path.join(folder, "steps")
    with open(steps, "w", encoding="utf-8") as stream:
        stream.write(f"ok - configure\nnot ok - build\t{log}\n")
    status, said = totals("--steps", steps)
    tap.equal((status, said.splitlines()[-1]), (1, "1 passed, 1 failed"), "steps are counted")
    tap.ok("line 60" in said and "line 59" not in said, "the last 40 lines are shown", said)


def main():
    tap = Tap()
    for run in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            tap.run(run[0], test_run, tap, folder, *run)
    with tempfile.TemporaryDirectory() as folder:
        tap.run("steps", test_steps, tap, folder)
    tap.equal(totals()[0], 1, "nothing at all is a failure")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
