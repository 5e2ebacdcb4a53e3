import { createHash } from 'node:crypto';
import type { SiteFile } from '../ports/site-store.ts';

/**
 * What the page does while it is open, in at most 2 KB. It fetches itself every 10 s, puts in what is new and reads it
 * out; it counts lateness on from the instants in the markup, so a page whose back end died turns honest by itself; and
 * when it cannot refresh for a minute it says how old it is and turns grey. All sentences come from `data-` attributes.
 */
const SCRIPT = `(() => {
const d = document, say = d.body.dataset, id = (name) => d.getElementById(name), all = (query) => d.querySelectorAll(query);
let ok = Date.now(), title = d.title;
const two = (big, u, small, v) => big + u + (small ? ' ' + small + v : '');
const span = (ms, fine) => {
const s = Math.max(0, ms / 1e3 | 0), m = s / 60 | 0, h = m / 60 | 0;
if (fine && m < 10) return m ? two(m, ' min', s % 60, ' s') : s + ' s';
return !m ? 'less than a minute' : !h ? m + ' min' : h < 48 ? two(h, ' h', m % 60, ' min') : two(h / 24 | 0, ' days', h % 24, ' h');
};
const put = (el, text) => { if (el.textContent != text) el.textContent = text; };
const fill = (name, text) => say[name].replace('{}', text);
const tick = () => {
const now = Date.now();
let head = '';
for (const el of all('[data-due]')) {
const due = Date.parse(el.dataset.due), fine = 'fine' in el.dataset, late = el.querySelector('.late'), by = span(now - due, fine);
put(el.querySelector('.zone'), fill('zone', new Date(due).toLocaleString([], { dateStyle: 'medium', timeStyle: fine ? 'medium' : 'short' })));
late.hidden = now < due;
if (now >= due) {
put(late, fill('late', by));
head ||= fill('titleLate', by) + ' · ';
}
}
for (const el of all('[data-since]')) put(el, span(now - Date.parse(el.dataset.since)));
const old = now - ok > 6e4, box = id('stale');
d.documentElement.classList.toggle('stale', old);
box.hidden = !old;
if (old) put(box, fill('stale', span(now - ok)));
d.title = (old ? say.unknown + ' · ' : head) + title;
};
const look = async () => {
if (d.hidden) return;
try {
const answer = await fetch(location, { cache: 'no-cache', signal: AbortSignal.timeout(9e3) });
if (!answer.ok) return;
const next = new DOMParser().parseFromString(await answer.text(), 'text/html'), was = id('main'), is = next.getElementById('main');
if (is.dataset.at != was.dataset.at) {
const on = was.contains(d.activeElement) && d.activeElement.getAttribute('href');
was.replaceWith(is);
if (on) is.querySelector('[href="' + on + '"]')?.focus({ preventScroll: true });
title = next.title;
if (is.dataset.say != was.dataset.say) put(id('live'), say.updated + is.dataset.say);
}
ok = Date.now();
} catch {}
tick();
};
tick();
look();
setInterval(tick, 1e3);
setInterval(look, 1e4);
d.addEventListener('visibilitychange', look);
})();
`.replaceAll(/\n| (?=[=<>&|?:+{}(])|(?<=[=<>&|?:+{}(,;]) /g, '');

/** The name changes with the content, so that a browser may keep it and still never runs an old one. */
export const SCRIPT_KEY = `site-${createHash('sha256').update(SCRIPT).digest('hex').slice(0, 8)}.js`;

export const scriptFile = (): SiteFile => ({
  key: SCRIPT_KEY,
  body: SCRIPT,
  contentType: 'text/javascript; charset=utf-8',
  cacheControl: 'public, max-age=31536000, immutable',
});
