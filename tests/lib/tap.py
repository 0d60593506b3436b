# SPDX-License-Identifier: GPL-3.0-or-later
"""Test Anything Protocol for every Python test of the tree: the standard library has no writer.

    from tap import Tap
    tap = Tap()
    tap.ok(condition, "what must hold", "what was seen instead")
    sys.exit(tap.done())

Output is flushed line by line, so that a test killed by its time limit still shows how far it came.
"""
import sys
import traceback


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0
        # A test prints what it was given, hostile bytes included; printing must never be what fails.
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)

    def ok(self, condition, name, detail=""):
        """Record one result; `detail` is shown only when it failed. Returns the condition."""
        self.count += 1
        if not condition:
            self.failed += 1
        name = " ".join(str(name).replace("#", "no. ").split())
        print(f"{'ok' if condition else 'not ok'} {self.count} - {name}")
        if not condition and detail != "":
            self.note(detail)
        return bool(condition)

    def equal(self, seen, wanted, name):
        return self.ok(seen == wanted, name, f"seen:   {seen!r}\nwanted: {wanted!r}")

    def note(self, text):
        for line in str(text).splitlines():
            print(f"# {line}")

    def run(self, name, function, *args):
        """Call a test function; an exception is one failed result and the others still run."""
        try:
            return function(*args)
        except Exception:  # the trace is the result
            self.ok(False, f"{name} runs to its end", traceback.format_exc())
            return None

    def done(self):
        """Print the plan; returns the exit status of the program."""
        if self.count == 0:
            self.ok(False, "this program runs at least one test")
        print(f"1..{self.count}")
        return 1 if self.failed else 0
