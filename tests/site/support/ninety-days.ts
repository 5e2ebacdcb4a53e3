import type { ComponentStatus, Impact } from '../../../shared/core/entry.ts';
import { DAY_MS, type Instant, MINUTE_MS, plus } from '../../../shared/core/instant.ts';
import type { PublicIncident } from '../../../shared/core/public-incident.ts';
import { story } from './story.ts';

/** What goes wrong in a quarter of a year: how bad, on what, for how long, and which time that was given was missed. */
const SORTS: readonly { title: string; impact: Impact; status: ComponentStatus; minutes: number; missed?: true }[] = [
  { title: 'Webhooks arrive late', impact: 'minor', status: 'degraded_performance', minutes: 48 },
  {
    title: 'Requests to the API time out in Europe',
    impact: 'major',
    status: 'partial_outage',
    minutes: 95,
    missed: true,
  },
  { title: 'Exports wait in the queue', impact: 'minor', status: 'degraded_performance', minutes: 130 },
  { title: 'Sign-in fails for everybody', impact: 'critical', status: 'major_outage', minutes: 37 },
  { title: 'Search returns old results', impact: 'minor', status: 'degraded_performance', minutes: 205 },
];

/** Days between incidents, so that good weeks and bad days both come about; always the same. */
const GAPS_DAYS = [2, 1, 5, 3, 9, 1, 4, 6, 2, 11, 3, 5];

/** Closed incidents of the ninety days before `now`, newest first, each on one of these components. */
export function pastIncidents(components: readonly string[], now: Instant): PublicIncident[] {
  const incidents: PublicIncident[] = [];
  for (let ago = 2, n = 0; ago < 88; ago += GAPS_DAYS[n % GAPS_DAYS.length]!, n += 1) {
    const opened = plus(now, -ago * DAY_MS - n * 17 * MINUTE_MS);
    incidents.push(
      pastIncident(
        `p${String(n).padStart(2, '0')}${'x'.repeat(9)}`,
        opened,
        components[(n * 7) % components.length]!,
        n,
      ),
    );
  }
  return incidents;
}

function pastIncident(id: string, opened: Instant, component: string, n: number): PublicIncident {
  const { title, impact, status, minutes, missed } = SORTS[n % SORTS.length]!;
  const after = (share: number) => plus(opened, Math.round(minutes * share) * MINUTE_MS);
  return story(
    id,
    [
      opened,
      {
        title,
        impact,
        happenedAt: plus(opened, -(3 + (n % 6)) * MINUTE_MS),
        message: 'We see errors on this part and are looking for the cause.',
        components: [{ id: component, status }],
        promises: { nextUpdateBy: after(0.35) },
      },
    ],
    [
      missed ? after(0.45) : after(0.3),
      {
        status: 'identified',
        message: 'A change of this morning is the cause. We are taking it back.',
        promises: { nextUpdateBy: after(0.8), restoreBy: after(0.9) },
        settles: [{ seq: 1, promise: 'nextUpdateBy', as: missed ? 'slipped' : 'kept' }],
      },
    ],
    [
      after(0.75),
      {
        status: 'monitoring',
        message: 'The change is taken back, and errors are down to what is usual.',
        components: [{ id: component, status: 'operational' }],
        promises: { nextUpdateBy: after(1.2) },
        settles: [
          { seq: 2, promise: 'nextUpdateBy', as: 'kept' },
          { seq: 2, promise: 'restoreBy', as: 'kept' },
        ],
      },
    ],
    [
      after(1),
      {
        kind: 'resolved',
        status: 'resolved',
        message: 'It has stayed quiet. This is over; we are writing down how it came about.',
        settles: [{ seq: 3, promise: 'nextUpdateBy', as: 'kept' }],
      },
    ],
  );
}
