import { html } from 'hono/html';
import type { ApiEtaAdvice } from '../client/types.ts';
import { span } from '../client/words.ts';
import { type Instant, MINUTE_MS, msBetween } from '../core/instant.ts';
import { chosenTime, typedInstant, typedTime } from './chosen-time.ts';
import type { Filled } from './filled.ts';
import type { FormContext } from './form-context.ts';
import { type Html, slot } from './layout.ts';
import { bothTimes, type Look, roundedUp } from './moments.ts';

const ROWS = [
  ['p50', '5 in 10'],
  ['p80', '8 in 10'],
  ['p90', '9 in 10'],
  ['p95', '19 in 20'],
] as const;

const WIDTH = 340;
const ROW = 26;
const LEFT = 62;
const RIGHT = 74;
const TOP = 22;

/** The time being promised, as the form has it now. */
const promised = (filled: Filled, context: FormContext): Instant | undefined =>
  chosenTime(filled.values, 'restore', context)?.at ?? typedInstant(typedTime(filled.values, 'restore') ?? '', context);

/** What history says about the time that is left, with the promise being typed drawn into it. */
export const adviceSlot = (filled: Filled, context: FormContext): Html =>
  slot(
    `${filled.form}-advice`,
    context.advice === undefined ? '' : advicePicture(context.advice, promised(filled, context), context),
  );

/** The picture, and the same in words: nobody has to see it to know it. */
function advicePicture(advice: ApiEtaAdvice, at: Instant | undefined, look: Look): Html {
  const { quantiles, basis, record } = advice;
  const promisedMs = at === undefined ? undefined : Math.max(0, msBetween(look.now, at));
  return html`<figure class="advice"><figcaption>How long incidents like this one still took</figcaption>
${picture(quantiles, promisedMs)}
<p>Half were over within ${minutes(quantiles.p50.minutes)}, 8 in 10 within ${minutes(quantiles.p80.minutes)}, 9 in 10 within ${minutes(quantiles.p90.minutes)}. ${
    promisedMs === undefined ? '' : html`<strong>${verdict(quantiles, promisedMs)}</strong>`
  }</p>
<p class="soft">From ${basis.label}.${record.map(({ label }) => ` ${label[0]?.toUpperCase()}${label.slice(1)}.`)}</p>
<button class="chip" name="accept" value="restoreAt=${roundedUp(quantiles.p80.at)}" formnovalidate>Promise ${bothTimes(look, roundedUp(quantiles.p80.at))}: 8 in 10</button></figure>`;
}

/** As finely as anybody plans with it: nobody needs the minutes of half a day. */
const minutes = (count: number): string =>
  span((count >= 600 ? Math.round(count / 60) * 60 : count >= 60 ? Math.round(count / 5) * 5 : count) * MINUTE_MS);

function picture(quantiles: ApiEtaAdvice['quantiles'], promisedMs: number | undefined): Html {
  const longest = Math.max(quantiles.p95.minutes, (promisedMs ?? 0) / MINUTE_MS);
  // By its logarithm: half an hour and two days both have to be seen.
  const x = (count: number) => Math.round(((WIDTH - LEFT - RIGHT) * Math.log1p(count)) / Math.log1p(longest));
  const height = TOP + ROWS.length * ROW;
  const line = promisedMs === undefined ? undefined : LEFT + x(promisedMs / MINUTE_MS);
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" aria-hidden="true" focusable="false">
${ROWS.map(([name], index) => html`<rect class="${name}" x="${LEFT}" y="${TOP + index * ROW + 3}" width="${x(quantiles[name].minutes)}" height="${ROW - 8}" rx="3"/>`)}
${
  line === undefined
    ? ''
    : html`<line class="promise" x1="${line}" x2="${line}" y1="${TOP - 4}" y2="${height}"/><text class="promise" x="${line}" y="13" text-anchor="${line > WIDTH / 2 ? 'end' : 'start'}">yours: ${minutes(Math.round((promisedMs as number) / MINUTE_MS))}</text>`
}
${ROWS.map(([name, label], index) => {
  const y = TOP + index * ROW + 16;
  return html`<text x="0" y="${y}">${label}</text><text class="soft" x="${WIDTH}" y="${y}" text-anchor="end">${minutes(quantiles[name].minutes)}</text>`;
})}
</svg>`;
}

function verdict(quantiles: ApiEtaAdvice['quantiles'], promisedMs: number): string {
  const promisedMinutes = promisedMs / MINUTE_MS;
  const yours = `Yours is ${minutes(Math.round(promisedMinutes))}:`;
  if (promisedMinutes < quantiles.p50.minutes) return `${yours} more than half took longer.`;
  if (promisedMinutes < quantiles.p80.minutes) return `${yours} at least 2 in 10 took longer.`;
  if (promisedMinutes <= quantiles.p95.minutes) return `${yours} that is where a promise belongs.`;
  return `${yours} nearly all were over long before.`;
}
