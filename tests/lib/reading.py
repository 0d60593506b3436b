# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is written in a window, read at once.

A screen reader asks for one node after the other and waits each time; on a busy machine a long list
takes it longer than a message stays on the screen. Here all is asked before the first answer is
awaited.

    Reader().read(window)    [(name, description)], in the order of reading
"""
from gi.repository import Gio, GLib

ACCESSIBLE = "org.a11y.atspi.Accessible"
PROPERTIES = "org.freedesktop.DBus.Properties"
MILLISECONDS = 15000


class _Node:
    def __init__(self):
        self.name = self.description = ""
        self.children = []

    def words(self):
        yield self.name, self.description
        for child in self.children:
            yield from child.words()


class Reader:
    """max_children: of a long list only what a person sees first."""

    def __init__(self, max_children):
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress",
                                    None, None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.max_children = max_children
        self.waiting = 0

    def read(self, accessible):
        if accessible.app is None:
            return []  # a window that has closed
        root = _Node()
        self._ask(accessible.app.bus_name, accessible.path, root)
        while self.waiting > 0:
            GLib.MainContext.default().iteration(True)
        return list(root.words())

    def _ask(self, owner, path, node):
        def told(answer):
            node.name = answer.get("Name", "")
            node.description = answer.get("Description", "")

        def parted(answer):
            for child_owner, child_path in answer[:self.max_children]:
                node.children.append(_Node())
                self._ask(child_owner, child_path, node.children[-1])

        self._call(owner, path, PROPERTIES, "GetAll", GLib.Variant("(s)", (ACCESSIBLE,)), told)
        self._call(owner, path, ACCESSIBLE, "GetChildren", None, parted)

    def _call(self, owner, path, interface, method, arguments, then):
        def answered(bus, result):
            self.waiting -= 1
            try:
                answer = bus.call_finish(result).unpack()[0]
            except GLib.Error:
                return  # it went away while it was looked at
            then(answer)

        self.waiting += 1
        self.bus.call(owner, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE,
                      MILLISECONDS, None, answered)
