#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""PROTOCOL.md over real HTTPS against a real machaond: every endpoint, who may ask it, and what is
refused in which words. Keys and slips are random bytes: the server cannot tell. Run through
with-postgres.sh it does the same on PostgreSQL."""
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time

from api import Client, ETAB, SESSION, b64, make, pupil, update, uuid
from server import ACADEMY, Server, UAI
from tap import Tap

CLUSTER = os.environ.get("MACHAON_TEST_PG")
OTHER_UAI = "0250058M"
OTHER = f"etab:{OTHER_UAI}"
PORTAL = "https://examens.machaon.example"
WINDOW = "registration=2020-01-01T08:00/2099-12-08T17:00"
CLOSED = "registration=2020-01-01T08:00/2020-12-08T17:00"


def slip(person, version=1):
    return {"candidate": person, "salt": b64(16), "verifier": b64(), "cipher": b64(60),
            "secret_version": version}


def school(server, settings=("papillons=on", WINDOW)):
    """A directory with two establishments, and a signed-in first member of the first."""
    server.add_directory(settings=settings)
    server.add_directory(uai=OTHER_UAI, name="Lycée des Tilleuls", settings=())
    anna = Client(server)
    anna.activate("anna", server.add_staff("anna"))
    anna.post(f"/v1/scopes/{ETAB}/key", {"public": b64(), "sealed_secret": b64(80)})
    return anna


def open_edition(client, mode="generate", scope=ETAB, **more):
    identity = uuid()
    status, answer = client.post("/v1/editions", {
        "id": identity, "scope": scope, "session": SESSION, "title": "papillon de connexion",
        "sealed_key": b64(80), "key_version": 1, "mode": mode} | more)
    return status, answer, identity


ERROR = {"code", "message_key", "fields", "retry_after", "request_id"}


def refused(tap, seen, status, code, key, name):
    answer = seen[1] or {}
    tap.ok(seen[0] == status and answer.get("code") == code and answer.get("message_key") == key
           and set(answer) == ERROR, name, seen)


def test_realm(tap, server, anna):
    status, realm = Client(server).call("GET", "/v1/realm")
    tap.ok(status == 200 and realm["schema"] == 3 and realm["min_schema"] == 1
           and realm["portal_url"] == PORTAL and realm["portal_public"] is True
           and abs(realm["now_ms"] - time.time() * 1000) < 60000, "the realm says what it is", realm)
    old = Client(server, anna.token)
    old.schema = "0"
    refused(tap, old.post("/v1/heads", {"epoch": None, "scopes": {}}), 426, "upgrade", "upgrade",
            "a client that is too old is told")
    tap.equal(old.commit([])[0], 200, "but may push its outbox")
    tap.equal(old.call("GET", "/v1/realm")[0], 200, "and learn what to install")


def test_staff(tap, server, anna):
    stranger = Client(server)
    refused(tap, stranger.post("/v1/heads", {"epoch": None, "scopes": {}}), 401, "unauthenticated",
            "unauthenticated", "without a token nothing is read")
    for name, body in (("text", b"{"), ("an array", b"[]"), ("no login", {"auth": b64()}),
                       ("a short key", {"login": "anna", "auth": b64(31), "device": "d"}),
                       ("depth", b'{"a":' * 40 + b"1" + b"}" * 40)):
        refused(tap, stranger.post("/v1/staff/sign-in", body), 400, "malformed", "malformed",
                f"sign-in refuses {name}")
    right = stranger.sign_in("anna", anna.auth)
    tap.ok(right[0] == 200 and right[1]["role"] == "establishment"
           and right[1]["member_public"] == anna.key
           and right[1]["scopes"] == [{"scope": ETAB, "name": "Lycée des Demoiselles",
                                       "role": "establishment"}], "sign-in says who and where", right)
    wrong = [stranger.sign_in(login, b64()) for login in ("anna", "nobody")]
    tap.ok(all(answer.pop("request_id") for _, answer in wrong) and wrong[0] == wrong[1]
           and wrong[0][0] == 401, "a wrong password and an unknown login are alike", wrong)
    other = Client(server, right[1]["token"])
    status, rotated = other.post("/v1/staff/rotate")
    tap.ok(status == 200 and other.post("/v1/heads", {"epoch": None, "scopes": {}})[0] == 200,
           "after a rotation the old token works", rotated)
    tap.equal(Client(server, rotated["token"]).changes(ETAB)[0], 200, "the new one works")
    tap.equal(other.changes(ETAB)[0], 401, "and ends the old one")
    other.token = rotated["token"]
    tap.equal(other.post("/v1/staff/sign-out")[0], 204, "sign-out")
    tap.equal(other.changes(ETAB)[0], 401, "ends the token")
    last = [stranger.sign_in("nobody", b64()) for _ in range(6)][-1]
    tap.ok(last[0] == 429 and last[1]["code"] == "throttled" and 20 <= last[1]["retry_after"] <= 30,
           "wrong tries slow down", last)


def test_reading(tap, server, anna):
    status, page = anna.changes(ETAB, extra="&limit=1")
    tap.ok(status == 200 and page["version"] == 1 and page["more"] is True
           and len(page["rows"]) == 1 and page["to"] == page["rows"][0]["seq"], "a page", page)
    seqs, since = [], 0
    while True:
        page = anna.changes(ETAB, since, f"&limit=2&epoch={page['epoch']}")[1]
        seqs += [row["seq"] for row in page["rows"]]
        since = page["to"]
        if not page["more"]:
            break
    tap.ok(seqs == sorted(set(seqs)) and since >= seqs[-1], "pages follow one another", seqs)
    service = anna.rows("service")[SESSION]["data"]
    tap.ok(service["papillons"] == "on" and service["domain"] == "CAP"
           and service["academy_name"] == ACADEMY[1] and service["slip_expires_on"] == "2027-08-15"
           and service["registration_to_ms"].isdigit(), "the service says its settings", service)
    heads = anna.post("/v1/heads", {"epoch": page["epoch"], "scopes": {ETAB: since, OTHER: 0}})
    mine = {"scope": ETAB, "name": "Lycée des Demoiselles", "role": "establishment"}
    tap.equal(heads, (200, {"epoch": page["epoch"], "scopes": {}, "lost": [OTHER],
                            "grants": [mine]}),
              "nothing has moved, and what may and may not be read is named")
    heads = anna.post("/v1/heads", {"epoch": None, "scopes": {ETAB: 0}})
    tap.equal(heads[1]["scopes"], {ETAB: since}, "what has moved, and how far")
    refused(tap, anna.changes(OTHER), 403, "forbidden", "forbidden", "another establishment")
    refused(tap, anna.changes(f"acad:{ACADEMY[0]}"), 403, "forbidden", "forbidden", "the académie")
    refused(tap, anna.changes(OTHER, 3), 410, "resync", "grant", "a mirror without the right")
    refused(tap, anna.changes(ETAB, 1, "&epoch=other"), 410, "resync", "epoch", "another epoch")
    refused(tap, anna.changes(ETAB, since + 1), 410, "resync", "epoch", "a place not reached yet")
    for bad in ("&limit=0", "&limit=9999", "&limit=x"):
        tap.equal(anna.changes(ETAB, extra=bad)[0], 400, f"changes{bad}")
    agent = Client(server)
    agent.activate("office", server.add_agent("office"))
    tap.ok(agent.changes(f"acad:{ACADEMY[0]}")[0] == 200 and agent.changes(ETAB)[0] == 200,
           "an agent reads the académie and its establishments")
    refused(tap, agent.commit([], scope="acad:" + ACADEMY[0]), 403, "forbidden", "forbidden",
            "and writes no record of the académie")


def test_events(tap, server, anna):
    connection = anna.open()
    connection.request("GET", f"/v1/events?scopes={ETAB}", headers={
        "Machaon-Schema": "1", "Authorization": f"Bearer {anna.token}"})
    answer = connection.getresponse()
    tap.equal((answer.status, answer.headers["Content-Type"]), (200, "text/event-stream"), "events")
    result = anna.commit(pupil(900)[1])[1]
    lines, end = [], time.monotonic() + 20
    while time.monotonic() < end and not any(f'"seq":{result["seq"]}' in line for line in lines):
        lines.append(answer.readline().decode().replace(" ", ""))
    tap.ok(any(f'"seq":{result["seq"]}' in line and ETAB in line for line in lines),
           "a hint says how far the scope is", lines)
    connection.close()
    tap.equal(anna.call("GET", f"/v1/events?scopes={ETAB},{OTHER}")[0], 403, "others' are closed")


def test_operations(tap, server, anna):
    person, changes = pupil(1)
    op = uuid()
    first, again = (anna.commit(changes, "import", op=op) for _ in range(2))
    tap.ok(first == again and first[1]["applied"] == 2 and first[1]["outcome"] == "applied",
           "an operation is applied once and answered alike", (first, again))
    refused(tap, anna.commit(changes[:1], "import", op=op), 409, "mismatch", "mismatch",
            "its id stands for nothing else")
    _, same = pupil(1)
    merged = anna.commit(same, "import")[1]
    tap.equal(merged["merged"][0], {"id": same[0]["id"], "into": person}, "INS-11 one cohort")
    anna.commit([update("person", person, "city", "", "Dole")])
    lost = anna.commit([update("person", person, "city", "", "Vesoul")])[1]["conflicts"]
    tap.ok(len(lost) == 1 and lost[0]["theirs"] == "Dole" and lost[0]["by"] == "anna",
           "a conflict says with whom", lost)
    history = anna.call("GET", f"/v1/scopes/{ETAB}/records/person/{person}/history")[1]["lines"]
    tap.equal([(line["name"], line["before"], line["after"], line["kept"], line["by"])
               for line in history], [("city", "Dole", "Vesoul", False, "anna"),
                                      ("city", None, "Dole", True, "anna")],
              "a record's history: what became of its values, and what lost")
    tap.equal(anna.call("GET", f"/v1/scopes/{OTHER}/records/person/{person}/history")[0], 403,
              "others' history is closed")
    tap.equal(anna.call("GET", f"/v1/scopes/{ETAB}/records/slip/{person}/history")[0], 400,
              "a slip has none")
    bad = anna.commit([update("person", person, "ine", "000000001AB", "12")])[1]["rejected"]
    tap.equal(bad, [{"id": person, "fields": [{"path": "ine", "code": "not_an_ine"}]}],
              "a bad value is named")
    refused(tap, anna.commit([], scope=OTHER), 403, "forbidden", "forbidden", "not his scope")
    refused(tap, anna.commit([make("person", "x")] * 201), 400, "malformed", "malformed",
            "more than 200 changes go in parts")
    refused(tap, anna.commit([], kind="magic"), 400, "malformed", "malformed", "an unknown kind")


def test_parts(tap, server, anna):
    op = uuid()
    bodies = [json.dumps({"version": 1, "changes": sum((pupil(1000 + 250 * n + i)[1]
                                                        for i in range(250)), [])}).encode()
              for n in range(4)]
    hashes = [hashlib.blake2b(body, digest_size=32).hexdigest() for body in bodies]
    message = {"version": 1, "scope": ETAB, "kind": "import", "made_ms": 1, "meta": {},
               "parts": hashes}
    for n in (0, 1, 2, 2):
        seen = anna.post(f"/v1/ops/{op}/parts/{n}", bodies[n], {"Machaon-Part-Hash": hashes[n]})
        tap.equal(seen, (204, None), f"part {n}")
    refused(tap, anna.post(f"/v1/ops/{op}/commit", message), 409, "state", "parts_missing",
            "a part is missing")
    refused(tap, anna.post(f"/v1/ops/{op}/parts/2", bodies[3], {"Machaon-Part-Hash": hashes[3]}),
            409, "mismatch", "mismatch", "another content for a part")
    refused(tap, anna.post(f"/v1/ops/{op}/parts/3", bodies[3], {"Machaon-Part-Hash": hashes[0]}),
            409, "mismatch", "mismatch", "a damaged part")
    tap.equal(anna.post(f"/v1/ops/{op}/parts/1000", bodies[3],
                        {"Machaon-Part-Hash": hashes[3]})[0], 400, "there is no part 1000")
    anna.post(f"/v1/ops/{op}/parts/3", bodies[3], {"Machaon-Part-Hash": hashes[3]})
    first, again = (anna.post(f"/v1/ops/{op}/commit", message) for _ in range(2))
    tap.ok(first == again and first[1]["applied"] == 2000, "committed once", (first, again))


def test_closed(tap, server, anna):
    person, changes = pupil(2)
    anna.commit(changes)
    service = ("service", "set", "--academy", ACADEMY[0], "--domain", "CAP", "--session", "2027-06")
    server.admin(*service, CLOSED)
    seen = anna.commit(pupil(3)[1])
    tap.ok(seen[0] == 200 and seen[1]["outcome"] == "refused"
           and seen[1]["message_key"] == "registration_closed", "after closing", seen)
    entry = {"version": 1, "scope": ETAB, "kind": "audit", "made_ms": 1,
             "meta": {"action": "print", "edition": "e", "candidates": "3", "at_ms": "5"}}
    tap.equal(anna.post(f"/v1/ops/{uuid()}/commit", entry)[0], 200, "the log goes on")
    server.admin(*service, WINDOW)
    tap.equal(anna.commit([update("person", person, "city", "", "Dole")])[1]["applied"], 1,
              "reopened")


def test_late(tap, server, anna):
    """Saisies hors ligne avant clôture: CLOSED ended in December 2020, and it was typed in June."""
    agent, other = Client(server), Client(server)
    agent.activate("agent.l", server.add_agent("agent.l"))
    other.activate("olga", server.add_staff("olga", OTHER_UAI))
    person, changes = pupil(7004)
    anna.commit(changes)
    service = ("service", "set", "--academy", ACADEMY[0], "--domain", "CAP", "--session", "2027-06")
    server.admin(*service, CLOSED)

    def send(op, value):
        return anna.post(f"/v1/ops/{op}/commit", {
            "version": 1, "scope": ETAB, "kind": "edit", "made_ms": 1591000000000, "meta": {},
            "changes": [update("person", person, "city", "", value)]})

    mine = f"/v1/scopes/{ETAB}/late"
    ops = [uuid() for _ in range(2)]
    for op, value in zip(ops, ("Dole", "Gray")):
        seen = send(op, value)
        tap.ok(seen[0] == 200 and seen[1]["outcome"] == "held"
               and seen[1]["message_key"] == "late_waiting", "typed before, arrived after: held", seen)
    tap.equal(send(ops[0], "Dole")[1]["outcome"], "held", "and again while nobody has decided")
    status, page = agent.call("GET", f"/v1/scopes/acad:{ACADEMY[0]}/late?limit=1")
    late = page["late"][0]
    tap.ok(status == 200 and page["more"] and late["op"] == ops[0] and late["establishment"] == UAI
           and late["name"] == "anna" and late["sessions"] == SESSION and late["changes"] == 1
           and late["state"] == "waiting" and late["made_ms"] == 1591000000000
           and late["closed_ms"] == 1607443200000 and late["decided_by"] is None,
           "the exam office has a list of them", page)
    rest = agent.call("GET", f"/v1/scopes/acad:{ACADEMY[0]}/late?after_ms={late['received_ms']}"
                             f"&after_op={late['op']}")[1]
    tap.equal(([one["op"] for one in rest["late"]], rest["more"]), ([ops[1]], False), "in pages")
    tap.equal(len(anna.call("GET", mine)[1]["late"]), 2, "the establishment sees its own")
    tap.equal(anna.rows("establishment")[UAI]["data"].get("late_waiting"), "2", "and is told")
    status, one = agent.call("GET", f"{mine}/{ops[0]}")
    tap.ok(status == 200 and one["next"] is None and one["items"] == [
        {"kind": "person", "id": person, "create": False, "family_name": "Durand",
         "given_name": "Camille", "birth_date": "2009-03-01",
         "values": [{"name": "city", "from": "", "to": "Dole", "now": ""}]}],
        "what was typed, of whom", one)
    for client, name in ((anna, "who typed it"), (other, "a neighbour")):
        refused(tap, client.post(f"{mine}/{ops[0]}/decide", {"accept": True}), 403, "forbidden",
                "forbidden", f"{name} does not decide")
    tap.equal(other.call("GET", mine)[0], 403, "nor does a neighbour read them")
    tap.equal(agent.call("GET", mine + "?state=lost")[0], 400, "an unknown state")
    tap.equal(agent.post(f"{mine}/{ops[0]}/decide", {})[0], 400, "a decision says which")
    tap.equal(agent.post(f"{mine}/{uuid()}/decide", {"accept": True})[0], 404, "nor about nothing")
    seen = agent.post(f"{mine}/{ops[0]}/decide", {"accept": True})
    tap.ok(seen[0] == 200 and seen[1]["state"] == "accepted" and seen[1]["result"]["applied"] == 1,
           "accepted", seen)
    tap.equal(agent.post(f"{mine}/{ops[0]}/decide", {"accept": True}), seen, "twice alike")
    refused(tap, agent.post(f"{mine}/{ops[0]}/decide", {"accept": False}), 409, "state", "decided",
            "not otherwise")
    tap.equal(agent.post(f"{mine}/{ops[1]}/decide", {"accept": False, "reason": "trop tard"})[1],
              {"version": 1, "op": ops[1], "state": "refused", "result": None}, "refused")
    tap.equal(send(ops[0], "Dole")[1], seen[1]["result"], "its desktop learns the result")
    answer = send(ops[1], "Gray")[1]
    tap.equal((answer["outcome"], answer["message_key"], answer["reason"]),
              ("refused", "late_refused", "trop tard"), "or why not")
    row = anna.rows("person")[person]["data"]
    tap.equal(row["city"], "Dole", "only what was accepted is applied")
    tap.ok("late_waiting" not in anna.rows("establishment")[UAI]["data"], "nothing waits any more")
    server.admin(*service, WINDOW)


def test_grants(tap, server, anna):
    """410 grant: a right that is taken away takes the mirror with it, and the stream."""
    berthe = Client(server)
    berthe.activate("berthe", server.add_staff("berthe", [UAI, OTHER_UAI]))
    status, answer = berthe.call("GET", "/v1/grants")
    tap.ok(status == 200 and answer["role"] == "establishment"
           and [one["scope"] for one in answer["scopes"]] == [ETAB, OTHER], "rights", answer)
    since = berthe.changes(OTHER)[1]["to"]
    connection = berthe.open()
    connection.request("GET", f"/v1/events?scopes={ETAB},{OTHER}", headers={
        "Machaon-Schema": "2", "Authorization": f"Bearer {berthe.token}"})
    stream = connection.getresponse()
    server.admin("staff", "revoke", "berthe", "--establishment", OTHER_UAI)
    refused(tap, berthe.changes(OTHER, since), 410, "resync", "grant", "what was held goes")
    refused(tap, berthe.changes(OTHER), 403, "forbidden", "forbidden", "and does not come back")
    tap.equal(berthe.post("/v1/heads", {"epoch": None, "scopes": {OTHER: since}})[1]["lost"],
              [OTHER], "heads say it, too")
    tap.equal([one["scope"] for one in berthe.call("GET", "/v1/grants")[1]["scopes"]], [ETAB],
              "rights that are left")
    tap.equal(berthe.changes(ETAB)[0], 200, "the other establishment stays")
    connection.sock.settimeout(20)
    try:
        ended = stream.read() is not None
    except OSError:
        ended = False
    tap.ok(ended, "its stream is ended, though another process took the right away")
    connection.close()
    refused(tap, berthe.commit(pupil(7006)[1], scope=OTHER), 403, "forbidden", "forbidden",
            "nothing is written there any more")
    done = server.admin("staff", "revoke", "berthe", "--establishment", OTHER_UAI, check=False)
    tap.ok(done.returncode == 1 and "OTHER" not in done.stderr and done.stderr.count("\n") == 1,
           "a right that is not there", done.stderr)


def test_references(tap, server, anna):
    path = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "data", "reference", "cap.reference")
    server.admin("reference", "load", path)
    service = anna.rows("service")[SESSION]["data"]
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    tap.equal(service.get("reference_version"), "2027.1", "the session says which reference it has")
    status, answer = anna.call("GET", f"/v1/references/{service['reference']}")
    tap.ok(status == 200 and answer["text"] == text and answer["domain"] == "CAP",
           "which is given whole", answer)
    tap.equal(anna.call("GET", f"/v1/references/{'0' * 64}")[0], 404, "there is no other")
    tap.equal(Client(server).call("GET", f"/v1/references/{service['reference']}")[0], 401,
              "nor for strangers")


def ready(number):
    """A pupil whom nothing stands against; his person, his candidature, the changes."""
    person, changes = pupil(number, sex="F")
    more = {"specialty_code": "31224", "category": "122", "passage": "globale",
            "tests": "EG5=Anglais"}
    changes[1]["to"] |= more
    changes[1]["from"] |= dict.fromkeys(more, "")
    return person, changes[1]["id"], changes


def test_imports(tap, server, anna):
    person, changes = pupil(4000)
    op = uuid()
    anna.post(f"/v1/ops/{op}/commit", {
        "version": 1, "scope": ETAB, "kind": "import", "made_ms": 5, "changes": changes,
        "meta": {"file": "eleves.csv", "sha": "ab" * 32, "rows": "3", "rejected": "1"}})
    status, answer = anna.call("GET", f"/v1/scopes/{ETAB}/imports")
    run = answer["imports"][0]
    tap.equal((status, run["id"], run["login"], run["file"], run["digest"], run["undone_by"]),
              (200, op, "anna", "eleves.csv", "ab" * 32, None), "who imported what, and its hash")
    tap.equal((run["rows"], run["created"], run["updated"], run["unchanged"], run["rejected"]),
              (3, 1, 0, 1, 1), "what it came to")
    page = anna.call("GET", f"/v1/scopes/{ETAB}/imports?before_ms={run['at_ms']}"
                            f"&before_id={run['id']}")[1]["imports"]
    tap.ok(op not in [one["id"] for one in page], "pages follow one another")
    tap.equal(anna.call("GET", f"/v1/scopes/{OTHER}/imports")[0], 403, "others' are closed")
    tap.equal(anna.post(f"/v1/scopes/{ETAB}/imports/{uuid()}/undo", {"op": uuid()})[0], 404,
              "an import that is none")
    tap.equal(anna.post(f"/v1/scopes/{ETAB}/imports/{op}/undo", {"op": "x"})[0], 422,
              "an act without an id")
    act = {"op": uuid()}
    first, again = (anna.post(f"/v1/scopes/{ETAB}/imports/{op}/undo", act) for _ in range(2))
    tap.ok(first == again and [one["person"] for one in first[1]["removed"]] == [person]
           and first[1]["kept"] == first[1]["impossible"] == [], "taken back once", (first, again))
    tap.ok(anna.rows("person")[person]["deleted"], "the pupil is gone")
    run = anna.call("GET", f"/v1/scopes/{ETAB}/imports")[1]["imports"][0]
    tap.equal(run["undone_by"], "anna", "and the list says so")


def test_prints(tap, server, anna):
    """E19: who printed what, for everybody of the establishment and its agents."""
    for number in range(103):
        entry = {"version": 1, "scope": ETAB, "kind": "audit", "made_ms": 1,
                 "meta": {"action": "print" if number else "view", "document": "confirmations",
                          "printer": "Bureau", "desktop": "secretariat", "pages": str(number),
                          "at_ms": str(1000 + number)}}
        anna.post(f"/v1/ops/{uuid()}/commit", entry)
    status, answer = anna.call("GET", f"/v1/scopes/{ETAB}/prints")
    lines = answer["prints"]
    tap.ok(status == 200 and len(lines) == 100 and lines[0]["by"] == "anna"
           and lines[0]["action"] == "print" and lines[0]["at_ms"] == 1102
           and lines[0]["values"]["desktop"] == "secretariat", "E19 the newest first", lines[0])
    older = anna.call("GET", f"/v1/scopes/{ETAB}/prints?before_n={lines[-1]['n']}")[1]["prints"]
    tap.ok([one["at_ms"] for one in older[:3]] == [1002, 1001, 1000]
           and older[2]["action"] == "view", "E19 page after page", older[:3])
    tap.ok(all(one["action"] in ("view", "print", "export") for one in lines + older),
           "and nothing else of the log")
    tap.equal(anna.call("GET", f"/v1/scopes/{OTHER}/prints")[0], 403, "others' are closed")
    tap.equal(anna.call("GET", f"/v1/scopes/{ETAB}/prints?before_n=x")[0], 400, "a place is a number")
    tap.equal(Client(server).call("GET", f"/v1/scopes/{ETAB}/prints")[0], 401, "nor for strangers")


def test_transfers(tap, server, anna):
    dora, agent = Client(server), Client(server)
    dora.activate("dora", server.add_staff("dora", OTHER_UAI))
    agent.activate("agent.t", server.add_agent("agent.t"))
    person, candidature, changes = ready(5000)
    made = anna.commit(changes)[1]
    tap.equal((made["applied"], made["rejected"]), (2, []), "a pupil with all that is needed")
    seen = anna.commit([update("candidature", candidature, "state", "pre_registered",
                               "registered")])[1]
    tap.equal((seen["applied"], seen["rejected"]), (1, []), "a registration is finalised")
    row = anna.rows("candidature")[candidature]["data"]
    number = anna.rows("person")[person]["data"]["candidate_number"]
    tap.ok(re.fullmatch(r"0\d{10}", number) and row["registration_number"] == "001"
           and row["registration_version"] == "1", "REG-37 with its numbers", (number, row))
    theirs = ready(5000)[2]
    codes = {fault["code"] for one in dora.commit(theirs, scope=OTHER)[1]["rejected"]
             for fault in one["fields"]}
    tap.equal(codes, {"registered_elsewhere"}, "elsewhere he is “déjà inscrit”, and no more is said")
    asked = {"id": uuid(), "session": SESSION, "requested": theirs[0]["id"], "ine": "000005000AB",
             "birth_date": "2009-03-01", "family_name": "DURAND"}
    path = f"/v1/scopes/{OTHER}/transfers"
    seen, again = (dora.post(path, asked) for _ in range(2))
    tap.ok(seen == again and seen[1]["state"] == "asked", "a transfer is asked for once", seen)
    tap.equal(dora.post(path, asked | {"id": uuid(), "birth_date": "2009-03-02"})[0], 404,
              "nobody else is found out so")
    tap.equal(dora.post(f"/v1/scopes/{ETAB}/transfers", asked)[0], 403, "nor for another school")
    mine, his, both = (client.rows("transfer", scope)[asked["id"]]["data"]
                       for client, scope in ((anna, ETAB), (dora, OTHER),
                                             (agent, f"acad:{ACADEMY[0]}")))
    tap.ok(mine["person"] == person and mine["establishment"] == OTHER_UAI
           and "person" not in his and "establishment" not in his and "from" not in his
           and both["family_name"] == "Durand", "each side knows what it may", (mine, his, both))
    old = Client(server)
    old.token, old.schema = anna.token, "1"
    tap.equal(old.rows("transfer"), {}, "a desktop of before is spared what it does not know")
    decide = f"/v1/transfers/{asked['id']}/decide"
    refused(tap, dora.post(decide, {"accept": True}), 403, "forbidden", "forbidden",
            "who asks does not decide")
    tap.equal(anna.post(decide, {})[0], 400, "a decision says which")
    tap.equal(anna.post(decide, {"accept": True})[1]["state"], "accepted", "accepted")
    tap.equal(anna.post(decide, {"accept": True})[0], 200, "twice alike")
    refused(tap, anna.post(decide, {"accept": False}), 409, "state", "gone", "not otherwise")
    there, here = anna.rows("candidature")[candidature], dora.rows("candidature", OTHER)[candidature]
    moved = dora.rows("person", OTHER)[here["data"]["person"]]["data"]
    tap.ok(there["deleted"] and not here["deleted"] and moved["candidate_number"] == number
           and here["data"]["registration_number"] == "001",
           "a tombstone there, the same registration and number here", (there, here, moved))


def test_members(tap, server, anna):
    bela = Client(server)
    bela.activate("bela", server.add_staff("bela"))
    offer = bela.post(f"/v1/scopes/{ETAB}/key", {"public": b64(), "sealed_secret": b64(80)})
    tap.equal(offer, (200, {"state": "pending"}), "the second key loses")
    admission = {"login": "bela", "public": bela.key, "sealed_secret": b64(80), "key_version": 1}
    path = f"/v1/scopes/{ETAB}/members"
    refused(tap, bela.post(f"{path}/admit", admission), 403, "forbidden", "not_member",
            "who waits admits nobody")
    refused(tap, anna.post(f"{path}/admit", admission | {"public": b64()}), 409, "mismatch",
            "mismatch", "another key than the one compared")
    tap.equal(anna.post(f"{path}/admit", admission), (204, None), "admitted")
    tap.equal(bela.rows("member")["bela"]["data"]["state"], "member", "and a member")
    tap.equal(bela.rows("establishment")[UAI]["data"]["key_version"], "1", "of key 1")


def test_accounts(tap, server, anna):
    person, changes = pupil(4, given_name="Jean-Pierre", family_name="Noël")
    withdrawn, more = pupil(5)
    anna.commit(changes + more)
    anna.commit([update("candidature", more[1]["id"], "state", "pre_registered", "withdrawn")])
    status, answer, edition = open_edition(anna)
    tap.ok(status == 200 and answer == {"id": edition, "expires_on": "2027-08-15", "demo": False},
           "an edition", answer)
    path = f"/v1/editions/{edition}/chunks"
    message = {"version": 1, "slips": [slip(person), slip(withdrawn)]}
    first, again = (anna.post(path, message) for _ in range(2))
    tap.ok(first == again and first[0] == 200, "a chunk resent changes nothing", (first, again))
    outcomes = [(r["outcome"], r["login"]) for r in first[1]["results"]]
    tap.equal(outcomes, [("created", "jeanpierre.noel"), ("ineligible", None)], "ACC-07 ACC-23")
    twice = anna.post(path, {"version": 1, "slips": [slip(person)]})[1]["results"][0]
    tap.equal(twice["outcome"], "existing", "ACC-32 nobody gets a second account")
    row = anna.rows("account")[person]["data"]
    tap.ok(row["owner"] == "1" and row["state"] == "provisional" and row["edition"] == edition,
           "the account's record", row)
    tap.equal(anna.rows("slip")[person]["data"]["cipher"], message["slips"][0]["cipher"],
              "the sealed slip is kept as it came")
    for name, body in (("none", []), ("201", [slip(uuid()) for _ in range(201)]),
                       ("one twice", [slip(person), slip(person)])):
        tap.equal(anna.post(path, {"version": 1, "slips": body})[0], 400, f"slips: {name}")
    refused(tap, anna.post(f"/v1/editions/{uuid()}/chunks", message), 404, "not_found", "not_found",
            "no such edition")

    status, _, renewal = open_edition(anna, "regenerate")
    path = f"/v1/editions/{renewal}/chunks"
    stale, stranger, right = (anna.post(path, {"version": 1, "slips": [one]})[1]["results"][0]
                              for one in (slip(person, 1), slip(uuid(), 2), slip(person, 2)))
    tap.equal((stale["message_key"], stranger["message_key"], right["outcome"]),
              ("stale", "account_missing", "regenerated"), "ACC-36")

    zoe = Client(server)
    zoe.activate("zoe", server.add_staff("zoe", OTHER_UAI))
    zoe.post(f"/v1/scopes/{OTHER}/key", {"public": b64(), "sealed_secret": b64(80)})
    twin, changes = pupil(4, given_name="Jean-Pierre", family_name="Noël")
    zoe.commit(changes, scope=OTHER)
    status, answer, theirs = open_edition(zoe, scope=OTHER)
    tap.equal(status, 200, "the other establishment's edition")
    seen = zoe.post(f"/v1/editions/{theirs}/chunks", {"version": 1, "slips": [slip(twin)]})
    tap.equal(seen[1]["results"][0]["outcome"], "existing", "ACC-43 one human, one account")
    tap.equal(sorted(zoe.rows("account", OTHER)[twin]["data"]), ["created_ms", "state"],
              "ACC-44 which the second establishment sees without its login")
    refused(tap, zoe.post(path, message), 403, "forbidden", "forbidden", "another's edition")


def test_office(tap, server, anna):
    """What an agent sees of a school, says of its slips, corrects and opens."""
    agent, far = Client(server), Client(server)
    agent.activate("agent.o", server.add_agent("agent.o"))
    server.admin("academy", "add", "DIJON", "Dijon")
    far.activate("agent.d", server.add_agent("agent.d", "DIJON"))
    for client in (agent, far, anna):
        client.schema = "3"
    refused(tap, far.changes(ETAB), 403, "forbidden", "forbidden", "not another académie's agent")
    tap.equal(far.post("/v1/heads", {"scopes": {ETAB: 0}})[1]["scopes"], {}, "nor its heads")
    tap.equal(set(agent.post("/v1/heads", {"scopes": {ETAB: 0, OTHER: 0}})[1]["scopes"]),
              {ETAB, OTHER}, "an agent asks for the heads of all of them")
    sealed = [name for kind in ("slip", "edition", "member") for row in agent.rows(kind).values()
              for name in row["data"] if name in ("cipher", "sealed_key", "sealed_secret", "vouch")]
    tap.ok(agent.rows("slip") and sealed == [] and anna.rows("slip"),
           "design.md, Secrets: an agent gets nothing that a key opens", sealed)
    for path, body in ((f"/v1/scopes/{ETAB}/key", {"public": b64(), "sealed_secret": b64(80)}),
                       (f"/v1/scopes/{ETAB}/members/admit", {
                           "login": "agent.o", "public": b64(), "sealed_secret": b64(80),
                           "key_version": 1})):
        refused(tap, agent.post(path, body), 403, "forbidden", "forbidden", f"nor asks for one: {path}")
    refused(tap, open_edition(agent)[:2], 403, "forbidden", "forbidden", "nor makes slips")

    person, edition = next((i, r["data"]["edition"]) for i, r in agent.rows("slip").items())
    review = make("review", person, edition=edition, verdict="to_correct", note="prénom tronqué",
                  seen="0f" * 32)
    tap.equal(agent.commit([review])[1]["applied"], 1, "a review is taken")
    row = anna.rows("review")[person]["data"]
    tap.ok(row["note"] == "prénom tronqué" and row["by"] == "agent.o" and row["by_name"] == "agent.o"
           and row["at_ms"].isdigit(), "the school reads what, who and when", row)
    anna.schema = "2"
    tap.equal(anna.rows("review"), {}, "an older desktop is not sent what it does not know")
    anna.schema = "3"
    tap.equal(anna.commit([make("review", person, edition=edition, verdict="checked")])[1]["rejected"]
              [0]["fields"][0]["code"], "not_editable", "a school reviews nothing in their name")
    for name, bad in (("nobody's", make("review", uuid(), edition=edition, verdict="checked")),
                      ("a verdict of one's own", update("review", person, "verdict", "to_correct", "x")),
                      ("signed by another", update("review", person, "by", "agent.o", "x")),
                      ("too long", update("review", person, "note", "prénom tronqué", "x" * 501)),
                      ("an edition", make("edition", uuid(), title="x"))):
        answer = agent.commit([bad])
        tap.ok(answer[0] == 200 and answer[1]["rejected"], f"refused: {name}", answer)
    tap.equal(agent.commit([update("review", person, "verdict", "to_correct", "checked")])[1]
              ["applied"], 1, "it is taken back")

    services = f"/v1/scopes/acad:{ACADEMY[0]}/services"
    message = {"session": SESSION, "establishment": UAI, "settings": {"registration": CLOSED[13:]}}
    tap.equal(agent.post(services, message)[0], 204, "an agent closes one establishment")
    tap.equal(anna.commit([update("person", person, "city", "", "Dole")])[1]["message_key"],
              "registration_closed", "its desktops may not write")
    tap.equal(agent.commit([update("person", person, "city", "", "Dole")])[1]["applied"], 1,
              "CPT-28: the exam office corrects what is locked")
    seen = agent.call("GET", services + f"?session={SESSION}")
    tap.equal((seen[0], seen[1]["rows"]), (200, [{"establishment": UAI, "key": "registration",
                                                  "value": CLOSED[13:]}]), "the exception is listed")
    message["settings"] = {"registration": ""}
    tap.ok(agent.post(services, message)[0] == 204
           and agent.call("GET", services + f"?session={SESSION}")[1]["rows"] == [], "and ended")
    for who in (anna, far):
        refused(tap, who.post(services, message), 403, "forbidden", "forbidden", "nobody else opens")
        refused(tap, who.call("GET", services + f"?session={SESSION}"), 403, "forbidden", "forbidden",
                "nor looks")
    for name, bad in (("no session", {"session": "x"}), ("no settings", {"settings": []}),
                      ("not ours", {"establishment": "0210001A"}), ("no UAI", {"establishment": "x"}),
                      ("a wrong value", {"settings": {"papillons": "perhaps"}}),
                      ("a wrong window", {"settings": {"registration": "2027/2026"}}),
                      ("a wrong key", {"settings": {"A key": "1"}})):
        tap.ok(agent.post(services, message | bad)[0] in (400, 404, 422), f"services: {name}")
    tap.equal(agent.call("GET", services)[0], 400, "services of no session")


def test_search(tap, server, anna):
    """Candidates of the whole académie: who may, page by page, and what is no query."""
    agent, far = Client(server), Client(server)
    agent.activate("agent.find", server.add_agent("agent.find"))
    server.admin("academy", "add", "DIJON", "Dijon")
    far.activate("agent.far", server.add_agent("agent.far", "DIJON"))
    base = f"/v1/scopes/acad:{ACADEMY[0]}/candidates"
    for who in (anna, far):
        refused(tap, who.call("GET", base), 403, "forbidden", "forbidden", "only an agent of it searches")
    refused(tap, agent.call("GET", f"/v1/scopes/{ETAB}/candidates"), 403, "forbidden", "forbidden",
            "and a whole académie")
    made = [pupil(700 + n, family_name=f"Qu{'abc'[n % 3]}", given_name="Noé")[1] for n in range(7)]
    server.admin("service", "set", "--academy", ACADEMY[0], "--domain", "CAP", "--session", "2027-06",
                 WINDOW)
    for changes in made:
        tap.ok(anna.commit(changes, kind="import")[0] == 200, "a pupil")
    places, found, more, place = [], [], True, ""
    while more:
        status, page = agent.call("GET", base + f"?search=qu&limit=3&count=1&after={place}")
        more, place = page["more"], page["place"]
        places.append(place)
        found += page["rows"]
    tap.ok(status == 200 and len(found) == 7 and page["total"] == 7
           and [one["family_name"] for one in found] == sorted(one["family_name"] for one in found)
           and len({one["id"] for one in found}) == 7, "three pages, each once, in order", len(found))
    tap.ok(set(found[0]) == {"id", "person", "establishment", "establishment_name", "family_name",
                             "usage_name", "given_name", "birth_date", "ine", "candidate_number",
                             "session", "state", "division", "specialty_code", "specialty"}
           and found[0]["establishment"] == UAI, "a row tells nothing about health", found[0])
    again = agent.call("GET", base + f"?search=qu&after={places[0]}&until={places[1]}")[1]
    tap.equal([one["id"] for one in again["rows"]], [one["id"] for one in found[3:6]],
              "a page is read again from place to place")
    one = f"{base}/{UAI}/{found[0]['id']}"
    status, answer = agent.call("GET", one)
    tap.ok(status == 200 and answer["person"]["given_name"] == "Noé"
           and answer["candidature"]["session"] == SESSION, "one of them is read", answer)
    for who in (anna, far):
        refused(tap, who.call("GET", one), 403, "forbidden", "forbidden", "by nobody else")
    tap.equal(agent.call("GET", f"{base}/0210001A/{found[0]['id']}")[0], 404, "nobody there")
    for query in ("order=x", "limit=0", "limit=501", "limit=x", "count=2", "descending=2", "after=x",
                  "after=AAAA", f"order=birth_date&after={places[0]}", f"after={places[0]}%0a",
                  "search=" + "x" * 201, "search=%ff%fe", "establishment=%c3%28", "until=%00"):
        tap.equal(agent.call("GET", base + "?" + query)[0], 400, f"no query: {query[:40]}")
    for query in ("search=%25", "search='%20OR%201=1%20--", "state='", "specialty=%5c", "session=%25",
                  "exam=*", "search=" + "a%20" * 66):
        seen = agent.call("GET", base + "?count=1&" + query)
        tap.ok(seen[0] == 200 and seen[1]["rows"] == [] and seen[1]["total"] == 0,
               f"what a person types is never a statement: {query[:30]}", seen)


def test_search_export(tap, server, anna):
    agent, scope = Client(server), f"/v1/scopes/acad:{ACADEMY[0]}"
    agent.activate("agent.away", server.add_agent("agent.away"))
    total = agent.call("GET", scope + "/candidates?search=qu&count=1&limit=1")[1]["total"]
    base = scope + "/candidates/exports?"
    for query, n in (("search=qu&state=pre_registered", total), (f"establishment={UAI}&limit=2", 2)):
        tap.equal(agent.call("POST", base + query, {"version": 1})[1]["candidates"], n, "the server counts")
    tap.equal({agent.call("POST", base + query, {"version": 1})[0] for query in
               ("limit=x", "limit=-1", "search=%ff", "order=x")}, {400}, "what is no query is no export")
    refused(tap, anna.call("POST", base, {"version": 1}), 403, "forbidden", "forbidden", "nor by a school")
    wanted = [{"candidates": "2", "uai": UAI}, {"candidates": str(total), "words": "qu", "state": "pre_registered"}]
    tap.equal([(one["by"], one["values"]) for one in agent.call("GET", scope + "/prints")[1]["prints"]],
              [("agent.away", dict(one, document="academy_candidates")) for one in wanted], "who, what, how many")
    refused(tap, anna.call("GET", scope + "/prints"), 403, "forbidden", "forbidden", "a school does not read it")


def test_refusals(tap, server, anna):
    service = ("service", "set", "--academy", ACADEMY[0], "--domain", "CAP", "--session", "2027-06")
    server.admin(*service, "papillons=off")
    refused(tap, open_edition(anna)[:2], 409, "state", "service_not_positioned", "ACC-10 ACC-11")
    server.admin(*service, "papillons=on")
    refused(tap, open_edition(anna, key_version=7)[:2], 409, "mismatch", "mismatch",
            "a key that is not current")
    for url in (None, "https://127.0.0.1:1"):
        server.set_options(portal_url=url)
        server.restart()
        refused(tap, open_edition(anna)[:2], 409, "state", "portal_unset", f"portal-url {url}")
    server.set_options(demo=True)
    server.restart()
    tap.equal(open_edition(anna)[1]["demo"], True, "a demonstration makes specimens")


def test_log(tap, server, anna):
    log = server.read_log()
    for secret in (anna.token, anna.auth, "Durand", "jeanpierre.noel"):
        tap.ok(secret not in log, "the log names no token, key, pupil or login", log[-2000:])


def new_database():
    """The URI of an empty database of the cluster; None for SQLite."""
    if CLUSTER is None:
        return None
    subprocess.run(["psql", "-XAtq", "-d", CLUSTER, "-c", "CREATE DATABASE api"], check=True)
    return re.sub(r"dbname=\S+", "dbname=api", CLUSTER)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="mch-api.") as folder:
        with Server(folder, database=new_database(), portal_url=PORTAL) as server:
            anna = school(server)
            for test in (test_realm, test_staff, test_reading, test_events, test_operations,
                         test_parts, test_closed, test_late, test_grants, test_references, test_imports, test_prints,
                         test_transfers, test_members, test_accounts, test_office, test_search, test_search_export,
                         test_refusals, test_log):
                tap.run(test.__name__, test, tap, server, anna)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
