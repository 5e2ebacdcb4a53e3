/**
 * The part of the console's script that loses no text. What is typed is kept in its own tab, with the key and the state
 * that its form relies on, until a page says what became of it: so a page that is loaded anew is the same command again.
 * `sessionStorage`, because a second tab is a second command, and because it ends with the tab.
 */
export const KEPT = `
const memory = (() => { try { return sessionStorage } catch { return { getItem() {}, setItem() {}, removeItem() {} } } })();
const PLACE = 'candor:';
const placeOf = form => PLACE + new URL(form.action).pathname + '?' + (form.elements.namedItem('seq')?.value || '');
const valueIn = (kept, name) => (kept.data.find(it => it[0] == name) || [])[1];
const keptOf = place => { try { return JSON.parse(memory.getItem(place)) || undefined } catch {} };
const forget = which => { for (const place of Object.keys(memory)) if (place.startsWith(PLACE) && which(keptOf(place))) memory.removeItem(place) };
const WRITTEN = 'textarea, input:not([type=hidden], [type=radio], [type=checkbox])';
const keep = (form, tried) => {
  const data = [...new FormData(form)].filter(([name]) => name != 'csrf' && name != 'zone');
  const wrote = all(WRITTEN, form).some(it => it.value.trim());
  try {
    if (wrote) memory.setItem(placeOf(form), JSON.stringify({ by: form.dataset.by, at: Date.now(), tried, data }));
    else memory.removeItem(placeOf(form));
  } catch {}
};
const fill = (form, data) => {
  const has = (name, value) => data.some(it => it[0] == name && it[1] == value);
  for (const it of form.elements) {
    if (!it.name || it.type == 'hidden' || it.tagName == 'BUTTON') continue;
    if (it.type == 'radio' || it.type == 'checkbox') it.checked = has(it.name, it.value);
    else it.value = (data.find(one => one[0] == it.name) || ['', it.value])[1];
    if (it.value && it.matches(WRITTEN)) { const folded = it.closest('details'); if (folded) folded.open = true }
  }
};
const element = (name, text, more = {}) => Object.assign(doc.createElement(name), { textContent: text }, more);
const say = (form, strong, text, ...after) => {
  const place = doc.getElementById(form.id + '-notice'), box = element('div', '', { className: 'alert', role: 'alert' });
  all('[data-ours]', place).forEach(it => it.remove());
  box.dataset.ours = '';
  const line = element('p', '');
  line.append(element('strong', strong), ' ' + text);
  box.append(line, ...after);
  // A question that waits for its answer goes on standing below.
  if (place.querySelector('[name=pending]')) place.prepend(box); else place.replaceChildren(box);
  place.removeAttribute('data-slot'); place.dataset.stays = '';
  place.focus();
};
const restore = form => {
  const place = placeOf(form), kept = keptOf(place);
  if (form.dataset.back !== undefined) return keep(form, kept && kept.tried);
  if (!kept) return;
  if (kept.by != form.dataset.by) return memory.removeItem(place);
  fill(form, kept.data);
  // With the times that its author was shown: worked out anew they would be other times a moment later, and another command.
  for (const [name, value] of kept.data) {
    if (name != 'key' && name != 'etag' && !name.startsWith('seen.')) continue;
    const times = doc.getElementById(form.id + '-' + name.slice(5) + '-at');
    const field = form.elements.namedItem(name) || times && times.appendChild(element('input', '', { type: 'hidden', name }));
    if (field && value) field.value = value;
  }
  const drop = element('button', 'Drop it', { type: 'button', className: 'quiet' });
  drop.onclick = () => { memory.removeItem(place); form.reset(); location.replace(location.pathname + location.search) };
  const when = new Date(kept.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (kept.tried) say(form, 'You sent this at ' + when + ', and no answer came.', 'Your text is here again. Send it again: if the first try did arrive, nothing is said twice.', drop);
  else say(form, 'Your text of ' + when + ' is here again.', 'It was not posted.', drop);
};
const of = new URLSearchParams(location.search).get('of');
if (of) {
  forget(kept => kept && (valueIn(kept, 'key') == of || valueIn(kept, 'nextKey') == of));
  history.replaceState(history.state, '', location.pathname + location.hash);
}
addEventListener('submit', event => {
  if (/sign-out$/.test(event.target.action)) forget(() => true);
  else if (!navigator.onLine && !event.target.matches('.compose')) {
    event.preventDefault();
    event.target.before(element('p', 'You are offline: nothing was sent. What you typed stays here; press again once you are online.', { className: 'alert', role: 'alert' }));
  }
});
`;
