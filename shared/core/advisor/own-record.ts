import type { ReportedIncident } from '../incident.ts';
import { MINUTE_MS, msBetween } from '../instant.ts';

/** How a team's ETAs of about one length turned out. A revised one was moved before it was due, and is shown apart. */
export type SpanRecord = { spanMinutes: number; kept: number; of: number; revised: number; label: string };

/** Lengths that people promise; an ETA counts to the nearest, in proportion. */
const SPANS_MINUTES = [15, 30, 60, 120, 240, 480, 1440] as const;

/**
 * What became of the first ETA of each incident, by how long it was. Only times that a person gave count, and only
 * those whose end is known; a retracted incident says nothing about how well its ETA was judged.
 */
export function ownRecord(incidents: readonly ReportedIncident[]): SpanRecord[] {
  const records = new Map<number, { kept: number; of: number; revised: number }>();
  for (const incident of incidents) {
    const first = incident.promises.find((row) => row.promise === 'restoreBy' && row.source === 'person');
    if (!first || incident.phase === 'retracted' || incident.phase === 'merged') continue;
    const span = nearestSpan(msBetween(first.madeAt, first.at) / MINUTE_MS);
    const record = records.get(span) ?? { kept: 0, of: 0, revised: 0 };
    records.set(span, record);
    if (first.state === 'kept') record.kept++;
    if (first.state === 'kept' || first.state === 'slipped') record.of++;
    if (first.state === 'revised') record.revised++;
  }
  return [...records]
    .filter(([, { of, revised }]) => of + revised > 0)
    .toSorted(([a], [b]) => a - b)
    .map(([spanMinutes, record]) => ({ spanMinutes, ...record, label: labelOf(spanMinutes, record) }));
}

const nearestSpan = (minutes: number): number =>
  SPANS_MINUTES.toSorted((a, b) => Math.abs(Math.log(a / minutes)) - Math.abs(Math.log(b / minutes)))[0]!;

function labelOf(minutes: number, { kept, of, revised }: { kept: number; of: number; revised: number }): string {
  const length = minutes < 60 ? `${minutes}-minute` : `${minutes / 60}-hour`;
  return `your ${length} ETAs: ${kept} of ${of} kept${revised > 0 ? `, ${revised} moved before they were due` : ''}`;
}
