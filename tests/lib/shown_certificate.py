# SPDX-License-Identifier: GPL-3.0-or-later
"""The certificate that a server shows to whoever connects.

    from shown_certificate import days_left, names_of
"""
import socket
import ssl
import time


def served(server):
    host, port = server.url[len("https://"):].rsplit(":", 1)
    context = ssl.create_default_context(cafile=server.ca)
    with socket.create_connection((host, int(port)), 10) as connection:
        with context.wrap_socket(connection, server_hostname=host) as secure:
            return secure.getpeercert()


def days_left(server):
    return (ssl.cert_time_to_seconds(served(server)["notAfter"]) - time.time()) / 86400


def names_of(server):
    return {name for _, name in served(server)["subjectAltName"]}
