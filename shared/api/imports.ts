import * as z from 'zod';
import { type ImportPorts, importIncident, removeImport } from '../app/import.ts';
import { isId } from '../contract/identity.ts';
import { parseBody } from '../contract/parse.ts';
import { Problem } from '../contract/problem.ts';
import { COMPONENT_STATUSES, MAINTENANCE_STATUSES, OUTAGE_STATUSES } from '../core/entry.ts';
import { plainParts } from '../core/hidden-characters.ts';
import type { ImportedIncident } from '../core/imported-incident.ts';
import { UNTITLED } from '../wording/incident.ts';

const printable = (max: number) => z.string().max(max);
const at = z.iso
  .datetime({ precision: 3, error: 'is not a time in UTC with milliseconds, like 2026-08-22T03:44:22.618Z' })
  .describe('In UTC, with milliseconds: 2026-08-22T03:44:22.618Z');
const id = z.string().refine(isId, 'is not an id: at most 128 letters, digits, - and _');
const componentStatus = z.enum(COMPONENT_STATUSES);

const update = z.strictObject({
  id: printable(200),
  status: z.enum([...OUTAGE_STATUSES, ...MAINTENANCE_STATUSES]),
  body: printable(50_000),
  displayAt: at,
  createdAt: at,
  updatedAt: at,
  affected: z
    .array(z.strictObject({ id: printable(80), name: printable(200), from: componentStatus, to: componentStatus }))
    .max(200)
    .optional(),
});

/** `PUT /v1/imports/{id}`: an incident as another system told it, with the ids and dates that it has there. */
export const importBody = z.strictObject({
  from: printable(100).min(1).describe('Whose words these are, as readers know it: status.example.com'),
  title: printable(500).min(1),
  status: z.enum([...OUTAGE_STATUSES, ...MAINTENANCE_STATUSES]),
  impact: printable(40),
  createdAt: at,
  updatedAt: at,
  startedAt: at.optional(),
  monitoringAt: at.optional(),
  resolvedAt: at.optional(),
  scheduledFor: at.optional(),
  scheduledUntil: at.optional(),
  components: z.array(printable(80)).max(200),
  feed: z.strictObject({ id: printable(200), publishedAt: at }).optional(),
  updates: z.array(update).min(1).max(1000).describe('Oldest first'),
});

/**
 * Keeps one import. Its answer says whether anything changed, and out of which of its texts characters were taken that
 * nobody sees: another site wrote these, and no history is lost for them.
 */
export async function acceptImport(ports: ImportPorts, incident: string, body: unknown) {
  const { value, changed: cleaned } = plainParts(body);
  const said = cleaned.includes('title') ? withTitle(value as { title: string }) : value;
  const parsed: ImportedIncident = { id: parseId(incident), ...parseBody(importBody, said) };
  const result = await importIncident(ports, parsed);
  if (result !== 'ours')
    return {
      status: result === 'added' ? 201 : 200,
      body: { incident, result, ...(cleaned.length === 0 ? {} : { cleaned }) },
    };
  throw new Problem({
    type: 'incident-exists',
    title: 'An incident of this id was opened here',
    status: 409,
    detail: `"${incident}" is an incident with a log of its own. An import never speaks over one. Nothing was changed.`,
  });
}

/** Takes one import out again. */
export async function dropImport(ports: ImportPorts, incident: string) {
  if (isId(incident) && (await removeImport(ports, incident))) return { incident, result: 'removed' };
  throw new Problem({
    type: 'no-such-import',
    title: 'There is no such import',
    status: 404,
    detail: `Nothing was imported as "${incident.slice(0, 128)}". GET /v1/imports lists what was.`,
  });
}

/** A title may have held nothing else. */
const withTitle = <T extends { title: string }>(incident: T): T => ({
  ...incident,
  title: incident.title.trim() || UNTITLED,
});

const parseId = (text: string): string => parseBody(z.object({ id }), { id: text }).id;
