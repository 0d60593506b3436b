# SPDX-License-Identifier: GPL-3.0-or-later
"""Two windows of one school, by keyboard alone: what one changes shows in the other; the network of one is
cut and both change the same pupil, which is shown and decided; a pause, a closing that comes, a window
that closes with something unsent, a proxy that asks for a login, one that holds streams back, a clock
that is wrong. INS-03, and "Sync" of the design: nothing typed is lost, never a silent winner."""
import datetime
import sys
import time
import zoneinfo

from client import add_desk, pupil, write_csv
from proxy import Proxy
from scene import Scene
from server import ACADEMY, SESSION
from tap import Tap

LIVE_SECONDS = 15  # without hints it would be half a minute
LOGIN = ("secretariat@college", "Tilleul-52:é")
MINE = {"Adresse": "12 bis rue des Tilleuls", "Code postal": "25000", "Ville": "Besançon"}
THEIRS = {"Adresse": "12 rue des Lilas", "Code postal": "39100", "Ville": "Dole"}


def sign_in(scene, login, name, env):
    """A window on the profile of somebody new."""
    app = scene.start(scene.invite(login, name), login=login, env=env)
    app.wait_for("Invitation pour " + login)
    scene.choose_password(app)
    return app


def open_pupil(scene, app, name):
    scene.go(app, "Candidats")
    app.keys("ctrl+f", "ctrl+a")
    app.type(name)
    app.wait(lambda: "1 candidat" in app.texts(), "one row")
    app.go_to("table row", "")
    app.keys("Return")
    app.wait_for("1 - Identification")


def turn(app, tab):
    """To a tab of the page, which opens at the one that was last seen."""
    tabs = [node for node in app.find_all("list item") if node.name.startswith(("1 - ", "2 - "))]
    app.go_to("list item", next(node.name for node in tabs if node.has("selected")))
    app.keys("Home", *["Down"] * (tab - 1))
    app.pump(0.3)


def edit_pupil(scene, app, name, values, division=None):
    """Types values on a pupil's page and saves them."""
    app.activate()
    open_pupil(scene, app, name)
    if values:
        turn(app, 1)
    for field, text in values.items():
        app.fill(field, text)
    if division is not None:
        turn(app, 2)
        app.fill("Division", division)
    app.keys("ctrl+s")
    app.wait_for("Enregistré")
    app.keys("alt+Left")
    app.wait_window("Candidats")


def sees_the_other(tap, scene, mine, theirs):
    mine.activate()
    scene.go(mine, "Candidats")
    edit_pupil(scene, theirs, "ARBOGAST", {}, "2CAP-LILAS")
    start = time.monotonic()
    mine.wait_for("2CAP-LILAS", LIVE_SECONDS)
    tap.ok(True, "what one window saves appears in the other by itself",
           f"{time.monotonic() - start:.1f} s")
    print(f"# seen after {time.monotonic() - start:.1f} s")


def both_change(tap, scene, proxy, mine, theirs):
    proxy.stop()
    edit_pupil(scene, mine, "ARBOGAST", dict(MINE, **{"Code postal": "25030", "Ville": "Thise"}),
               "2CAP-MIENNE")
    mine.wait_for("Hors ligne depuis", 45)
    tap.ok(mine.says("en attente"), "offline: since when, and how much waits", mine.safe_texts()[-3:])
    scene.picture(mine, "hors-ligne")
    edit_pupil(scene, theirs, "ARBOGAST", THEIRS, "2CAP-AUTRE")
    theirs.wait_for("Tout est synchronisé")
    proxy.start()
    mine.activate()
    mine.keys("F5")
    mine.wait_for("choisissez", 45)
    scene.go(mine, "Accueil")
    mine.wait_for("4 valeurs ont été modifiées par vous et par quelqu'un d'autre")
    tap.ok(True, "the home page says that something is to be decided")
    row = next(node for node in mine.find_all("list item") if "départager" in node.name)
    tap.ok("4 valeurs" in row.description, "so does the sidebar, with a number", row.description)
    scene.picture(mine, "accueil-conflits")
    mine.press("push button", "Choisir")


