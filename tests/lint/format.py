#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""C code looks as clang-format 14 and .clang-format make it; nobody argues about spaces."""
import os
import re
import shutil
import subprocess
import sys

import lintlib

FORMATTER = "clang-format-14"


def check(root):
    if shutil.which(FORMATTER) is None:
        return [f"{FORMATTER} is not installed"]
    style = os.path.join(lintlib.source_root(), ".clang-format")
    names = [n for n in lintlib.files(root)
             if n.startswith(("src/", "tests/")) and n.endswith((".c", ".h"))]
    if not names:
        return ["no C file found"]
    done = subprocess.run([FORMATTER, f"--style=file:{style}", "--dry-run", "-Werror"] + names,
                          cwd=root, stderr=subprocess.PIPE, text=True, check=False)
    places = re.findall(r"^(.+?:\d+):\d+: error: ", done.stderr, re.M)
    faults = [f"{place}: not as {FORMATTER} writes it" for place in dict.fromkeys(places)]
    if done.returncode != 0 and not faults:
        faults = [done.stderr.strip()]
    return faults


CLEAN = {"src/core/mch-a.c": "int\nmch_a (void)\n{\n  return 0;\n}\n"}
FAULTY = [
    ("a brace on the wrong line", {"src/core/mch-b.c": "int mch_b (void) {\n  return 0;\n}\n"},
     "src/core/mch-b.c:1"),
    ("a tab", {"tests/core/test-a.c": "int\nmain (void)\n{\n\treturn 0;\n}\n"}, "tests/core/test-a.c:3"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY))
