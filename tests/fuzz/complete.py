#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""complete.py TARGET...: no fuzz target falls out unseen. Every source of this folder is in the list of
meson.build, every name of the list has its source, and every target has a corpus."""
import glob
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from tap import Tap  # noqa: E402


def faults(folder, listed):
    sources = {os.path.basename(p)[5:-2] for p in glob.glob(os.path.join(folder, "fuzz-*.c"))}
    sources.discard("init")
    found = [f"fuzz-{n}.c is not in meson.build" for n in sorted(sources - set(listed))]
    found += [f"fuzz-{n}.c does not exist" for n in sorted(set(listed) - sources)]
    found += [f"corpus/{n} is empty" for n in sorted(sources)
              if not glob.glob(os.path.join(folder, "corpus", n, "*"))]
    return found


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "corpus", "a"))
        for path in ("fuzz-init.c", "fuzz-a.c", "fuzz-b.c", "corpus/a/seed"):
            open(os.path.join(folder, path), "w", encoding="utf-8").close()
        tap.equal(faults(folder, ["a", "c"]),
                  ["fuzz-b.c is not in meson.build", "fuzz-c.c does not exist", "corpus/b is empty"],
                  "planted faults are seen")
    found = faults(os.path.dirname(os.path.abspath(__file__)), sys.argv[1:])
    tap.ok(found == [], "every fuzz target is built and has a corpus", "\n".join(found))
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
