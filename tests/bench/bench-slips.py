#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slips as PDF beside what others make of the same names, in one run: ratios, bytes a slip, memory, and
what of it passes the floor and the goal.

    bench-slips.py --sticks DIR [--runs 5] [COUNT …]

DIR holds the peers: gen.py (the data), src/raw.c (a raw writer, the floor), src/hpdf.c (libharu),
peers/reportlab_slips.py, peers/gen_inputs.py (pdflatex), peers/typst_slips.js, with the compiler that
"npm install @myriaddreamin/typst-ts-node-compiler" puts into npm/. It is copied aside, and only read.
MACHAON_BUILD_ROOT has our own program. A peer that cannot be built or run here is named and left out.
Nothing is judged: quote ratios of one run.

Programs take turns, and the quickest of each one's runs counts: what else the machine does falls on all
alike. "cpu" is the time of all threads together, which a busy machine changes less than the clock.

Ours is measured three times: the slip as it is, two of them on a page, and with a paragraph that holds
each candidate's name, as the peers' slips have one. The peers' slips have no bars, no tags and no links,
and but for the raw writer's no QR code.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

TEXT = ("{prenom} {nom}, votre espace candidat est ouvert. Vous y consulterez votre convocation, vos notes et vos "
        "relevés, et vous y vérifierez dès maintenant votre état civil et votre adresse. En cas d'erreur, "
        "signalez-la au secrétariat de l'établissement avec une pièce d'identité.")


RAW, HARU, REPORTLAB = "raw writer, libdeflate 6", "libharu, TrueType", "ReportLab"

# Seconds.
LONG = 8


def build(folder, source, *packages, more=()):
    """The program made of a C file, or None."""
    found = subprocess.run(["pkg-config", "--cflags", "--libs", *packages], capture_output=True, text=True,
                           check=False) if packages else None
    if found and found.returncode != 0:
        return None
    program = os.path.join(folder, os.path.basename(source)[:-2])
    flags = found.stdout.split() if found else []
    done = subprocess.run(["cc", "-O2", "-w", source, "-o", program, *flags, *more, "-lm"], cwd=folder,
                          capture_output=True, check=False)
    return program if done.returncode == 0 else None


def runs_python(module):
    return subprocess.run(["/usr/bin/python3", "-c", f"import {module}"], capture_output=True,
                          check=False).returncode == 0


def make_sources(folder, counts):
    """The documents that pdflatex and typst set; making them is not measured."""
    os.makedirs(os.path.join(folder, "in"), exist_ok=True)
    return subprocess.run([sys.executable, "peers/gen_inputs.py", *map(str, counts)], cwd=folder,
                          capture_output=True, check=False).returncode == 0


def peers(folder, counts):
    """[name, words before the data, function that makes the command of a count]"""
    found, absent = [], []
    raw = build(folder, "src/raw.c", "harfbuzz", "harfbuzz-subset", "zlib", "libdeflate", "libqrencode")
    haru = build(folder, "src/hpdf.c", more=["-lhpdf"])
    if raw:
        found.append((RAW, lambda n, out: [raw, f"data/slips-{n}.tsv", out, "1", "1", "d6"]))
    else:
        absent.append("raw writer")
    if haru:
        found.append((HARU, lambda n, out: [haru, f"data/slips-{n}.tsv", out, "ttf"]))
    else:
        absent.append("libharu")
    if runs_python("reportlab"):
        found.append((REPORTLAB, lambda n, out: ["/usr/bin/python3", "peers/reportlab_slips.py",
                                                   f"data/slips-{n}.tsv", out]))
    else:
        absent.append("ReportLab")
    if shutil.which("pdflatex") and make_sources(folder, counts):
        found.append(("pdflatex", lambda n, out: [
            "pdflatex", "-interaction=batchmode", "-output-directory", os.path.dirname(out), "-jobname",
            os.path.basename(out)[:-4], f"in/slips-{n}.pdf.tex"]))
    else:
        absent.append("pdflatex")
    if os.path.isdir(os.path.join(folder, "npm")) and make_sources(folder, counts):
        found.append(("typst", lambda n, out: ["node", "peers/typst_slips.js", str(n), out]))
    else:
        absent.append("typst")
    return found, absent


