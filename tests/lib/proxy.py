# SPDX-License-Identifier: GPL-3.0-or-later
"""A small proxy as schools have them, on loopback: it opens tunnels (CONNECT), and on request asks for
a login, looks into TLS under an authority of its own, holds back what streams, refuses, or is the
portal of a network where one has not signed in yet.

    from proxy import Proxy
    with Proxy(folder, login=("eleve", "Tilleul-52")) as proxy:
        env = {"HTTPS_PROXY": proxy.url}
        …
        proxy.stop()    the network is cut: connections end, new ones are refused
        proxy.start()   it is back, at the same address

mode: "tunnel"; "inspect" (its authority is proxy.ca); "hold" (the same, and a stream of events never
comes through); "refuse" (403); "portal" (a page in answer to CONNECT); "hijack" (TLS with the portal's
own certificate, from an authority that nobody knows). With "inspect" and "hold" the answers' clock can
be put forward by proxy.ahead seconds.
"""
import base64
import email.utils
import hashlib
import os
import re
import select
import socket
import ssl
import subprocess
import sys
import threading

ISSUER = "Filtrage Académie Test"
PORTAL = "portail.wifi.example"
DIGEST = re.compile(r'(\w+)=(?:"([^"]*)"|([^",\s]+))')
DATE = re.compile(rb"(?i)\r\nDate: ([^\r]+)\r\n")
PAGE = b"<html><body><h1>Connexion au Wi-Fi</h1></body></html>"


def make_authority(folder):
    """A certificate authority of the proxy's own; returns the path of its certificate."""
    key, certificate = os.path.join(folder, "proxy-ca.key"), os.path.join(folder, "proxy-ca.pem")
    if not os.path.exists(certificate):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-keyout", key, "-out",
                        certificate, "-utf8", "-subj", f"/O=Rectorat Test/CN={ISSUER}"],
                       check=True, capture_output=True)
    return certificate


def make_certificate(folder, name):
    """A certificate for this host, signed by the proxy's authority, with its key in one file."""
    path = os.path.join(folder, f"proxy-{name}.pem")
    if os.path.exists(path):
        return path
    kind = "IP" if name.replace(".", "").isdigit() else "DNS"
    request = subprocess.run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt",
                              "ec_paramgen_curve:P-256", "-nodes", "-keyout", path + ".key",
                              "-subj", f"/CN={name}"], check=True, capture_output=True).stdout
    with open(path + ".ext", "w", encoding="ascii") as file:
        file.write(f"subjectAltName={kind}:{name}\n")
    signed = subprocess.run(["openssl", "x509", "-req", "-CA", os.path.join(folder, "proxy-ca.pem"),
                             "-CAkey", os.path.join(folder, "proxy-ca.key"), "-CAcreateserial",
                             "-days", "30", "-extfile", path + ".ext"], input=request, check=True,
                            capture_output=True).stdout
    with open(path + ".key", "rb") as key, open(path, "wb") as file:
        file.write(key.read() + signed)
    return path


class Proxy:
    """login: (user, password), or None; see above for `mode`, which may be changed at any time."""

    def __init__(self, folder, login=None, mode="tunnel"):
        self.folder, self.login, self.mode = folder, login, mode
        self.ca = make_authority(folder)
        self.asked = []  # the first line of every request
        self.told = []  # logins that were given
        self.challenges = ['Basic realm="Collège"']  # what a 407 asks for
        self.held = 0  # streams that did not come through
        self.ahead = 0
        self.port = 0
        self._listener = None
        self._sockets = set()
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", self.port))
        self._listener.listen(64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def stop(self):
        """Everything that goes through it ends at once. Harmless when it is stopped."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.cut()

    def cut(self):
        """Ends the connections that there are; new ones are taken."""
        for one in list(self._sockets):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        self._sockets.add(client)
        try:
            client.settimeout(60)
            self._answer(client, self._read_head(client))
        except (OSError, ValueError, IndexError):
            pass  # a client that goes away is every day's
        finally:
            self._sockets.discard(client)
            client.close()

    @staticmethod
    def _read_head(client):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(4096)
            if not piece:
                raise ValueError("no request")
            head += piece
        return head.decode("latin-1").split("\r\n")

    def _knows(self, head):
        for line in head[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "proxy-authorization" and value.strip().startswith("Digest "):
                return self._knows_digest(head[0].split()[0], value)
            if name.lower() == "proxy-authorization" and value.strip().startswith("Basic "):
                # Latin-1, as long as it holds what was typed: so does libsoup, like browsers.
                told = base64.b64decode(value.strip()[6:]).decode("latin-1").split(":", 1)
                self.told.append(tuple(told))
                return tuple(told) == self.login
        return False

    def _knows_digest(self, method, value):
        """RFC 7616 with MD5 and qop=auth, as old proxies ask for it."""
        said = {name: quoted or plain for name, quoted, plain in DIGEST.findall(value)}

        def digest(*parts):
            return hashlib.md5(":".join(parts).encode()).hexdigest()

        user, password = self.login
        self.told.append((said["username"],))
        return said["username"] == user and said["response"] == digest(
            digest(user, said["realm"], password), said["nonce"], said["nc"], said["cnonce"], said["qop"],
            digest(method, said["uri"]))

    def _answer(self, client, head):
        self.asked.append(head[0])
        host, port = head[0].split()[1].rsplit(":", 1)
        if self.login is not None and not self._knows(head):
            self._say(client, "407 Proxy Authentication Required",
                      "\r\n".join("Proxy-Authenticate: " + one for one in self.challenges))
        elif self.mode == "refuse":
            self._say(client, "403 Forbidden")
        elif self.mode == "portal":
            self._say(client, "302 Found", f"Location: http://{PORTAL}/")
        elif self.mode == "hijack":
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            with self._wrap(client, PORTAL) as secure:
                secure.recv(4096)
                secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d"
                               b"\r\n\r\n%s" % (len(PAGE), PAGE))
        else:
            self._tunnel(client, host, int(port))

    @staticmethod
    def _say(client, status, header=None):
        lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", f"Content-Length: {len(PAGE)}",
                 "Connection: close"] + ([header] if header else [])
        client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + PAGE)

    def _wrap(self, client, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(make_certificate(self.folder, name))
        return context.wrap_socket(client, server_side=True)

    def _tunnel(self, client, host, port):
        with socket.create_connection((host, port), 10) as server:
            self._sockets.add(server)
            try:
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                if self.mode == "tunnel":
                    self._pump(client, server)
                else:
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                    with self._wrap(client, host) as inner, context.wrap_socket(server) as outer:
                        self._sockets.update((inner, outer))
                        self._pump(inner, outer)
            finally:
                self._sockets.discard(server)

    def _pump(self, client, server):
        ends = {client: server, server: client}
        holding = False
        while True:
            ready = [one for one in ends if isinstance(one, ssl.SSLSocket) and one.pending()]
            for one in ready or select.select(list(ends), [], [])[0]:
                piece = one.recv(65536)
                if not piece:
                    return
                if self.mode == "hold" and one is server and b"text/event-stream" in piece:
                    holding = True
                    self.held += 1
                if self.ahead and one is server:
                    piece = DATE.sub(self._put_forward, piece)
                if not (holding and one is server):
                    ends[one].sendall(piece)

    def _put_forward(self, match):
        then = email.utils.parsedate_to_datetime(match[1].decode()).timestamp() + self.ahead
        return b"\r\nDate: " + email.utils.formatdate(then, usegmt=True).encode() + b"\r\n"


if __name__ == "__main__":
    sys.exit("proxy.py is a module of the tests")
