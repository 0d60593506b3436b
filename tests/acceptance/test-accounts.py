# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts and slips, from machaonctl to the portal: who gets one, what is printed, what a new
password does, who may open what, and what a second school may not."""
import collections
import datetime
import os
import re
import shutil
import sys
import tempfile
import threading

from client import (ACADEMY, CODE, PORTAL_URL, UUID, Portal, add_desk, close_code, make_school,
                    pdf_page_count, pdf_pages, pupil, read_slips, run_tool, secret_of, slip_works,
                    write_csv)
from server import SESSION, UAI, Server
from tap import Tap

tap = Tap()
DATA = os.path.join(os.environ["MACHAON_SOURCE_ROOT"], "tests", "data", "import")
ALL_DONE = "Tous vos élèves possèdent un compte Machaon. L'édition n'est pas disponible"
NOT_POSITIONED = "service de gestion des candidats en établissement positionné par le gestionnaire"
NO_ACCOUNT = "n'a pas encore de compte"
NOT_OWNER = "créé par un autre établissement"
NONE = {"created": 0, "existing": 0, "ineligible": 0, "edition": None}


def import_pupils(desk, rows):
    path = write_csv(os.path.join(desk.root, "out", "pupils.csv"), rows)
    return desk.json("import", path)


def named(number, **values):
    return dict(pupil(number), **values)


def plain(text):
    """Words as they are read: no-break spaces are blanks."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def shows(result, sentence):
    return sentence in plain(result.stderr)


def only_line(result, sentence):
    return [line for line in plain(result.stderr).splitlines() if line] == [sentence]


# ---- before the first account ----

def check_service(server, folder):
    """ACC-10, ACC-11: without the service, and without a portal, nothing is generated."""
    desk = make_school(server, folder, settings=("papillons=off",))
    import_pupils(desk, [pupil(0)])
    done = desk.run("accounts", "generate", "--json")
    tap.ok(done.rc == 1 and shows(done, NOT_POSITIONED) and done.is_one_json(),
           "ACC-10 ACC-11 the service is not positioned: refused, and the sentence says by whom", done)
    tap.equal(desk.json("editions", "list"), [], "ACC-11 and no edition is made")
    person = desk.candidates()[0]
    done = desk.run("accounts", "regenerate", person["person"])
    tap.ok(done.rc == 1 and shows(done, NOT_POSITIONED), "ACC-11 nor is a password regenerated", done)

    position(server)
    done = desk.run("accounts", "generate", "--json")
    tap.ok(done.rc == 1 and shows(done, "portal-url") and done.is_one_json(),
           "the portal has no address: refused, and the sentence says what to set", done)
    tap.equal((desk.json("editions", "list"), desk.candidates()[0]["login"]), ([], None),
              "and no account is made")
    for url in ("https://127.0.0.1:8443", "https://localhost"):
        restart(server, portal_url=url)
        done = desk.run("accounts", "generate", "--json")
        tap.ok(done.rc == 1 and shows(done, "portal-url"), f"no slip leads to {url}", done)
    restart(server, portal_url=PORTAL_URL)
    return desk


def position(server, setting="papillons=on"):
    server.admin("service", "set", "--academy", ACADEMY[0], "--domain", SESSION[0], "--session",
                 SESSION[1], setting)


def restart(server, **options):
    status = server.stop()
    if status != 0:
        raise AssertionError(f"machaond stopped with {status}")
    server.set_options(**options)
    server.start()


# ---- generation, one cohort growing ----

