#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slips as PDF beside what others make of the same names, in one run: ratios, bytes a slip, memory.

    bench-slips.py --sticks DIR [--runs 5] [COUNT …]

DIR holds the peers: gen.py (the data), src/raw.c (a raw writer, the floor), src/hpdf.c (libharu),
peers/reportlab_slips.py, peers/gen_inputs.py (pdflatex), peers/typst_slips.js. It is copied aside, and
only read. MACHAON_BUILD_ROOT has our own program. A peer that cannot be built or run here is named and
left out. Nothing is judged: quote ratios of one run.

Ours is measured twice: the slip as it is, and with a paragraph that holds each candidate's name, as the
peers' slips have one.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

TEXT = ("{prenom} {nom}, votre espace candidat est ouvert. Vous y consulterez votre convocation, vos notes et vos "
        "relevés, et vous y vérifierez dès maintenant votre état civil et votre adresse. En cas d'erreur, "
        "signalez-la au secrétariat de l'établissement avec une pièce d'identité.")


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


def peers(folder, counts):
    """[name, words before the data, function that makes the command of a count]"""
    found, absent = [], []
    raw = build(folder, "src/raw.c", "harfbuzz", "harfbuzz-subset", "zlib", "libdeflate", "libqrencode")
    haru = build(folder, "src/hpdf.c", more=["-lhpdf"])
    if raw:
        found.append(("raw writer, libdeflate 6", lambda n, out: [raw, f"data/slips-{n}.tsv", out, "1", "1", "d6"]))
    else:
        absent.append("raw writer")
    if haru:
        found.append(("libharu, TrueType", lambda n, out: [haru, f"data/slips-{n}.tsv", out, "ttf"]))
    else:
        absent.append("libharu")
    if runs_python("reportlab"):
        found.append(("ReportLab", lambda n, out: ["/usr/bin/python3", "peers/reportlab_slips.py",
                                                   f"data/slips-{n}.tsv", out]))
    else:
        absent.append("ReportLab")
    if shutil.which("pdflatex"):
        os.makedirs(os.path.join(folder, "in"), exist_ok=True)
        made = subprocess.run([sys.executable, "peers/gen_inputs.py", *map(str, counts)], cwd=folder,
                              capture_output=True, check=False)
        if made.returncode == 0:
            found.append(("pdflatex", lambda n, out: [
                "pdflatex", "-interaction=batchmode", "-output-directory", os.path.dirname(out), "-jobname",
                os.path.basename(out)[:-4], f"in/slips-{n}.pdf.tex"]))
    if not any(name == "pdflatex" for name, _ in found):
        absent.append("pdflatex")
    if shutil.which("typst") is None and not os.path.isdir(os.path.join(folder, "npm")):
        absent.append("typst")
    return found, absent


def measure(command, folder, out, runs, limit):
    """Median seconds, their spread, MiB at the highest, bytes; None when it does not end well."""
    seconds, peak = [], 0
    for run in range(runs + 1):
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
        peak = max(peak, usage.ru_maxrss / 1024)
        if run > 0 or took > limit:  # the first warms up, unless one is enough
            seconds.append(took)
        if took > limit:
            break
    return statistics.median(seconds), min(seconds), max(seconds), peak, os.path.getsize(out)


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
        small = [n for n in arguments.counts if n <= 10000]
        others, absent = peers(folder, small)
        if absent:
            print("not here:", ", ".join(absent))
        own = [("Machaon", lambda n, out: [ours, f"data/slips-{n}.tsv", "1", out]),
               ("Machaon, two a page", lambda n, out: [ours, f"data/slips-{n}.tsv", "2", out]),
               ("Machaon, a paragraph each", lambda n, out: [ours, f"data/slips-{n}.tsv", "1", out, TEXT])]
        for n in arguments.counts:
            rows = {}
            for name, command in own + others:
                out = os.path.join(folder, "out.pdf")
                if name == "pdflatex" and n > 10000:
                    continue
                seen = measure(command(n, out), folder, out, arguments.runs, 20)
                if seen is None:
                    print(f"{n} slips, {name}: did not end well")
                    continue
                rows[name] = seen
                os.unlink(out)
            base = {key: rows[key][0] for key in ("libharu, TrueType", "raw writer, libdeflate 6") if key in rows}
            print(f"\n{n} slips{'':22s}   median s (least to most)     of libharu   of raw  bytes/slip  MiB")
            for name, (median, least, most, peak, size) in rows.items():
                ratios = [f"{median / base[key]:9.2f}" if key in base else " " * 9
                          for key in ("libharu, TrueType", "raw writer, libdeflate 6")]
                print(f"{name:30s} {median:8.3f} ({least:.3f} to {most:.3f}) {'  '.join(ratios)}  "
                      f"{size / n:9.0f}  {peak:6.0f}")
    return 0


sys.exit(main())
