# SPDX-License-Identifier: GPL-3.0-or-later
"""Desktops, servers and a bad network between them. Six desktops (the client's real core, one process
each) work on two schools through a network that loses, repeats, holds back and cuts requests, while
desktops, servers and PostgreSQL are killed; then everything heals, and nothing may be lost, doubled or
seen by who may not see it.

    simulation.py [--seed N] [--seconds S | --operations N]
    tests/server/with-postgres.sh python3 simulation.py …      three machaond on one PostgreSQL
    simulation.py --planted BUG --program PROGRAM              must be caught

The seed decides who does what and which requests meet which fault; threads and processes meet as they
will, so a seed repeats a run's shape, not every moment of it."""
import argparse
import random
import shutil
import sys
import tempfile
import time

import checks
from ground import Ground
from people import Crowd
from tap import Tap

tap = Tap()
PLANTED_SEEDS = 8
PLANTED_SECONDS = 15


def simulate(seed, seconds, operations, planted=None):
    """One run: what was wrong at its end, in words."""
    folder = tempfile.mkdtemp(prefix="machaon-sim-")
    shutil.copymode("/tmp", folder)
    ground = None
    try:
        ground = Ground(folder, seed, planted)
        crowd = Crowd(ground, folder, random.Random(seed))
        begun = time.monotonic()
        crowd.work(seconds, operations)
        spent = time.monotonic() - begun
        tap.note(f"{crowd.operations} operations in {spent:.0f} s, {crowd.operations / spent:.0f} a "
                 f"second; killed: {crowd.kills} desktops, {ground.kills} servers, the database "
                 f"{ground.database_kills} times")
        tap.note("requests: " + ", ".join(f"{name} {n}" for name, n
                                          in sorted(ground.proxy.counts.items())))
        faults = crowd.heal() or checks.find_faults(ground, crowd)
        tap.note(f"healed and checked in {time.monotonic() - begun - spent:.0f} s; "
                 + checks.summary(crowd))
        return faults
    finally:
        if ground is not None:
            ground.end()
        shutil.rmtree(folder, ignore_errors=True)


def check_planted(args):
    for number in range(PLANTED_SEEDS):
        tap.note(f"seed {args.seed + number}")
        faults = [(key, text) for key, text in simulate(
            args.seed + number, PLANTED_SECONDS, args.operations, (args.planted, args.program))
                  if key in checks.NAMES]
        if faults:
            break
    tap.ok(faults, f"the planted bug “{args.planted}” is caught")
    tap.note("\n".join(f"{key}: {text}" for key, text in faults[:3]))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20270615)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--operations", type=int, default=10000)
    parser.add_argument("--planted")
    parser.add_argument("--program")
    args = parser.parse_args()
    if args.planted:
        check_planted(args)
        return tap.done()
    tap.note(f"--seed {args.seed}")
    faults = simulate(args.seed, args.seconds, args.operations)
    for name in checks.NAMES:
        found = [text for key, text in faults if key == name]
        tap.ok(not found, name, "\n".join(found[:10]))
    others = [text for key, text in faults if key not in checks.NAMES]
    tap.ok(not others, "everybody comes to rest", "\n".join(others[:10]))
    return tap.done()


sys.exit(main())
