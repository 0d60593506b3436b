#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No layer but app can even see GTK's headers: the compiler calls of the others are repeated with a
file that includes one, and must fail."""
import json
import os
import shlex
import subprocess
import sys
import tempfile

import lintlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from tap import Tap  # noqa: E402

PROBES = {"glib.h": True, "gtk/gtk.h": False, "adwaita.h": False}


def calls_by_layer(build):
    """One compiler call a layer, by its folder below src/."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as stream:
        calls = json.load(stream)
    layers = {}
    for call in calls:
        path = os.path.realpath(os.path.join(call["directory"], call["file"]))
        path = os.path.relpath(path, os.path.realpath(lintlib.source_root()))
        if path.startswith("src/") and path.endswith(".c"):
            layers.setdefault(path.split("/")[1], call)
    layers.pop("app", None)
    return layers


def compiles(call, header):
    words = shlex.split(call["command"])
    kept = [w for w in words[:words.index("-o")] if w not in ("-MD", "-MQ", "-MF")
            and not w.endswith((".o", ".o.d"))]
    with tempfile.TemporaryDirectory() as folder:
        probe = os.path.join(folder, "probe.c")
        with open(probe, "w", encoding="utf-8") as stream:
            stream.write(f"#include <{header}>\nint mch_probe;\n")
        return subprocess.run(kept + ["-fsyntax-only", probe], cwd=call["directory"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              check=False).returncode == 0


def main():
    tap = Tap()
    layers = calls_by_layer(lintlib.build_root())
    for name in ("core", "vault", "protocol", "store", "print", "sync", "server", "ctl"):
        if not tap.ok(name in layers, f"{name} is compiled"):
            continue
        for header, wanted in PROBES.items():
            tap.equal(compiles(layers[name], header), wanted,
                      f"{name} {'sees' if wanted else 'cannot see'} {header}")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
