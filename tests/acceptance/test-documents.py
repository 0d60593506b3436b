#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents from machaonctl, without the server, read back by other people's programs: who is on
them, in which order, what they say, and that a list which is exported can be imported again."""
import csv
import datetime
import os
import shutil
import sys
import tempfile

from client import make_school, pdf_page_count, pdf_pages, pupil, run_tool, write_csv
from server import Server
from tap import Tap

tap = Tap()
PIECES = ["Photocopie de la pièce d'identité", "Certificat JDC"]
SETTINGS = ("papillons=on", "return=2026-12-01/2026-12-22", "pieces=" + " | ".join(PIECES),
            "contact=DEC 3, 01 99 00 12 34")
KINDS = ("confirmations", "signature-sheet", "simple-list", "detailed-list", "recap", "bordereau",
         "grid", "letters", "statistics")
WITH_CSV = [kind for kind in KINDS if kind not in ("confirmations", "letters")]
N = 212
TODAY = datetime.date.today().strftime("%d/%m/%Y")


def plain(text):
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def make(desk, kind, *words, name=None):
    """The path and the answer."""
    path = os.path.join(desk.root, "out", name or kind + ".pdf")
    return path, desk.json("documents", kind, "--output", path, *words)


def read_csv(path):
    with open(path, "rb") as file:
        data = file.read()
    text = data.decode("utf-8-sig")
    return data, list(csv.reader(text.split("\r\n")[:-1], delimiter=";"))


def make_cohort(desk):
    rows = [pupil(i) for i in range(N)]
    for i, row in enumerate(rows):
        row["Spécialité"], row["Code spécialité"] = (
            ("Équipier polyvalent du commerce", "31224"), ("Crémier-fromager", "22133"))[i % 2]
    desk.json("import", write_csv(os.path.join(desk.root, "out", "pupils.csv"), rows))
    desk.run("finalise", "--all-ready", status=0)
    return desk.candidates()


def check_every_kind(desk):
    for kind in KINDS:
        path, answer = make(desk, kind)
        status, text = run_tool("qpdf", "--check", path)
        tap.ok(status == 0 and "No syntax or stream encoding errors" in text, f"{kind}: qpdf --check", text)
        tap.ok(answer["candidates"] == N and answer["pages"] == pdf_page_count(path) > 0,
               f"{kind}: as many pages as it says", answer)
        info = run_tool("pdfinfo", path)[1]
        tap.ok("Title:" in info and "(A4)" in info and "ARBOGAST" not in info, f"{kind}: title, A4, no name", info)
        tree = run_tool("pdfinfo", "-struct", path)[1].split()
        tap.ok("Tagged:          yes" in info and tree.count("Sect") == answer["pages"],
               f"{kind}: tagged, page after page", (info, tree))
        whole = run_tool("qpdf", "--qdf", "--object-streams=disable", path, "-")[1]
        tap.ok("/Lang <feff00660072>" in whole, f"{kind}: its language")
        tap.equal(os.stat(path).st_mode & 0o777, 0o600, f"{kind}: nobody else may read it")
        fonts = run_tool("pdffonts", path)[1].splitlines()[2:]
        tap.ok(fonts and all("DejaVu" in font for font in fonts), f"{kind}: only our faces", fonts)


def check_signatures(desk, rows):
    path, _ = make(desk, "signature-sheet")
    pages = pdf_pages(path)
    text = plain(" ".join(pages))
    tap.ok(all(f"Page {n} sur {len(pages)}" in plain(page) and "Liste pour émargement" in plain(page)
               and "CAP – JUIN 2027" in plain(page) for n, page in enumerate(pages, 1)),
           "INS-18 the header and its number on each page")
    tap.ok(all(row["family_name"] in text for row in rows), "INS-18 everybody is on it")
    secret = [row[field] for row in rows for field in ("ine", "address_1", "birth_commune_code") if row[field]]
    tap.ok(not [one for one in secret if one in text] and "2009" not in text,
           "INS-18 nothing on it is the staff's alone")
    divisions = sorted({row["division"] for row in rows})
    heads = [[d for d in divisions if d + " –" in plain(page)] for page in pages]
    tap.ok(all(len(head) == 1 for head in heads) and sum(heads, []) == sorted(sum(heads, [])),
           "INS-18 each page is of one division", heads)
    path, _ = make(desk, "signature-sheet", "--group-by", "specialty")
    tap.ok("22133 Crémier-fromager – 106 candidats" in plain(pdf_pages(path)[0]), "INS-18 or of one speciality")
    path, answer = make(desk, "signature-sheet", "--division", divisions[0], "--title", "Remise des papillons")
    tap.ok("Remise des papillons" in plain(pdf_pages(path)[0]) and answer["candidates"] == N // 4,
           "INS-18 of one division, with a title of its own", answer)


def check_order(desk, rows):
    path, _ = make(desk, "recap", name="recap.csv")
    _, table = read_csv(path)
    tap.ok([row[0] for row in table[1:]] == sorted(row[0] for row in table[1:]),
           "INS-23 INS-25 the recap is by speciality")
    for specialty in ("22133", "31224"):
        listed = [(row[2], row[4]) for row in table[1:] if row[0] == specialty]
        wanted = [(row["family_name"].upper(), row["given_name"]) for row in rows
                  if row["specialty_code"] == specialty]
        tap.equal(listed, wanted, f"INS-25 and within {specialty} as the list has it")


def check_csv(desk, rows):
    for kind in WITH_CSV:
        path, answer = make(desk, kind, name=kind + ".csv")
        data, table = read_csv(path)
        tap.ok(data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n") and answer["pages"] is None
               and {len(row) for row in table} == {len(table[0])}, f"F7 {kind}.csv: mark, lines, cells", answer)
    path, _ = make(desk, "detailed-list", name="detailed.csv")
    _, table = read_csv(path)
    tap.ok(table[0][-1] == "Identifiant de connexion"
           and {row[-1] for row in table[1:]} == {"Pas de compte candidat Machaon"},
           "ACC-33 ACC-34 nobody has an account yet, and the words for it", table[:2])
    desk.run("accounts", "generate", status=0)
    make(desk, "detailed-list", name="detailed.csv")
    _, table = read_csv(path)
    logins = sorted(row["login"] for row in desk.candidates())
    tap.equal(sorted(row[-1] for row in table[1:]), logins, "ACC-33 then the logins")
    done = desk.json("import", path, "--dry-run")
    tap.ok(done["rows"] == done["unchanged"] == N, "the detailed list can be imported again: nothing changes", done)


def check_zeros_and_formulas(desk, rows):
    one = rows[0]["id"]
    desk.run("candidates", "set", one, "teachings==1+1", status=0)
    number = next(row["candidate_number"] for row in desk.candidates() if row["id"] == one)
    path, _ = make(desk, "simple-list", "--only", one, name="zero.csv")
    _, table = read_csv(path)
    tap.ok(number.startswith("0") and number in table[1] and "'=1+1" in table[1], "F7 zeros are kept, formulas are text", table)
    make(desk, "simple-list", "--only", one, "--text-cells", name="zero.csv")
    _, table = read_csv(path)
    tap.ok(f'="{number}"' in table[1], "F7 --text-cells keeps them in a spreadsheet, too", table)


def check_confirmations(desk, rows):
    one = rows[0]
    path, answer = make(desk, "confirmations", "--only", one["id"])
    front, back = (plain(page) for page in pdf_pages(path))
    now = next(row for row in desk.candidates() if row["id"] == one["id"])
    tap.ok(answer["pages"] == 2 and "PROVISOIRE" not in front
           and f"N° candidat {now['candidate_number']}" in front and "N° inscription 001" in front
           and "Version 02" in front, "REG-42 both numbers and the version at the top", front)
    tap.ok("Édité le" in front and one["family_name"] in front and one["ine"] in front
           and "Signature du candidat" in front and "Signature du représentant légal" in front,
           "REG-43 the data and the places to sign", front)
    tap.ok("À rendre le 22/12/2026 au plus tard" in back and all(piece in back for piece in PIECES)
           and "DEC 3" in back, "REG-44 on the back what to join and until when", back)


def scan(path, folder):
    """What a scanner reads that is led down the first page: it sees a strip at a time."""
    for y in range(200, 2200, 60):
        run_tool("pdftoppm", "-r", "200", "-f", "1", "-l", "1", "-y", str(y), "-x", "0", "-W", "1654", "-H",
                 "170", "-png", path, os.path.join(folder, f"strip-{y}"))
    strips = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("strip-")]
    return set(run_tool("zbarimg", "-q", "--raw", *strips)[1].split())


def check_return(desk, rows):
    one = rows[0]["id"]
    tap.ok(make(desk, "letters")[1]["candidates"] == N, "everybody lacks something at first")
    desk.run("candidates", "set", one, "confirmation_received_on=" + TODAY,
             "pieces_received=" + " | ".join(PIECES), status=0)
    path, answer = make(desk, "letters")
    tap.ok(answer["candidates"] == N - 1, "who has given everything back gets no letter", answer)
    page = plain(pdf_pages(path)[0])
    tap.ok("confirmation d'inscription signée" in page and PIECES[0] in page and "22/12/2026" in page,
           "G6 a letter says what is missing and until when", page)
    path, _ = make(desk, "grid", name="grid.csv")
    _, table = read_csv(path)
    found = [row for row in table if "reçue le " + TODAY in row]
    tap.ok(table[0][-2:] == PIECES and len(found) == 1 and found[0][-2:] == ["☑", "☑"]
           and sum("manquante" in row for row in table) == N - 1, "who has given back what, by name", found)
    path, answer = make(desk, "bordereau")
    pages = pdf_pages(path)
    two = rows[1]
    tap.ok(answer["remark"].startswith(f"{N - 1} dossiers incomplets")
           and f"et {N - 1 - 3} autres sur le papier" in answer["remark"],
           "INS-24: incomplete files are named before the parcel is closed", answer)
    whole = plain(" ".join(pages))
    tap.ok(f"{N - 1} dossiers incomplets" in whole
           and f"{two['family_name'].upper()} {two['given_name']} : confirmation signée, {PIECES[0]}" in whole,
           "INS-24: the parcel's slip names each, and what lacks", whole[-600:])
    _, table = read_csv(make(desk, "bordereau", name="bordereau.csv")[0])
    lacking = table[0].index("Manque encore")
    tap.ok(sum(row[lacking] == "" for row in table[1:]) == 1
           and " | ".join(["confirmation signée"] + PIECES) in {row[lacking] for row in table[1:]},
           "INS-24: and so does the table", table[1])
    desk.run("candidates", "set", two["id"], "confirmation_received_on=" + TODAY, "pieces_received=" + PIECES[0],
             status=0)
    alone = make(desk, "bordereau", "--only", two["id"], name="alone.pdf")[1]["remark"]
    tap.ok(alone.startswith("1 dossier incomplet") and PIECES[1] in alone and PIECES[0] not in alone
           and "confirmation signée" not in alone, "INS-24: only the piece that lacks is named", alone)
    desk.run("candidates", "set", two["id"], "confirmation_received_on=", "pieces_received=", status=0)
    tap.equal(make(desk, "bordereau", "--only", one, name="alone.pdf")[1]["remark"],
              "Chaque dossier est complet.", "INS-24: a file completed with its documents is complete")
    tap.ok("Expéditeur" in plain(pages[0]) and "Destinataire : DEC 3" in plain(pages[0])
           and "Reçu le" in plain(pages[-1]), "G7 the parcel's slip: from whom, to whom, signed", pages[0])
    read = scan(path, os.path.join(desk.root, "out"))
    _, table = read_csv(make(desk, "bordereau", name="bordereau.csv")[0])
    shown = [row[-1] for row in table[1:] if f"{row[-1][:4]} {row[-1][4:8]}" in pages[0]]
    tap.ok(len(shown) > 8 and set(shown) <= read, "G7 a scanner reads every code of a page", (shown, read))


def receive(desk, codes, status):
    path = os.path.join(desk.root, "out", "codes.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(code + "\r\n" for code in codes))
    return desk.json("returns", "receive", path, status=status)


def check_receipt(server, desk, rows):
    """A pile of signed confirmations, scanned in one pass, after the registrations are closed."""
    _, table = read_csv(make(desk, "bordereau", name="bordereau.csv")[0])
    codes = [row[-1] for row in table[1:]]
    server.admin("service", "set", "--academy", "A03", "--domain", "CAP", "--session", "2027-06",
                 "registration=2026-10-01T08:00/2026-11-01T17:00")
    desk.run("sync", status=0)
    keyboard = str.maketrans("0123456789", "à&é\"'(-è_ç")
    pile = [" ".join((code[:4], code[4:])) for code in codes[:150]] + [c.translate(keyboard) for c in codes[150:200]]
    seen = receive(desk, pile + [codes[3], "12345", codes[5][:-1] + "x", ""], status=3)
    # One of them was given back before.
    back = sum(row[6] == "☑" for row in table[1:201])
    tap.ok(seen["taken"] == 200 - back and seen["already"] == back + 1 and seen["unreadable"] == 2
           and len(seen["missing"]) == N - 200 - (1 - back), "200 confirmations in one pass, and who is missing by name",
           (back, len(seen["missing"]), {name: seen[name] for name in seen if name != "missing"}))
    tap.ok([p["outcome"] for p in seen["problems"] if p["outcome"] != "already"] == ["unreadable"] * 2
           and all(p["family_name"] for p in seen["problems"] if p["outcome"] == "already"),
           "each that was not taken says why, and whose it is", seen["problems"])
    tap.equal(desk.json("status")["pending"], 0, "the server has them, though the registrations are closed")
    done = desk.run("candidates", "set", rows[9]["id"], "division=2CAP")
    tap.ok(done.rc == 1 and "refusée par le serveur" in plain(done.stderr),
           "while other changes are refused then", done)
    junk = os.path.join(desk.root, "out", "junk.bin")
    with open(junk, "wb") as file:
        file.write(bytes(range(256)) * 40 + b"\n" + b"1" * 1000000 + b"\n" + codes[0].encode() + b"\0\n")
    seen = desk.json("returns", "receive", junk, status=3)
    tap.ok(seen["taken"] == 0 and seen["unreadable"] >= 2 and len(seen["problems"]) < 200,
           "bytes that are no codes are so many wrong lines", {n: seen[n] for n in seen if n != "problems"})
    again = receive(desk, codes[:1], status=3)
    tap.ok(again["taken"] == 0 and again["already"] == 1, "one that came back before is said so", again["problems"])
    left = receive(desk, [row[-1] for row in table[201:]], status=0)
    tap.ok(left["missing"] == [] or len(left["missing"]) <= 1, "and at last nobody is missing", left["missing"])


def check_memo(desk):
    """ACC-45: from a computer that knows nothing yet."""
    path = os.path.join(desk.root, "out", "memo.pdf")
    tap.equal(desk.json("--profile", os.path.join(desk.root, "nobody"), "accounts", "memo", "--output", path),
              {"output": path}, "ACC-45: the memo sheet needs no profile")
    status, text = run_tool("qpdf", "--check", path)
    whole = run_tool("qpdf", "--qdf", "--object-streams=disable", path, "-")[1]
    tap.ok(status == 0 and pdf_page_count(path) == 1 and "/Lang <feff00660072>" in whole, "one page, in French", text)
    words = plain(pdf_pages(path)[0])
    tap.ok("Aide-mémoire : comptes candidats" in words and "Papillon perdu" in words, "it has its title", words)
    for more, status in ((["--output", os.path.join(desk.root, "absent", "x.pdf")], 1), ([], 2),
                         (["--output", path, "too", "much"], 2)):
        done = desk.run("accounts", "memo", *more)
        tap.ok(done.rc == status and done.stderr.strip(), f"status {status} and a sentence: accounts memo", done)


def check_refused(desk):
    out = os.path.join(desk.root, "out")
    for words, status in ((["recap"], 2), (["confirmations", "--output", "x.csv"], 2),
                          (["recap", "--output", "x.pdf", "--group-by", "age"], 2),
                          (["recap", "--output", "x.pdf", "--state", "parti"], 2),
                          (["recap", "--output", "x.pdf", "--text-cells"], 2),
                          (["recap", "--output", "x.pdf", "--division", "absente"], 1),
                          (["recap", "--output", os.path.join(out, "absent", "x.pdf")], 1)):
        done = desk.run("documents", *words, "--json")
        tap.ok(done.rc == status and done.stderr.strip() and done.is_one_json()
               and not os.path.exists(os.path.join(out, "x.pdf")),
               f"status {status} and a sentence: documents {' '.join(words)}", done)


def main():
    folder = tempfile.mkdtemp(prefix="machaon-documents-")
    try:
        with Server(folder) as server:
            server.set_options(portal_url="https://examens.machaon.example")
            server.restart()
            desk = make_school(server, folder, settings=SETTINGS)
            rows = make_cohort(desk)
            server.stop()
            tap.run("every kind", check_every_kind, desk)
            tap.run("signatures", check_signatures, desk, rows)
            tap.run("order", check_order, desk, rows)
            tap.run("refused", check_refused, desk)
            tap.run("memo", check_memo, desk)
            server.start()
            tap.run("csv", check_csv, desk, rows)
            tap.run("zeros", check_zeros_and_formulas, desk, rows)
            tap.run("confirmations", check_confirmations, desk, rows)
            tap.run("return", check_return, desk, rows)
            tap.run("receipt", check_receipt, server, desk, rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return tap.done()


sys.exit(main())
