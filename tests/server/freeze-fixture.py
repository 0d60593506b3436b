#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the newest schema into its fixture tests/data/server-vN.sql, keeping the fixture's rows.

Only for a schema that no release has: once released, a schema and its fixture stay as they are and
the next change is a new sql/NNN-*.sql."""
import glob
import os
import re
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
ROWS = "-- Rows."
VERSION_TABLE = ("CREATE TABLE schema_version (id @INT@ NOT NULL PRIMARY KEY CHECK (id = 1), "
                 "version @INT@ NOT NULL) @STRICT@;\n")


def main():
    scripts = sorted(glob.glob(os.path.join(ROOT, "src", "server", "db", "sql", "*.sql")))
    fixture = os.path.join(ROOT, "tests", "data", f"server-v{len(scripts)}.sql")
    tables = ""
    for script in scripts:
        with open(script, encoding="utf-8") as stream:
            tables += re.sub(r"^--.*\n", "", stream.read(), flags=re.M)
    with open(fixture, encoding="utf-8") as stream:
        text = stream.read()
    head, rows = text[:text.index("CREATE ")], text[text.index(ROWS):]
    tables = re.sub(r"\n{3,}", "\n\n", tables)
    with open(fixture, "w", encoding="utf-8") as stream:
        stream.write(head + VERSION_TABLE + tables + "\n" + rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
