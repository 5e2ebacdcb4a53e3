import type { ComponentStatus } from '../../core/entry.ts';
import type { Voice } from '../../wording/sentences.ts';
import { DAYS } from '../../wording/site-days.ts';
import { type Day, HISTORY_DAYS } from '../day-history.ts';
import { type Html, html, NOTHING } from '../html.ts';
import { componentShape } from '../shapes.ts';

/** Height of a day on a grid of 24: worse is taller, so that a bar reads without colour. Affected days first of all. */
const HEIGHTS: Record<ComponentStatus, number> = {
  operational: 6,
  under_maintenance: 10,
  degraded_performance: 14,
  partial_outage: 19,
  major_outage: 24,
};
const UNRECORDED = 1.5;

/** Three units of bar and one of space. */
const DAY_WIDTH = 4;

/** A page that everybody loads lists so many affected days of a component; the history has all of them. */
export const LISTED_AT_MOST = 10;

/**
 * Ninety days as one picture of a few paths, whatever happened on them: every run of days of one sort is a dashed line.
 * The words say the same: in the picture's label, and day by day in the list behind it, which opens without a script.
 */
export function dayBars(
  voice: Voice,
  name: string,
  days: readonly Day[],
  atMost = Number.POSITIVE_INFINITY,
  more?: string,
): Html {
  return html`<svg class="bar" width="360" height="24" viewBox="0 0 ${HISTORY_DAYS * DAY_WIDTH} 24" preserveAspectRatio="none" role="img" aria-label="${name}: ${DAYS.summary(voice, counted(days))}">${lines(days)}</svg>${list(voice, name, days, atMost, more)}`;
}

function lines(days: readonly Day[]): Html {
  const sorts = Map.groupBy(
    days.map((day, index) => ({ sort: sortOf(day), index })),
    (one) => one.sort,
  );
  return html`${[...sorts].map(([sort, members]) => {
    const height = sort === 'none' ? UNRECORDED : HEIGHTS[sort];
    const y = 24 - height / 2;
    const path = runs(members.map((one) => one.index))
      .map(([first, last]) => `M${first * DAY_WIDTH} ${y}H${last * DAY_WIDTH + DAY_WIDTH}`)
      .join('');
    return html`<path class="${sort === 'none' ? sort : componentShape[sort]}" stroke-width="${height}" d="${path}"/>`;
  })}`;
}

const sortOf = (day: Day): ComponentStatus | 'none' =>
  day.was === 'unrecorded' ? 'none' : day.was === 'clear' ? 'operational' : day.worst;

/** First and last of each row of neighbours: `[3, 4, 5, 9]` is `[[3, 5], [9, 9]]`. */
function runs(indexes: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const index of indexes) {
    const last = found.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else found.push([index, index]);
  }
  return found;
}

const counted = (days: readonly Day[]) => ({
  affected: days.filter((day) => day.was === 'affected').length,
  recorded: days.filter((day) => day.was !== 'unrecorded').length,
  since: days.find((day) => day.was !== 'unrecorded')?.day,
});

function list(voice: Voice, name: string, days: readonly Day[], atMost: number, more: string | undefined): Html {
  const affected = days.filter((day) => day.was === 'affected').toReversed();
  if (affected.length === 0 || atMost === 0) return NOTHING;
  const rest = affected.length - atMost;
  return html`<details><summary>${DAYS.affected(affected.length)}<span class="quiet">, ${name}</span></summary><ul>${affected
    .slice(0, atMost)
    .map(({ day, worst, forMs }) => html`<li>${DAYS.line(voice, day, worst, forMs)}</li>`)}</ul>${
    rest > 0 && more ? html`<p><a href="${more}">${DAYS.more(rest)}</a></p>` : NOTHING
  }</details>`;
}
