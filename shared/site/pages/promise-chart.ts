import { dayOf } from '../../core/day-part.ts';
import { DAY_MS, type Instant, msBetween } from '../../core/instant.ts';
import { LEDGER } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { HISTORY_DAYS } from '../day-history.ts';
import { type Html, html, NOTHING } from '../html.ts';
import type { Ledger } from '../ledger.ts';

const DAY_WIDTH = 4;
/** Height of the tallest column above the line; those below it keep the same scale. */
const ABOVE = 44;

/** Kept promises stand on the line and slipped ones hang below it, day by day; the list behind it has the numbers. */
export function promiseChart({ voice, now }: SiteContext, { perDay }: Ledger): Html {
  const most = Math.max(1, ...perDay.flatMap((day) => [day.kept, day.slipped]));
  const unit = ABOVE / most;
  const height = ABOVE + Math.max(4, ...perDay.map((day) => Math.round(day.slipped * unit))) + 1;
  const bars = (size: (day: Ledger['perDay'][number]) => number, down: boolean) =>
    perDay
      .filter((day) => size(day) > 0)
      .map((day) => {
        const long = Math.max(2, Math.round(size(day) * unit) - 1);
        return `M${columnOf(day.day, now) * DAY_WIDTH} ${ABOVE}h3v${down ? long : -long}h-3z`;
      })
      .join('');
  return html`<figure><svg class="chart" width="${HISTORY_DAYS * DAY_WIDTH}" height="${height}" viewBox="0 0 ${HISTORY_DAYS * DAY_WIDTH} ${height}" role="img" aria-label="${LEDGER.chart(perDay)}"><path class="axis" d="M0 ${ABOVE}H${HISTORY_DAYS * DAY_WIDTH}"/><path class="kept" d="${bars((day) => day.kept, false)}"/><path class="slipped" d="${bars((day) => day.slipped, true)}"/></svg>
${
  perDay.length === 0
    ? NOTHING
    : html`<details><summary>${LEDGER.byDay}</summary><ul>${perDay
        .toReversed()
        .map(({ day, kept, slipped }) => html`<li>${LEDGER.dayLine(voice, day, kept, slipped)}</li>`)}</ul></details>`
}<figcaption class="fine">${LEDGER.chartLegend}</figcaption></figure>`;
}

/** Today is the last column. */
const columnOf = (day: string, now: Instant): number =>
  HISTORY_DAYS - 1 - Math.round(msBetween(`${day}T00:00:00.000Z`, `${dayOf(now)}T00:00:00.000Z`) / DAY_MS);
