import { createHash } from 'node:crypto';

/**
 * What the console's pages do beyond plain forms. Everything works without it; with it the preview follows the typing,
 * clocks count, and what the server knows better is exchanged, never while somebody is in it.
 */
export const SCRIPT = `(() => {
const doc = document, all = (query, inside = doc) => [...inside.querySelectorAll(query)];
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || '';
doc.documentElement.classList.add('js');
const two = (big, unit, small, fine) => big + ' ' + unit + (small ? ' ' + small + ' ' + fine : '');
const span = ms => {
  const sec = Math.floor(Math.abs(ms) / 1000), min = Math.floor(sec / 60), hour = Math.floor(min / 60);
  if (hour >= 24) return two(Math.floor(hour / 24), 'd', hour % 24, 'h');
  if (hour) return two(hour, 'h', min % 60, 'min');
  if (min >= 10) return min + ' min';
  return min ? two(min, 'min', sec % 60, 's') : sec + ' s';
};
const isUtc = /^(Etc\\/)?(UTC|GMT)$|^$/.test(zone), place = zone.split('/').pop().replaceAll('_', ' ');
const tick = () => {
  for (const it of all('[data-due]')) {
    const ms = Date.parse(it.dataset.due) - Date.now(), away = it.querySelector('.away'), text = ms >= 0 ? 'in ' + span(ms) : span(ms) + ' late';
    it.classList.toggle('late', ms < 0);
    if (away && away.textContent != text) away.textContent = text;
  }
};
const localise = () => {
  for (const it of all('input[name=zone]')) it.value = zone;
  if (!isUtc) for (const it of all('.local[data-at]'))
    it.textContent = new Date(it.dataset.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }) + ' in ' + place;
};
const exchange = (from, inside) => {
  for (const now of all('[data-slot]', inside)) {
    const next = from.getElementById(now.id);
    if (!next || now.contains(doc.activeElement) && !/^(BODY|A)$/.test(doc.activeElement.tagName)) continue;
    if (next.innerHTML == now.innerHTML || now.dataset.was == next.innerHTML) continue;
    const open = all('details', now).map(it => it.open);
    now.dataset.was = next.innerHTML;
    now.replaceChildren(...next.childNodes);
    all('details', now).forEach((it, index) => { if (open[index]) it.open = true });
  }
  localise(); tick();
};
const dataOf = (form, button) => new URLSearchParams(new FormData(form, button)).toString();
const send = async (form, button, body = new URLSearchParams(dataOf(form, button))) => {
  const answer = await fetch(form.action, { method: 'POST', body, headers: { 'x-candor-live': '1' }, signal: AbortSignal.timeout(9000) });
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
};
const live = form => {
  let timer, turn = 0;
  const look = async () => {
    const mine = ++turn;
    try { const from = await send(form); if (mine == turn) exchange(from, form) } catch {}
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(look, 350) };
  form.addEventListener('input', later);
  form.addEventListener('change', event => {
    const typed = event.target.type == 'radio' && event.target.value != 'other' && event.target.closest('.choice').querySelector('.typed input');
    if (typed) typed.value = '';
    later();
  });
  if (form.dataset.live !== undefined) look();
  form.addEventListener('submit', async event => {
    const button = event.submitter;
    if (!button || button.value == 'post' || form.dataset.live === undefined) return;
    event.preventDefault();
    try {
      let sent, next;
      // What is typed or tapped until the answer is here must be in it too.
      do {
        sent = dataOf(form, button);
        next = (await send(form, button)).getElementById(form.id);
        if (!next) throw 0;
      } while (sent != dataOf(form, button));
      const open = all('details', form).map(it => it.open);
      all('details', next).forEach((it, index) => { if (open[index]) it.open = true });
      form.replaceWith(next);
      localise(); tick(); live(next);
      const text = next.querySelector('textarea');
      if (text) { text.focus(); text.setSelectionRange(text.value.length, text.value.length) }
    } catch { HTMLFormElement.prototype.submit.call(form) }
  });
};
localise(); tick();
setInterval(tick, 1000);
all('form.compose').forEach(form => form.dataset.live !== undefined && live(form));
const main = doc.querySelector('main[data-fresh]');
if (main) setInterval(async () => {
  if (doc.hidden) return;
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(9000) });
    if (answer.ok && !answer.redirected) exchange(new DOMParser().parseFromString(await answer.text(), 'text/html'), main);
  } catch {}
}, 5000);
})()`;

/** The name changes with the content, so that a browser may keep it and still never runs an old one. */
export const SCRIPT_PATH = `/console/console-${createHash('sha256').update(SCRIPT).digest('hex').slice(0, 8)}.js`;