def chosen(app):
    """The words of the conflict on show: its field, mine and theirs."""
    texts = app.texts()
    place = next(i for i, text in enumerate(texts) if " sur " in text and " · " in text)
    return " | ".join(texts[place:place + 6])


def decides_by_keyboard(tap, scene, mine):
    mine.wait_window("Saisies à départager")
    mine.wait_for("1 sur 4")
    mine.wait(lambda: mine.focus is not None and mine.focus.role == "list item", "the list")
    scene.picture(mine, "conflits")
    words = chosen(mine)
    button = mine.find("push button", "Garder celle de M. Durand (")
    tap.ok(button is not None and "Ma saisie" in words and "Saisie de M. Durand" in words,
           "both values, who and when", words)
    texts = {}
    for _ in range(4):
        texts[chosen(mine).split(" · ")[0]] = chosen(mine)
        mine.keys("Down")
        mine.pump(0.3)
    tap.equal(sorted(texts), ["Adresse", "Code postal", "Division", "Ville"],
              "the arrows go from one to the next")
    tap.ok("12 bis rue des Tilleuls" in texts["Adresse"] and "12 rue des Lilas" in texts["Adresse"],
           "as they were typed", texts["Adresse"])
    mine.keys("Home")
    mine.pump(0.3)
    first = chosen(mine).split(" · ")[0]
    mine.keys("m")
    mine.wait_for("1 sur 3")
    second = chosen(mine).split(" · ")[0]
    mine.keys("c")
    mine.wait_for("1 sur 2")
    tap.ok(True, "a letter keeps one of the two, and the next follows")
    third = chosen(mine).split(" · ")[0]
    return first, second, third


def writes_another(tap, scene, mine, field):
    mine.keys("e")
    mine.wait_window("Une autre valeur")
    scene.picture(mine, "conflit-autre-valeur")
    values = {"Ville": "Pontarlier", "Code postal": "25300", "Division": "2CAP-TIERS",
              "Adresse": "3 place du Marché"}
    mine.fill(field, values[field])
    mine.keys("Return")
    mine.wait_for("1 sur 1")
    tap.ok(True, "a third value can be written")
    mine.wait(lambda: mine.focus is not None and mine.focus.role == "list item", "the list again")
    mine.keys("m")
    mine.wait_for("Rien à départager")
    scene.picture(mine, "conflits-vide")
    mine.wait_for("Tout est synchronisé")
    return values[field]


def all_agree(tap, scene, desk, decided):
    """What the server holds is what was decided; what lost is in the history."""
    desk.run("sync", status=0)
    candidate = desk.find("ARBOGAST")
    seen = {"Adresse": candidate["address_1"], "Code postal": candidate["postal_code"],
            "Ville": candidate["city"], "Division": candidate["division"]}
    tap.equal(seen, decided, "the server has what was chosen")
    del scene


def many_at_once(tap, scene, desk, mine):
    """Conflicts on several pupils, settled together."""
    mine.activate()
    mine.keys("F5")
    pause(tap, scene, mine)
    names = ("BELLEC", "CHÂTELAIN")
    for name in names:
        edit_pupil(scene, mine, name, {}, "3CAP-MIENNE")
        desk.run("candidates", "set", desk.find(name)["id"], "division=3CAP-AUTRE", status=0)
    mine.wait_for("2 modifications en attente")
    tap.ok(mine.says("Synchronisation suspendue"), "a pause is said, and what waits")
    scene.picture(mine, "pause")
    mine.keys("F5")
    mine.wait_for("choisissez", 45)
    tap.ok(not mine.says("Synchronisation suspendue"), "asking for it takes the pause back")
    scene.go(mine, "Saisies à départager")
    mine.wait_for("1 sur 2")
    mine.press("push button", "Garder toutes les autres")
    mine.wait_for("Garder les 2 autres saisies")
    scene.picture(mine, "conflits-tous")
    mine.keys("Return")
    mine.wait_for("Rien à départager")
    desk.run("sync", status=0)
    tap.equal({desk.find(name)["division"] for name in names}, {"3CAP-AUTRE"}, "many at once")


