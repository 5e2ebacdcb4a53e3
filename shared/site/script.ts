import { createHash } from 'node:crypto';
import type { SiteFile } from '../ports/site-store.ts';

/**
 * What the page does while it is open, in at most 2 KB. It fetches itself every 10 s, puts in what is new and reads it
 * out; it counts lateness on from the instants in the markup, so a page whose back end died turns honest by itself; and
 * when it cannot refresh for a minute it says how old it is and turns grey. All sentences come from `data-` attributes.
 */
const SCRIPT = `(() => {
const d = document, b = d.body, say = b.dataset, $ = (q) => [...d.querySelectorAll(q)];
const plain = d.title;
let ok = Date.now(), tag, title = plain;
const two = (n, u, m, v) => n + ' ' + u + (m ? ' ' + m + ' ' + v : '');
const span = (ms, fine) => {
  const s = Math.max(0, Math.floor(ms / 1000)), m = Math.floor(s / 60), h = Math.floor(m / 60);
  if (fine && m < 10) return m ? two(m, 'min', s % 60, 's') : s ? s + ' s' : 'less than a second';
  return m < 1 ? 'less than a minute' : h < 1 ? m + ' min' : h < 48 ? two(h, 'h', m % 60, 'min') : two(Math.floor(h / 24), 'days', h % 24, 'h');
};
const put = (el, text) => { if (el.textContent !== text) el.textContent = text; };
const tick = () => {
  const now = Date.now();
  let worst = '';
  for (const el of $('[data-due]')) {
    const due = Date.parse(el.dataset.due), fine = 'fine' in el.dataset, late = el.querySelector('.late');
    put(el.querySelector('.zone'), say.zone.replace('{}', new Date(due).toLocaleString([], { dateStyle: 'medium', timeStyle: fine ? 'medium' : 'short' })));
    late.hidden = now < due;
    if (now >= due) {
      const by = span(now - due, fine);
      put(late, say.late.replace('{}', by));
      worst ||= say.titleLate.replace('{}', by) + ' · ';
    }
  }
  for (const el of $('[data-since]')) put(el, span(now - Date.parse(el.dataset.since)));
  const stale = now - ok > 6e4, box = d.getElementById('stale');
  d.documentElement.classList.toggle('stale', stale);
  box.hidden = !stale;
  if (stale) put(box, say.stale.replace('{}', span(now - ok)));
  if (d.title !== worst + title) d.title = worst + title;
};
const look = async () => {
  if (d.hidden) return;
  try {
    const answer = await fetch(location.href, { cache: 'no-cache', signal: AbortSignal.timeout(9e3) });
    if (!answer.ok) return;
    const text = await answer.text();
    ok = Date.now();
    if (text !== tag) {
      const next = new DOMParser().parseFromString(text, 'text/html'), was = d.getElementById('main'), is = next.getElementById('main');
      if (tag && is) {
        was.replaceWith(is);
        title = next.title;
        if (is.dataset.say !== was.dataset.say) put(d.getElementById('live'), say.updated + is.dataset.say);
      }
      tag = text;
    }
  } catch {}
  tick();
};
tick();
look();
setInterval(tick, 1e3);
setInterval(look, 1e4);
d.addEventListener('visibilitychange', look);
})();
`.replaceAll(/\n\s*/g, '\n');

/** The name changes with the content, so that a browser may keep it and still never runs an old one. */
export const SCRIPT_KEY = `site-${createHash('sha256').update(SCRIPT).digest('hex').slice(0, 8)}.js`;

export const scriptFile = (): SiteFile => ({
  key: SCRIPT_KEY,
  body: SCRIPT,
  contentType: 'text/javascript; charset=utf-8',
  cacheControl: 'public, max-age=31536000, immutable',
});
