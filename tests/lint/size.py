#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and functions that have grown beyond what one person reads at once. The aim is 40 lines a
function and 600 a file; here are the limits above which the tree is refused."""
import sys

import lintlib

FILE_LINES = 700
FUNCTION_LINES = 70


def functions(text):
    """(first line, length) of each body between a brace in column 0 and its end."""
    start = None
    for number, line in enumerate(text.splitlines(), 1):
        if line == "{":
            start = number
        elif line.startswith("}"):
            # "};" and "} Name;" close types and tables, which may be as long as they need.
            if line == "}" and start is not None:
                yield start, number - start - 1
            start = None


def check(root):
    faults = []
    for name in lintlib.files(root):
        if not name.startswith(("src/", "tests/")) or not name.endswith((".c", ".h", ".py", ".sh")):
            continue
        text = lintlib.read(root, name) or ""
        lines = len(text.splitlines())
        if lines > FILE_LINES:
            faults.append(f"{name}: {lines} lines, at most {FILE_LINES}")
        if name.endswith((".c", ".h")):
            faults += [f"{name}:{start}: a function of {length} lines, at most {FUNCTION_LINES}"
                       for start, length in functions(text) if length > FUNCTION_LINES]
    return faults


def body(lines):
    return "int\nf (void)\n{\n" + "  g ();\n" * lines + "}\n"


CLEAN = {
    "src/core/mch-a.c": body(FUNCTION_LINES),
    "src/core/mch-a.h": "typedef enum\n{\n" + "  X,\n" * 100 + "} T;\n" + "\n" * (FILE_LINES - 104),
    "README.md": "\n" * 1000,
}
FAULTY = [
    ("a long function", {"src/core/mch-b.c": body(FUNCTION_LINES + 1)}, "mch-b.c:3: a function of 71"),
    ("a long function after a table",
     {"src/core/mch-b.c": "static int t[]\n= {\n  1,\n};\n" + body(FUNCTION_LINES + 1)}, "mch-b.c:7"),
    ("a long file", {"src/core/mch-b.c": "\n" * (FILE_LINES + 1)}, "701 lines"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY))
