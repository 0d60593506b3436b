# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop that nobody looks at: an X display, a session bus, a window manager and a keyring of its
own, for tests of the real window and for the demonstration on a machine without a display.

    from desktop import Desktop
    with Desktop(folder, keyring="open") as desktop:
        desktop.spawn([program, …])
        desktop.keys("Tab", "Return")
        desktop.type("chevreuil")
        desktop.picture("accueil.png")

Everything is started on loopback or on sockets of the folder, and is ended by its process id, at the
latest when this program ends. One desktop a program: AT-SPI reads the bus from the environment once.
"""
import atexit
import os
import signal
import subprocess
import sys
import time

READY_SECONDS = 20

# The keyring alone may be missing: a bus without service folders would have no AT-SPI either.
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
A11Y_SERVICE = """[D-BUS Service]
Name=org.a11y.Bus
Exec=/usr/libexec/at-spi-bus-launcher
"""
# The window in which the keyring asks for its password.
PROMPTER_SERVICE = """[D-BUS Service]
Name=org.gnome.keyring.SystemPrompter
Exec=/usr/libexec/gcr-prompter
"""
# One face and no animation, so that a picture of today is like one of yesterday. libadwaita follows
# the portal or GSettings for dark colours; there is neither, so a variable says it.
SETTINGS = """Gtk/FontName "DejaVu Sans 11"
Net/EnableAnimations 0
Gtk/RecentFilesEnabled 0
Xft/DPI {dpi}
"""


class Desktop:
    """size: (width, height) in pixels; keyring: "open", or "absent" for a bus that has none;
    large: text twice as large; dark: dark colours; contrast: high contrast."""

    def __init__(self, folder, size=(1280, 800), keyring="open", large=False, dark=False,
                 contrast=False):
        self.folder = os.path.join(folder, "desktop")
        self._processes = []
        self.pressed = 0  # keys and characters, for tests of how many an act takes
        for name in ("home", "run", "services", "tmp"):
            os.makedirs(os.path.join(self.folder, name), mode=0o700, exist_ok=True)
        self._write("bus.conf", BUS_CONFIG.format(folder=self.folder))
        self._write("services/org.a11y.Bus.service", A11Y_SERVICE)
        self._write("services/org.gnome.keyring.SystemPrompter.service", PROMPTER_SERVICE)
        self._write("xsettings", SETTINGS.format(dpi=1024 * 96 * (2 if large else 1)))
        self.env = self._environment(dark, contrast)
        atexit.register(self.close)
        self._start_display(size)
        self._start_bus()
        if keyring == "open":
            self.start_keyring()
        self.spawn(["openbox", "--sm-disable"])
        self.spawn(["xsettingsd", "-c", os.path.join(self.folder, "xsettings")])
        # Without it a menu stands in a black rectangle.
        self.spawn(["xcompmgr", "-n"])
        # On the map of the X server an accented capital would be typed as a small letter.
        subprocess.run(["setxkbmap", "fr", "oss"], env=self.env, check=True)
        # A menu that opens below the pointer would take the row there as chosen.
        self._mouse("mousemove", size[0] - 1, size[1] - 1)
        os.environ.update({name: self.env[name] for name in (
            "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME")})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def _environment(self, dark, contrast):
        env = {name: value for name, value in os.environ.items()
               if not name.startswith("XDG_") and name not in ("WAYLAND_DISPLAY", "GTK_A11Y")}
        env.update(HOME=os.path.join(self.folder, "home"), TMPDIR=os.path.join(self.folder, "tmp"),
                   XDG_RUNTIME_DIR=os.path.join(self.folder, "run"), GDK_BACKEND="x11",
                   GSK_RENDERER="cairo", GDK_DEBUG="gl-disable", ADW_DISABLE_PORTAL="1",
                   GSETTINGS_BACKEND="memory", NO_AT_BRIDGE="0", LC_ALL="C.UTF-8", LANGUAGE="fr")
        if dark:
            env["ADW_DEBUG_COLOR_SCHEME"] = "prefer-dark"
        if contrast:
            env["ADW_DEBUG_HIGH_CONTRAST"] = "1"
        return env

    def spawn(self, words, env=None, **options):
        """Starts a program that ends with the desktop; its output goes to a file of its name."""
        log = os.path.join(self.folder, os.path.basename(words[0]) + ".log")
        with open(log, "ab") as output:
            process = subprocess.Popen(words, env=dict(self.env, **(env or {})),
                                       stdin=subprocess.DEVNULL,
                                       stdout=options.pop("stdout", output), stderr=output,
                                       **options)
        self._processes.append(process)
        return process

    def _mouse(self, *words):
        return subprocess.run(["xdotool", *map(str, words)], env=self.env, check=False,
                              stdout=subprocess.PIPE, encoding="utf-8").stdout.split()

    def drop(self, paths, x, y):
        """Drags files from a file manager and lets them go at this point of the screen."""
        width, height = (int(word) for word in self._mouse("getdisplaygeometry"))
        self._mouse("mousemove", width - 120, height - 120)
        below = self._mouse("getmouselocation", "--shell")
        manager = self.spawn([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "drag_source.py"), *paths])
        self.wait(lambda: self._mouse("search", "--name", "^Dossier$"), "the file manager")
        window = self._mouse("search", "--name", "^Dossier$")[-1]
        self._mouse("windowmove", "--sync", window, width - 200, height - 200)
        self.wait(lambda: self._mouse("getmouselocation", "--shell") != below,
                  "the file manager under the pointer")
        time.sleep(0.5)  # until it has painted its file
        self._mouse("mousedown", 1)
        for step in range(1, 31):
            self._mouse("mousemove", width - 120 + (x - width + 120) * step // 30,
                        height - 120 + (y - height + 120) * step // 30)
            time.sleep(0.03)
        time.sleep(0.5)
        self._mouse("mouseup", 1)
        time.sleep(0.5)
        manager.terminate()
        manager.wait(10)

    def read_log(self, name):
        """What the program of this name said."""
        with open(os.path.join(self.folder, name + ".log"), encoding="utf-8",
                  errors="backslashreplace") as log:
            return log.read()

    def _start_display(self, size):
        reader, writer = os.pipe()
        self.spawn(["Xvfb", "-displayfd", str(writer), "-nolisten", "tcp", "-screen", "0",
                    f"{size[0]}x{size[1]}x24"], pass_fds=[writer])
        os.close(writer)
        with os.fdopen(reader) as stream:
            number = stream.readline().strip()
        if not number:
            raise AssertionError(f"Xvfb did not start: {self.read_log('Xvfb')}")
        self.env["DISPLAY"] = ":" + number

    def _start_bus(self):
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={self.folder}/bus"
        self.spawn(["dbus-daemon", "--nofork", "--nosyslog",
                    f"--config-file={self.folder}/bus.conf"])
        self.wait(lambda: os.path.exists(os.path.join(self.folder, "bus")), "a session bus")

    def start_keyring(self, password="secret"):
        """The real one, self.keyring; its first password is that of its keyring from then on."""
        self.keyring = self.spawn(["gnome-keyring-daemon", "--foreground", "--unlock",
                                   "--components=secrets"], stdout=subprocess.DEVNULL,
                                  preexec_fn=lambda: self._give_password(password))
        self.wait(lambda: "org.freedesktop.secrets" in subprocess.run(
            ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
             "org.freedesktop.DBus.ListNames"], env=self.env, capture_output=True,
            text=True, check=False).stdout, "a keyring")

    @staticmethod
    def _give_password(password):
        reader, writer = os.pipe()
        os.write(writer, password.encode())
        os.close(writer)
        os.dup2(reader, 0)

    @staticmethod
    def wait(condition, what, seconds=READY_SECONDS):
        """Until condition() holds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited {seconds} s for {what}")
            time.sleep(0.02)

    def wait_prompt(self):
        """Until the keyring's own window asks for its password."""
        self.wait(lambda: self._mouse("search", "--onlyvisible", "--class", "prompter"),
                  "the keyring's window")

    def wait_no_prompt(self):
        self.wait(lambda: not self._mouse("search", "--onlyvisible", "--class", "prompter"),
                  "the keyring's window to go")

    def keys(self, *names):
        """Presses keys, by the names of xdotool: "Tab", "shift+Tab", "ctrl+f"."""
        self.pressed += len(names)
        subprocess.run(["xdotool", "key", "--delay", "20", *names], env=self.env, check=True)

    def type(self, text):
        self.pressed += len(text)
        subprocess.run(["xdotool", "type", "--delay", "6", "--", text], env=self.env, check=True)

    def picture(self, path):
        """The whole screen, as a PNG file."""
        subprocess.run(["import", "-window", "root", path], env=self.env, check=True)

    def close(self):
        """Ends everything, the newest first."""
        while self._processes:
            process = self._processes.pop()
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


if __name__ == "__main__":
    sys.exit("desktop.py is a module of the tests")
