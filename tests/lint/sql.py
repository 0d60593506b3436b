#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's SQL runs unchanged on SQLite, PostgreSQL and its distributed relatives: what only
one of them knows is refused, in sql/*.sql and in the literals of src/server. So is SQL that is put
together with printf."""
import re
import sys

import lintlib

# Files that speak to one back end alone.
OWN_DIALECT = ("mch-db-sqlite.c", "mch-db-postgres.c", "mch-db-backup.c")

BANNED = [
    (r"\b(?:BIG|SMALL)?SERIAL\b|\bGENERATED\b|\bAUTOINCREMENT\b|\bNEXTVAL\b|\bLAST_INSERT_ROWID\b",
     "ids are made by the program"),
    (r"\bTRIGGER\b|\bPROCEDURE\b|\bDEFERRABLE\b", "no triggers, procedures or deferred constraints"),
    (r"\bFOR\s+(?:NO\s+KEY\s+)?(?:UPDATE|SHARE)\b|\bLOCK\s+TABLE\b|\bSKIP\s+LOCKED\b|\bADVISORY|_advisory_",
     "lock by UPDATE … RETURNING on a counter row"),
    (r"\bLISTEN\b|\bNOTIFY\b", "nothing depends on notifications"),
    (r"\b(?:xmin|xmax|ctid|rowid|oid)\b", "no system columns"),
    (r"\bINSERT\s+OR\b|\bREPLACE\s+INTO\b|\bON\s+DUPLICATE\b", "INSERT … ON CONFLICT (key)"),
    (r"\bON\s+CONFLICT\s+DO\b", "ON CONFLICT names its key"),
    (r"\?", "parameters are $1…$n"),
    (r"::", "CAST (… AS …)"),
    (r"\bI?LIKE\b|\bGLOB\b|\bREGEXP\b|\bSIMILAR\s+TO\b|~", "search on folded key columns"),
    (r"\bNOW\s*\(|\bCURRENT_(?:TIMESTAMP|DATE|TIME)\b|\bDATETIME\b|\bSTRFTIME\b|\bDATE_TRUNC\b|\bJULIANDAY\b",
     "times are int64 milliseconds and come from the caller"),
    (r"\b(?:BOOLEAN|TIMESTAMPTZ?|JSONB?|UUID|VARCHAR|NUMERIC|REAL)\b", "@INT@, @TEXT@ or @BLOB@"),
    (r"\bjsonb?_\w+\s*\(|->", "JSON is text to SQL"),
    (r"\b(?:IFNULL|NVL|GREATEST|LEAST|GROUP_CONCAT|STRING_AGG|RANDOM)\s*\(", "one dialect's function"),
    (r"\b(?:max|min)\s*\([^()]*,", "max and min of two values are SQLite's"),
    (r"\bANY\s*\(|\bARRAY\s*\[", "no arrays"),
    (r"\bOFFSET\b|\bLIMIT\s+\S+\s*,", "page by key"),
    (r"\bPRAGMA\b|\bVACUUM\b|\bTRUNCATE\b|\bTEMP(?:ORARY)?\s+TABLE\b", "one dialect's statement"),
    (r"==|\bISNULL\b|\bNOTNULL\b|\bNULLS\s+(?:FIRST|LAST)\b|\bCOLLATE\b", "one dialect's operator"),
    (r"%[-0-9.]*[sdiulxc]", "never printf: values are parameters"),
]
TYPES = (r"\b(?:INTEGER|BIGINT|INT|TEXT|BLOB|BYTEA)\b(?!@)", "@INT@, @TEXT@ or @BLOB@")
STATEMENT = re.compile(
    r"\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|PRAGMA|VACUUM|REPLACE|TRUNCATE|LOCK)\s",
    re.I)
LITERAL = r'"(?:\\.|[^"\\\n])*"'
# Literals that follow each other, with macros such as column lists between them.
LITERALS = re.compile(LITERAL + r"(?:\s*(?:[A-Z][A-Z0-9_]+\s*)?" + LITERAL + r")*")
SQL_QUOTED = re.compile(r"'(?:[^']|'')*'")


def statements_of_c(text):
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    for group in LITERALS.finditer(text):
        sql = "".join(part[1:-1] for part in re.findall(LITERAL, group.group()))
        if STATEMENT.match(sql) and sql.split()[0].isupper():
            yield text.count("\n", 0, group.start()) + 1, sql


def statements_of_sql(text):
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("--")[0]
        if line.strip():
            yield number, line


def faults_of(name, text):
    is_sql = name.endswith(".sql")
    rules = BANNED + ([TYPES] if is_sql else [])
    for number, sql in (statements_of_sql if is_sql else statements_of_c)(text):
        sql = SQL_QUOTED.sub("''", sql)
        for pattern, advice in rules:
            found = re.search(pattern, sql, re.I)
            if found:
                yield f"{name}:{number}: {found.group().strip()!r}: {advice}"


def concerns(name):
    if name.startswith("src/server/") and name.endswith((".c", ".h")):
        return not name.endswith(OWN_DIALECT)
    return name.startswith("src/server/") and name.endswith(".sql")


def check(root):
    faults = []
    for name in filter(concerns, lintlib.files(root)):
        faults += faults_of(name, lintlib.read(root, name) or "")
    return faults


def c_file(sql):
    return {"src/server/model/mch-b.c": f"f (db, error,\n   {sql}, MCH_DB_INT (1));\n"}


CLEAN = {
    "src/server/model/mch-a.c":
        '/* "SELECT now()" said a comment. */\n'
        'f ("SELECT a, b FROM t "\n   "WHERE (a, b) > ($1, $2) AND c = \'now() ?\' ORDER BY a LIMIT $3");\n'
        'f ("INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = excluded.a RETURNING a");\n'
        'f (_("Select a file, or 50%s?"));\n',
    "src/server/db/mch-db-sqlite.c": 'f ("PRAGMA journal_mode = WAL");\n',
    "src/server/db/sql/001-a.sql": "-- SERIAL is refused\nCREATE TABLE t (a @INT@ NOT NULL) @STRICT@;\n",
    "src/store/mch-c.c": 'f ("SELECT a FROM t WHERE a LIKE ?");\n',
}
FAULTY = [
    ("a sequence", {"src/server/db/sql/002-b.sql": "CREATE TABLE u (a BIGSERIAL);\n"}, "BIGSERIAL"),
    ("a type of one dialect", {"src/server/db/sql/002-b.sql": "CREATE TABLE u (\n  a BIGINT);\n"},
     "002-b.sql:2"),
    ("a lock", c_file('"SELECT a FROM t WHERE b = $1 FOR UPDATE"'), "FOR UPDATE"),
    ("a fault on a later line", c_file('"SELECT a FROM t "\n "WHERE b ILIKE $1"'), "ILIKE"),
    ("a fault after a macro", c_file('"SELECT " COLUMNS " FROM t WHERE b = ?"'), "parameters"),
    ("a cast", c_file('"SELECT a::text FROM t"'), "CAST"),
    ("a clock", c_file('"UPDATE t SET a = now()"'), "milliseconds"),
    ("an upsert of one dialect", c_file('"INSERT OR REPLACE INTO t VALUES ($1)"'), "INSERT OR"),
    ("a page by number", c_file('"SELECT a FROM t LIMIT $1 OFFSET $2"'), "page by key"),
    ("printf", c_file('"SELECT a FROM t WHERE b = \'x\' AND c = %s"'), "never printf"),
    ("the greater of two", c_file('"UPDATE t SET a = max(a, $1)"'), "max"),
]

if __name__ == "__main__":
    sys.exit(lintlib.main(check, CLEAN, FAULTY))
