import { html } from 'hono/html';
import type { ApiIncident } from '../client/types.ts';
import { clockTime, distance, isOver, spanOf, standing } from '../client/words.ts';
import type { Instant } from '../core/instant.ts';
import type { Html } from './layout.ts';

/** Both clocks of an incident, never mixed: what is owed next, and when it is said to be restored. */
export function clocks(incident: ApiIncident, now: Instant): Html {
  if (isOver(incident)) {
    const report = standing(incident, 'reportBy');
    return report ? html`<dl><dt>Report</dt><dd>${due(incident, 'reportBy', now)}</dd></dl>` : html``;
  }
  return html`<dl>
<dt>Next update</dt><dd>${due(incident, 'nextUpdateBy', now)}</dd>
<dt>Restored</dt><dd>${due(incident, 'restoreBy', now)}</dd>
</dl>`;
}

function due(incident: ApiIncident, promise: 'nextUpdateBy' | 'restoreBy' | 'reportBy', now: Instant): Html {
  const row = standing(incident, promise);
  if (!row)
    return html`<span class="soft">${promise === 'nextUpdateBy' ? 'none promised' : 'no estimate given'}</span>`;
  const time = clockTime(row.at, now, spanOf(incident, row));
  return row.at < now
    ? html`<span class="late">${time}: ${distance(row.at, now)}</span>`
    : html`<strong>${time}</strong> (${distance(row.at, now)})`;
}

/** The one thing to do next, in words. */
export function owedNext(incidents: readonly ApiIncident[], now: Instant): Html {
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
  const time = clockTime(row.at, now, spanOf(incident, row));
  return html`<p>Owed next: an update of <a href="/console/incidents/${incident.id}">${incident.title}</a> by ${
    row.at < now
      ? html`<span class="late">${time}, ${distance(row.at, now)}</span>`
      : html`<strong>${time}</strong>, ${distance(row.at, now)}`
  }.</p>`;
}
