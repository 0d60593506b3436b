#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Desktop file, metainfo, icons and Flatpak manifests: valid by their own tools, in French, and of one
mind about id and version."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import lintlib

ID = "io.machaon.Machaon"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Files reach a Flatpak through portals; these would open the whole home or host instead.
TOO_WIDE = re.compile(r"--filesystem=|--device=all|--socket=(session|system)-bus|"
                      r"--talk-name=\*|--allow=")


def run(*command):
    # In a folder of its own: flatpak-builder leaves its state where it stands.
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False, env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"})
    return done.returncode, done.stdout


def desktop_faults(path):
    status, said = run("desktop-file-validate", path)
    faults = said.strip().splitlines() if status or "warning" in said else []
    text = open(path, encoding="utf-8").read()
    return faults + [f"{path}: no {key}[fr]" for key in ("GenericName", "Comment", "Keywords")
                     if f"{key}[fr]=" not in text]


def metainfo_faults(path, version):
    status, said = run("appstreamcli", "validate", "--no-net", "--no-color", path)
    faults = said.strip().splitlines() if status else []
    root = ElementTree.parse(path).getroot()
    if root.findtext("id") != ID:
        faults.append(f"{path}: the id is not {ID}")
    if not any(e.get(LANG) == "fr" for e in root.iter("summary")):
        faults.append(f"{path}: no French summary")
    releases = [e.get("version") for e in root.iter("release")]
    if not releases or releases[0] != version:
        faults.append(f"{path}: its first release is not {version}")
    return faults


def manifest_faults(path):
    status, said = run("flatpak-builder", "--show-manifest", path)
    if status or "Unknown property" in said:
        return [f"{path}: {line}" for line in said.splitlines() if status or "Unknown" in line]
    manifest = json.load(open(path, encoding="utf-8"))
    name = manifest.get("id", manifest.get("app-id"))
    faults = [] if f"{name}.json" == os.path.basename(path) else [f"{path}: its id is {name}"]
    faults += [f"{path}: {a} is too wide" for a in manifest.get("finish-args", [])
               if TOO_WIDE.match(a)]
    for module in manifest["modules"]:
        for source in module.get("sources", []):
            if source["type"] == "archive" and not re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")):
                faults.append(f"{path}: {module['name']} has no checksum")
    return faults


def icon_faults(path):
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        return [f"{path}: {error}"]
    return [] if root.get("viewBox") else [f"{path}: no viewBox"]


def check(root):
    """`root` holds data/ with the made files, flatpak/, and meson.build."""
    missing = [t for t in ("desktop-file-validate", "appstreamcli", "flatpak-builder")
               if shutil.which(t) is None]
    if missing:
        return [f"{t} is not installed" for t in missing]
    version = re.search(r"^  version: '([^']+)'", lintlib.read(root, "meson.build"), re.M).group(1)
    faults = desktop_faults(os.path.join(root, f"data/{ID}.desktop"))
    faults += metainfo_faults(os.path.join(root, f"data/{ID}.metainfo.xml"), version)
    for suffix in ("", ".Devel"):
        faults += manifest_faults(os.path.join(root, f"flatpak/{ID}{suffix}.json"))
    icons = glob.glob(os.path.join(root, "data/icons/*.svg"))
    for name in (f"{ID}.svg", f"{ID}-symbolic.svg"):
        if not any(os.path.basename(i) == name for i in icons):
            faults.append(f"data/icons/{name} is missing")
    return faults + [f for i in icons for f in icon_faults(i)]


def read_tree(source, build):
    """The real files in the shape that check() wants them."""
    tree = {"meson.build": lintlib.read(source, "meson.build")}
    for name in ("desktop", "metainfo.xml"):
        tree[f"data/{ID}.{name}"] = lintlib.read(build, f"data/{ID}.{name}")
    for pattern in ("flatpak/*.json", "data/icons/*.svg"):
        for path in glob.glob(os.path.join(source, pattern)):
            tree[os.path.relpath(path, source)] = open(path, encoding="utf-8").read()
    return tree


def planted(tree):
    desktop, metainfo = tree[f"data/{ID}.desktop"], tree[f"data/{ID}.metainfo.xml"]
    name = f"flatpak/{ID}.json"
    manifest = json.loads(tree[name])
    wide = {**manifest, "finish-args": manifest["finish-args"] + ["--filesystem=host"]}
    return [
        ("a desktop key that does not exist",
         {f"data/{ID}.desktop": desktop + "Colour=red\n"}, "Colour"),
        ("a desktop file without French",
         {f"data/{ID}.desktop": re.sub(r"(?m)^Comment\[fr\].*\n", "", desktop)}, "Comment[fr]"),
        ("a metainfo without summary",
         {f"data/{ID}.metainfo.xml": re.sub(r"<summary.*?</summary>", "", metainfo, flags=re.S)},
         "summary"),
        ("a version without release notes",
         {"meson.build": tree["meson.build"].replace("  version: '", "  version: '9.")}, "first release"),
        ("an unknown manifest property", {name: json.dumps({**manifest, "colour": "red"})},
         "Unknown property colour"),
        ("a manifest that opens the host", {name: json.dumps(wide)}, "too wide"),
        ("a manifest of another id", {name: json.dumps({**manifest, "id": "io.machaon.Other"})},
         "its id is"),
        ("a broken icon", {f"data/icons/{ID}.svg": "<svg>"}, f"{ID}.svg"),
    ]


def main():
    tree = read_tree(lintlib.source_root(), lintlib.build_root())
    with tempfile.TemporaryDirectory() as real:
        lintlib.plant(real, tree)
        return lintlib.main(check, tree, planted(tree), real)


if __name__ == "__main__":
    sys.exit(main())
