#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Translations are complete at every commit: each catalogue of LINGUAS is well formed and holds every
sentence of the tree, and POTFILES.in names every file that has one."""
import os
import re
import subprocess
import sys
import tempfile

import lintlib

# The same keywords as meson's preset "glib", which is what makes the template for translators.
KEYWORDS = ["--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
            "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
            "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format",
            "--flag=g_dngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format",
            "--flag=g_string_printf:2:c-format", "--flag=g_string_append_printf:2:c-format",
            "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format"]
CALL = re.compile(r"(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|g_dngettext|ngettext|g_dcgettext|g_dpgettext2)\s*\(")
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|#\s*define[^\n]*', re.S)


def run(*command, **keywords):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          check=False, **keywords)


def has_messages(name, text):
    if name.endswith((".desktop.in", ".metainfo.xml.in")):
        return True
    if name.endswith(".ui"):
        return 'translatable="yes"' in text
    return bool(name.endswith((".c", ".h")) and CALL.search(NOISE.sub(" ", text)))


def potfiles_faults(root, listed):
    faults = []
    names = lintlib.files(root)
    wanted = {n for n in names if n.startswith(("src/", "data/"))
              and has_messages(n, lintlib.read(root, n) or "")}
    faults += [f"po/POTFILES.in: {n} is missing" for n in sorted(wanted - set(listed))]
    faults += [f"po/POTFILES.in: {n} does not exist" for n in listed if n not in names]
    faults += [f"po/POTFILES.in: {n} has no message" for n in listed if n in names and n not in wanted]
    faults += [f"po/POTFILES.in: {n} twice" for n in set(listed) if listed.count(n) > 1]
    return faults


def lines(root, name):
    text = lintlib.read(root, name) if os.path.exists(os.path.join(root, name)) else ""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def messages(root, catalogue, option):
    """The msgids of a catalogue that have a property, by msgattrib, which keeps the header first."""
    found = run("msgattrib", option, "--no-location", catalogue, cwd=root).stdout
    for entry in found.split("\n\n")[1:]:
        msgid = re.search(r'^(?:#~ )?msgid ("[^\n]*"(?:\n(?:#~ )?"[^\n]*")*)', entry, re.M)
        if msgid:
            yield '"' + "".join(re.findall(r'"(.*)"', msgid.group(1))) + '"'


def catalogue_faults(root, language, template):
    name = f"po/{language}.po"
    if not os.path.exists(os.path.join(root, name)):
        return [f"{name} does not exist"]
    done = run("msgfmt", "--check", "--check-accelerators=_", "-o", os.devnull, name, cwd=root)
    if done.returncode != 0:
        return [f"{name}: {line}" for line in done.stderr.strip().splitlines()]
    faults = [f"{name}: fuzzy: {m}" for m in messages(root, name, "--only-fuzzy")]
    merged = os.path.join(os.path.dirname(template), f"{language}.po")
    done = run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, name, template, cwd=root)
    if done.returncode != 0:
        return faults + [f"{name}: {done.stderr.strip()}"]
    faults += [f"{name}: not translated: {m}" for m in messages(root, merged, "--untranslated")]
    faults += [f"{name}: no longer used: {m}" for m in messages(root, merged, "--only-obsolete")]
    return faults


def check(root):
    listed = lines(root, "po/POTFILES.in")
    languages = lines(root, "po/LINGUAS")
    faults = potfiles_faults(root, listed)
    if not languages:
        faults.append("po/LINGUAS names no language")
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "machaon.pot")
        there = [n for n in listed if os.path.exists(os.path.join(root, n))]
        done = run("xgettext", "--from-code=UTF-8", *KEYWORDS, "-o", template, *there, cwd=root)
        if done.returncode != 0 or done.stderr:
            return faults + ["xgettext: " + line for line in done.stderr.strip().splitlines()]
        for language in languages:
            faults += catalogue_faults(root, language, template)
    return faults


HEAD = ('msgid ""\nmsgstr ""\n"Language: fr\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n"Project-Id-Version: machaon\\n"\n'
        '"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n"Last-Translator: none <none@machaon.invalid>\\n"\n'
        '"Language-Team: French\\n"\n\n')
GOOD = ('msgid "%d rows"\nmsgstr "%d lignes"\n\n'.replace("msgid", "#, c-format\nmsgid", 1))
CLEAN = {
    "po/LINGUAS": "fr\n",
    "po/POTFILES.in": "# files\nsrc/core/mch-a.c\n",
    "po/fr.po": HEAD + GOOD,
    "src/core/mch-a.c": 'char *a (int n) { return g_strdup_printf (_("%d rows"), n); }\n',
    "src/core/mch-b.c": '/* _("no") */ int x_(int); char *b = "_(\\"no\\")";\n',
}
FAULTY = [
    ("a sentence without French", {"src/core/mch-a.c": 'char *a = _("New"), *b = _("%d rows");\n'},
     'not translated: "New"'),
    ("a sentence of two lines without French",
     {"src/core/mch-a.c": 'char *a = _("One\\nTwo"), *b = _("%d rows");\n'}, 'not translated: "One'),
    ("an empty translation", {"po/fr.po": HEAD + GOOD.replace("%d lignes", "")}, "not translated"),
    ("a fuzzy translation", {"po/fr.po": HEAD + GOOD.replace("#, c", "#, fuzzy, c")}, "fuzzy"),
    ("another conversion", {"po/fr.po": HEAD + GOOD.replace("%d lignes", "%s lignes")}, "format"),
    ("a sentence that is gone", {"po/fr.po": HEAD + GOOD + 'msgid "Old"\nmsgstr "Vieux"\n'},
     'no longer used: "Old"'),
    ("a file outside POTFILES.in", {"src/core/mch-c.c": 'char *c = _("%d rows");\n'},
     "mch-c.c is missing"),
    ("a header outside POTFILES.in", {"src/core/mch-c.h": '#include <x.h>\nstatic char *c = N_ ("%d rows");\n'},
     "mch-c.h is missing"),
    ("a listed file that is gone", {"po/POTFILES.in": "src/core/mch-a.c\nsrc/core/mch-z.c\n"},
     "mch-z.c does not exist"),
    ("a language without catalogue", {"po/LINGUAS": "fr\nbr\n"}, "po/br.po does not exist"),
    ("no language", {"po/LINGUAS": "# none\n"}, "no language"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY))
