import { createHash } from 'node:crypto';
import { KEPT } from './script-kept.ts';

/** Longer than the console itself takes to give up (infra/candor-stack.ts), so that its own words arrive. */
const ANSWERED_WITHIN_MS = 32_000;

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
const parsed = text => new DOMParser().parseFromString(text, 'text/html');
const dataOf = (form, button) => new URLSearchParams(new FormData(form, button)).toString();
const send = (form, body, ms, headers = {}) =>
  fetch(form.action, { method: 'POST', body: new URLSearchParams(body), headers, signal: AbortSignal.timeout(ms) });
${KEPT}
const here = inside => {
  for (const link of all('a[data-here]', inside)) {
    link.href = link.dataset.here; link.removeAttribute('target'); link.textContent = 'Sign in, and go on here';
  }
};
const ended = (form, from) => {
  const link = from.querySelector('a[data-here]');
  say(form, 'Your sign-in has ended.', 'Nothing was posted. What you typed is kept in this tab.', ...(link ? [link] : []));
  here(form);
};
// What came back instead of an answer: the same form, or a page that shows what was typed.
const show = (form, from, typed) => {
  const next = from.querySelector('form.compose#' + CSS.escape(form.id)), whole = from.getElementById('main');
  if (!next && !whole) throw 0;
  if (next) {
    const open = all('details', form).map(it => it.open);
    all('details', next).forEach((it, index) => { if (open[index]) it.open = true });
    if (typed) fill(next, typed);
    form.replaceWith(next);
    live(next);
  } else {
    doc.getElementById('main').replaceWith(whole);
    doc.title = from.title;
    here(whole);
  }
  localise(); tick();
  return next || whole;
};
const live = form => {
  let timer, turn = 0, sending = false;
  const isLive = form.dataset.live !== undefined;
  const look = async () => {
    const mine = ++turn;
    try {
      const answer = await send(form, dataOf(form), 9000, { 'x-candor-live': '1' }), from = parsed(await answer.text());
      if (mine != turn || sending) return;
      if (answer.status == 401) ended(form, from); else exchange(from, form);
    } catch {}
  };
  const later = () => { keep(form); if (isLive) { clearTimeout(timer); timer = setTimeout(look, 350) } };
  form.addEventListener('input', later);
  form.addEventListener('change', event => {
    const typed = event.target.type == 'radio' && event.target.value != 'other' && event.target.closest('.choice').querySelector('.typed input');
    if (typed) typed.value = '';
    later();
  });
  restore(form);
  if (isLive) look();
  form.again = () => { sending = false; all('button.busy', form).forEach(idle); if (isLive) look() };
  const idle = button => { button.classList.remove('busy'); button.textContent = button.dataset.label };
  const failed = (button, posts) => {
    sending = false;
    if (posts) idle(button);
    const offline = !navigator.onLine;
    if (!posts) say(form, offline ? 'You are offline.' : 'No answer came.', 'Your text stays here. Nothing was posted.');
    else if (offline) say(form, 'You are offline.', 'Your text stays here, also if this page is loaded again. Press the button again once you are online: nothing is said twice.');
    else say(form, 'No answer came.', 'Whether it was posted is not known. Your text stays here. Press the button again: if the first try did arrive, nothing is said twice.');
    // Back is what one presses after a failure: it then leads to this form, and not away from it.
    if (posts && history.state != 'failed') history.pushState('failed', '');
  };
  form.addEventListener('submit', async event => {
    const button = event.submitter;
    if (!button || button.value == 'drop') return;
    event.preventDefault();
    if (sending) return;
    const posts = button.name == 'do' && (button.value == 'post' || button.value == 'keep');
    sending = true; turn++; clearTimeout(timer);
    if (posts) { button.dataset.label = button.textContent; button.textContent = 'Sending …'; button.classList.add('busy') }
    keep(form, posts);
    try {
      let sent, answer, text;
      // What is typed or tapped until the answer is here must be in it too; what was posted is asked for once.
      do {
        sent = dataOf(form, button);
        answer = await send(form, sent, ${ANSWERED_WITHIN_MS}, posts ? {} : { 'x-candor-live': '1' });
        if (answer.redirected) return location.assign(answer.url + '#main');
        text = await answer.text();
        // Where only a look failed, the form stays as it is.
        if (!posts && answer.status >= 500) throw 0;
      } while (!posts && sent != dataOf(form, button));
      const next = show(form, parsed(text), posts && sent != dataOf(form, button) && [...new FormData(form)]);
      const stays = next.querySelector('[data-stays], [aria-invalid=true]'), words = next.querySelector('textarea:not([hidden])');
      if (stays && (posts || !words)) stays.focus();
      else if (words) { words.focus(); words.setSelectionRange(words.value.length, words.value.length) }
    } catch { failed(button, posts) }
  });
};
localise(); tick();
setInterval(tick, 1000);
all('form.compose').forEach(live);
here(doc);
// A page that comes back as it was left, or with what its browser had kept of it, shows what it says now.
addEventListener('pageshow', event => { localise(); if (event.persisted || performance.getEntriesByType('navigation')[0]?.type == 'back_forward') all('form.compose').forEach(it => it.again()) });
addEventListener('online', () => all('form.compose').forEach(it => it.again()));
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