def pause(tap, scene, app):
    app.wait_for("Tout est synchronisé")
    app.press("push button", "Tout est synchronisé")
    app.wait_window("Ce qui est en attente")
    tap.ok(app.says("Dernière synchronisation à"), "the time of the last one is told")
    app.press("push button", "Suspendre la synchronisation")
    app.wait_for("Reprendre la synchronisation")
    scene.picture(app, "ce-qui-attend")
    app.keys("Escape")
    app.wait_for("Synchronisation suspendue")


def close_in(scene, hours):
    """Registration closes in so many hours."""
    now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Paris"))
    times = [(now + datetime.timedelta(hours=n)).strftime("%Y-%m-%dT%H:%M") for n in (-48, hours)]
    scene.server.admin("service", "set", "--academy", ACADEMY[0], "--domain", SESSION[0], "--session",
                       SESSION[1], f"registration={times[0]}/{times[1]}")


def closes_with_unsent(tap, scene, proxy, mine, theirs):
    close_in(scene, 3.5)
    mine.activate()
    scene.go(mine, "Candidats")
    mine.keys("F5")
    mine.wait_for("Tout est synchronisé")
    proxy.stop()
    edit_pupil(scene, mine, "DELORME", {}, "4CAP-GARDÉE")
    mine.wait_for("Clôture dans 3 h : 1 saisie n'est pas encore envoyée")
    tap.ok(True, "INS-03: near the closing, what is unsent is counted")
    mine.wait_for("Hors ligne depuis", 45)
    scene.picture(mine, "cloture")
    mine.keys("ctrl+q")
    mine.wait_for("1 saisie n'est pas encore partie de ce poste")
    tap.ok(mine.says("conservée sur ce poste et partira à la prochaine ouverture"),
           "closing says what is kept, and when it leaves", mine.safe_texts()[:8])
    scene.picture(mine, "fermer-hors-ligne")
    mine.keys("Escape")
    mine.wait_window("Candidats")
    tap.equal(mine.leave("n'est pas encore partie"), 0, "one may stay, or close")
    proxy.start()
    mine = scene.start(env={"HTTPS_PROXY": proxy.url})
    mine.wait_for("Tout est synchronisé", 45)
    theirs.activate()
    scene.go(theirs, "Candidats")
    theirs.keys("ctrl+f", "ctrl+a")
    theirs.type("DELORME")
    theirs.wait_for("4CAP-GARDÉE", 45)
    tap.ok(True, "at the next start it leaves by itself")
    mine.activate()
    tap.equal(mine.end(), 0, "with nothing unsent the window just closes")


