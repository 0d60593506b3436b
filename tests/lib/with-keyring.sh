#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# with-keyring.sh open|absent COMMAND...: runs it beside a real, unlocked keyring of its own, on a bus
# of its own; or on a bus that has no keyring at all. The command reads which in MACHAON_KEYRING.
set -eu
export MACHAON_KEYRING=$1
shift
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config \
  XDG_CACHE_HOME=$home/cache
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY
mkdir -m 700 "$XDG_RUNTIME_DIR"
# What libsecret leaves to a main loop that has ended can only be told apart with whole stacks.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}fast_unwind_on_malloc=0

if [ "$MACHAON_KEYRING" = absent ]; then
  # The services of /usr/share are compiled in: only a bus without service folders has none.
  cat >"$home/bus.conf" <<'CONF'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF
  dbus-run-session --config-file="$home/bus.conf" -- "$@"
  exit
fi

# shellcheck disable=SC2016  # expanded by the shell inside the bus
dbus-run-session -- sh -c '
  printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  sleep 0.3
  exec "$@"' - "$@"
