#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-window.py [BUILD]: the window beside its peers in one run, on a display that nobody looks at:
lists of 10 000 and 150 000 candidates; the first page of 3 000 beside pdftoppm; start-up beside a bare
libadwaita window and, where it is installed, GNOME Text Editor. Build first:

    ninja -C BUILD tests/app/bench-window tests/app/bare-window tests/print/bench-papillon
"""
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 9
PAGES = "3000"
build = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build")
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from desktop import Desktop  # noqa: E402


def once(desktop, words, **options):
    start = time.monotonic()
    subprocess.run(words, env=desktop.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   check=True, **options)
    return (time.monotonic() - start) * 1000


def in_turn(desktop, programs):
    """{name: median ms}: the programs run in turn, so that what else happens hits all alike."""
    times = {name: [] for name in programs}
    for run in range(RUNS + 1):
        for name, words in programs.items():
            taken = once(desktop, words)
            if run > 0:  # the first fills the caches
                times[name].append(taken)
    return {name: statistics.median(values) for name, values in times.items()}


def text_editor(desktop):
    """Until its window is on the display: it has no switch to end by itself."""
    process = subprocess.Popen(["gnome-text-editor", "--standalone"], env=desktop.env,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    start = time.monotonic()
    subprocess.run(["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(process.pid),
                    "--name", "."], env=desktop.env, stdout=subprocess.DEVNULL, check=False)
    taken = (time.monotonic() - start) * 1000
    process.kill()
    process.wait()
    return taken


def bench_startup(desktop, folder):
    machaon = os.path.join(build, "src", "app", "machaon")
    programs = {
        "bare libadwaita window": [os.path.join(build, "tests", "app", "bare-window")],
        "machaon": [machaon, "--profile", os.path.join(folder, "profile"), "--secrets-file",
                    os.path.join(folder, "secrets"), "--exit-after-startup"],
    }
    times = in_turn(desktop, programs)
    if shutil.which("gnome-text-editor"):
        times["gnome-text-editor (window shown)"] = statistics.median(
            text_editor(desktop) for _ in range(RUNS))
    print("\nStart-up, process to first frame and out, median of", RUNS, "in ms")
    for name, value in times.items():
        print(f"  {name:34} {value:8.0f}   {value / times['bare libadwaita window']:.2f} of bare")


def bench_preview(desktop, folder):
    pdf = os.path.join(folder, "slips.pdf")
    subprocess.run([os.path.join(build, "tests", "print", "bench-papillon"), PAGES, "1", pdf],
                   check=True, stdout=subprocess.DEVNULL)
    peer = statistics.median(
        once(desktop, ["pdftoppm", "-f", "1", "-l", "1", "-r", "90", "-png", pdf,
                       os.path.join(folder, "page")]) for _ in range(RUNS))
    print(f"\nPreview of {PAGES} pages")
    print(f"  {'pdftoppm -f 1 -l 1':34} {peer:8.1f}")
    for line in run_bench(desktop, "preview", pdf):
        print("  " + line)
        if line.startswith("first page"):
            print(f"  {'= of pdftoppm':34} {float(line.split()[-1]) / peer:8.2f}")


def run_bench(desktop, *words):
    done = subprocess.run([os.path.join(build, "tests", "app", "bench-window"), *words],
                          env=dict(desktop.env, GTK_A11Y="none"), capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(done.stderr[-2000:])
    return [line for line in done.stdout.splitlines() if not line.startswith("#")]


def main():
    folder = tempfile.mkdtemp(prefix="machaon-bench-")
    try:
        with Desktop(folder) as desktop:
            bench_startup(desktop, folder)
            bench_preview(desktop, folder)
            for rows in ("10000", "150000"):
                print(f"\nList of {rows} candidates, ms")
                for line in run_bench(desktop, "list", rows):
                    print("  " + line)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
