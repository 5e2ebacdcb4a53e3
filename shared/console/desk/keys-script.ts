import { createHash } from 'node:crypto';
import { PAGES } from '../paths.ts';

/**
 * The keys of the desk: what a page of it does anyway, without a mouse. A single letter works only outside of fields and can
 * be turned off (WCAG 2.1.4); what sends is never a single letter. Whoever chooses words or types takes the mention, and
 * keeps it while they type.
 */
export const KEYS_SCRIPT = `(() => {
const doc = document, all = query => [...doc.querySelectorAll(query)], one = query => doc.querySelector(query);
const memory = { get: () => { try { return localStorage.getItem('candor-desk-keys') } catch {} }, set: it => { try { localStorage.setItem('candor-desk-keys', it) } catch {} } };
const isOn = () => memory.get() != 'off';
const show = () => { for (const it of all('[data-keys-switch]')) it.textContent = isOn() ? 'Turn these keys off' : 'Turn the keys on' };
show();
const text = () => one('#answer textarea');
// A page that exchanges its list while somebody goes through it must not lose their place.
let last;
doc.addEventListener('focusin', event => { last = event.target.matches('[data-mention]') ? event.target.getAttribute('href') : undefined });
const queue = one('#queue');
if (queue) new MutationObserver(() => {
  const again = last && doc.activeElement == doc.body && all('[data-mention]').find(it => it.getAttribute('href') == last);
  if (again) again.focus();
}).observe(queue, { childList: true });
const move = step => {
  const links = all('[data-mention]'), now = links.indexOf(doc.activeElement);
  const next = links[now < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(now + step, 0), links.length - 1)];
  if (next) next.focus();
};
let takenAt = 0;
const take = async () => {
  const form = one('#take');
  if (!form || Date.now() - takenAt < 60000) return;
  takenAt = Date.now();
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' });
    if (answer.type == 'opaqueredirect' || answer.ok) return;
    const said = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[role=alert]'), place = one('#answer-notice');
    if (said && place) place.replaceChildren(said);
  } catch { takenAt = 0 }
};
doc.addEventListener('input', event => { if (event.target == text()) take() });
doc.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.matches('[data-keys-switch]')) { memory.set(isOn() ? 'off' : 'on'); show() }
  if (button.matches('.copy')) {
    const field = doc.getElementById(button.dataset.copies);
    field.select();
    navigator.clipboard?.writeText(field.value).then(() => { button.textContent = 'Copied' }, () => {});
  }
  const field = text();
  // What somebody wrote themselves is exchanged by the server alone, which shows it to them again.
  if (!button.matches('[data-says]') || !field || field.value.trim() && !all('[data-says]').some(it => it.dataset.says == field.value)) return;
  event.preventDefault();
  field.value = button.dataset.says;
  field.form.elements.template.value = button.value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}, true);
doc.addEventListener('keydown', event => {
  if (event.key == 'Enter' && (event.ctrlKey || event.metaKey) && event.target == text()) {
    event.preventDefault();
    return one('#answer button[value=post]')?.click();
  }
  if (event.key == 'Escape' && event.target == text()) return event.target.blur();
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const press = query => { const it = one(query); if (it) { event.preventDefault(); it.click() } };
  if (event.key == 'j') move(1);
  else if (event.key == 'k') move(-1);
  else if (/^[1-3]$/.test(event.key)) press('[data-key="' + event.key + '"]');
  else if (event.key == 't') press('#take button');
  else if (event.key == 'n') press('a[data-next]');
  else if (event.key == 'q' && !queue) press('.back a');
});
})()`;

/** Its name changes with it, so that a browser may keep it. */
export const KEYS_NAME = `keys-${createHash('sha256').update(KEYS_SCRIPT).digest('hex').slice(0, 8)}`;
export const KEYS_PATH = `${PAGES.desk}/script/${KEYS_NAME}`;