def check_generation(server, desk):
    """ACC-02 to ACC-04, ACC-07, ACC-14, ACC-31, ACC-32, ACC-42, ACC-43 on a growing cohort."""
    editions = {}
    before = datetime.datetime.now()
    done = desk.run("accounts", "generate", "--json", status=0)
    after = datetime.datetime.now()
    answer = done.json
    tap.equal({k: answer[k] for k in ("created", "existing", "ineligible")},
              {"created": 1, "existing": 0, "ineligible": 0}, "ACC-02 ACC-42 one pupil, one account")
    tap.ok(UUID.fullmatch(answer["edition"] or ""), "ACC-22 an edition is made", answer)
    listed = desk.json("editions", "list")
    title = listed[0]["title"]
    stamp = re.fullmatch(rf"papillon de connexion {UAI} (\d{{12}})", title)
    tap.ok(stamp and before.replace(second=0, microsecond=0)
           <= datetime.datetime.strptime(stamp.group(1), "%d%m%Y%H%M") <= after,
           "ACC-14 the title names the UAI and the time, day first", title)
    tap.equal([(e["id"], e["slips"], e["alive"], e["mode"]) for e in listed],
              [(answer["edition"], "1", "1", "generate")], "ACC-06 the edition is listed")
    editions[1] = answer["edition"]

    for _ in range(2):
        done = desk.run("accounts", "generate", "--json")
        tap.ok(done.rc == 0 and only_line(done, ALL_DONE),
               "ACC-31 once more: the sentence, alone, and status 0", done)
        tap.equal(done.json, dict(NONE, existing=1), "ACC-31 ACC-07 nothing is created")
    done = desk.run("accounts", "generate")
    tap.ok(shows(done, ALL_DONE) and "Comptes créés : 0" in plain(done.stdout),
           "ACC-31 the screen says it, too", done)
    tap.equal(len(desk.json("editions", "list")), 1, "ACC-31 and no empty edition is left")

    import_pupils(desk, [named(1, **{"Nom de famille": "GUÉRET", "Prénom 1": "Irène"}),
                         named(2, **{"Nom de famille": "WIART", "Prénom 1": "Noé"})])
    answer = desk.json("accounts", "generate", "--title", "Deux de plus")
    tap.equal((answer["created"], answer["existing"]), (2, 1),
              "ACC-04 ACC-32 ACC-43 two more pupils: exactly two more accounts")
    tap.equal(desk.json("editions", "list")[0]["title"], "Deux de plus", "ACC-14 a title of one's own")
    editions[2] = answer["edition"]

    import_pupils(desk, [pupil(n) for n in range(3, 8)])
    people = {c["ine"]: c for c in desk.candidates()}
    gone = people[pupil(3)["INE"]]
    desk.run("candidates", "withdraw", gone["id"], status=0)
    desk.run("finalise", people[pupil(4)["INE"]]["id"], status=0)
    desk.run("candidates", "withdraw", people[pupil(7)["INE"]]["id"], status=0)
    answer = desk.json("accounts", "generate")
    tap.equal((answer["created"], answer["existing"], answer["ineligible"]), (3, 3, 2),
              "ACC-07 registered and pre-registered get one, withdrawn do not")
    states = {c["ine"]: (c["state"], c["login"] is not None) for c in desk.candidates()}
    tap.equal((states[pupil(3)["INE"]], states[pupil(4)["INE"]], states[pupil(5)["INE"]]),
              (("withdrawn", False), ("registered", True), ("pre_registered", True)),
              "ACC-07 as the list shows")
    editions[3] = answer["edition"]

    desk.run("import", os.path.join(DATA, "generique.csv"), status=0)
    answer = desk.json("accounts", "generate")
    tap.equal((answer["created"], answer["existing"]), (212, 6), "ACC-02 212 pupils, 212 accounts")
    editions[212] = answer["edition"]
    listed = [c for c in desk.candidates() if c["state"] != "withdrawn"]
    tap.equal([c for c in listed if c["login"] is None], [],
              "ACC-03 the list shows that every pupil has an account")
    tap.equal(len({c["login"] for c in listed}), len(listed), "ACC-23 each login is one pupil's")
    return editions


def check_homonyms(server, desk):
    """prénom.nom; the first has it bare, the others with a number."""
    rows = [named(800 + n, **{"Nom de famille": "ÉTIENNE-D'AUBIN", "Prénom 1": "Anne Zoé",
                              "Date de naissance": f"{10 + n}/05/2009"}) for n in range(3)]
    import_pupils(desk, rows)
    answer = desk.json("accounts", "generate")
    logins = sorted(c["login"] for c in desk.candidates("--search", "Zoé")
                    if c["family_name"] == rows[0]["Nom de famille"])
    tap.equal(answer["created"], 3, "three pupils of one name: three accounts")
    tap.ok(len(logins) == 3 and re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", logins[0])
           and all(re.fullmatch(re.escape(logins[0]) + r"\d+", login) for login in logins[1:]),
           "ACC-28 prénom.nom without accents, and numbered for those who come later", logins)


# ---- paper ----

