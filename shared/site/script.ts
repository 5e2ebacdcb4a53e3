import { createHash } from 'node:crypto';
import type { SiteFile } from '../ports/site-store.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One letter per name, in the order in which they come. */
const names: string[] = [];
function short(name: string): string {
  if (!names.includes(name)) names.push(name);
  const letter = LETTERS[names.indexOf(name)];
  if (letter === undefined) throw new RangeError(`the script has more than ${LETTERS.length} names`);
  return letter;
}

/**
 * What the page does while it is open, in at most 2 KB. It fetches itself every 10 s, puts in what is new and reads it
 * out; it counts lateness on from the instants in the markup, so a page whose back end died turns honest by itself; and
 * when it cannot refresh for a minute it says how old it is and turns grey. What came since the reader's last look is
 * marked, the title says "back" when all that was open is over, and a mail to a human gets the reader's clock. All
 * sentences come from `data-` attributes. Names that begin with `$` become single letters.
 */
const SCRIPT = `(() => {
const $doc = document, $say = $doc.body.dataset, $one = ($query, $in = $doc) => $in.querySelector($query), $all = ($query) => $doc.querySelectorAll($query), $clock = Date.now;
let $ok = $clock(), $title = $doc.title, $back = '', $store = {};
try { $store = localStorage } catch {}
let $seen = $store.seen, $was = $store.level;
const $two = ($big, $unit, $small, $fine) => $big + $unit + ($small ? ' ' + $small + $fine : '');
const $span = ($ms, $fine) => {
const $sec = Math.max(0, $ms / 1e3 | 0), $min = $sec / 60 | 0, $hour = $min / 60 | 0;
if ($fine && $min < 10) return $min ? $two($min, ' min', $sec % 60, ' s') : $sec + ' s';
return !$min ? 'less than a minute' : !$hour ? $min + ' min' : $hour < 48 ? $two($hour, ' h', $min % 60, ' min') : $two($hour / 24 | 0, ' days', $hour % 24, ' h');
};
const $put = ($el, $text) => { if ($el.textContent != $text) $el.textContent = $text };
const $fill = ($name, $text) => $say[$name].replace('{}', $text);
const $tick = () => {
const $now = $clock();
let $head = '';
for (const $el of $all('[data-due]')) {
const $due = Date.parse($el.dataset.due), $fine = 'fine' in $el.dataset, $late = $one('.late', $el), $by = $span($now - $due, $fine);
$put($one('.zone', $el), $fill('zone', new Date($due).toLocaleString([], { dateStyle: 'medium', timeStyle: $fine ? 'medium' : 'short' })));
if (!($late.hidden = $now < $due)) {
$put($late, $fill('late', $by));
$head ||= $fill('titleLate', $by) + ' · '
}
}
for (const $el of $all('[data-since]')) $put($el, $span($now - Date.parse($el.dataset.since)));
const $old = $now - $ok > 6e4, $box = $one('#stale');
$doc.documentElement.classList.toggle('stale', $old);
$box.hidden = !$old;
if ($old) $put($box, $fill('stale', $span($now - $ok)));
$doc.title = ($old ? $say.unknown + ' · ' : $head || $back) + $title
};
const $note = () => {
const { level: $level, news: $news } = $one('main').dataset;
for (const $el of $all('.when time')) if ($seen < $el.dateTime) $el.closest('p').dataset.new = $say.fresh;
if ($level) {
$back = $level != 'clear' ? '' : $was && $was != $level ? $say.back + ' · ' : $back;
$was = $store.level = $level
}
if ($news > ($store.seen || '')) $store.seen = $news
};
const $look = async () => {
if ($doc.hidden) return;
try {
const $answer = await fetch(location, { cache: 'no-cache', signal: AbortSignal.timeout(9e3) });
if (!$answer.ok) return;
const $next = new DOMParser().parseFromString(await $answer.text(), 'text/html'), $main = $one('main'), $is = $one('main', $next);
if ($is.dataset.at != $main.dataset.at) {
const $on = $main.contains($doc.activeElement) && $doc.activeElement.getAttribute('href');
$main.replaceWith($is);
if ($on) $one('[href="' + $on + '"]', $is)?.focus({ preventScroll: true });
$title = $next.title;
$note();
if ($is.dataset.say != $main.dataset.say) $put($one('#live'), $say.updated + $is.dataset.say)
}
$ok = $clock()
} catch {}
$tick()
};
$note();
$tick();
$look();
setInterval($tick, 1e3);
setInterval($look, 1e4);
$doc.onvisibilitychange = $look;
$doc.onclick = ($event) => {
const $link = $event.target.closest('[data-mail]'), $mark = encodeURIComponent('\\r\\n' + $link?.dataset.mail);
if ($link) $link.href = $link.href.split($mark)[0] + $mark + encodeURIComponent(new Date())
}
})()`
  .replaceAll(/\$(\w+)/g, (_, name: string) => short(name))
  .replaceAll(/\n| (?=[=<>&|?:+{}(!/%-])|(?<=[=<>&|?:+{}(,;)/%-]) /g, '');

/** The name changes with the content, so that a browser may keep it and still never runs an old one. */
export const SCRIPT_KEY = `site-${createHash('sha256').update(SCRIPT).digest('hex').slice(0, 8)}.js`;

export const scriptFile = (): SiteFile => ({
  key: SCRIPT_KEY,
  body: SCRIPT,
  contentType: 'text/javascript; charset=utf-8',
  cacheControl: 'public, max-age=31536000, immutable',
});
