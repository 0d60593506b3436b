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
import warnings

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  (the version comes first)

from reading import Reader  # noqa: E402

warnings.filterwarnings("ignore", category=DeprecationWarning, module=__name__)
# The 800 ms of a screen reader are short for a busy machine under a sanitizer.
Atspi.set_timeout(15000, 15000)

SECONDS = 30  # for what waits for the server; a client gives up after ten
KEY_SECONDS = 1.5  # until a key has moved the focus, on a busy machine
MAX_TABS = 80
MAX_ROWS = 60
# GTK names what has no name by its class; a person does not hear that.
CLASS = re.compile(r"(Gtk|Adw|Mch)[A-Z][A-Za-z]+$")
ENTRIES = ("text", "entry", "password text", "spin button", "search box")
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def plain(text):
    """With every run of spaces, no-break ones too, as one space."""
    return SPACES.sub(" ", text or "").strip()


class Node:
    """One thing on the screen, as it was when it was looked at."""

    def __init__(self, accessible):
        self.accessible = accessible
        self.role = accessible.get_role_name()
        self.name = plain(accessible.get_name())
        self.description = plain(accessible.get_description())

    def has(self, state):
        """state: "checked", "selected", "focused", "sensitive", "expanded", "invalid" (GTK says that of a field with a fault)…"""
        states = self.accessible.get_state_set().get_states()
        return state in [one.value_nick for one in states]

    @property
    def text(self):
        """What is typed in an entry."""
        count = Atspi.Text.get_character_count(self.accessible)
        return Atspi.Text.get_text(self.accessible, 0, count)

    @property
    def relations(self):
        """{name of the relation: [names of its targets]}"""
        return {one.get_relation_type().value_nick: [
            plain(one.get_target(i).get_name()) for i in range(one.get_n_targets())]
            for one in self.accessible.get_relation_set()}

    def is_in(self, name):
        """Whether it stands directly in something of this name."""
        parent = self.accessible.get_parent()
        return parent is not None and plain(parent.get_name()) == name

    def children(self):
        """GTK makes 200 rows of a long list, of which a person sees the first few."""
        for i in range(min(self.accessible.get_child_count(), MAX_ROWS)):
            child = self.accessible.get_child_at_index(i)
            if child is not None:
                yield child

    def walk(self):
        """This and everything below it."""
        yield self
        for child in self.children():
            try:
                yield from Node(child).walk()
            except GLib.Error:
                continue  # it went away while it was looked at

    def __str__(self):
        return f"{self.role} “{self.name}”"


class Program:
    """A running program with a window."""

    def __init__(self, desktop, words, env=None):
        self.desktop = desktop
        self.words = words
        self._focused = self._root = None
        self._reader = Reader(MAX_ROWS)
        # GTK does not tell of all that changes, so nothing is kept; to forget it instead goes down a
        # tree that has rings now and then, until the stack is full.
        Atspi.get_desktop(0).set_cache_mask(Atspi.Cache.NONE)
        self._listener = Atspi.EventListener.new(self._on_focus)
        self._listener.register("object:state-changed:focused")
        self.process = desktop.spawn(words, env=env)
        self.wait(lambda: self._application() is not None, f"the window of {words[0]}")

    def _on_focus(self, event):
        if event.detail1 and event.source is not None:
            try:
                if event.source.get_process_id() == self.process.pid:
                    self._focused = event.source
            except GLib.Error:
                pass

    def _application(self):
        """Looked for once: another program that is asked meanwhile may be waiting for a password."""
        if self._root is not None:
            return self._root if self.process.poll() is None else None
        root = Atspi.get_desktop(0)
        for i in range(root.get_child_count()):
            child = root.get_child_at_index(i)
            try:
                if child is not None and child.get_process_id() == self.process.pid:
                    self._root = child
                    return child
            except GLib.Error:
                continue
        return None

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
        application = self._application()
        return [Node(child) for child in Node(application).children()] if application else []

    @property
    def front(self):
        """The window that has the keyboard; the newest while none has it."""
        windows = self.windows()
        active = [one for one in windows if one.has("active")]
        return (active or windows or [None])[-1]

    def _read(self, window):
        if window is None:
            return []
        return [(plain(name), plain(description))
                for name, description in self._reader.read(window.accessible)]

    def texts(self):
        """Everything that is written in the front window, in the order of reading."""
        front = self.front
        names = [name for name, _ in self._read(front) if name]
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
        return any(text in name or text in description for name, description in self._read(self.front))

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
        root = within or self.front
        return [node for node in root.walk() if node.role == role] if root else []

    # ---- the keyboard ----

    @property
    def focus(self):
        """The node that has the keyboard; None when nothing has."""
        self.pump()
        try:
            return Node(self._focused) if self._focused is not None else None
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
