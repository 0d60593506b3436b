# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the screen, as a screen reader hears of it: AT-SPI, spoken on its bus.

    program(pid)         the program of this process, or None: its place
    look(place)          a Node: role, name, description, as they are now
    look_below(place)    it and everything below, in the order of reading
    on_focus(heard)      from now on heard(place) is called with whatever gets the keyboard

A place is the owner's name on the bus and a path. libatspi is asked for the names of its numbers alone:
it keeps what it has read and GTK does not tell of all that changes, and it answers signals with
questions of its own, after which both may wait for each other.
"""
import functools
import re

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402  (the version comes first)

ACCESSIBLE = "org.a11y.atspi.Accessible"
TEXT = "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"
REGISTRY = "org.a11y.atspi.Registry"
DESKTOP = (REGISTRY, "/org/a11y/atspi/accessible/root")
MILLISECONDS = 15000  # a busy machine under a sanitizer
MAX_ROWS = 60  # GTK makes 200 rows of a long list, of which a person sees the first few
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def plain(text):
    """With every run of spaces, no-break ones too, as one space."""
    return SPACES.sub(" ", text or "").strip()


@functools.lru_cache
def bus():
    """The bus of the desktop that is there when it is first asked for."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                None, None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
    return Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)


def ask(place, interface, method, arguments=None):
    """The first value of the answer; GLib.Error when the place has gone."""
    answer = bus().call_sync(*place, interface, method, arguments, None, Gio.DBusCallFlags.NONE,
                             MILLISECONDS, None).unpack()
    return answer[0] if answer else None


def get(place, interface, name):
    return ask(place, PROPERTIES, "Get", GLib.Variant("(ss)", (interface, name)))


@functools.lru_cache
def process_of(owner):
    return ask(("org.freedesktop.DBus", "/org/freedesktop/DBus"), "org.freedesktop.DBus",
               "GetConnectionUnixProcessID", GLib.Variant("(s)", (owner,)))


def program(pid):
    """The place of the program of this process; None before it is there."""
    for place in ask(DESKTOP, ACCESSIBLE, "GetChildren"):
        try:
            if process_of(place[0]) == pid:
                return tuple(place)
        except GLib.Error:
            continue
    return None


def on_focus(heard):
    """Calls heard(place) on the main loop; returns what keeps it going."""
    ask((REGISTRY, "/org/a11y/atspi/registry"), REGISTRY, "RegisterEvent",
        GLib.Variant("(sass)", ("object:state-changed:focused", [], "")))

    def changed(_bus, sender, path, _interface, _signal, arguments):
        if arguments.unpack()[1]:
            heard((sender, path))

    return bus().signal_subscribe(None, "org.a11y.atspi.Event.Object", "StateChanged", None, "focused",
                                  Gio.DBusSignalFlags.NONE, changed)


class Node:
    """One thing on the screen, as it was when it was looked at."""

    def __init__(self, place):
        self.place = place
        self.role = self.name = self.description = ""
        self.children = []

    def tell(self, properties):
        self.name = plain(properties.get("Name"))
        self.description = plain(properties.get("Description"))

    def tell_role(self, number):
        self.role = Atspi.role_get_name(Atspi.Role(number))

    def walk(self):
        """This and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def has(self, state):
        """state: "checked", "selected", "focused", "sensitive", "expanded", "invalid" (GTK says that of a field with a fault)…"""
        bits = ask(self.place, ACCESSIBLE, "GetState")
        number = next(n for n, kind in Atspi.StateType.__enum_values__.items() if kind.value_nick == state)
        return bool(bits[number // 32] >> number % 32 & 1)

    @property
    def text(self):
        """What is typed in an entry."""
        return ask(self.place, TEXT, "GetText",
                   GLib.Variant("(ii)", (0, get(self.place, TEXT, "CharacterCount"))))

    @property
    def relations(self):
        """{name of the relation: [names of its targets]}"""
        return {Atspi.RelationType(kind).value_nick: [plain(get(target, ACCESSIBLE, "Name")) for target in targets]
                for kind, targets in ask(self.place, ACCESSIBLE, "GetRelationSet")}

    def is_in(self, name):
        """Whether it stands directly in something of this name."""
        return plain(get(get(self.place, ACCESSIBLE, "Parent"), ACCESSIBLE, "Name")) == name

    def __str__(self):
        return f"{self.role} “{self.name}”"


def look(place):
    node = Node(place)
    node.tell(ask(place, PROPERTIES, "GetAll", GLib.Variant("(s)", (ACCESSIBLE,))))
    node.tell_role(ask(place, ACCESSIBLE, "GetRole"))
    return node


def children(place):
    """What stands directly in it."""
    return [look(child) for child in ask(place, ACCESSIBLE, "GetChildren")]


class _Reading:
    """Everything is asked before the first answer is awaited: on a busy machine one question after the
    other takes longer than a message stays on the screen."""

    def __init__(self):
        self.waiting = 0

    def read(self, place):
        root = Node(place)
        self._ask(root)
        while self.waiting > 0:
            GLib.MainContext.default().iteration(True)
        return root

    def _ask(self, node):
        def parted(places):
            for place in places[:MAX_ROWS]:
                node.children.append(Node(place))
                self._ask(node.children[-1])

        self._call(node.place, PROPERTIES, "GetAll", GLib.Variant("(s)", (ACCESSIBLE,)), node.tell)
        self._call(node.place, ACCESSIBLE, "GetRole", None, node.tell_role)
        self._call(node.place, ACCESSIBLE, "GetChildren", None, parted)

    def _call(self, place, interface, method, arguments, then):
        def answered(connection, result):
            self.waiting -= 1
            try:
                answer = connection.call_finish(result).unpack()[0]
            except GLib.Error:
                return  # it went away while it was looked at
            then(answer)

        self.waiting += 1
        bus().call(*place, interface, method, arguments, None, Gio.DBusCallFlags.NONE, MILLISECONDS,
                   None, answered)


def look_below(place):
    return list(_Reading().read(place).walk())
