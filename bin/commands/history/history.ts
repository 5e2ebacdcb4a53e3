import { readFileSync } from 'node:fs';
import { UsageError } from '../surroundings.ts';
import { FORMS, rowsIn, type Unread } from './forms.ts';
import { type PastIncident, pastIncidentOf } from './past-incident.ts';

/** What a file or a page tells of its past, what of it is no incident, and the zone that the page names for itself. */
export type History = {
  incidents: readonly PastIncident[];
  unread: readonly Unread[];
  zone: string | undefined;
};

/** One incident as a status page told it in public. Updates are oldest first, and dated when they were written. */
export type PublicRecord = {
  source: string;
  id: string;
  name: string;
  kind: string;
  impact: string | null;
  resolved_at: string | null;
  time_quality: string | null;
  components: readonly string[];
  /** The zone of its page, as the page names it. */
  zone: string | undefined;
  updates: readonly { at: string; status: string; body: string }[];
  /** The paths of texts that held characters which nobody sees; absent if none did. */
  cleaned?: readonly string[];
};

/** Reads any of the forms that `FORMS` names. Throws `UsageError` if `text` has none of them. */
export function historyIn(text: string, name: string): History {
  const { rows, unread, zone } = rowsIn(text, name);
  const read = rows.map(pastIncidentOf);
  return {
    incidents: read.filter((one): one is PastIncident => 'updates' in one),
    unread: [...unread, ...read.filter((one): one is Unread => !('updates' in one))],
    zone,
  };
}

/** The text of a file that a person named. Throws `UsageError` if it cannot be read. */
export function textOf(file: string, name: string = file): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${name} cannot be read`);
  }
}

/** The incidents of a file. Throws `UsageError` that names the line which cannot be read, and what it needs. */
export const readRecords = (file: string): PublicRecord[] => recordsOf(textOf(file), file);

/** The same from the file's text; `name` is what errors call it. Where verdicts are made, no update may be missing. */
export function recordsOf(text: string, name: string): PublicRecord[] {
  const { incidents, unread, zone } = historyIn(text, name);
  const [first] = unread;
  if (first) throw new UsageError(`${name}, ${first.where}: ${first.why}. ${FORMS}`);
  return incidents.map((incident) => {
    const wrong = incident.missing.find((part) => /updates\b.*(?:has no time|is not a time)|^resolved_at/.test(part));
    if (wrong !== undefined) throw new UsageError(`${name}, ${incident.where}: ${wrong}. ${FORMS}`);
    return recordOf(incident, zone);
  });
}

const recordOf = (incident: PastIncident, zone: string | undefined): PublicRecord => ({
  source: incident.source ?? 'unknown',
  id: incident.id,
  name: incident.name,
  kind: incident.kind,
  impact: incident.impact ?? null,
  resolved_at: incident.resolvedAt ?? null,
  time_quality: incident.timeQuality ?? null,
  components: incident.components.flatMap(({ name, id }) => name ?? id ?? []),
  zone,
  updates: incident.updates.map(({ createdAt, status, body }) => ({ at: createdAt, status: status ?? 'update', body })),
  ...(incident.cleaned.length === 0 ? {} : { cleaned: incident.cleaned }),
});
