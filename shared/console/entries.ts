import { html } from 'hono/html';
import type { ApiEntry, ApiIncident } from '../client/types.ts';
import { distance, PROMISE_WORDS, promisesMadeBy, sourceWords, spanOf } from '../client/words.ts';
import { labelOf } from '../core/channel/shipped.ts';
import type { Delivery } from '../core/delivery.ts';
import type { PromiseName } from '../core/entry.ts';
import type { Progress } from '../core/subscribers/progress.ts';
import { standingSentence } from '../wording/standing.ts';
import { promisedTime } from '../wording/time.ts';
import { toldWords } from '../wording/told.ts';
import { beside } from './clocks.ts';
import type { Html } from './layout.ts';
import { calledBy, type Look, mayDo } from './moments.ts';

/** One entry: what was said, what was promised with it and became of it, and what each channel did. */
export function entryBlock(incident: ApiIncident, entry: ApiEntry, look: Look): Html {
  const { now, voice } = look;
  const path = `/console/incidents/${incident.id}`;
  return html`<li class="card entry${entry.automated ? ' automated' : ''}" id="entry-${entry.seq}">
<h3>${entry.seq}. ${entry.kind}${entry.corrects === undefined ? '' : ` of entry ${entry.corrects}`}${entry.automated ? ', by itself' : ''}</h3>
<p class="soft">${promisedTime(voice, entry.at, now)}${beside(entry.at, look.zone)} · ${entry.status}${entry.actor === undefined ? '' : ` · ${calledBy(look, entry.actor)}`}${entry.approvedBy === undefined ? '' : `, read by ${calledBy(look, entry.approvedBy)}`}${entry.happenedAt === undefined ? '' : ` · happened ${promisedTime(voice, entry.happenedAt, now)}`}</p>
${text(entry)}
${promiseList(incident, entry.seq, look)}
${deliveryList(incident, entry.seq, look)}
${entry.message === undefined || !mayDo(look, 'speak') ? '' : html`<p class="acts"><a href="${path}/correct?seq=${entry.seq}">Correct entry ${entry.seq}</a> <a href="${path}/redact?seq=${entry.seq}">Remove its text</a></p>`}
</li>`;
}

export const text = (entry: ApiEntry): Html =>
  entry.message === undefined
    ? html`<p class="soft">The text was removed.</p>`
    : html`<p class="text" dir="auto">${entry.message}</p>${entry.workaround === undefined ? '' : html`<p class="text" dir="auto"><strong>Meanwhile:</strong> ${entry.workaround}</p>`}`;

/** What an entry promised, from whom, and what became of it. */
export function promiseList(incident: ApiIncident, seq: number, look: Look): Html | '' {
  const { now, zone, voice, reader } = look;
  const rows = promisesMadeBy(incident, seq);
  if (rows.length === 0) return '';
  return html`<ul class="plain">${rows.map((row) => {
    const became =
      row.state === 'open' ? distance(row.at, now) : lowerFirst(standingSentence(voice, row, row.standing, now));
    const time = promisedTime(voice, row.at, now, spanOf(incident, row));
    return html`<li>Promised: ${promiseName(row.promise, incident.type)} by ${time}${beside(row.at, zone)}, ${sourceWords(row, incident, reader, (actor) => calledBy(look, actor))} (${became})</li>`;
  })}</ul>`;
}

const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

/** What was promised, in the commander's words. The end of announced work restores nothing. */
export const promiseName = (promise: PromiseName, type: ApiIncident['type']): string =>
  type === 'maintenance' && promise === 'restoreBy' ? 'planned end' : PROMISE_WORDS[promise];

/** Per-channel truth for one entry. */
export function deliveryList(incident: ApiIncident, seq: number, look: Look): Html {
  const channels = Object.entries(incident.deliveries ?? {});
  if (channels.length === 0) return html`<p class="soft">What the channels did is not known.</p>`;
  return html`<ul class="plain channels">${channels.map(
    ([channel, records]) =>
      html`<li>${labelOf(channel)}: ${deliveryWords(records[seq], look, incident.told?.[channel]?.[seq])}</li>`,
  )}</ul>`;
}

/** True while a channel may still do something with this entry; `among`: those that are asked about, all if not said. */
export const isUnderWay = (
  incident: ApiIncident,
  seq: number,
  among: (channel: string) => boolean = () => true,
): boolean =>
  Object.entries(incident.deliveries ?? {}).some(([channel, records]) => {
    const state = records[seq]?.state;
    return among(channel) && (state === undefined || state === 'claimed' || state === 'throttled');
  });

function deliveryWords(delivery: Delivery | undefined, { now, voice }: Look, progress?: Progress): Html {
  if (progress !== undefined) {
    const isDone = delivery?.state === 'delivered';
    return html`<span class="${isDone && progress.unknown + progress.refused === 0 ? 'ok' : 'soft'}">${toldWords(voice, progress, now, isDone)}</span>`;
  }
  if (delivery === undefined) return html`<span class="soft">on its way</span>`;
  switch (delivery.state) {
    case 'claimed':
      return html`<span class="soft">being sent</span>`;
    case 'throttled':
      return html`<span class="late">waits until ${promisedTime(voice, delivery.retryAt, now)}: ${delivery.reason}</span>`;
    case 'delivered':
      if (delivery.removedAt !== undefined) {
        return html`<span class="late">taken down by somebody, noticed at ${promisedTime(voice, delivery.removedAt, now)}; it is not posted again</span>`;
      }
      if (!delivery.shadow) return html`<span class="ok">live since ${promisedTime(voice, delivery.at, now, 0)}</span>`;
      return html`<span class="soft">in shadow: it would have been posted at ${promisedTime(voice, delivery.at, now)}, nobody saw it</span>${delivery.text === undefined ? '' : html`<details class="shown"><summary>Read the shadow post</summary><p class="text" dir="auto">${delivery.text}</p></details>`}`;
    case 'coalesced':
      return html`said together with entry ${delivery.into}`;
    case 'rejected':
    case 'unknown':
    case 'expired':
    case 'dropped':
      return html`<span class="late">${delivery.state}: ${delivery.reason}</span>`;
  }
}

/** What was removed here and stands elsewhere, until somebody sees to it; nothing where nothing was removed. */
export const remainsList = ({ remains = [] }: ApiIncident): Html | '' =>
  remains.length === 0
    ? ''
    : html`<section class="alert"><h2 class="top">Removed here, and out of our reach</h2><ul>${remains.map(({ says, url }) => html`<li>${url?.startsWith('https://') ? html`<a href="${url}">${says}</a>` : says}</li>`)}</ul></section>`;
