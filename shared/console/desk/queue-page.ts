import { html } from 'hono/html';
import type { ApiDesk } from '../../client/desk.ts';
import { STATE_WORD, waits } from '../../client/desk-words.ts';
import { span } from '../../client/words.ts';
import { MENTION_STATES } from '../../core/desk/kept-mention.ts';
import { msBetween } from '../../core/instant.ts';
import { promisedTime } from '../../wording/time.ts';
import { type Frame, type Html, page, slot } from '../layout.ts';
import { type Look, mayDo } from '../moments.ts';
import { PAGES } from '../paths.ts';
import { KEYS_PATH } from './keys-script.ts';
import { mentionCard } from './mention-card.ts';
import { mutedList } from './muted.ts';
import { floodCards, unseen } from './signals.ts';

/** So many are shown at a time: who has waited longest is among them, and a page of more is slow on a phone. */
const SHOWN = 50;

export type QueueShown = {
  desk: ApiDesk;
  look: Look;
  /** What may be chosen: incidents by id and title. */
  incidents: readonly { id: string; title: string }[];
  components: ReadonlyMap<string, string>;
  chosen: { incident?: string | undefined; state?: string | undefined };
  notice?: Html | undefined;
};

/** Who waits for an answer, in the order in which the API says they are answered; and what else the desk has to know. */
export function queuePage(frame: Frame, shown: QueueShown): string {
  const { desk, look, notice } = shown;
  const waiting = desk.mentions.filter(waits);
  const others = desk.mentions.filter((one) => !waits(one));
  return page(
    { ...frame, desk: { waiting: desk.waiting.count } },
    desk.waiting.count === 0 ? 'Desk' : `Desk: ${desk.waiting.count} waiting`,
    html`<p class="back"><a href="${PAGES.overview}">Console</a></p>
<h1>Desk</h1>
${notice ?? ''}
${slot('signals', html`${unseen(desk, look)}${floodCards(desk.floods, shown)}`)}
${filterForm(shown)}
${slot('queue', html`<h2>Who waits</h2>${clock(desk, look)}${list(waiting, shown)}${waiting.length === 0 ? nobodyWaits(shown) : ''}`)}
<p class="keys soft" data-keys>Keys: <kbd>j</kbd> and <kbd>k</kbd> go through who waits, <kbd>Enter</kbd> opens. <button type="button" class="quiet small" data-keys-switch>Turn these keys off</button></p>
${others.length === 0 ? '' : slot('dealt', html`<h2>Dealt with</h2>${list(others, shown)}`)}
${mutedList(frame, desk.people, look)}
<p><a class="row" href="${PAGES.deskTemplates}">The words that we answer with</a></p>
<p class="soft">As of ${promisedTime(look.voice, look.now, look.now, 0)}. <a href="${PAGES.desk}">Look again</a></p>`,
    { fresh: true, script: KEYS_PATH },
  );
}

const clock = ({ waiting: { count, oldestAt } }: ApiDesk, { now, voice }: Look): Html | '' =>
  oldestAt === undefined
    ? ''
    : html`<p class="strong"><span data-count>${count}</span> ${count === 1 ? 'mention waits' : 'mentions wait'}; the oldest since ${promisedTime(voice, oldestAt, now)}, ${span(msBetween(oldestAt, now))}.</p>`;

function list(mentions: ApiDesk['mentions'], { desk, look, components, incidents }: QueueShown): Html {
  const titles = new Map(incidents.map(({ id, title }) => [id, title]));
  const more = mentions.length - SHOWN;
  return html`<ul class="plain">${mentions.slice(0, SHOWN).map((one) => {
    const before = desk.mentions.filter(
      ({ source, person, at }) => source === one.source && person === one.person && at < one.at,
    ).length;
    return mentionCard(one, { look, before, components, title: one.incident && titles.get(one.incident) });
  })}</ul>${more > 0 ? html`<p class="soft">And ${more} more: they are here once these are answered, or choose an incident above.</p>` : ''}`;
}

/** What an empty queue says, so that nobody takes silence for calm. */
function nobodyWaits({ desk, chosen, look }: QueueShown): Html {
  if (desk.waiting.count > 0 || chosen.incident || chosen.state)
    return html`<p>Nobody of those that you chose waits. <a class="row" href="${PAGES.desk}">Show all</a></p>`;
  if (desk.sources.some(({ connected }) => connected !== undefined))
    return html`<p><strong>Nobody waits for an answer.</strong> Whoever speaks to us is here within a minute.</p>`;
  return html`<p><strong>No place is connected yet where customers are heard.</strong> ${mayDo(look, 'administer') ? html`<code>candor desk connect</code> connects X, Bluesky, Mastodon or mail, and says what each costs.` : 'An administrator connects X, Bluesky, Mastodon or mail.'}</p>`;
}

/** A plain form that is looked at: its address can be kept and sent to a colleague. */
function filterForm({ incidents, chosen }: QueueShown): Html {
  const option = (value: string, label: string, now: string | undefined) =>
    html`<option value="${value}"${value === (now ?? '') ? html` selected` : ''}>${label}</option>`;
  const isSet = Boolean(chosen.incident || chosen.state);
  return html`<details${isSet ? html` open` : ''}><summary>${isSet ? 'Only some are shown' : 'Show only some'}</summary><form method="get" action="${PAGES.desk}" id="desk-filter">
<div class="pair"><div><label for="desk-incident">About</label><select id="desk-incident" name="incident">${option('', 'everything', chosen.incident)}${incidents.map(({ id, title }) => option(id, title, chosen.incident))}</select></div>
<div><label for="desk-state">State</label><select id="desk-state" name="state">${option('', 'any', chosen.state)}${MENTION_STATES.map((state) => option(state, STATE_WORD[state], chosen.state))}</select></div></div>
<button class="quiet">Show these</button></form></details>`;
}
