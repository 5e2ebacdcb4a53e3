import type { SiteFile } from '../ports/site-store.ts';
import { namedScript } from './named-script.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One letter per name, in the order in which they come, and an underscore behind it once they run out. */
const names: string[] = [];
function short(name: string): string {
  if (!names.includes(name)) names.push(name);
  const place = names.indexOf(name);
  return LETTERS[place] ?? `${LETTERS[place % LETTERS.length]}_`;
}

/** How the reader's own time is said: with day and zone, so that no two minutes of a year read alike, also not when clocks are put back. */
export const OWN_TIME = {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  timeZoneName: 'short',
} as const;

const ownTime = Object.entries(OWN_TIME)
  .map(([name, value]) => `${name}:'${value}'`)
  .join();

/**
 * What the page does while it is open, in at most 2.4 KB. It fetches itself every 10 s, puts in what is new and reads it
 * out; it counts down to the instants in the markup and on from them, so a page whose back end died turns honest by
 * itself. The reader's clock is set right by the `Date` of each answer, and nothing is counted before the first. It says
 * when it last looked, and turns grey when it cannot refresh for a minute, and also when a time passed 50 s ago
 * of which the page does not know yet: whoever should have rendered it anew is dead. What came since the reader's last
 * look is marked, the title says "back" when all that was open is over, and a mail to a human gets the reader's clock.
 * All sentences come from `data-` attributes. Names that begin with `$` become short.
 */
const SCRIPT = `(() => {
const $doc = document, $clock = Date.now, $ms = Date.parse, $uri = encodeURIComponent, $data = $el => $el.dataset, $say = $data($doc.body), $one = ($name, $in = $doc) => $in.querySelector($name), $all = $name => $doc.querySelectorAll($name);
let $skew = 0, $ok = $clock(), $title = $doc.title, $back = '', $store = {};
try { $store = localStorage } catch {}
let $seen = $store.seen, $was = $store.level;
const $two = ($big, $unit, $small, $fine) => $big + $unit + ($small ? ' ' + $small + $fine : ''),
$span = ($for, $fine) => {
const $sec = Math.max(0, $for / 1e3 | 0), $min = $sec / 60 | 0, $hour = $min / 60 | 0;
return $fine && $min < 10 ? $min ? $two($min, ' min', $sec % 60, ' s') : $sec + ' s' : !$min ? 'less than a minute' : !$hour ? $min + ' min' : $hour < 24 ? $two($hour, ' h', $min % 60, ' min') : $two($hour / 24 | 0, $hour < 48 ? ' day' : ' days', $hour % 24, ' h')
},
$put = ($el, $text) => { $el.textContent != $text && ($el.textContent = $text) },
$fill = ($name, $text) => $say[$name].replace('{}', $text),
$own = $times => $fill('zone', $times.split(' ').map($iso => new Date($iso).toLocaleString([], {${ownTime}})).join(' – ')),
$tick = () => {
const $now = $clock() + $skew, $at = $data($one('main')).at, $box = $one('#stale'), $asof = $one('.asof');
let $head = '', $age = $clock() - $ok;
$asof && $put($asof, $fill('checked', $span($age, 1)));
$age > 6e4 || ($age = 0);
for (const $el of $all('[data-due]')) {
const { due: $iso, fine: $fine } = $data($el), $due = $ms($iso), $by = $now - $due, $left = $one('b', $el), $how = $by < 0 ? 'left' : 'late', $text = $span(Math.abs($by), $fine == '');
$put($one('.zone', $el), $own($iso));
$left.hidden = 0;
$put($left, $fill($left.className = $how, $text));
$by < 0 || ($head ||= $fill('titleLate', $text) + ' · ');
if ($by > 5e4 && $at < $iso) $age = $now - $ms($at)
}
for (const $el of $all('[data-since]')) $put($el, $span($now - $ms($data($el).since)));
for (const $el of $all('.zones')) $put($el, $own($data($el).at));
$doc.documentElement.classList.toggle('stale', $age);
$box.hidden = !$age;
$age && $put($box, $fill('stale', $span($age)));
$doc.title = ($age ? $say.unknown + ' · ' : '') + ($head || $back) + $title
},
$note = () => {
const { level: $level, news: $news } = $data($one('main'));
for (const $el of $all('[data-check]')) $el.hidden = 0;
for (const $el of $all('.when time')) if ($seen < $el.dateTime) $data($el.closest('p')).new = $say.fresh;
if ($level) {
$back = $level != 'clear' ? '' : $was && $was != $level ? $say.back + ' · ' : $back;
$was = $store.level = $level
}
if ($news > ($store.seen || '')) $store.seen = $news
},
$look = async () => {
try {
const $got = await fetch(location, { cache: 'no-cache', signal: AbortSignal.timeout(9e3) });
if (!$got.ok) return;
const $sent = $name => $got.headers.get($name), $date = $ms($sent('date'));
if ($date) $skew = $date + 1e3 * $sent('age') - $clock();
const $in = new DOMParser().parseFromString(await $got.text(), 'text/html'), $main = $one('main'), $is = $one('main', $in), $old = $data($main), $new = $data($is), $on = $doc.activeElement;
if ($new.at != $old.at) {
const $text = $main.contains($on) && $on.getAttribute('href');
$main.replaceWith($is);
$text && $one('[href="' + $text + '"]', $is)?.focus({ preventScroll: 1 });
$title = $in.title;
$note();
$new.say != $old.say && $put($one('#live'), $say.updated + $new.say)
}
$ok = $clock()
} catch {}
$tick()
};
$note();
$look().then(() => setInterval($tick, 1e3));
setInterval($look, 1e4);
$doc.onvisibilitychange = $look;
$doc.onclick = $el => {
const $check = $el.target.closest('[data-check]'), $link = $el.target.closest('[data-mail]'), $text = $link && $uri('\\r\\n' + $data($link).mail);
$check && import($data($check).check).then($got => $got.default($check));
if ($link) $link.href = $link.href.split($text)[0] + $text + $uri(new Date())
}
})()`
  .replaceAll(/\$(\w+)/g, (_, name: string) => short(name))
  .replaceAll(/\n| (?=[=<>&|?:+{}(!/%-])|(?<=[=<>&|?:+{}(,;)/%-]) /g, '');

const FILE = namedScript('site', SCRIPT);

export const SCRIPT_KEY = FILE.key;

export const scriptFile = (): SiteFile => FILE;
