# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop that speaks the protocol over HTTPS and nothing else: keys and slips are random bytes, the
server cannot tell.

    from api import Client, pupil
    anna = Client(server)
    anna.activate("anna", server.add_staff("anna"))
    anna.commit(pupil(1)[1])
"""
import base64
import http.client
import json
import os
import ssl
import time

from server import UAI

SESSION = "CAP/2027-06"
ETAB = f"etab:{UAI}"


def b64(size=32):
    return base64.b64encode(os.urandom(size)).decode()


def uuid():
    """A UUIDv7."""
    text = f"{int(time.time() * 1000):012x}" + os.urandom(10).hex()
    text = text[:12] + "7" + text[13:16] + "8" + text[17:]
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Client:
    """One connection of one desktop."""

    def __init__(self, server, token=None):
        self.server, self.token, self.schema = server, token, "2"
        self.login, self.key, self.auth = None, b64(), b64()

    def open(self):
        host, port = self.server.url[len("https://"):].rsplit(":", 1)
        context = ssl.create_default_context(cafile=self.server.ca)
        return http.client.HTTPSConnection(host, int(port), context=context, timeout=60)

    def call(self, method, path, body=None, headers=None):
        """(status, parsed answer); @body: a value, or bytes as they are."""
        fields = {"Machaon-Schema": self.schema, "Content-Type": "application/json"}
        if self.token:
            fields["Authorization"] = f"Bearer {self.token}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        connection = self.open()
        try:
            connection.request(method, path, body, fields | (headers or {}))
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        finally:
            connection.close()

    def post(self, path, body=None, headers=None):
        return self.call("POST", path, {} if body is None else body, headers)

    def activate(self, login, code):
        self.login = login
        status, answer = self.post("/v1/staff/activate", {
            "login": login, "invitation": code, "auth": self.auth, "member_public": self.key,
            "member_wrapped": b64(72), "device": "poste"})
        if status == 200:
            self.token = answer["token"]
        return status, answer

    def sign_in(self, login, auth):
        return self.post("/v1/staff/sign-in", {"login": login, "auth": auth, "device": "poste"})

    def changes(self, scope, since=0, extra=""):
        return self.call("GET", f"/v1/scopes/{scope}/changes?since={since}{extra}")

    def rows(self, kind, scope=ETAB):
        page, rows = {"to": 0, "more": True}, []
        while page["more"]:
            page = self.changes(scope, page["to"], "&limit=2000")[1]
            rows += page["rows"]
        return {row["id"]: row for row in rows if row["kind"] == kind}

    def commit(self, changes, kind="edit", scope=ETAB, op=None):
        return self.post(f"/v1/ops/{op or uuid()}/commit", {
            "version": 1, "scope": scope, "kind": kind, "made_ms": 1, "meta": {},
            "changes": changes})


def make(kind, identity, **values):
    return {"kind": kind, "id": identity, "create": True, "base_version": 0,
            "from": {name: "" for name in values}, "to": values}


def update(kind, identity, name, before, after):
    return {"kind": kind, "id": identity, "create": False, "base_version": 1,
            "from": {name: before}, "to": {name: after}}


def pupil(number=0, **more):
    """A pupil's id and the two changes that make him."""
    person = uuid()
    names = {"family_name": "Durand", "given_name": "Camille", "birth_date": "2009-03-01",
             "ine": f"{number:09d}AB"} | more
    return person, [make("person", person, **names),
                    make("candidature", uuid(), person=person, session=SESSION,
                         state="pre_registered")]
