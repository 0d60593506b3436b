#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that do not belong in a published tree: unfinished work, paths of one machine, addresses
that could reach somebody, banners in place of smaller files."""
import re
import sys

import lintlib

# Spelt in two parts, so that this file passes its own test.
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK|[Ss]tu" r"b|not imple" r"mented)\b")
MACHINE = re.compile(r"(?:^|[^A-Za-z0-9_.$}-])/(?:wo" r"rk|ro" r"ot|fa" r"rm|ho" r"me)/")
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})\b")
NOBODYS = re.compile(r"(?:^|\.)(?:invalid|example|test|localhost|example\.(?:com|org|net))$", re.I)
BANNER = re.compile(r"^\s*/\* ?[-=*]{3,}")
# mktemp's own pattern is made of the letters that also mark unfinished work.
TEMPLATE = re.compile(r"\.X{6,}")


def faults_of(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        line = TEMPLATE.sub("", line)
        word = UNFINISHED.search(line)
        if word:
            yield f"{name}:{number}: unfinished: {word.group()!r}"
        if name.endswith((".c", ".h")) and BANNER.search(line):
            yield f"{name}:{number}: a banner: what it heads may be a file of its own"
        if MACHINE.search(line) and not name.endswith(".svg"):
            yield f"{name}:{number}: a path of one machine"
        for domain in ADDRESS.findall(line):
            if not NOBODYS.search(domain) and not domain.endswith((".service", ".socket")):
                yield f"{name}:{number}: the address domain {domain} may be somebody's"


def check(root):
    faults = []
    for name in lintlib.files(root):
        if name == "LICENSE" or name.startswith("data/fonts/"):
            continue
        text = lintlib.read(root, name)
        if text is not None:
            faults += faults_of(name, text)
    return faults


CLEAN = {
    "src/core/mch-a.c": "/* A path such as /var/lib/machaon; homework/rooted. */\n",
    "tests/data/a.csv": "lea@exemple.invalid;a@b.example\n",
    "check": "mktemp -d /tmp/machaon." + "X" * 8 + "\n",
    "LICENSE": "mail@licensor" + ".org\n",
}
FAULTY = [
    ("a note to oneself", {"src/core/mch-b.c": "/* TO" + "DO: later */\n"}, "unfinished"),
    ("a placeholder", {"src/core/mch-b.c": "/* a stu" + "b */\n"}, "unfinished"),
    ("a banner", {"src/core/mch-b.c": "/* --" + "-- The reader ---- */\n"}, "a banner"),
    ("a machine's path", {"README.md": "see /wo" + "rk/main\n"}, "path of one machine"),
    ("a home directory", {"check": "cd '/ro" + "ot/x'\n"}, "path of one machine"),
    ("an address of a real domain", {"tests/data/b.csv": "lea@" + "exemple.fr\n"}, "exemple.fr"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY))
