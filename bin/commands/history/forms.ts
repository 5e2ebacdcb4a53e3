import { UsageError } from '../surroundings.ts';

/** What the files may be that `import`, `report`, `replay`, `drill` and `backtest` read, for help and refusals. */
export const FORMS = `It may be Statuspage's incidents.json, a bare list of its incidents, or one incident a line: {"id", "incident_updates": [{"status", "body", "created_at"}]} as Statuspage has them, or {"id", "updates": [{"at", "status", "body"}]}.`;

/** An incident of a file, not looked into yet, and where it stands: `line 3`, `incident 3`. */
export type Row = { where: string; value: unknown };

/** The rows of a file, what of it is none, and the zone that its page names for itself. */
export type Rows = { rows: readonly Row[]; unread: readonly Unread[]; zone: string | undefined };
export type Unread = { where: string; why: string };

/**
 * The incidents in `text`, in whichever form it has: a document with `incidents`, a bare list, a single incident, or one
 * a line. Throws `UsageError` if not one of them is there; `name` is what the error calls it.
 */
export function rowsIn(text: string, name: string): Rows {
  const content = text.replace(/^\ufeff/, '');
  const document = parsed(content);
  if (document !== undefined) {
    const list = listIn(document.value);
    if (list === undefined) throw new UsageError(`${name} holds no list of incidents. ${FORMS}`);
    const rows = list.map((value, index) => ({ where: list.length > 1 ? `incident ${index + 1}` : 'line 1', value }));
    return { rows, unread: [], zone: zoneIn(document.value) };
  }
  const [rows, unread]: [Row[], Unread[]] = [[], []];
  for (const [index, line] of content.split('\n').entries()) {
    if (line.trim() === '') continue;
    const where = `line ${index + 1}`;
    const row = parsed(line);
    if (row === undefined) unread.push({ where, why: 'is not JSON' });
    else rows.push({ where, value: row.value });
  }
  if (rows.length === 0)
    throw new UsageError(`${name}${unread.length > 0 ? ', line 1: is not JSON' : ' is empty'}. ${FORMS}`);
  return { rows, unread, zone: undefined };
}

/** Wrapped, because `null` is JSON as well. */
function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function listIn(document: unknown): readonly unknown[] | undefined {
  if (Array.isArray(document)) return document;
  if (typeof document !== 'object' || document === null) return undefined;
  const lists = [field(document, 'incidents'), field(document, 'scheduled_maintenances')].filter(Array.isArray);
  if (lists.length > 0) return lists.flat() as unknown[];
  if (isIncident(document)) return [document];
  const single = field(document, 'incident') ?? field(document, 'scheduled_maintenance');
  return isIncident(single) ? [single] : undefined;
}

const isIncident = (value: unknown): boolean =>
  Array.isArray(field(value, 'incident_updates')) || Array.isArray(field(value, 'updates'));

function zoneIn(document: unknown): string | undefined {
  const zone = field(field(document, 'page'), 'time_zone');
  return typeof zone === 'string' && zone !== '' ? zone : undefined;
}

/** A field of what may be anything. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
