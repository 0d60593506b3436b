# SPDX-License-Identifier: GPL-3.0-or-later
"""The networks of schools: a proxy, one that asks for a login, one that looks into TLS, a portal that
wants a sign-in in the browser, a clock that is wrong. What was done waits, and it is said in words what
stands on the way and whom to ask; nothing is sent to who is not the server."""
import sys
import tempfile

from client import make_school, pupil, write_csv
from proxy import ISSUER, PORTAL, Proxy
from server import Server
from tap import Tap

NO_PROXY = {"HTTPS_PROXY": "", "https_proxy": "", "HTTP_PROXY": "", "http_proxy": "",
            "ALL_PROXY": "", "all_proxy": "", "NO_PROXY": "", "no_proxy": ""}


def through(desk, **variables):
    """The environment of somebody whose computer names this proxy."""
    desk.env.update(NO_PROXY, **variables)


def names_of_proxies(tap, desk, proxy):
    """Where a proxy is named: the variables that schools' computers have."""
    refused = "http://127.0.0.1:1"
    cases = [
        ("HTTPS_PROXY", {"HTTPS_PROXY": proxy.url}, 1),
        ("small letters", {"https_proxy": proxy.url}, 1),
        ("without http://", {"HTTPS_PROXY": proxy.url[len("http://"):]}, 1),
        ("HTTP_PROXY alone", {"HTTP_PROXY": proxy.url}, 1),
        ("HTTPS_PROXY before HTTP_PROXY", {"HTTPS_PROXY": proxy.url, "HTTP_PROXY": refused}, 1),
        ("NO_PROXY", {"HTTPS_PROXY": refused, "NO_PROXY": "localhost, 127.0.0.1"}, 0),
        ("NO_PROXY for others", {"HTTPS_PROXY": proxy.url, "NO_PROXY": ".example"}, 1),
        ("an address that is none", {"HTTPS_PROXY": "http://"}, 0),
    ]
    for name, variables, wanted in cases:
        through(desk, **variables)
        del proxy.asked[:]
        done = desk.run("sync")
        tap.ok(done.rc == 0 and bool(proxy.asked) == bool(wanted), f"named by: {name}",
               (str(done), proxy.asked))


def proxy_asks_for_login(tap, desk, proxy):
    proxy.login = ("eleve@college", "Tilleul:52/é")
    through(desk, HTTPS_PROXY=proxy.url)
    done = desk.run("sync")
    tap.ok(done.rc == 5 and "proxy du réseau (127.0.0.1:" in done.stderr
           and "demande un identifiant" in done.stderr, "a proxy that asks is named", str(done))
    del proxy.told[:]
    through(desk, HTTPS_PROXY=f"http://eleve%40college:faux@127.0.0.1:{proxy.port}")
    done = desk.run("sync", timeout=30)
    tap.ok(done.rc == 5 and proxy.told == [("eleve@college", "faux")],
           "a wrong password is offered once, not for ever", (str(done), proxy.told))
    through(desk, HTTPS_PROXY=f"http://eleve%40college:Tilleul%3A52%2F%C3%A9@127.0.0.1:{proxy.port}")
    done = desk.run("sync")
    tap.equal(done.rc, 0, "the one in the proxy's address leads through")
    proxy.login = None


def proxy_asks_for_windows(tap, desk, proxy):
    """Those of Windows alone: no login helps, so the sentence says whom to ask. Beside them one that
    takes a login is used; Digest is such a one."""
    usual, proxy.login = proxy.challenges, ("eleve", "Tilleul-52")
    for challenges, said in ((["NTLM"], "(NTLM)"), (["Negotiate", "NTLM"], "(Negotiate, NTLM)"),
                             (["Negotiate TlRMTVNTUAA=, NTLM"], "(Negotiate, NTLM)"), (["Kerberos"], "(Kerberos)")):
        through(desk, HTTPS_PROXY=proxy.url)
        proxy.challenges = challenges
        done = desk.run("sync")
        tap.ok(done.rc == 5 and "identification Windows " + said in done.stderr
               and "assistance" in done.stderr, f"a proxy that wants {challenges}", str(done))
    address = proxy.url.replace("http://", "http://eleve:Tilleul-52@")
    for challenges in (["NTLM", 'Basic realm="Collège"'], ["Negotiate, NTLM, Basic realm=Lycee"],
                       ['Digest realm="college", qop="auth", algorithm=MD5, nonce="0a1b2c"'],
                       ["Negotiate", 'Digest realm="college", nonce="0a1b2c", qop="auth"']):
        proxy.challenges = challenges
        through(desk, HTTPS_PROXY=proxy.url)
        done = desk.run("sync")
        tap.ok(done.rc != 0 and "Windows" not in done.stderr and "identifiant" in done.stderr,
               f"{challenges[-1][:14]}: a login is asked for", str(done))
        through(desk, HTTPS_PROXY=address)
        del proxy.told[:]
        done = desk.run("sync")
        tap.ok(done.rc == 0 and proxy.told and proxy.told[-1][0] == "eleve", f"{challenges[-1][:14]}: and taken",
               (str(done), proxy.told))
    proxy.challenges, proxy.login = usual, None


def strangers_answer(tap, desk, proxy):
    """Who is not the server gets no token and no pupil."""
    through(desk, HTTPS_PROXY=proxy.url)
    cases = [
        ("inspect", 1, ["certificat", f"« {ISSUER} »", "administrateur du réseau",
                        "Rien n'a été envoyé"]),
        ("hijack", 5, ["connexion dans le navigateur", f"« {PORTAL} »", "Rien n'a été envoyé"]),
        ("portal", 5, ["connexion dans le navigateur", "est conservé"]),
        ("refuse", 5, ["ne laisse pas", "403"]),
    ]
    for mode, status, words in cases:
        proxy.mode = mode
        done = desk.run("sync")
        said = " ".join(done.stderr.replace("\u00a0", " ").split())
        tap.ok(done.rc == status and all(word in said for word in words),
               f"a proxy that does “{mode}” is told in words", str(done))
        tap.equal(desk.json("status")["pending"], 1, "and what was done waits")
    proxy.mode = "tunnel"
    tap.equal(desk.run("sync").rc, 0, "it leaves once the network lets it")
    tap.equal(desk.json("status")["pending"], 0, "and nothing waits")
    proxy.stop()
    done = desk.run("sync")
    tap.ok(done.rc == 5 and "ne répond pas" in done.stderr, "a proxy that is away is a server that "
           "does not answer", str(done))
    through(desk)
    tap.equal(desk.run("sync").rc, 0, "without it the way is straight")


def test_all(tap):
    with tempfile.TemporaryDirectory(prefix="machaon-network-") as folder, Server(folder) as server:
        desk = make_school(server, folder)
        desk.run("import", write_csv(folder + "/eleves.csv", [pupil(0), pupil(1)]), status=0)
        with Proxy(folder) as proxy:
            names_of_proxies(tap, desk, proxy)
            proxy_asks_for_login(tap, desk, proxy)
            proxy_asks_for_windows(tap, desk, proxy)
            proxy.mode = "refuse"
            through(desk, HTTPS_PROXY=proxy.url)
            candidate = desk.candidates()[0]
            desk.run("candidates", "set", candidate["id"], "division=2CAP", status=5)
            strangers_answer(tap, desk, proxy)


def main():
    tap = Tap()
    tap.run("networks of schools", test_all, tap)
    return tap.done()


sys.exit(main())
