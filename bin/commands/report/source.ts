import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { sendPatiently } from '../../../shared/client/send.ts';
import { type PublicRecord, recordsOf } from '../public-record.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';

const statuspageUpdate = z.object({
  status: z.string(),
  body: z.string().nullish(),
  created_at: z.string(),
  display_at: z.string().nullish(),
});
const statuspage = z.object({
  incidents: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      impact: z.string().nullish(),
      created_at: z.string(),
      resolved_at: z.string().nullish(),
      incident_updates: z.array(statuspageUpdate),
    }),
  ),
});

/**
 * The public history at a place: a status page whose API is Statuspage's, a file of its `incidents.json`, or a file
 * with one incident a line. Throws `UsageError` if it is none of these.
 */
export async function historyAt(surroundings: Surroundings, place: string): Promise<PublicRecord[]> {
  if (!/^https?:\/\//i.test(place))
    return historyIn(readText(path.resolve(surroundings.directory, place), place), place);
  const url = /\.jsonl?$/.test(new URL(place).pathname) ? place : `${place.replace(/\/+$/, '')}/api/v2/incidents.json`;
  const answer = await sendPatiently(surroundings, 3, url, {});
  if (!answer.ok) throw new UsageError(`${url} answers ${answer.status}; is it a status page with Statuspage's API?`);
  return historyIn(await answer.text(), url);
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${name} cannot be read`);
  }
}

function historyIn(text: string, name: string): PublicRecord[] {
  const document = statuspage.safeParse(parsed(text));
  if (!document.success) return recordsOf(text, name);
  return document.data.incidents.map(({ id, name: title, impact, resolved_at, incident_updates }) => ({
    source: name,
    id,
    name: title,
    kind: impact === 'maintenance' ? 'maintenance' : 'incident',
    impact,
    resolved_at: resolved_at ? asInstant(resolved_at, name) : null,
    // A backdated update was read when it was created: that is when its word was given.
    updates: incident_updates
      .map(({ status, body, created_at }) => ({ at: asInstant(created_at, name), status, body: body ?? '' }))
      .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asInstant(time: string, name: string): string {
  const epochMs = Date.parse(time);
  if (Number.isNaN(epochMs)) throw new UsageError(`${name} holds "${time.slice(0, 40)}", which is not a time`);
  return new Date(epochMs).toISOString();
}
