#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Manual pages print without a warning, and machaonctl's names exactly the verbs that the program has
and its shell completion knows."""
import os
import re
import subprocess
import sys

import lintlib

PAGES = ("data/man/machaond.1", "data/man/machaonctl.1")
COMPLETION = "data/completion/machaonctl"
VERBS = "src/ctl/mch-verbs.c"


def page_faults(root, name):
    done = subprocess.run(["groff", "-ww", "-man", "-Kutf8", "-Tutf8", "-z", name], cwd=root,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.strip().splitlines()


def completed_verbs(text):
    block = re.search(r"_verbs=\(\n(.*?)\n\)", text, re.S)
    words = re.findall(r"'([^']+)'|(\S+)", block.group(1)) if block else []
    return {quoted or bare for quoted, bare in words}


def manual_verbs(text):
    """The first words of each entry of the section VERBS; a documents' kind counts as a second one."""
    section = text.split(".SH VERBS", 1)[-1].split("\n.SH ", 1)[0]
    verbs = set()
    for entry in section.split("\n.TP\n")[1:]:
        line = re.sub(r"\\f[A-Z]|\\c|^\.[A-Z]+ ", "", entry.splitlines()[0])
        line = line.replace("\\ ", " ").replace('"', "")
        for part in line.split(" , ") if " , " in line else line.split(",  "):
            verbs.add(re.match(r"[a-z-]+(?: [a-z][a-z-]*)?", part.strip()).group().strip())
    if "documents" in verbs:
        verbs.discard("documents")
        kinds = section.split("is one of", 1)[-1].split(".TP")[0]
        verbs |= {f"documents {kind}" for kind in re.findall(r"^\.BR ([a-z-]+) ", kinds, re.M)}
    return verbs


def check(root):
    faults = []
    for name in PAGES:
        if not os.path.exists(os.path.join(root, name)):
            faults.append(f"{name} does not exist")
            continue
        faults += page_faults(root, name)
    completed = completed_verbs(lintlib.read(root, COMPLETION))
    explained = manual_verbs(lintlib.read(root, PAGES[1]))
    own = set(re.findall(r'^  \{ "([a-z -]+)",', lintlib.read(root, VERBS), re.M))
    if not own:
        faults.append(f"{VERBS} has no verb")
    for name, verbs in ((PAGES[1], explained), (COMPLETION, completed)):
        faults += [f"{name}: {verb} is missing" for verb in sorted(own - verbs)]
        faults += [f"{name}: {verb} is no verb of machaonctl" for verb in sorted(verbs - own)]
    return faults


PAGE = ('.TH X 1 "" "Machaon" "Machaon"\n.ad l\n.SH NAME\nx \\- y\n.SH VERBS\n.TP\n.BI import\\  FILE\nReads.\n'
        '.TP\n.B members list\nLists.\n.SH FILES\nNone.\n')
TABLE = 'x = {\n  { "import", N_ ("Import"), f },\n  { "members list", N_ ("List"), f },\n};\n'
CLEAN = {PAGES[0]: PAGE, PAGES[1]: PAGE, COMPLETION: "_x_verbs=(\n  import\n  'members list'\n)\n",
         VERBS: TABLE}
FAULTY = [
    ("a verb that does not exist", {COMPLETION: "_x_verbs=(\n  import sync\n  'members list'\n)\n"},
     "sync is no verb"),
    ("a verb without completion", {COMPLETION: "_x_verbs=(\n  import\n)\n"}, "members list is missing"),
    ("a verb without a manual entry", {VERBS: TABLE.replace("};", '  { "sync", N_ ("Sync"), f },\n};')},
     "machaonctl.1: sync is missing"),
    ("a macro that does not exist", {PAGES[0]: PAGE + ".NOSUCH x\n"}, "NOSUCH"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY))