def proxy_asks(tap, scene, proxy):
    proxy.login = LOGIN
    mine = scene.start(env={"HTTPS_PROXY": proxy.url})
    mine.wait_window("Le réseau demande un identifiant", 45)
    tap.ok(mine.says("127.0.0.1:"), "a proxy that asks for a login opens a window for it",
           mine.safe_texts())
    scene.picture(mine, "proxy-identifiant")
    mine.fill("Identifiant du réseau", LOGIN[0])
    mine.fill("Mot de passe du réseau", "faux")
    mine.keys("Return")
    mine.wait_for("n'accepte pas", 45)
    tap.ok(mine.says("Saisir l'identifiant"), "a wrong one is told, with a way back",
           mine.safe_texts())
    scene.picture(mine, "proxy-refuse")
    mine.press("push button", "Saisir l'identifiant")
    mine.wait_window("Le réseau demande un identifiant")
    mine.fill("Identifiant du réseau", LOGIN[0])
    mine.fill("Mot de passe du réseau", LOGIN[1])
    mine.keys("Return")
    mine.wait_for("Tout est synchronisé", 45)
    tap.equal(mine.end(), 0, "the right one leads through")
    tap.ok(LOGIN[1].encode() not in scene.read_disk(), "and is not in a file")
    mine = scene.start(env={"HTTPS_PROXY": proxy.url})
    mine.wait_for("Tout est synchronisé", 45)
    tap.equal(mine.end(), 0, "the keyring has it at the next start")
    usual, proxy.challenges = proxy.challenges, ["Negotiate", "NTLM"]
    proxy.login = ("personne", "d'autre")
    mine = scene.start(env={"HTTPS_PROXY": proxy.url})
    mine.wait_for("identification Windows (Negotiate, NTLM)", 45)
    tap.ok(mine.says("Demandez à l'assistance de votre réseau") and not mine.says("Saisir l'identifiant"),
           "one of Windows alone: whom to ask, and no login is asked for", mine.safe_texts())
    scene.picture(mine, "proxy-windows")
    # Machaon tries again by itself, too: the button goes as soon as the proxy takes the login.
    mine.go_to("push button", "Réessayer")
    proxy.challenges, proxy.login = usual, LOGIN
    mine.keys("Return")
    mine.wait_for("Tout est synchronisé", 45)
    tap.equal(mine.end(), 0, "once it takes a login it goes on")
    proxy.login = None


def held_back(tap, scene, proxy, theirs):
    """A proxy whose authority the school's computers trust: it inspects, and lets no stream through."""
    with open(proxy.ca, encoding="ascii") as own, open(scene.server.ca, "a", encoding="ascii") as known:
        known.write(own.read())
    proxy.mode, proxy.ahead = "hold", 7 * 60 + 20
    app = sign_in(scene, "direction", "M. Roux", {"HTTPS_PROXY": proxy.url})
    app.wait_for("L'horloge de ce poste retarde de 7 min")
    tap.ok(app.says("comptées à l'heure du serveur"), "a clock that is wrong is told")
    scene.picture(app, "horloge")
    app.wait(lambda: proxy.held > 0, "a stream that is held back")
    scene.go(app, "Candidats")
    edit_pupil(scene, theirs, "BELLEC", {}, "5CAP-LENTE")
    app.activate()
    app.wait_for("5CAP-LENTE", 50)
    tap.ok(True, "where no stream comes through, it is asked for")
    tap.equal(app.end(), 0, "and the window closes")


def test_all(tap):
    with Scene(pupils=4) as scene, Proxy(scene.folder) as proxy:
        scene.server.add_directory()
        desk = add_desk(scene.server, scene.folder, "reprise")
        desk.run("import", write_csv(scene.folder + "/reprise.csv", [pupil(n) for n in range(4)]),
                 status=0)
        mine = sign_in(scene, "secretariat", "Mme Martin", {"HTTPS_PROXY": proxy.url})
        theirs = sign_in(scene, "adjoint", "M. Durand", None)
        sees_the_other(tap, scene, mine, theirs)
        both_change(tap, scene, proxy, mine, theirs)
        order = decides_by_keyboard(tap, scene, mine)
        other = writes_another(tap, scene, mine, order[2])
        ours = {"Adresse": "12 bis rue des Tilleuls", "Code postal": "25030", "Ville": "Thise",
                "Division": "2CAP-MIENNE"}
        decided = dict(ours, **{order[2]: other})
        decided[order[1]] = dict(THEIRS, Division="2CAP-AUTRE")[order[1]]
        all_agree(tap, scene, desk, decided)
        many_at_once(tap, scene, desk, mine)
        closes_with_unsent(tap, scene, proxy, mine, theirs)
        proxy_asks(tap, scene, proxy)
        held_back(tap, scene, proxy, theirs)


def main():
    tap = Tap()
    tap.run("two windows", test_all, tap)
    return tap.done()


sys.exit(main())