def run(command, folder, out):
    """Seconds, seconds of all threads, MiB at the highest, bytes; None when it does not end well."""
    start = time.monotonic()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        except BaseException:
            process.kill()
            raise
    took = time.monotonic() - start
    if process.returncode != 0 or not os.path.exists(out):
        return None
    size = os.path.getsize(out)
    os.unlink(out)
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, size


def measure(programs, n, folder, runs):
    """{name: (seconds, cpu, MiB, bytes)}: the least of all runs, but the most memory. One that takes
    longer than LONG is run once."""
    rows = {}
    for turn in range(runs):
        for name, command in programs:
            if turn > 0 and (name not in rows or rows[name][0] > LONG):
                continue
            out = os.path.join(folder, "out.pdf")
            seen = run(command(n, out), folder, out)
            if seen is None:
                print(f"{n} slips, {name}: did not end well")
            elif name in rows:
                best = rows[name]
                rows[name] = (min(best[0], seen[0]), min(best[1], seen[1]), max(best[2], seen[2]), seen[3])
            else:
                rows[name] = seen
    return rows


def show(n, rows):
    keys = [key for key in (HARU, REPORTLAB, RAW) if key in rows]
    print(f"\n{n:<7d}{'slips':24s}  least s     cpu   bytes/slip   MiB   "
          + "   ".join(f"of {key.split(',')[0]} (cpu)" for key in keys))
    for name, (wall, cpu, peak, size) in rows.items():
        ratios = "   ".join(f"{f'{wall / rows[key][0]:.2f} ({cpu / rows[key][1]:.2f})':>{len(key.split(',')[0]) + 9}s}"
                            for key in keys)
        print(f"{name:31s}{wall:9.3f}{cpu:8.3f}{size / n:13.0f}{peak:6.0f}   {ratios}")
    for name in rows:
        if not name.startswith("Machaon"):
            continue
        said = [f"{words} {rows[name][0] / rows[key][0]:.2f}: "
                + ("goal" if rows[name][0] <= goal * rows[key][0] else
                   "floor" if floor and rows[name][0] <= floor * rows[key][0] else "neither")
                for key, words, floor, goal in ((HARU, "of libharu", 0.5, 0.2), (REPORTLAB, "of ReportLab", 0.15, 0.15),
                                                (RAW, "of raw", None, 1.5)) if key in rows]
        said.append(f"{rows[name][3] / n:.0f} bytes: {'goal' if rows[name][3] <= 1000 * n else 'neither'}")
        print(f"  {name}: {'; '.join(said)}")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sticks", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("counts", type=int, nargs="*", default=[1000, 10000, 150000])
    arguments = parser.parse_args()
    ours = os.path.join(os.environ["MACHAON_BUILD_ROOT"], "tests", "print", "bench-papillon")
    with tempfile.TemporaryDirectory(prefix="machaon-bench-") as folder:
        for name in os.listdir(arguments.sticks):
            source = os.path.join(arguments.sticks, name)
            (shutil.copytree if os.path.isdir(source) else shutil.copy)(source, os.path.join(folder, name))
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)
        subprocess.run([sys.executable, "gen.py"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        others, absent = peers(folder, [n for n in arguments.counts if n <= 10000])
        if absent:
            print("not here:", ", ".join(absent))
        own = [("Machaon", lambda n, out: [ours, f"data/slips-{n}.tsv", "1", out]),
               ("Machaon, two a page", lambda n, out: [ours, f"data/slips-{n}.tsv", "2", out]),
               ("Machaon, a paragraph each", lambda n, out: [ours, f"data/slips-{n}.tsv", "1", out, TEXT])]
        for n in arguments.counts:
            # Minutes, gigabytes, or both.
            programs = own + [other for other in others if n <= 10000 or other[0] in (HARU, RAW)]
            show(n, measure(programs, n, folder, arguments.runs if n <= 10000 else 1))
    return 0


sys.exit(main())
