# SPDX-License-Identifier: GPL-3.0-or-later
"""drag_source.py FILE...: a file manager, as far as a window that files are dropped on can tell."""
import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402  (the version comes first)

TITLE = "Dossier"


def show(application, paths):
    uris = "".join(Gio.File.new_for_path(path).get_uri() + "\r\n" for path in paths)
    content = Gdk.ContentProvider.new_for_bytes("text/uri-list", GLib.Bytes.new(uris.encode()))
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
    source.connect("prepare", lambda *_: content)
    label = Gtk.Label(label="\n".join(path.rsplit("/", 1)[-1] for path in paths))
    label.add_controller(source)
    Gtk.ApplicationWindow(application=application, title=TITLE, child=label, default_width=160,
                          default_height=120).present()


def main():
    application = Gtk.Application(flags=Gio.ApplicationFlags.NON_UNIQUE)
    application.connect("activate", show, sys.argv[1:])
    return application.run([])


if __name__ == "__main__":
    sys.exit(main())
