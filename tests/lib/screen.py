# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person reads on the screen of a program, and does with its keyboard alone: AT-SPI as a
screen reader sees it, and real keys.

    from screen import Program
    app = Program(desktop, [machaon, "--profile", profile])
    app.wait_for("Bienvenue dans Machaon")
    app.press("push button", "Ouvrir mon invitation")
    app.fill("Identifiant", "secretariat")
    app.focus.name

Nothing is clicked and no widget is asked: what cannot be reached with keys or is not named cannot be
used by a test. Texts are compared with every space alike, so a test is written as a person types.
"""
import re
import subprocess
import sys
import time

from gi.repository import GLib

from accessible import children, look, look_below, on_focus, plain, process_of, program

SECONDS = 30  # for what waits for the server; a client gives up after ten
KEY_SECONDS = 1.5  # until a key has moved the focus, on a busy machine
MAX_TABS = 80
# GTK names what has no name by its class; a person does not hear that.
CLASS = re.compile(r"(Gtk|Adw|Mch)[A-Z][A-Za-z]+$")
ENTRIES = ("text", "entry", "password text", "spin button", "search box")


class Program:
    """A running program with a window."""

    def __init__(self, desktop, words, env=None):
        self.desktop = desktop
        self.words = words
        self._focused = self._place = None
        self._focus_id = on_focus(self._on_focus)
        self.process = desktop.spawn(words, env=env)
        self.wait(lambda: self._program() is not None, f"the window of {words[0]}")

    def _on_focus(self, place):
        try:
            if process_of(place[0]) == self.process.pid:
                self._focused = place
        except GLib.Error:
            pass

    def _program(self):
        """Its place; None when it has ended."""
        if self._place is None:
            self._place = program(self.process.pid)
        return self._place if self.process.poll() is None else None

    # ---- reading ----

    @staticmethod
    def pump(seconds=0.02):
        """Lets events in."""
        end = time.monotonic() + seconds
        context = GLib.MainContext.default()
        while time.monotonic() < end:
            if not context.iteration(False):
                time.sleep(0.003)

    def wait(self, condition, what, seconds=SECONDS):
        """Until condition() is true; returns what it gave."""
        end = time.monotonic() + seconds
        while True:
            self.check_runs(what)
            try:
                value = condition()
            except GLib.Error:
                value = None
            if value:
                return value
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s for {what}; on the screen: "
                                     f"{self.safe_texts()}")
            self.pump(0.05)

    def check_runs(self, what):
        """Fails with what the program said when it has ended before `what`."""
        if self.process.poll() is not None:
            raise AssertionError(f"{self.words[0]} ended with {self.process.returncode} before "
                                 f"{what}\n{self.log()[-3000:]}")

    def log(self):
        """What the program said to its terminal."""
        return self.desktop.read_log(self.words[0].rsplit("/", 1)[-1])

    def windows(self):
        """Its windows, as nodes."""
        place = self._program()
        return children(place) if place else []

    @property
    def front(self):
        """The window that has the keyboard; the newest while none has it."""
        windows = self.windows()
        active = [one for one in windows if one.has("active")]
        return (active or windows or [None])[-1]

    def nodes(self, within=None):
        """Everything in the front window, in the order of reading."""
        root = within or self.front
        return look_below(root.place) if root else []

    def texts(self):
        """Everything that is written in the front window, in the order of reading."""
        names = [node.name for node in self.nodes() if node.name]
        names = [name for name in names if not CLASS.match(name)]
        return [name for i, name in enumerate(names) if i == 0 or name != names[i - 1]]

    def safe_texts(self):
        try:
            return self.texts()
        except GLib.Error as error:
            return [str(error)]

    def says(self, text):
        """Whether `text` is part of something written or described in the front window, or of its
        title."""
        text = plain(text)
        return any(text in node.name or text in node.description for node in self.nodes())

    def wait_for(self, text, seconds=SECONDS):
        self.wait(lambda: self.says(text), f"“{text}”", seconds)

    def wait_gone(self, text, seconds=SECONDS):
        self.wait(lambda: not self.says(text), f"“{text}” to go away", seconds)

    def wait_window(self, title, seconds=SECONDS):
        """Until the front window has this title."""
        self.wait(lambda: self.front is not None and plain(title) in self.front.name,
                  f"the window “{title}”", seconds)

    def find(self, role, name, within=None):
        """The first node of the front window with this role and a name that begins so; None."""
        for node in self.find_all(role, within):
            if node.name.startswith(plain(name)):
                return node
        return None

    def find_all(self, role, within=None):
        return [node for node in self.nodes(within) if node.role == role]

    # ---- the keyboard ----

    @property
    def focus(self):
        """The node that has the keyboard; None when nothing has."""
        self.pump()
        try:
            return look(self._focused) if self._focused is not None else None
        except GLib.Error:
            return None

    def _has_focus(self, roles, name):
        try:
            node = self.focus
            return (node is not None and node.role in roles and node.name.startswith(name)
                    and node.has("focused"))
        except GLib.Error:
            return False

    def keys(self, *names):
        self.desktop.keys(*names)
        self.pump(0.06)

    def type(self, text):
        self.desktop.type(text)
        self.pump(0.06)

    def move(self, key):
        """Presses a key that moves the focus; returns where it went."""
        before = self._focused
        self.desktop.keys(key)
        end = time.monotonic() + KEY_SECONDS
        while self._focused is before and time.monotonic() < end:
            self.pump(0.02)
        self.pump(0.02)
        return self.focus

    def go_to(self, role, name, key="Tab"):
        """Presses Tab until the focus is on this; role: one, or several. Fails on a control that
        has no name."""
        roles = (role,) if isinstance(role, str) else role
        name = plain(name)
        seen = []
        if self._has_focus(roles, name):
            return self.focus
        for _ in range(MAX_TABS):
            self.check_runs(f"the way to {role} “{name}”")
            node = self.move(key)
            if self._has_focus(roles, name):
                return node
            seen.append(str(node))
            if node is not None and (not node.name or CLASS.match(node.name)):
                raise AssertionError(f"a control without a name has the focus: {seen}")
            if seen.count(seen[-1]) > 2:
                break  # round and round
        raise AssertionError(f"{key} never reaches {role} “{name}”: {seen}")

    def press(self, role, name, key="Return"):
        """Goes to a button and presses it."""
        self.go_to(role, name)
        self.keys(key)

    def fill(self, name, text):
        """Goes to an entry and types into it in place of what it holds."""
        self.go_to(ENTRIES, name)
        self.keys("ctrl+a")
        if text:
            self.type(text)
        else:
            self.keys("BackSpace")

    def choose_file(self, title, path):
        """In GTK's own window for files, once it has this title: a path and Enter."""
        self.wait_window(title)
        for last in (False, False, True):
            self.pump(0.3)
            self.keys("ctrl+l")
            self.wait(lambda: self.focus is not None and self.focus.role in ENTRIES,
                      "the entry for a file's place")
            # The keyboard may have been in the search of a window that was still opening.
            if self._type_path(title, path, last):
                return

    def save_file(self, title, path):
        """In the same window when it asks where to write."""
        self.wait_window(title)
        self.wait_for("Nom :")
        self.pump(0.3)
        self._type_path("Nom :", path)

    def _type_path(self, sign, path, last=True):
        self.keys("ctrl+a")
        self.type(path)
        self.keys("Return")
        try:
            self.wait_gone(sign, SECONDS if last else SECONDS / 3)
        except AssertionError:
            if last:
                raise
            return False
        return True

    def escape_to(self, title):
        """Escape, until this window is in front: the first one may only close a message."""
        for _ in range(5):
            self.pump(0.3)
            if self.front is not None and plain(title) in self.front.name:
                return
            self.keys("Escape")
        self.wait_window(title)

    def picture(self, path):
        self.pump(0.3)
        self.desktop.picture(path)

    # ---- the end ----

    def activate(self):
        """Gives its window the keyboard, among several programs."""
        found = subprocess.run(["xdotool", "search", "--all", "--onlyvisible", "--pid",
                                str(self.process.pid), "--name", "."], env=self.desktop.env,
                               capture_output=True, text=True, check=True).stdout.split()
        # The main window is the oldest; what is modal for it takes the keyboard from it again.
        # Among them may be windows that no window manager knows.
        for window in found:
            if subprocess.run(["xdotool", "windowactivate", window], env=self.desktop.env,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0:
                break
        self.wait(lambda: any(one.has("active") for one in self.windows()), "the keyboard")

    def end(self, seconds=SECONDS):
        """Closes the window with its key; the exit status. A bad end is told with the program's words."""
        self.keys("ctrl+q")
        return self._ended(seconds)

    def leave(self, question, seconds=SECONDS):
        """Closes the window with its key, and says yes when it asks `question` first; as end()."""
        self.keys("ctrl+q")
        end = time.monotonic() + seconds
        asked = False
        while self.process.poll() is None and time.monotonic() < end:
            try:
                if not asked and self.says(question):
                    asked = True
                    self.keys("Return")
            except GLib.Error:
                pass  # it is closing while it is asked
            self.pump(0.1)
        return self._ended(0)

    def _ended(self, seconds):
        status = self.process.wait(seconds)
        if status != 0:
            sys.stderr.write(self.log()[-20000:])
        return status

    def kill(self):
        self.process.kill()
        return self.process.wait()


if __name__ == "__main__":
    sys.exit("screen.py is a module of the tests")
