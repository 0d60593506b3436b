#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command with MACHAON_TEST_PG set to a PostgreSQL cluster made for it alone: in a temporary
# folder, on a socket there, without TCP, gone afterwards. PostgreSQL refuses to run as root, which
# then lends its right to the user postgres.
set -eu

bin=
for version in 15 16 17 18; do
  if [ -x "/usr/lib/postgresql/$version/bin/initdb" ]; then
    bin=/usr/lib/postgresql/$version/bin
    break
  fi
done
if [ -z "$bin" ]; then
  echo "Bail out! PostgreSQL is not installed (Debian: postgresql-15)"
  exit 1
fi

# A short path: a socket's is limited to 107 bytes.
folder=$(mktemp -d /tmp/mch-pg.XXXXXX)
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as_owner() { setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; }
else
  as_owner() { "$@"; }
fi

finish() {
  status=$?
  trap - EXIT
  if [ -f "$folder/data/postmaster.pid" ]; then
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

here=$(pwd)
cd "$folder"
as_owner env LC_ALL=C.UTF-8 "$bin/initdb" -D "$folder/data" -U machaon -A trust -E UTF8 --no-sync \
  >"$folder/initdb.log" 2>&1 || { sed 's/^/# /' "$folder/initdb.log"; echo "Bail out! initdb"; exit 1; }
as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -t 60 \
  -o "-c listen_addresses= -c unix_socket_directories=$folder -c fsync=off -c max_connections=60" \
  start >/dev/null || { sed 's/^/# /' "$folder/data/log"; echo "Bail out! pg_ctl"; exit 1; }

cd "$here"
MACHAON_TEST_PG="host=$folder dbname=postgres user=machaon" "$@"
