#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every #include of src/ against the layer table of CONTRIBUTING.md, which is read here and not
repeated, so that what people read is what is enforced."""
import os
import re
import sys

import lintlib

# What a library's name in the table stands for, as the beginning of <header>.
LIBRARIES = {
    "GLib": ("glib.h", "glib/", "glib-object.h", "glib-unix.h", "gmodule.h"),
    "GIO": ("gio/",),
    "ICU": ("unicode/",),
    "libsodium": ("sodium.h", "sodium/"),
    "json-glib": ("json-glib/",),
    "SQLite": ("sqlite3.h",),
    "libpq": ("libpq-fe.h", "libpq/"),
    "cairo": ("cairo.h", "cairo-"),
    "pango": ("pango/", "hb.h", "hb-", "ft2build.h", "freetype/"),
    "fontconfig": ("fontconfig/",),
    "libqrencode": ("qrencode.h",),
    "zlib": ("zlib.h",),
    "libsoup": ("libsoup/",),
    "libsecret": ("libsecret/",),
    "libmicrohttpd": ("microhttpd.h",),
    "GnuTLS": ("gnutls/",),
    "libxml2": ("libxml/",),
    "zxcvbn": ("zxcvbn.h",),
    "GTK": ("gtk/", "gdk/", "gsk/"),
    "libadwaita": ("adwaita.h",),
    "poppler-glib": ("poppler.h", "glib/poppler"),
    "libcurl": ("curl/",),
    "GMime": ("gmime/",),
    "libzip": ("zip.h",),
}
# C, POSIX and Linux belong to everybody.
PLATFORM = re.compile(
    r"(assert|ctype|errno|fcntl|float|grp|inttypes|limits|locale|malloc|math|poll|pwd|sched|setjmp|signal"
    r"|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|strings|syslog|termios|threads"
    r"|time|unistd|wchar|netdb|libintl|getopt)\.h$|(arpa|linux|net|netinet|sys)/")
# One file alone may see these, whatever its layer may use.
ALONE = {"libmicrohttpd"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
ROW = re.compile(r"^\|\s*`([a-z/]+)`\s*\|([^|]*)\|([^|]*)\|", re.M)


def table(root):
    """{layer: (layers, libraries)} as CONTRIBUTING.md says it."""
    text = lintlib.read(root, "CONTRIBUTING.md") or ""
    start = text.find("<!-- layers -->")
    rows = {}
    if start >= 0:
        for layer, layers, libraries in ROW.findall(text[start:text.find("<!-- /layers -->")]):
            rows[layer] = (set(re.findall(r"`([a-z/]+)`", layers)),
                           {n.strip() for n in libraries.split(",") if n.strip(" –")})
    return rows


def library_of(header):
    # The longest match wins: glib/poppler is not GLib.
    best = max(((len(p), name) for name, starts in LIBRARIES.items() for p in starts
                if header == p or (p[-1] in "/-r" and header.startswith(p))), default=None)
    return best[1] if best else None


def layer_of(path, rows):
    """The layer that owns a path below src/: the deepest folder that has a row."""
    folder = os.path.dirname(path)
    while folder and folder not in rows:
        folder = os.path.dirname(folder)
    return folder or None


def own_header(root, layer, row, header, rows):
    if "/" not in header:
        return 'is not of the form "layer/file.h"'
    target = layer_of(header, rows)
    if target is None:
        return "names no layer"
    if not os.path.exists(os.path.join(root, "src", header)) and not header.endswith("-resources.h"):
        return "does not exist"
    if target != layer and target not in row[0]:
        return f"crosses a layer: {layer} may not include {target}"
    return None


def system_header(layer, row, header):
    if PLATFORM.match(header):
        return None
    library = library_of(header)
    if library is None:
        return "belongs to no library of tests/lint/layers.py"
    if library not in row[1]:
        return f"crosses a layer: {layer} may not use {library}"
    return None


def table_faults(rows):
    faults = []
    for layer, (layers, libraries) in rows.items():
        faults += [f"CONTRIBUTING.md: {layer}: no layer {name}" for name in layers - set(rows)]
        faults += [f"CONTRIBUTING.md: {layer}: no library {name}"
                   for name in libraries - set(LIBRARIES)]
    return faults


def check(root):
    rows = table(root)
    if not rows:
        return ["CONTRIBUTING.md has no layer table"]
    faults = table_faults(rows)
    alone = {name: set() for name in ALONE}
    for name in lintlib.files(root):
        if not name.startswith("src/") or not name.endswith((".c", ".h")):
            continue
        layer = layer_of(name[4:], rows)
        if layer is None:
            faults.append(f"{name}: lies in no layer of CONTRIBUTING.md")
            continue
        text = lintlib.read(root, name) or ""
        for match in INCLUDE.finditer(text):
            quote, header = match.groups()
            line = text.count("\n", 0, match.start()) + 1
            if quote == "<":
                fault = system_header(layer, rows[layer], header)
                if library_of(header) in alone:
                    alone[library_of(header)].add(name)
            else:
                fault = own_header(root, layer, rows[layer], header, rows)
            if fault:
                faults.append(f"{name}:{line}: {header} {fault}")
    faults += [f"{library} is included by more than one file: {', '.join(sorted(names))}"
               for library, names in alone.items() if len(names) > 1]
    return faults


CLEAN = {
    "CONTRIBUTING.md": "<!-- layers -->\n| a | b | c | d |\n|---|---|---|---|\n"
                       "| `core` | – | GLib, GIO | x |\n"
                       "| `vault` | `core` | GLib, libsodium | x |\n"
                       "| `print` | `core` | GLib, cairo | x |\n"
                       "| `print/papillon` | `core`, `print` | GLib, cairo | x |\n"
                       "| `server` | `core`, `print` | GLib, libmicrohttpd | x |\n"
                       "| `app` | `core` | GLib, GTK, poppler-glib | x |\n<!-- /layers -->\n",
    "src/core/mch-a.h": "#include <glib.h>\n#include <string.h>\n#include <sys/stat.h>\n",
    "src/core/mch-a.c": '#include "core/mch-a.h"\n',
    "src/vault/mch-v.c": '#include <sodium.h>\n#include "core/mch-a.h"\n',
    "src/print/papillon/mch-p.h": '#include <cairo-pdf.h>\n#include "core/mch-a.h"\n',
    "src/server/mch-http.c": "#include <microhttpd.h>\n",
    "src/app/mch-w.c": "#include <gtk/gtk.h>\n#include <poppler.h>\n",
}
FAULTY = [
    ("a layer reaches outwards", {"src/core/mch-a.c": '#include "vault/mch-v.h"\n',
                                  "src/vault/mch-v.h": ""}, "core may not include vault"),
    ("GTK outside the application", {"src/print/mch-b.c": "#include <gtk/gtk.h>\n"},
     "print may not use GTK"),
    ("libsodium outside vault", {"src/core/mch-a.c": "#  include <sodium.h>\n"},
     "core may not use libsodium"),
    ("the server sees the slips", {"src/server/mch-b.c": '#include "print/papillon/mch-p.h"\n'},
     "server may not include print/papillon"),
    ("poppler passes for GLib", {"src/core/mch-a.c": "#include <glib/poppler.h>\n"},
     "core may not use poppler-glib"),
    ("a second file sees libmicrohttpd", {"src/server/mch-b.c": "#include <microhttpd.h>\n"},
     "more than one file"),
    ("a header without its layer", {"src/core/mch-a.c": '#include "mch-a.h"\n'}, "layer/file.h"),
    ("a header above src", {"src/core/mch-a.c": '#include "../core/mch-a.h"\n'}, "no layer"),
    ("a header that does not exist", {"src/core/mch-a.c": '#include "core/mch-gone.h"\n'},
     "does not exist"),
    ("an unknown library", {"src/core/mch-a.c": "#include <boost/any.h>\n"}, "belongs to no library"),
    ("a folder outside the table", {"src/extra/mch-a.c": ""}, "lies in no layer"),
    ("no table at all", {"CONTRIBUTING.md": "nothing\n"}, "no layer table"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY))