def check_pdf(desk, edition, n):
    """ACC-22, ACC-23, ACC-27 to ACC-30: both documents of an edition."""
    people = {c["login"]: c for c in desk.candidates() if c["edition"] == edition}
    seen = {}
    for per_page, pages in ((1, n), (2, (n + 1) // 2)):
        path = desk.print_edition(edition, per_page)
        name = f"{n} slips, {per_page} a page"
        status, text = run_tool("qpdf", "--check", path)
        tap.ok(status == 0 and "WARNING" not in text,
               f"ACC-22 {name}: qpdf finds no fault", text)
        status, text = run_tool("pdffonts", path)
        fonts = [line.split() for line in text.splitlines()[2:]]
        tap.ok(status == 0 and fonts and all(f[-5:-2] == ["yes", "yes", "yes"] for f in fonts),
               f"{name}: every font is embedded, as a subset, with its characters", text)
        tap.equal(pdf_page_count(path), pages, f"ACC-22 {name}: {pages} pages")
        texts = [plain(page) for page in pdf_pages(path)]
        tap.ok(len(texts) == pages and all(len(page.split()) > 40 for page in texts),
               f"{name}: no blank page", [len(page.split()) for page in texts])
        slips = read_slips(path)
        seen[per_page] = [(slip.login, slip.code) for slip in slips]
        tap.equal(sorted(slip.login for slip in slips), sorted(people),
                  f"ACC-23 {name}: one slip for each account, and for no other")
        words = collections.Counter(word for page in texts for word in page.split())
        tap.ok(all(words[slip.login] == 1 and words[slip.code] == 1 for slip in slips),
               f"ACC-28 ACC-29 {name}: every login and password is one whole word of the text")
        tap.ok(all(close_code(secret_of(slip.code)) == slip.code for slip in slips)
               and len({slip.code for slip in slips}) == n,
               f"ACC-29 {name}: each password is its own, with its three check symbols")
        check_sentences(name, texts, n, people)
        tap.equal(os.stat(path).st_mode & 0o777, 0o600, f"{name}: nobody else may read the file")
        again = desk.print_edition(edition, per_page, name="again.pdf")
        tap.ok(open(path, "rb").read() == open(again, "rb").read(),
               f"{name}: printed again, the same bytes")
    tap.equal(seen[1], seen[2], f"ACC-22 {n} slips: both documents say the same, in the same order")
    return dict(seen[1])


def check_sentences(name, texts, n, people):
    text = " ".join(" ".join(texts).split())
    for row, sentence in (
            ("ACC-27", "Identifiez-vous avec le compte qui vous a été attribué."),
            ("ACC-28", "Votre identifiant de connexion :"), ("ACC-29", "Votre mot de passe (*) :"),
            ("ACC-30", "Lycée des Demoiselles"), ("ACC-30", "secretariat@demoiselles.example"),
            ("ACC-30", "12 rue des Tilleuls, 25000 Besançon"), ("ACC-30", "01 99 00 55 00"),
            ("ACC-26", "(*) À la première connexion"), ("ACC-02", PORTAL_URL),
            ("ACC-12", "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON")):
        tap.equal(text.count(sentence), n, f"{row} {name}: {sentence}")
    tap.equal(len(re.findall(r"valable jusqu'au \d\d/\d\d/20\d\d", text)), n,
              f"{name}: each slip says until when it is good")
    absent = [c["family_name"] for c in people.values() if c["family_name"] not in text]
    tap.equal(absent, [], f"{name}: every name is there, whole")
    tap.ok(not UUID.search(text), f"{name}: no slip shows an identifier of ours")
    tap.ok("SPÉCIMEN" not in text, f"{name}: these are no specimens")


def check_offline_and_locked(server, desk, edition, slips):
    """ACC-06: what was generated is found again, without the server but not without a password."""
    server.stop()
    path = desk.print_edition(edition, 1, name="offline.pdf")
    tap.equal({s.login: s.code for s in read_slips(path)}, slips,
              "ACC-06 without the server the same slips are printed")
    os.unlink(path)
    desk.run("papillons", "--edition", edition, "--per-page", 2, "--output", path, password=False,
             status=0)
    tap.ok(os.path.exists(path), "a password given a moment ago is not asked for again")
    os.unlink(path)
    desk.lock()
    done = desk.run("papillons", "--edition", edition, "--per-page", 1, "--output", path, "--json",
                    password=False)
    tap.ok(done.rc == 1 and not os.path.exists(path) and shows(done, "--password-file")
           and done.is_one_json(), "without a password: status 1 and no file", done)
    desk.write_password("ce-n-est-pas-le-bon")
    done = desk.run("papillons", "--edition", edition, "--per-page", 1, "--output", path)
    tap.ok(done.rc == 1 and not os.path.exists(path) and shows(done, "pas le mot de passe"),
           "with a wrong one: status 1 and no file", done)
    desk.write_password(desk.password)
    desk.run("papillons", "--edition", edition, "--per-page", 1, "--output", path, status=0)
    tap.ok(os.path.exists(path), "with the right one, still without the server: a file")
    for words in (["--edition", "00000000-0000-7000-8000-000000000000"],):
        done = desk.run("papillons", *words, "--per-page", 1, "--output", "none.pdf")
        tap.ok(done.rc in (1, 2) and not os.path.exists(os.path.join(desk.root, "out", "none.pdf")),
               "an edition that does not exist makes no file", done)
    done = desk.run("papillons", "--edition", edition, "--per-page", 1, "--output",
                    os.path.join(desk.root, "absent", "x.pdf"))
    tap.ok(done.rc == 1 and len(done.stderr.splitlines()) == 1,
           "a folder that does not exist is said in one sentence", done)
    server.start()


# ---- the pupil ----

def check_portal(server, desk, edition, slips):
    """ACC-01, ACC-26: from the slip to an account of one's own."""
    login, code = next(iter(slips.items()))
    portal = Portal(server)
    page = portal.sign_in(login, code.lower().replace("-", " "))
    tap.ok(page.wants_new_password, "ACC-26 the slip opens the page where a password is chosen", page)
    page = portal.submit(page, *["Tilleul-2027!"] * len(page.form.fields))
    tap.ok(page.status == 200 and "activé" in page.text, "ACC-01 the account is active", page)
    tap.ok(not slip_works(server, login, code, "127.0.0.7"), "the slip is spent")
    other = Portal(server)
    page = other.sign_in(login, "Tilleul-2027!")
    tap.ok(page.status == 200 and not page.wants_new_password and page.form is None,
           "ACC-01 the password that was chosen opens the account", page)
    desk.run("sync", status=0)
    left = {s.login for s in desk.slips(edition)}
    tap.equal(left, set(slips) - {login}, "ACC-23 an account with its own password has no slip")
    entry = next(e for e in desk.json("editions", "list") if e["id"] == edition)
    tap.equal((entry["slips"], entry["alive"]), (str(len(slips)), str(len(slips) - 1)),
              "ACC-06 the edition says how many slips are still to be used")
    tap.equal(desk.json("accounts", "generate"), dict(NONE, existing=221, ineligible=2),
              "ACC-43 ACC-44 and generating makes none for who has an account")
    return login


def check_regeneration(server, desk, edition, slips, spent):
    """ACC-05, ACC-36, ACC-38, ACC-44."""
    people = {c["login"]: c for c in desk.candidates()}
    logins = [login for login in slips if login != spent and people[login]["ine"]]
    by_ine, by_id, by_person = (people[login] for login in logins[:3])

    answer = desk.json("accounts", "regenerate", "--ine", by_ine["ine"])
    tap.equal((answer["regenerated"], answer["refused"]), (1, []), "ACC-05 ACC-38 by INE: one password")
    check_new_slip(server, desk, answer["edition"], by_ine["login"], slips, "--ine")
    answer = desk.json("accounts", "regenerate", by_id["id"], by_person["person"], "--title",
                       "Papillons perdus")
    tap.equal(answer["regenerated"], 2, "ACC-05 by identifier: two at once")
    check_new_slip(server, desk, answer["edition"], by_id["login"], slips, "the candidature's id")
    check_new_slip(server, desk, answer["edition"], by_person["login"], slips, "the person's id")
    entry = desk.json("editions", "list")[0]
    tap.equal((entry["title"], entry["mode"], entry["slips"]), ("Papillons perdus", "regenerate", "2"),
              "ACC-05 the new slips are an edition of their own")
    left = {s.login for s in desk.slips(edition)}
    tap.ok(not left & {by_ine["login"], by_id["login"], by_person["login"]},
           "ACC-23 the old edition no longer prints them")

    answer = desk.json("accounts", "regenerate", people[spent]["id"])
    tap.equal(answer["regenerated"], 1, "ACC-44 who has lost his own password gets a slip again")
    new = {s.login: s.code for s in desk.slips(answer["edition"])}
    page = Portal(server, "127.0.0.21").sign_in(spent, "Tilleul-2027!")
    tap.ok(not page.wants_new_password and page.form is not None, "and the lost one opens nothing", page)
    tap.ok(slip_works(server, spent, new[spent], "127.0.0.22"), "ACC-05 while the new slip does")

    for words, row in ((["--ine", "000000000ZZ"], "an INE of nobody"),
                       (["--ine", people_without_account(desk)["ine"]], "a withdrawn candidate")):
        done = desk.run("accounts", "regenerate", *words)
        tap.ok(done.rc == 1 and shows(done, "Aucun candidat inscrit ou pré-inscrit"),
               f"ACC-38 {row}: no registered or pre-registered candidate answers to that", done)
    import_pupils(desk, [named(900, **{"Nom de famille": "YVERNEAU", "Prénom 1": "Yseult"})])
    late = desk.find("YVERNEAU", "Yseult")
    done = desk.run("accounts", "regenerate", "--ine", late["ine"], "--json")
    tap.ok(done.rc == 1 and shows(done, NO_ACCOUNT) and done.json["refused"][0]["code"]
           == "account_missing", "ACC-36 without an account there is nothing to regenerate", done)
    done = desk.run("accounts", "regenerate", late["id"], by_id["id"], "--json")
    tap.ok(done.rc == 3 and done.json["regenerated"] == 1 and len(done.json["refused"]) == 1,
           "ACC-36 one of two refused: the other is done, status 3", done)
    desk.lock()
    done = desk.run("accounts", "regenerate", by_id["id"], "--json", password=False)
    tap.ok(done.rc == 1 and done.is_one_json(), "regenerating asks for the password", done)


def people_without_account(desk):
    return next(c for c in desk.candidates("--state", "withdrawn") if c["ine"])


def check_new_slip(server, desk, edition, login, old, how):
    new = {s.login: s.code for s in desk.slips(edition)}
    tap.ok(login in new and new[login] != old[login], f"ACC-05 {how}: a new slip", new)
    tap.ok(not slip_works(server, login, old[login], "127.0.0.31"),
           f"ACC-05 {how}: the old slip opens nothing")
    tap.ok(slip_works(server, login, new[login], "127.0.0.32"), f"ACC-05 {how}: the new one works")


def check_corrected_name(desk, edition):
    """ACC-06: a corrected name is printed, the password stays."""
    before = {s.login: s.code for s in desk.slips(edition)}
    person = next(c for c in desk.candidates() if c["login"] in before)
    desk.run("candidates", "set", person["id"], "family_name=ROUSSEAU-LEBŒUF", "division=TCAP ZZ",
             status=0)
    path = desk.print_edition(edition, 1, name="corrected.pdf")
    pages = [p for p in pdf_pages(path) if person["login"] in p.split()]
    tap.ok(len(pages) == 1 and "ROUSSEAU-LEBŒUF" in pages[0] and "TCAP ZZ" in plain(pages[0]),
           "ACC-06 a corrected name and division are printed", pages)
    tap.equal({s.login: s.code for s in read_slips(path)}, before,
              "ACC-06 with the same login and the same password")


# ---- two schools, two colleagues ----

def check_second_school(server, folder, desk, edition):
    """The same pupil in a second establishment: his account stays whose it was."""
    slips = {s.login: s.code for s in desk.slips(edition)}
    pupils = [c for c in desk.candidates() if c["login"] in slips and c["ine"]][:2]
    other = make_school(server, folder, "0250999Z", "Lycée de la Citadelle", "c.petit")
    rows = [{"INE": c["ine"], "Nom de famille": c["family_name"], "Prénom 1": c["given_name"],
             "Date de naissance": datetime.date.fromisoformat(c["birth_date"]).strftime("%d/%m/%Y")}
            for c in pupils]
    import_pupils(other, rows)
    done = other.run("accounts", "generate", "--json")
    tap.ok(done.rc == 0 and done.json == dict(NONE, existing=2) and only_line(done, ALL_DONE),
           "ACC-43 ACC-44 a pupil with an account elsewhere gets no other, and no slip", done)
    tap.equal({c["login"] for c in other.candidates()}, {None},
              "the second school does not learn his login")
    done = other.run("accounts", "regenerate", "--ine", pupils[0]["ine"], "--json")
    tap.ok(done.rc == 1 and done.json["refused"][0]["code"] == "not_owner" and shows(done, NOT_OWNER)
           and done.json["edition"] is None, "it cannot give him a new password", done)
    login = pupils[0]["login"]
    tap.ok(slip_works(server, login, slips[login], "127.0.0.41"), "his old slip still works")
    tap.equal(other.json("editions", "list"), [], "and the second school has no edition of it")
    mixed = dict(pupil(910), **{"Nom de famille": "ISNARD", "Prénom 1": "Siméon"})
    import_pupils(other, [mixed])
    answer = other.json("accounts", "generate")
    tap.equal((answer["created"], answer["existing"]), (1, 2), "ACC-43 only the new one is generated")


def words_of(desk):
    return next(m for m in desk.json("members", "list") if m["login"] == desk.login)["words"]


def check_members(server, folder, desk, edition):
    """A colleague who is not admitted works and prints what he made; the rest is not his to open."""
    colleague = add_desk(server, folder, "b.durand")
    states = {m["login"]: m["state"] for m in desk.json("members", "list")}
    tap.equal(states, {"a.martin": "member", "b.durand": "pending"}, "a second colleague is pending")
    words = words_of(colleague)
    tap.ok(words and len(words.split()) == 6, "and sees six words to read aloud", words)
    shown = [m["words"] for m in desk.json("members", "list")]
    tap.equal(shown, [None] * len(shown), "which no other desk shows")

    output = os.path.join(colleague.root, "out", "others.pdf")
    done = colleague.run("papillons", "--edition", edition, "--per-page", 1, "--output", output)
    tap.ok(done.rc == 1 and not os.path.exists(output) and shows(done, "six mots"),
           "pending, he cannot print what others made", done)
    import_pupils(colleague, [named(920 + n, **{"Nom de famille": "URVOY"}) for n in range(3)])
    mine = [c for c in colleague.candidates("--search", "URVOY")]
    colleague.run("finalise", *[c["id"] for c in mine], status=0)
    own = colleague.json("accounts", "generate")
    tap.ok(own["created"] >= 3, "pending, he imports, finalises and generates", own)
    printed = colleague.slips(own["edition"])
    tap.ok({c["login"] for c in colleague.candidates("--search", "URVOY")}
           <= {s.login for s in printed}, "and prints his own edition", printed)
    tap.ok(slip_works(server, printed[0].login, printed[0].code, "127.0.0.51"), "whose slips work")
    tap.equal({s.login: s.code for s in desk.run("sync", status=0) and desk.slips(own["edition"])},
              {s.login: s.code for s in printed}, "members print it, too")

    wrong = " ".join(reversed(words.split()))
    done = desk.run("members", "admit", "b.durand", "--words", wrong)
    tap.ok(done.rc == 1 and shows(done, "Personne n'a été admis"), "wrong words admit nobody", done)
    done = desk.run("members", "admit", "z.personne", "--words", words)
    tap.ok(done.rc in (1, 2), "nor do words for somebody else", done)
    done = colleague.run("members", "admit", "b.durand", "--words", words)
    tap.ok(done.rc == 1, "nobody admits himself", done)
    desk.run("members", "admit", "b.durand", "--words", words.upper(), status=0)
    colleague.run("sync", status=0)
    tap.equal({s.login: s.code for s in colleague.slips(edition)},
              {s.login: s.code for s in desk.slips(edition)}, "admitted by the right words, he prints")
    return colleague


def admit(server, folder, desk, login):
    """A colleague's desk, admitted by `desk`."""
    colleague = add_desk(server, folder, login)
    desk.run("members", "admit", login, "--words", words_of(colleague), status=0)
    colleague.run("sync", status=0)
    return colleague


def check_removal(server, folder, desk, colleague, edition):
    """Removing rotates the key: who stays prints everything, who left opens nothing new."""
    third, away, brief = (admit(server, folder, desk, login)
                          for login in ("d.roux", "e.faure", "f.blanc"))
    before = {s.login: s.code for s in desk.slips(edition)}
    desk.run("members", "remove", "b.durand", status=0)
    desk.run("members", "remove", brief.login, status=0)
    tap.equal({m["login"] for m in desk.json("members", "list") if m["state"] == "member"},
              {"a.martin", "d.roux", "e.faure"}, "the one who was removed is no member")
    for name, one in (("who removed", desk), ("who stays", third),
                      ("who was away for two removals", away)):
        one.run("sync", status=0)
        tap.equal({s.login: s.code for s in one.slips(edition)}, before, f"{name} still prints")
    import_pupils(third, [named(930, **{"Nom de famille": "QUENTIN", "Prénom 1": "Victoire"})])
    new = third.json("accounts", "generate")["edition"]
    desk.run("sync", status=0)
    tap.ok(len(desk.slips(new)) >= 1, "and what is generated from now on")
    colleague.run("sync")
    output = os.path.join(colleague.root, "out", "after.pdf")
    done = colleague.run("papillons", "--edition", new, "--per-page", 1, "--output", output)
    tap.ok(done.rc != 0 and not os.path.exists(output), "who was removed opens nothing of it", done)
    login, code = next(iter(before.items()))
    tap.ok(slip_works(server, login, code, "127.0.0.61"), "slips that were handed out still work")
    return third


def check_two_at_once(desk, third):
    """Two members generating at the same moment: one slip for each pupil."""
    import_pupils(desk, [named(1000 + n, **{"Nom de famille": "OLLIVIER"}) for n in range(120)])
    third.run("sync", status=0)
    answers = {}
    barrier = threading.Barrier(2)

    def generate(name, one):
        barrier.wait()
        answers[name] = one.run("accounts", "generate", "--json")

    threads = [threading.Thread(target=generate, args=pair) for pair in (("a", desk), ("d", third))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tap.equal([a.rc for a in answers.values()], [0, 0], "two members generate at once: both succeed")
    created = [a.json["created"] for a in answers.values()]
    tap.equal(sum(created), 120, f"ACC-23 their accounts add up ({created})")
    for one in (desk, third):
        one.run("sync", status=0)
    slips = []
    for answer in answers.values():
        if answer.json["edition"]:
            slips += desk.slips(answer.json["edition"])
    people = [c for c in desk.candidates() if c["family_name"] == "OLLIVIER"]
    tap.equal(sorted(s.login for s in slips), sorted(c["login"] for c in people),
              "ACC-23 one slip for each pupil, none twice, none without")


def check_demo(folder):
    """A demonstration's slips are specimens."""
    place = os.path.join(folder, "demo")
    os.mkdir(place)
    with Server(place, demo=True) as server:
        desk = make_school(server, place)
        import_pupils(desk, [pupil(n) for n in range(3)])
        edition = desk.json("accounts", "generate")["edition"]
        tap.equal(desk.json("editions", "list")[0]["demo"], "1", "a demonstration says so")
        for per_page in (1, 2):
            path = desk.print_edition(edition, per_page)
            text = plain(" ".join(pdf_pages(path)))
            tap.equal(text.count("SPÉCIMEN"), 3, f"each of its slips is a specimen ({per_page} a page)")
            tap.ok(server.url in text, "and leads to the demonstration itself")
        slip = desk.slips(edition)[0]
        tap.ok(CODE.fullmatch(slip.code) and slip_works(server, slip.login, slip.code),
               "they work there")


def main():
    folder = tempfile.mkdtemp(prefix="machaon-accounts-")
    try:
        with Server(folder) as server:
            desk = check_service(server, folder)
            editions = check_generation(server, desk)
            slips = {n: check_pdf(desk, editions[n], n) for n in (1, 2, 3, 212)}
            tap.run("homonyms", check_homonyms, server, desk)
            tap.run("offline", check_offline_and_locked, server, desk, editions[212], slips[212])
            spent = tap.run("portal", check_portal, server, desk, editions[212], slips[212])
            tap.run("regeneration", check_regeneration, server, desk, editions[212], slips[212], spent)
            tap.run("corrected name", check_corrected_name, desk, editions[3])
            tap.run("second school", check_second_school, server, folder, desk, editions[212])
            colleague = tap.run("members", check_members, server, folder, desk, editions[2])
            third = tap.run("removal", check_removal, server, folder, desk, colleague, editions[2])
            tap.run("two at once", check_two_at_once, desk, third)
        tap.run("demo", check_demo, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
