#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file that can hold a comment names its licence in its first lines, and LICENSE holds it."""
import sys

import lintlib

LINE = "SPDX-License-Identifier: GPL-3.0-or-later"
METADATA_LINE = "SPDX-License-Identifier: CC0-1.0"  # what software catalogues may copy freely
ENDINGS = (".c", ".h", ".py", ".sh", ".js", ".css", ".sql", ".service", ".cfg", ".conf", ".1",
           ".svg", ".in", ".dict", "meson.build", "meson_options.txt", ".supp")
# No comment possible, or somebody else reads the first lines.
EXEMPT = ("tests/fuzz/corpus/", "tests/data/", "data/demo/", "po/")


def needs_line(name, text):
    if name.startswith(EXEMPT) and not name.endswith(("meson.build", ".py")):
        return False
    return name.endswith(ENDINGS) or text.startswith("#!")


def check(root):
    faults = []
    for name in lintlib.files(root):
        text = lintlib.read(root, name)
        if text is None or not needs_line(name, text):
            continue
        wanted = METADATA_LINE if name.endswith(".metainfo.xml.in") else LINE
        if not any(wanted in line for line in text.splitlines()[:4]):
            faults.append(f"{name}: no {wanted!r} in its first four lines")
    licence = lintlib.read(root, "LICENSE") if "LICENSE" in lintlib.files(root) else ""
    if "GNU GENERAL PUBLIC LICENSE" not in licence or "Version 3, 29 June 2007" not in licence:
        faults.append("LICENSE is not the GNU General Public License, version 3")
    return faults


CLEAN = {
    "LICENSE": "GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007\n",
    "src/core/mch-a.c": f"/* {LINE} */\n",
    "check": f"#!/usr/bin/env bash\n# {LINE}\n",
    "README.md": "text\n",
    "data/meson.build": f"# {LINE}\n",
}
FAULTY = [
    ("a source file without the line", {"src/core/mch-b.c": "int b;\n"}, "mch-b.c"),
    ("a script without an ending", {"demo": "#!/bin/sh\n"}, "demo"),
    ("another licence", {"src/core/mch-a.c": "/* SPDX-License-Identifier: MIT */\n"}, "mch-a.c"),
    ("a build file", {"po/meson.build": "i18n\n"}, "po/meson.build"),
    ("no licence text", {"LICENSE": "ask us\n"}, "LICENSE"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY))
