# SPDX-License-Identifier: GPL-3.0-or-later
"""What every lint shares: the list of files, and the rule that a lint first proves on planted
faults that it can see them, and on a planted clean tree that it says nothing there."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from tap import Tap  # noqa: E402  (the path of our own helper comes first)

SKIPPED_DIRS = (".git", "build", "demo-output", "node_modules", "__pycache__")


def source_root():
    return os.environ.get("MACHAON_SOURCE_ROOT") or os.path.abspath(
        os.path.join(os.path.dirname(__file__), "..", ".."))


def build_root():
    root = os.environ.get("MACHAON_BUILD_ROOT")
    if not root:
        sys.exit("MACHAON_BUILD_ROOT is not set: run this test through meson")
    return root


def walk(root):
    found = []
    for folder, dirs, names in os.walk(root):
        dirs[:] = [d for d in dirs if not d.startswith(SKIPPED_DIRS)]
        found += [os.path.relpath(os.path.join(folder, n), root) for n in names]
    return found


def files(root):
    """Paths below root, sorted: what git tracks or would track; every file where there is no git."""
    if os.path.exists(os.path.join(root, ".git")):
        # The tree may belong to another user than the one who checks it.
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"], stdout=subprocess.PIPE, check=True).stdout
        names = [os.fsdecode(n) for n in listed.split(b"\0") if n]
    else:
        names = walk(root)
    return sorted({n for n in names if os.path.isfile(os.path.join(root, n))})


def read(root, name):
    """The text of a file, or None when it is not text."""
    with open(os.path.join(root, name), "rb") as stream:
        data = stream.read()
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def plant(root, tree):
    for name, text in tree.items():
        path = os.path.join(root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(text if isinstance(text, bytes) else text.encode())


def main(check, clean, faulty, real=None):
    """Run a lint: `check(root)` returns faults as text; `clean` is a tree without any; each of
    `faulty` is (label, files added to the clean tree, text that one of the faults must hold);
    `real` is the folder to look at in the end, the source tree unless said otherwise."""
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        plant(folder, clean)
        found = check(folder)
        tap.ok(found == [], "a clean tree has no fault", "\n".join(found))
    for label, tree, wanted in faulty:
        with tempfile.TemporaryDirectory() as folder:
            plant(folder, {**clean, **tree})
            found = check(folder)
            tap.ok(any(wanted in f for f in found), f"planted: {label}",
                   f"wanted {wanted!r}, found:\n" + "\n".join(found))
    found = check(real or source_root())
    tap.ok(found == [], "the tree has no fault", "\n".join(found))
    return tap.done()
