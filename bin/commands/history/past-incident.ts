import * as z from 'zod';
import { plainParts } from '../../../shared/core/hidden-characters.ts';
import { field, type Row, type Unread } from './forms.ts';

export type PastUpdate = {
  id: string | undefined;
  status: string | undefined;
  body: string;
  /** When it was written; for how it was dated, `displayAt`. */
  createdAt: string;
  displayAt: string | undefined;
  updatedAt: string | undefined;
  affected: readonly { code: string; name: string; old_status: string; new_status: string }[] | undefined;
};

/** An incident as some status page told it, whatever the form of its file. Times are instants; updates oldest first. */
export type PastIncident = {
  where: string;
  source: string | undefined;
  id: string;
  name: string;
  kind: 'incident' | 'maintenance';
  status: string | undefined;
  impact: string | undefined;
  createdAt: string | undefined;
  updatedAt: string | undefined;
  startedAt: string | undefined;
  monitoringAt: string | undefined;
  resolvedAt: string | undefined;
  scheduledFor: string | undefined;
  scheduledUntil: string | undefined;
  timeQuality: string | undefined;
  components: readonly { id: string | undefined; name: string | undefined }[];
  updates: readonly PastUpdate[];
  /** Parts of it that could not be read and are left out: `created_at: is not a time`. */
  missing: readonly string[];
  /** The paths of texts that held characters which nobody sees. They are taken out, and the text is kept. */
  cleaned: readonly string[];
};

const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'is not a time')
  .transform((text) => new Date(text).toISOString());
const words = z.string();
const identifier = z.union([z.string().min(1), z.number()]).transform(String);
const affected = z.object({ code: identifier, name: words, old_status: z.string(), new_status: z.string() });

/** A status or an impact as other exports write it, too: "In Progress", "Canceled". */
const word = z.string().transform((text) => {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return SAME_WORD[plain] ?? plain;
});
const SAME_WORD: Readonly<Record<string, string>> = {
  canceled: 'cancelled',
  complete: 'completed',
  finished: 'completed',
};

const WORK_STATUSES = ['scheduled', 'in_progress', 'verifying', 'completed', 'cancelled'];

/**
 * What a row says, as far as it can be read: a part that cannot is named in `missing` and left out. Only what has no
 * id or no list of updates is no incident, and then the answer says why.
 */
export function pastIncidentOf({ where, value: told }: Row): PastIncident | Unread {
  const { value, changed: cleaned } = plainParts(told);
  const missing: string[] = [];
  const read = reader(value, '', missing);
  const given = field(value, 'incident_updates') ?? field(value, 'updates');
  const id = identifier.safeParse(field(value, 'id'));
  if (!id.success) return { where, why: 'has no "id"' };
  if (!Array.isArray(given)) return { where, why: `${id.data} has no list "incident_updates" and none of "updates"` };
  const list = field(value, 'incident_updates') === undefined ? 'updates' : 'incident_updates';
  const updates = given.flatMap((one, index) => updateOf(one, `${list}.${index}`, missing) ?? []);
  const impact = read('impact', word);
  const status = read('status', word);
  const dates = { scheduledFor: read('scheduled_for', instant), scheduledUntil: read('scheduled_until', instant) };
  const kind = read('kind', word);
  const lastSaid = status ?? updates.findLast((one) => one.status !== undefined)?.status ?? '';
  const looksLikeWork = dates.scheduledFor !== undefined || WORK_STATUSES.includes(lastSaid);
  // A row that says itself what it is, is that.
  const isWork = impact === 'maintenance' || kind === 'maintenance' || (kind === undefined && looksLikeWork);
  return {
    where,
    source: read('source', z.string()),
    id: id.data,
    name: read('name', words) ?? '',
    kind: isWork ? 'maintenance' : 'incident',
    status,
    impact,
    createdAt: read('created_at', instant),
    updatedAt: read('updated_at', instant),
    startedAt: read('started_at', instant),
    monitoringAt: read('monitoring_at', instant),
    resolvedAt: read('resolved_at', instant),
    ...dates,
    timeQuality: read('time_quality', z.string()),
    components: componentsIn(field(value, 'components'), missing),
    updates: updates.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0)),
    missing,
    cleaned,
  };
}

/** What a person is told of that. */
export const cleanedNote = (id: string, cleaned: readonly string[]): string =>
  `${id}: characters that nobody sees were taken out of ${cleaned.join(', ')}`;

function updateOf(value: unknown, where: string, missing: string[]): PastUpdate | undefined {
  const read = reader(value, `${where}.`, missing);
  const displayAt = read('display_at', instant);
  const updatedAt = read('updated_at', instant);
  const createdAt = read('created_at', instant) ?? read('at', instant) ?? displayAt ?? updatedAt;
  if (createdAt === undefined) {
    missing.push(`${where}: has no time`);
    return undefined;
  }
  return {
    id: read('id', identifier),
    status: read('status', word),
    body: read('body', words) ?? '',
    createdAt,
    displayAt,
    updatedAt,
    affected: read('affected_components', z.array(affected)),
  };
}

/** Components are objects of Statuspage's, or names. */
function componentsIn(value: unknown, missing: string[]): PastIncident['components'] {
  if (!Array.isArray(value)) {
    if (value !== undefined && value !== null) missing.push('components: is no list');
    return [];
  }
  return value.map((one: unknown) => {
    if (typeof one === 'string') return { id: undefined, name: one };
    const id = identifier.safeParse(field(one, 'id')).data;
    return { id, name: words.safeParse(field(one, 'name')).data };
  });
}

/** Reads one field after the other; null and absence are the same, and nothing to speak of. */
function reader(value: unknown, prefix: string, missing: string[]) {
  return <T>(name: string, schema: z.ZodType<T>): T | undefined => {
    const given = field(value, name);
    if (given === undefined || given === null) return undefined;
    const result = schema.safeParse(given);
    if (result.success) return result.data;
    missing.push(`${prefix}${name}: ${result.error.issues[0]?.message ?? 'cannot be read'}`);
    return undefined;
  };
}
