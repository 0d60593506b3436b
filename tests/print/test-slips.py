#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads our PDF files with other people's programs: qpdf, poppler, zbar. Speaks TAP.

    test-slips.py MAKE-SLIPS documents|names
"""
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

MAKE_SLIPS = sys.argv[1]
URL = 'https://candidat.machaon.example/'
OUR_FONTS = {'DejaVuSans', 'DejaVuSans-Bold', 'DejaVuSansMono'}
SENTENCES = [
    "Identifiez-vous avec le compte qui vous a été attribué.",  # ACC-27
    "Lycée professionnel Test",  # ACC-30
    "1 rue de l'École, 25000 Besançon",
    "03 81 00 00 00 · secretariat@lycee-test.invalid",
    "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON",
    "valable jusqu'au 15/08/2027",
    "Ce compte vous donnera votre convocation, vos relevés de notes et vos demandes d'aménagement.",
    "Une erreur de frappe ? Le site indique quel groupe vérifier. Papillon perdu : demandez au"
    " secrétariat.",
    # ACC-26
    "(*) À la première connexion, choisissez votre propre mot de passe : ce mot de passe provisoire"
    " ne servira plus ensuite. Il est conseillé de ne le montrer à personne.",
    URL,
]
# Stands on the smallest slip as well.
EVERYWHERE = [SENTENCES[1], SENTENCES[3], SENTENCES[4], SENTENCES[8]]
NO_FONTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'no-fonts.conf')
# Who is written by our own fonts, and who by those of the machine.
SCRIPTS = ['dmitri.kovalev', 'sarah.cohen-levy', 'zoe.etoile', 'fatima.elhusseini', 'evangelia.papadopoulos']
FAR_SCRIPTS = ['wang.xiaoming', 'other.scripts', 'kunthida.sisuwan', 'kshitij.shrivastav',
               'shreya.chattopadhyay', 'sri.krishnamurthy', 'minjun.kim', 'yuki.sasaki', 'zoe.ouyang']
results = []


def check(name, passed, detail=''):
    results.append(bool(passed))
    print(f"{'ok' if passed else 'not ok'} {len(results)} - {name}")
    if not passed and detail:
        print('\n'.join('# ' + line for line in str(detail)[:2000].splitlines()))


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def make(folder, name, per_page, what, *more, **options):
    path = os.path.join(folder, name)
    done = run(MAKE_SLIPS, path, str(per_page), str(what), *more, **options)
    if done.returncode != 0:
        print('Bail out! ' + done.stderr)
        sys.exit(1)
    rows = [line.split('\t') for line in done.stdout.splitlines()]
    return path, rows, done.stderr


def text_of(path, *options):
    return run('pdftotext', *options, path, '-').stdout


def fonts_of(path):
    """(name without the subset's tag, embedded) of every font."""
    lines = run('pdffonts', path).stdout.splitlines()[2:]
    return [(line.split()[0].split('+')[-1], line[line.index('Identity-H') + 17:].split()[0])
            for line in lines]


def page_ink(path, folder):
    """The share of dark pixels of every page."""
    prefix = os.path.join(folder, 'ink')
    subprocess.run(['pdftoppm', '-r', '20', '-gray', path, prefix], check=True)
    shares = []
    for name in sorted(os.listdir(folder)):
        if not name.startswith('ink'):
            continue
        with open(os.path.join(folder, name), 'rb') as file:
            data = file.read()
        size = re.match(rb'P5\s+(\d+)\s+(\d+)\s+255\s', data)
        pixels = data[size.end():]
        shares.append(sum(value < 160 for value in pixels) / len(pixels))
        os.unlink(os.path.join(folder, name))
    return shares


def joined(text):
    return ' '.join(text.split())


def check_readable(label, path, rows):
    """Every login and password is a word of the text, in reading order, with its own name."""
    for options in (('-raw',), ('-layout',), ()):
        words = text_of(path, *options).split()
        found = [word for word in words if word in set(sum(rows, []))]
        expected = sum(rows, [])
        check(f'{label}: logins and passwords are words, pdftotext {" ".join(options)}',
              found == expected, f'{found[:6]} for {expected[:6]}')


def check_document(folder, n, per_page):
    label = f'{n} slips, {per_page} a page'
    pages = -(-n // per_page)
    path, rows, _ = make(folder, f'{n}-{per_page}.pdf', per_page, n)
    checked = run('qpdf', '--check', path)
    check(f'{label}: qpdf --check', checked.returncode == 0, checked.stdout + checked.stderr)
    info = run('pdfinfo', path).stdout
    check(f'{label}: pages', re.search(rf'^Pages: +{pages}$', info, re.M), info)
    check(f'{label}: A4', '(A4)' in info, info)
    check(f'{label}: no name in the metadata', 'Aubin' not in info and 'antoine' not in info, info)
    fonts = fonts_of(path)
    check(f'{label}: only our fonts, embedded',
          {name for name, _ in fonts} == OUR_FONTS and all(e == 'yes' for _, e in fonts), fonts)
    check_readable(label, path, rows)
    raw = text_of(path, '-raw')
    check(f'{label}: lines of login and password',  # ACC-28, ACC-29
          all(f'Votre identifiant de connexion : {login}\n' in raw
              and f'Votre mot de passe (*) : {code}\n' in raw for login, code in rows), raw)
    whole = joined(raw)
    for sentence in SENTENCES:
        check(f'{label}: {sentence[:40]}', whole.count(sentence) == n, whole)
    shares = page_ink(path, folder)
    check(f'{label}: no blank page', len(shares) == pages and min(shares) > 0.005, shares)
    again, _, _ = make(folder, 'again.pdf', per_page, n)
    check(f'{label}: same bytes again', open(path, 'rb').read() == open(again, 'rb').read())
    check(f'{label}: mode 0600', os.stat(path).st_mode & 0o777 == 0o600)


def check_mixing(folder):
    """Each slip's texts stand together: name, login and password follow one another."""
    path, rows, _ = make(folder, 'mixing.pdf', 2, 6)
    slips = text_of(path, '-raw').split('Lycée professionnel Test')[1:]
    check('two a page: slips do not mix',
          len(slips) == 6 and all(login in slip and code in slip
                                  for slip, (login, code) in zip(slips, rows)), slips)


def paper_code(login):
    """The slip's code for the hand-out, made another way than the program makes it."""
    key = int.from_bytes(hashlib.sha256(login.encode()).digest()[:8], 'big') % 10 ** 15
    body = f'3{key:015d}01'
    return f'{body}{97 - int(body) * 100 % 97:02d}'


def check_qr(folder, path, label, rows):
    """The portal's address for a telephone, the hand-out's code for a scanner; each reads its own."""
    prefix = os.path.join(folder, 'qr')
    for resolution in ('150', '300'):
        subprocess.run(['pdftoppm', '-r', resolution, '-singlefile', '-png', path, prefix], check=True)
        read = run('zbarimg', '-q', prefix + '.png').stdout.split()
        wanted = sorted(['QR-Code:' + URL] * len(rows)
                        + ['CODE-128:' + paper_code(login) for login, _ in rows])
        check(f'{label}, {resolution} dpi: QR code and bars', sorted(read) == wanted, (read, wanted))


def check_bars(folder):
    """In every layout, with every pair of digits in one code or another; no reminder has one."""
    for options, per_page in ((['--large'], 1), (['--text', 'Réunion le 12 mai, {prenom}.'], 2),
                              (['--reminder'], 1)):
        path, rows, _ = make(folder, 'bars.pdf', per_page, 24, *options)
        prefix = os.path.join(folder, 'bars')
        subprocess.run(['pdftoppm', '-r', '200', '-gray', path, prefix], check=True)
        read = []
        for name in sorted(name for name in os.listdir(folder) if name.startswith('bars-')):
            read += run('zbarimg', '-q', '--raw', '-Sdisable', '-Scode128.enable',
                        os.path.join(folder, name)).stdout.split()
            os.unlink(os.path.join(folder, name))
        wanted = [] if '--reminder' in options else sorted(paper_code(login) for login, _ in rows)
        check(f'{" ".join(options)}: bars', sorted(read) == wanted, (read, wanted))


def check_hostile(folder):
    for per_page in (1, 2):
        path, rows, warnings = make(folder, 'hostile.pdf', per_page, 'hostile')
        label = f'hostile names, {per_page} a page'
        checked = run('qpdf', '--check', path)
        check(f'{label}: qpdf --check', checked.returncode == 0, checked.stderr)
        text = text_of(path, '-raw')
        check(f'{label}: passwords', all(code in text.split() for _, code in rows), text)
        check(f'{label}: logins',
              all(login in text.split() or login in text.replace('\n', '') for login, _ in rows),
              text)
        check(f'{label}: Turkish and Greek',
              'ŞAHINGÖZ-İĞDIR Gökçe Işıl' in text and 'ΠΑΠΑΔΌΠΟΥΛΟΣ ΆΓΓΕΛΟΣ Ευαγγελία' in text, text)
        for part in ('ภาษาไทย हिन्दी বাংলা', 'தமிழ்', 'श्रीवास्तव क्षितिज', '佐々木・髙橋 ゆうき アンヌ',
                     '김 민준', '歐陽 DUPONT Zoé 小龍 1CAP 龍', 'ÉLODIË Amélié', 'NGUYỄN PHƯỚC THỊ QUỲNH', "O'CONNOR-D'ARC D''ÉTÉ", '王小明', 'محمد',
                     '(((((((((()\\))) %s%n/Span<<BDC ET Q', 'AL-ḤUSAYN', '한국어'):
            check(f'{label}: {part}', part in text, text)
        check(f'{label}: warned of', 'every.script' in warnings and 'oconnor.darc' not in warnings,
              warnings)
        fonts = fonts_of(path)
        check(f'{label}: our fonts and some of the machine, embedded',
              {name for name, _ in fonts} > OUR_FONTS | {'NotoEmoji'}
              and all(e == 'yes' for _, e in fonts), fonts)
        check(f'{label}: every script is printed, not replaced',
              not any(login in warnings for login in SCRIPTS + FAR_SCRIPTS), warnings)


def check_machine_fonts(folder):
    """What our fonts do not write is written by the machine's, the glyphs as they are: the same picture
    from cairo as from the PDF. Where there is no such font, that is said before, by name."""
    path, rows, _ = make(folder, 'drawn.pdf', 1, 'hostile', '--job', '--pictures', os.path.join(folder, 'cairo'))
    for i, (login, *_) in enumerate(rows):
        if login not in FAR_SCRIPTS:
            continue
        drawn = os.path.join(folder, f'cairo-{i + 1:02d}.pgm'), os.path.join(folder, 'pdf.pgm')
        subprocess.run(['pdftoppm', '-r', '100', '-gray', '-singlefile', '-f', str(i + 1), path, drawn[1][:-4]],
                       check=True)
        far, ink = differ(*drawn)
        check(f'{login}: PDF and cairo draw the same', far <= ink / 50, (far, ink))
    alone = {**os.environ, 'FONTCONFIG_FILE': NO_FONTS}
    path, _, told = make(folder, 'alone.pdf', 1, 'hostile', '--job', env=alone)
    first = told.splitlines()[0]
    check('without fonts: told by name before the first page, and what to do',
          first.startswith('Aucune police') and 'fonts-noto-core' in first
          and '王小明 山田太郎 (wang.xiaoming)' in first and '(oconnor.darc)' not in first
          and not any(f'({login})' in first for login in SCRIPTS), told)
    check('without fonts: our fonts alone',
          {name for name, _ in fonts_of(path)} == OUR_FONTS | {'NotoEmoji'}, fonts_of(path))
    text = text_of(path, '-raw')
    check('without fonts: the text is still there to be read', '王小明 山田太郎' in text, text)
    _, _, told = make(folder, 'alone.pdf', 1, 20, '--job', env=alone)
    check('without fonts: no word where none is needed', 'police' not in told, told)


def read_gray(path):
    with open(path, 'rb') as file:
        data = file.read()
    size = re.match(rb'P5\s+(\d+)\s+(\d+)\s+255\s', data)
    return int(size[1]), int(size[2]), data[size.end():]


def differ(one, two):
    """(dark pixels of the one without a dark one beside it in the other, dark pixels)"""
    width, height, a = read_gray(one)
    _, _, b = read_gray(two)
    dark = [i for i, value in enumerate(a) if value < 100]
    around = (0, 1, -1, width, -width, width + 1, width - 1, -width + 1, -width - 1)
    far = sum(all(b[i + step] > 180 for step in around if 0 <= i + step < len(b)) for i in dark)
    return far, len(dark)


# What shows nothing: pdftotext may leave it out.
INVISIBLE = dict.fromkeys([0xad, *range(0x200b, 0x2010), *range(0x202a, 0x202f), *range(0x2060, 0x2070),
                           *range(0x01, 0x20), 0x7f])


def bare(text):
    """As letters are compared: composed, without blanks and what cannot be seen."""
    return ''.join(unicodedata.normalize('NFC', text.translate(INVISIBLE)).split())


def is_readable(word, page):
    """In a word that runs from right to left pdftotext moves what is no letter. A word with an
    override is written backwards on purpose: no record holds one."""
    rtl = any(unicodedata.bidirectional(letter) in ('R', 'AL') for letter in word)
    parts = re.findall(r'[^\W\d_]+', word) if rtl else [word]
    return '\u202e' in word or all(bare(part) in page for part in parts)


def check_names(folder):
    """Every word of every hostile name is found again in the text of its own page."""
    for per_page, options in ((1, ['--job']), (1, ['--large']), (2, ['--job']), (4, ['--layout', 'four']),
                              (8, ['--layout', 'eight'])):
        path, rows, _ = make(folder, 'names.pdf', per_page, 'hostile', '--names', *options)
        pages = text_of(path, '-raw').split('\f')
        for i, (login, _, name) in enumerate(rows):
            page = bare(pages[i // per_page])
            lost = [word for word in name.split() if not is_readable(word, page)]
            check(f'name of {login}, {" ".join(options)}, {per_page} a page', not lost, (lost, page))


OWN = ("{prenom} {nom}, votre espace candidat est ouvert. Vous y consulterez votre convocation, vos notes et "
       "vos relevés, et vous y vérifierez dès maintenant votre état civil et votre adresse. En cas d'erreur, "
       "signalez-la au secrétariat de l'établissement avec une pièce d'identité.")
TEXT = 'Bonjour {prenom}, de {classe} : réunion le 12 mai. {site}'
LAYOUTS = [  # options, slips on a page, pages of 20 slips in two classes of 8 and 12
    (['--job'], 1, 20),
    (['--separators'], 1, 22),
    (['--job', '--start-at', '2'], 2, 11),
    (['--new-page'], 2, 10),
    (['--separators'], 2, 12),
    (['--pile'], 2, 10),
    (['--pile', '--separators'], 2, 11),
    (['--large'], 1, 20),
    (['--large', '--separators'], 1, 22),
    (['--large', '--reminder'], 1, 20),
    (['--reminder', '--pile', '--separators'], 2, 11),
    (['--layout', 'four', '--new-page', '--start-at', '3'], 4, 6),
    (['--layout', 'four', '--pile', '--separators'], 4, 6),
    (['--layout', 'eight', '--separators', '--start-at', '8'], 8, 6),
    (['--layout', 'eight', '--pile'], 8, 3),
    (['--layout', 'envelope', '--separators'], 1, 22),
    (['--layout', 'labels-99.1x57', '--new-page', '--start-at', '10'], 10, 4),
]
PLACES = {1: (1, 1), 2: (1, 2), 4: (2, 2), 8: (2, 4)}  # columns and rows of slips on a page


def texts_in_hand(path, pile, per_page):
    """The texts of what is taken up one after the other: pages, or the parts of a cut pile."""
    columns, rows = PLACES[per_page] if pile else (1, 1)
    width, height = 595 // columns, 842 // rows
    return [text for row in range(rows) for column in range(columns)
            for text in text_of(path, '-raw', '-r', '72', '-x', str(column * width), '-y', str(row * height),
                                '-W', str(width), '-H', str(height)).split('\f')[:-1]]


def check_layouts(folder):
    for options, per_page, pages in LAYOUTS:
        label = f'{" ".join(options)}, {per_page} a page'
        small = per_page > 4  # says less: no sentence, no words of the establishment
        path, rows, _ = make(folder, 'layout.pdf', per_page, 20, *options, '--text', TEXT)
        checked = run('qpdf', '--check', path)
        check(f'{label}: qpdf --check', checked.returncode == 0, checked.stdout + checked.stderr)
        info = run('pdfinfo', path).stdout
        check(f'{label}: pages', re.search(rf'^Pages: +{pages}$', info, re.M), info)
        check(f'{label}: title', re.search('^Title: +(Papillons|Rappels) de connexion – CAP', info,
                                           re.M), info)
        check(f'{label}: language', b'/Lang <feff00660072>' in document(path, folder))
        read = run('pdfinfo', '-struct-text', path).stdout
        sections = [part for part in re.split(r'^ *Sect\n', read, flags=re.M)[1:]]
        separators = 2 if '--separators' in options else 0
        check(f'{label}: tagged, a section a slip', re.search('^Tagged: +yes', info, re.M)
              and len(sections) == 20 + separators, read)
        check(f'{label}: a section is read from its head to its foot, and holds one slip',
              sum(bool(re.search('Lycée professionnel Test.*CAP – JUIN 2027.*'
                                 '(Identifiez-vous|identifiez-vous|Identifiant :).*https:', part, re.S))
                  and part.count('Lycée professionnel Test') == 1 for part in sections) == 20, sections[:2])
        links = run('pdfinfo', '-url', path).stdout
        check(f'{label}: links', links.count(URL) == 20, links)
        text = text_of(path, '-raw')
        words = ' '.join(texts_in_hand(path, '--pile' in options, per_page)).split()
        logins = [login for login, _ in rows]
        found = [word for word in words if word in logins]
        check(f'{label}: in order', found == logins, found)
        codes = [code for _, code in rows if code in text.split()]
        check(f'{label}: passwords', len(codes) == (0 if '--reminder' in options else 20), codes)
        check(f'{label}: own text', joined(text).count('réunion le 12 mai. https:') == (0 if small else 20)
              and ('Bonjour Antoine, de 1CAP-EPC : ' in joined(text)) != small, text)
        check(f'{label}: what stands on every slip', all(
            joined(text).count(sentence) == (0 if '(*)' in sentence and '--reminder' in options else 20)
            for sentence in EVERYWHERE), text)
        check(f'{label}: separators',
              ('8 papillons' in text and 'Classe 2 sur 2' in text) == ('--separators' in options), text)
        shares = page_ink(path, folder)
        check(f'{label}: no blank page', min(shares) > 0.005, shares)


def document(path, folder):
    """The file's objects, one beside the other and not compressed."""
    plain = os.path.join(folder, 'plain.pdf')
    subprocess.run(['qpdf', '--qdf', '--no-original-object-ids', '--object-streams=disable', path, plain],
                   check=True)
    with open(plain, 'rb') as file:
        return file.read()


def objects(data):
    """number -> dictionary, of the objects of a file in qpdf's own form."""
    return {int(number): ' '.join(body.split()) for number, body in
            re.findall(r'^(\d+) 0 obj\n(.*?)\nendobj', data.decode('latin1'), re.S | re.M)}


def words_of(body, key, found):
    """The text of @key, which may be an object of its own."""
    reference = re.search(rf'/{key} (\d+) 0 R', body)
    source = found[int(reference[1])] if reference else body[body.index(f'/{key}'):]
    return bytes.fromhex(re.search('<feff([0-9a-f]*)>', source)[1]).decode('utf-16-be')


def check_tags(folder):
    """Who cannot see a slip is told its codes in words, and the address is a link in the text as well
    as on the page: each knows the other. (PDF/UA, 7.3 and 7.18.5)"""
    for options, per_page, codes in ((['--job'], 2, 2), (['--large'], 1, 2), (['--reminder'], 1, 1),
                                     (['--layout', 'eight'], 8, 2)):
        label = f'{" ".join(options)}, {per_page} a page'
        path, _, _ = make(folder, 'tags.pdf', per_page, 4, *options)
        found = objects(document(path, folder))
        figures = [body for body in found.values() if '/S /Figure' in body]
        told = {words_of(body, 'Alt', found) for body in figures}
        check(f'{label}: every code is a figure with its words and its place',
              len(figures) == 4 * codes and all('/BBox [' in body for body in figures)
              and told == set([f'QR code de {URL}',
                               'Code-barres pour la remise du papillon'][:codes]), figures)
        links = {number: body for number, body in found.items() if '/S /Link' in body}
        annotations = {number: body for number, body in found.items() if '/Subtype /Link' in body}
        check(f'{label}: every link is one in both ways', len(links) == len(annotations) == 4
              and sorted(int(re.search(r'/Obj (\d+) 0 R', body)[1]) for body in links.values())
              == sorted(annotations), (links, annotations))
        rows = ' '.join(body for body in found.values() if '/Nums [' in body)
        for number, body in annotations.items():
            key = re.search(r'/StructParent (\d+)', body)[1]
            owner = re.search(rf'(?<!\d){key} (\d+) 0 R', rows)
            check(f'{label}: annotation {key} finds its link, and says where it leads',
                  owner and f'/Obj {number} 0 R' in links.get(int(owner[1]), '')
                  and words_of(body, 'Contents', found) == URL, (body, rows))
        sections = [body for body in found.values() if '/S /Sect' in body]
        parts = [re.search(r'/K \[(.*?)\]', body)[1] for body in sections]
        check(f'{label}: a section holds its figures after its text, its link within it',
              len(sections) == 4 and all(re.fullmatch(rf'0 \d+ 0 R 2( \d+ 0 R){{{codes}}}', part.strip())
                                         if per_page == 1 else part.count(' 0 R') == codes + 1
                                         for part in parts), parts)


def check_languages(folder):
    """A second language is found in the text, told as such to who has it read aloud, right to left as well."""
    for code, words in (('es', 'elija su propia contraseña'), ('ar', 'كلمة'), ('uk', 'тимчасовий пароль')):
        path, _, _ = make(folder, 'language.pdf', 1, 3, '--language', code)
        text = joined(text_of(path, '-raw'))
        check(f'{code}: its words are there, once a slip or more', text.count(words) >= 3, text)
        found = objects(document(path, folder))
        spoken = [body for body in found.values() if '/S /P' in body and '/Lang' in body]
        check(f'{code}: a paragraph of its own says its language', len(spoken) == 3
              and {words_of(body, 'Lang', found) for body in spoken} == {code}, spoken)
        checked = run('qpdf', '--check', path)
        check(f'{code}: qpdf --check', checked.returncode == 0, checked.stdout + checked.stderr)


def check_size(folder):
    """design.md: 1.0 KB a slip, with a paragraph of each pupil's own."""
    for per_page, options in ((1, []), (2, []), (1, ['--text', OWN]), (2, ['--text', OWN])):
        path, _, _ = make(folder, 'size.pdf', per_page, 600, *options)
        size = os.path.getsize(path) / 600
        check(f'{per_page} a page{", own words" if options else ""}: at most 1 000 bytes a slip',
              size <= 1000, size)


def check_demo(folder):
    for per_page in (1, 2):
        path, rows, _ = make(folder, 'demo.pdf', per_page, 4, '--demo')
        text = text_of(path, '-raw')
        check(f'demo, {per_page} a page: SPÉCIMEN once a slip', text.count('SPÉCIMEN') == 4, text)
        check_readable(f'demo, {per_page} a page', path, rows)
        check_qr(folder, path, f'demo, {per_page} a page', rows[:per_page])
    path, _, _ = make(folder, 'real.pdf', 2, 4)
    check('no SPÉCIMEN on real slips', 'SPÉCIMEN' not in text_of(path))


def check_environment(folder):
    """The machine's fontconfig changes nothing, nor its locale's comma, nor its fonts what ours write."""
    alone = {**os.environ, 'FONTCONFIG_FILE': NO_FONTS}
    path, _, _ = make(folder, 'here.pdf', 2, 'hostile', env=alone)
    plain, _, _ = make(folder, 'plain-here.pdf', 2, 40)
    for file in (NO_FONTS, '/dev/null'):
        other, _, _ = make(folder, 'plain-there.pdf', 2, 40, env={**os.environ, 'FONTCONFIG_FILE': file})
        check(f'same bytes with the machine\'s fonts and with {os.path.basename(file)}',
              open(plain, 'rb').read() == open(other, 'rb').read())
    config = os.path.join(folder, 'fonts.conf')
    with open(config, 'w') as file:
        file.write('<?xml version="1.0"?><fontconfig><match target="pattern"><edit name="family"'
                   ' mode="assign" binding="same"><string>Nothing</string></edit></match>'
                   '<match target="font"><edit name="embolden"><bool>true</bool></edit></match>'
                   '</fontconfig>')
    for name, value in (('FONTCONFIG_FILE', config),
                        ('LC_NUMERIC', 'fr_FR.UTF-8'), ('TZ', 'Asia/Tokyo')):
        other, _, _ = make(folder, 'there.pdf', 2, 'hostile', env={**alone, name: value})
        check(f'same bytes with {name}={os.path.basename(value)}',
              hashlib.sha256(open(path, 'rb').read()).digest()
              == hashlib.sha256(open(other, 'rb').read()).digest())


def check_documents(folder):
    for n in (1, 2, 3, 212):
        for per_page in (1, 2):
            check_document(folder, n, per_page)
    check_mixing(folder)
    for per_page in (1, 2):
        path, rows, _ = make(folder, 'qr.pdf', per_page, 2)
        check_qr(folder, path, f'{per_page} a page', rows[:per_page])
    for layout, per_page in (('four', 4), ('labels-99.1x67.7', 8)):
        path, rows, _ = make(folder, 'qr.pdf', per_page, per_page, '--layout', layout)
        check_qr(folder, path, layout, rows)
    check_bars(folder)
    check_layouts(folder)
    check_tags(folder)
    check_languages(folder)
    check_size(folder)
    check_demo(folder)


def check_all_names(folder):
    check_hostile(folder)
    check_names(folder)
    check_machine_fonts(folder)
    check_environment(folder)


def main():
    with tempfile.TemporaryDirectory() as folder:
        (check_all_names if sys.argv[2] == 'names' else check_documents)(folder)
        left = [name for name in os.listdir(folder) if name.startswith('.')]
        check('no temporary file is left', not left, left)
    print(f'1..{len(results)}')
    return 0 if all(results) else 1


sys.exit(main())
