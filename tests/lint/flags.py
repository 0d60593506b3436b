#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every warning flag of meson.build reached every compiler call. meson drops a flag that the compiler
does not know, or that somebody misspelt, without failing; gcc may drop none."""
import json
import os
import re
import shlex
import sys

import lintlib

# The fuzz targets are built with clang, which lacks these.
GCC_ONLY = {"-Wduplicated-branches", "-Wduplicated-cond", "-Wlogical-op"}


def wanted_flags(root):
    text = lintlib.read(root, "meson.build")
    block = re.search(r"^warning_flags = \[(.*?)^\]", text, re.S | re.M)
    return set(re.findall(r"'(-[^']+)'", block.group(1))) if block else set()


def check(build):
    sources = build if os.path.exists(os.path.join(build, "meson.build")) else lintlib.source_root()
    wanted = wanted_flags(sources)
    if not wanted:
        return ["meson.build has no list warning_flags"]
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as stream:
        calls = json.load(stream)
    faults, seen = [], 0
    for call in calls:
        words = shlex.split(call["command"])
        if not call["file"].endswith(".c"):
            continue
        seen += 1
        allowed = GCC_ONLY if any("clang" in w for w in words[:2]) else set()
        missing = sorted(wanted - set(words) - allowed)
        if missing:
            faults.append(f"{call['file']}: dropped {' '.join(missing)}")
        if "-w" in words or "-Wno-deprecated-declarations" in words:
            faults.append(f"{call['file']}: warnings are silenced")
    return faults if seen else ["no C file is compiled"]


def commands(words, name="src/core/mch-a.c"):
    return json.dumps([{"directory": ".", "command": words, "file": name}])


CLEAN = {
    "meson.build": "warning_flags = [\n  '-Wshadow',\n  '-Wlogical-op',\n]\n",
    "compile_commands.json": commands("cc -Wshadow -Wlogical-op -c a.c"),
}
FAULTY = [
    ("a flag that gcc dropped", {"compile_commands.json": commands("cc -Wshadow -c a.c")},
     "dropped -Wlogical-op"),
    ("a flag that clang dropped", {"compile_commands.json": commands("clang-14 -c a.c")},
     "dropped -Wshadow"),
    ("silenced warnings", {"compile_commands.json": commands("cc -Wshadow -Wlogical-op -w -c a.c")},
     "silenced"),
    ("nothing compiled", {"compile_commands.json": "[]"}, "no C file"),
    ("no list", {"meson.build": "project('x')\n"}, "no list"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY, lintlib.build_root()))
