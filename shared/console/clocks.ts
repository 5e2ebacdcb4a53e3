import { html } from 'hono/html';
import type { ApiIncident, ApiPromise } from '../client/types.ts';
import { distance, isOver, spanOf, standing } from '../client/words.ts';
import type { Instant } from '../core/instant.ts';
import { promisedTime } from '../wording/time.ts';
import type { Html } from './layout.ts';
import { type Look, localTime } from './moments.ts';
import { PAGES, pathTo } from './paths.ts';

/** Both clocks of an incident, never mixed: what is owed next, and when it is said to be restored. */
export function clocks(incident: ApiIncident, look: Look): Html {
  if (incident.type === 'maintenance') return plan(incident, look);
  if (isOver(incident)) {
    const report = standing(incident, 'reportBy');
    return report
      ? html`<dl class="clocks"><div><dt>Report</dt><dd>${due(incident, report, look)}</dd></div></dl>`
      : html``;
  }
  const [next, restore] = [standing(incident, 'nextUpdateBy'), standing(incident, 'restoreBy')];
  return html`<dl class="clocks">
<div><dt>Next update</dt><dd>${next ? due(incident, next, look) : html`<span class="soft">none promised</span>`}</dd></div>
<div><dt>Restored</dt><dd>${restore ? due(incident, restore, look) : html`<span class="soft">no estimate given</span>`}</dd></div>
</dl>`;
}

/** Begin and end of announced work, as they stand now. */
function plan({ scheduledFor, scheduledUntil, status }: ApiIncident, look: Look): Html {
  const row = (name: string, at: Instant | undefined, counts: boolean) =>
    at === undefined
      ? ''
      : html`<div><dt>${name}</dt><dd>${counts ? counting(at, look, promisedTime(look.voice, at, look.now)) : promisedTime(look.voice, at, look.now)}</dd></div>`;
  return html`<dl class="clocks">${row('Begins', scheduledFor, status === 'scheduled')}${row('Ends by', scheduledUntil, status === 'in_progress' || status === 'verifying')}</dl>`;
}

const due = (incident: ApiIncident, row: ApiPromise, look: Look): Html =>
  counting(row.at, look, promisedTime(look.voice, row.at, look.now, spanOf(incident, row)));

/** A time and how far off it is. The page's script counts on; without it both are true as of when the page was made. */
export function counting(at: Instant, { now, zone }: Look, time: string): Html {
  return html`<span data-due="${at}"${at < now ? html` class="late"` : ''}><strong>${time}</strong> <span class="away">${distance(at, now)}</span></span>${beside(at, zone)}`;
}

/** The same time as clocks where the reader is show it. The page's script knows better where that is. */
export const beside = (at: Instant, zone: string): Html =>
  html`<span class="local soft" data-at="${at}">${localTime(at, zone)}</span>`;

/** The one thing to do next, in words. */
export function owedNext(incidents: readonly ApiIncident[], look: Look): Html {
  const rows = incidents
    .filter((incident) => !isOver(incident))
    .flatMap((incident) => {
      const row = standing(incident, 'nextUpdateBy');
      return row ? [{ incident, row }] : [];
    })
    .toSorted((a, b) => (a.row.at < b.row.at ? -1 : 1));
  const first = rows[0];
  if (!first) return html`<p>No update is owed at the moment.</p>`;
  const { incident, row } = first;
  return html`<p class="owed">Owed next: an update of <a href="${pathTo(PAGES.incident, incident)}">${incident.title}</a> by ${due(incident, row, look)}</p>`;
}
