# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server of the tests' own on the loopback, as strict as a real one: STARTTLS or TLS from the
first byte, logins, refusals for good and for now.

    with MailPeer(folder, login=("machaon", "secret")) as peer:
        … peer.url, peer.ca …
        message = peer.wait(lambda m: m["To"] == "lea@foyer.example")

A mailbox that begins with "refuse" does not exist; one that begins with "later" is taken the second
time. Messages are kept as they came: peer.taken is a list of Taken.
"""
import base64
import collections
import email
import email.policy
import os
import socket
import socketserver
import ssl
import subprocess
import threading
import time

WAIT_SECONDS = 90
# session: "tls" when the message came through TLS; user: who has logged in, or None.
Taken = collections.namedtuple("Taken", "sender recipients message raw session user")


def make_certificate(folder, name):
    """A certificate of its own for localhost: (certificate, key)."""
    certificate, key = (os.path.join(folder, f"{name}.{end}") for end in ("pem", "key"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", key, "-out", certificate], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return certificate, key


class _Session(socketserver.BaseRequestHandler):
    def setup(self):
        self.peer = self.server.peer
        self.secure = self.peer.implicit
        self.user, self.sender, self.recipients = None, None, []
        self.request.settimeout(30)
        if self.secure:
            self.request = self.peer.context.wrap_socket(self.request, server_side=True)
        self.file = self.request.makefile("rb")

    def say(self, text):
        self.request.sendall(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 localhost ESMTP")
        while True:
            line = self.file.readline(2048)
            if not line:
                return
            word, _, rest = line.decode("ascii", "replace").strip().partition(" ")
            if word.upper() == "QUIT":
                self.say("221 bye")
                return
            if not getattr(self, "do_" + word.lower(), self.do_unknown)(rest):
                return

    def do_unknown(self, rest):
        self.say("502 what")
        return True

    def do_ehlo(self, rest):
        lines = ["localhost", "8BITMIME", "SIZE 1000000"]
        if not self.secure:
            lines.append("STARTTLS")
        if self.peer.login and self.secure:
            lines.append("AUTH PLAIN LOGIN")
        for i, text in enumerate(lines):
            self.say(f"250{'-' if i + 1 < len(lines) else ' '}{text}")
        return True

    def do_starttls(self, rest):
        self.say("220 go")
        self.request = self.peer.context.wrap_socket(self.request, server_side=True)
        self.file = self.request.makefile("rb")
        self.secure = True
        return True

    def do_auth(self, rest):
        kind, _, data = rest.partition(" ")
        if not data:
            self.say("334 ")
            data = self.file.readline(2048).decode().strip()
        if kind.upper() == "PLAIN":
            user, password = base64.b64decode(data).decode().split("\0")[1:]
        else:
            user = base64.b64decode(data).decode()
            self.say("334 UGFzc3dvcmQ6")
            password = base64.b64decode(self.file.readline(2048)).decode()
        if (user, password) == self.peer.login:
            self.user = user
            self.say("235 yes")
        else:
            self.say("535 no")
        return True

    def do_mail(self, rest):
        if self.peer.login and self.user is None:
            self.say("530 log in first")
            return True
        self.sender, self.recipients = rest, []
        self.say("250 ok")
        return True

    def do_rcpt(self, rest):
        address = rest[rest.index("<") + 1:rest.index(">")]
        if address.startswith("refuse"):
            self.say("550 no such mailbox")
        elif address.startswith("later") and address not in self.peer.asked:
            self.peer.asked.add(address)
            self.say("451 not now")
        else:
            self.recipients.append(address)
            self.say("250 ok")
        return True

    def do_rset(self, rest):
        self.say("250 ok")
        return True

    do_noop = do_rset

    def do_data(self, rest):
        self.say("354 go")
        lines = []
        while True:
            line = self.file.readline(100000)
            if line in (b"", b".\r\n"):
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        raw = b"".join(lines)
        self.peer.keep(Taken(self.sender, self.recipients,
                             email.message_from_bytes(raw, policy=email.policy.default), raw,
                             "tls" if self.secure else "plain", self.user))
        if self.peer.break_off > 0:
            self.peer.break_off -= 1
            self.request.close()
            return False
        self.say("250 taken")
        return True


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that does not like our certificate hangs up


class MailPeer:
    def __init__(self, folder, login=None, implicit=False, port=0):
        self.login, self.implicit = login, implicit
        self.ca, key = make_certificate(folder, "mail-peer")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.ca, key)
        self.taken, self.asked, self.break_off = [], set(), 0
        self._changed = threading.Condition()
        self._server = None
        self.port = port
        self.start()

    @property
    def url(self):
        return f"{'smtps' if self.implicit else 'smtp'}://localhost:{self.port}"

    def start(self):
        self._server = _Server(("127.0.0.1", self.port), _Session)
        self._server.peer = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        """Nobody answers at the port any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def keep(self, taken):
        with self._changed:
            self.taken.append(taken)
            self._changed.notify_all()

    def wait(self, is_wanted, seconds=WAIT_SECONDS):
        """The first message that is wanted, as soon as it is there: a Taken, None in the end."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                for taken in self.taken:
                    if is_wanted(taken.message):
                        return taken
                if time.monotonic() > end:
                    return None
                self._changed.wait(0.5)


def refused_port():
    """A port of the loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
