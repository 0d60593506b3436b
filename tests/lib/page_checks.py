# SPDX-License-Identifier: GPL-3.0-or-later
"""What every page of the portal must be, whoever reads it and however (RGAA, WCAG 2.2 AA), as far as
a program can tell. Run on the page that a browser shows.

    page_checks.faults(browser)    a list of sentences, empty when nothing was found
"""

# One function body, run by the tool beside the page; gives a list of sentences.
SCRIPT = r"""
const faults = [];
const say = (text) => faults.push(text);
const all = (selector) => [...document.querySelectorAll(selector)];
const shown = (e) => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden'
  && !e.classList.contains('hidden') && !e.classList.contains('skip');

if (document.documentElement.lang !== 'fr') say('the language is not told');
if (document.compatMode !== 'CSS1Compat') say('no doctype');
if (!document.title.endsWith('Espace candidat')) say('title: ' + document.title);
if (all('main').length !== 1 || all('header').length !== 1 || all('footer').length !== 1)
  say('landmarks');
if (all('h1').length !== 1) say('one h1 is wanted');
let level = 0;
for (const h of all('h1, h2, h3, h4, h5, h6')) {
  const own = Number(h.tagName[1]);
  if (level === 0 && own > 2) say('first heading: ' + h.innerText);
  if (level > 0 && own > level + 1) say('a level is left out at ' + h.innerText);
  level = own;
}
if (all('script, style, iframe, object').length) say('an element that the policy refuses');
for (const e of all('*'))
  for (const a of e.attributes)
    if (a.name === 'style' || a.name.startsWith('on')) say(a.name + ' of ' + e.tagName);
const ids = all('[id]').map((e) => e.id);
for (const id of ids)
  if (ids.indexOf(id) !== ids.lastIndexOf(id)) say('the id ' + id + ' twice');
for (const e of all('[aria-describedby], label[for]'))
  for (const id of (e.getAttribute('aria-describedby') || e.getAttribute('for')).split(' '))
    if (!document.getElementById(id)) say('no element ' + id);
for (const e of all('a[href^="#"]'))
  if (!document.getElementById(e.getAttribute('href').slice(1))) say('a link to nowhere');
for (const e of all('input:not([type=hidden])')) {
  if (!e.labels || e.labels.length !== 1) say('no label: ' + e.name);
  if (!e.autocomplete && !e.getAttribute('autocomplete')) say('no autocomplete: ' + e.name);
}
for (const e of all('[aria-invalid]')) {
  const ids = (e.getAttribute('aria-describedby') || '').split(' ');
  if (!ids.includes(e.id + '-faute')) say('a fault that is not told: ' + e.name);
}
for (const e of all('img')) if (!e.hasAttribute('alt')) say('no alt');
if (all('[tabindex]').some((e) => e.tabIndex > 0)) say('an order of focus of its own');

if (document.documentElement.scrollWidth > innerWidth)
  say('wider than the screen: ' + document.documentElement.scrollWidth);
for (const e of all('body *')) {
  const box = e.getBoundingClientRect();
  if (shown(e) && box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5))
    say('out of the screen: ' + e.tagName + ' ' + e.className);
}
for (const e of all('button, summary, .button, .choices a, input:not([type=hidden])')) {
  const box = e.getBoundingClientRect();
  if (shown(e) && box.height < 44) say('hard to hit: ' + e.innerText + ' ' + box.height);
}
for (const e of all('input:not([type=hidden])'))
  if (parseFloat(getComputedStyle(e).fontSize) < 16) say('a telephone would zoom into ' + e.name);

const light = (c) => {
  const [r, g, b] = c.map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const parse = (text) => text.match(/[\d.]+/g).map(Number);
const ground = (e) => {
  for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c.slice(0, 3);
  }
  return [255, 255, 255];
};
const contrast = (a, b) => {
  const [x, y] = [light(a), light(b)].sort((m, n) => n - m);
  return (x + 0.05) / (y + 0.05);
};
for (const e of all('body, body *')) {
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  if (!shown(e) || !(own || e.tagName === 'INPUT')) continue;
  const s = getComputedStyle(e), seen = contrast(parse(s.color).slice(0, 3), ground(e));
  if (seen < 4.5) say('faint: ' + e.innerText + ' ' + seen.toFixed(2));
  if (e.tagName === 'INPUT'
      && contrast(parse(s.borderTopColor).slice(0, 3), ground(e.parentElement)) < 3)
    say('a faint edge: ' + e.name);
}
return faults;
"""


def faults(browser):
    found = browser.run(SCRIPT)
    for role, name in browser.labels("a, button, input:not([type=hidden]), summary"):
        if not name.strip():
            found.append(f"a {role} without a name")
    return found
