import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { sendPatiently } from '../../../shared/client/send.ts';
import type { ImportedIncident } from '../../../shared/core/imported-incident.ts';
import { instant } from '../../../shared/core/instant.ts';
import { recordsOf } from '../public-record.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { importedFrom, statuspageIncident } from './statuspage.ts';

/** What a place tells: incidents, oldest first, and what of it could not be taken. */
export type Told = { from: string; incidents: readonly ImportedIncident[]; notes: readonly string[] };

/** Reads a Statuspage at its address, or a file. Throws `UsageError` if it is neither. */
export const toldAt = (surroundings: Surroundings, place: string, from?: string): Promise<Told> =>
  /^https?:\/\//i.test(place)
    ? toldByPage(surroundings, place.replace(/\/+$/, ''), from)
    : toldInFile(surroundings, place, from);

async function toldByPage(surroundings: Surroundings, url: string, given: string | undefined): Promise<Told> {
  const from = given ?? new URL(url).host;
  const [incidents, work, feed] = await Promise.all([
    read(surroundings, `${url}/api/v2/incidents.json`),
    read(surroundings, `${url}/api/v2/scheduled-maintenances.json`),
    read(surroundings, `${url}/history.atom`),
  ]);
  if (incidents === undefined)
    throw new UsageError(`${url}/api/v2/incidents.json is not there; is it the address of a Statuspage?`);
  const known = feed === undefined ? new Map() : await feedIds(feed);
  return told(
    [...listed(incidents, 'incidents', url), ...(work ? listed(work, 'scheduled_maintenances', url) : [])],
    from,
    known,
  );
}

async function toldInFile(surroundings: Surroundings, place: string, given: string | undefined): Promise<Told> {
  let text: string;
  try {
    text = readFileSync(path.resolve(surroundings.directory, place), 'utf8');
  } catch {
    throw new UsageError(`${place} cannot be read`);
  }
  const from = given ?? path.basename(place).replace(/\.\w+$/, '');
  const document = parsed(text);
  if (document !== undefined) return told(listed(text, undefined, place), from, new Map());
  // One incident a line, each as the API has it, or as the recordings have it.
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parsed);
  const first = statuspageIncident.safeParse(lines[0]);
  if (first.success) return told(lines, from, new Map());
  return told(recordsOf(text, place).map(asStatuspage), from, new Map());
}

async function read(surroundings: Surroundings, url: string): Promise<string | undefined> {
  const answer = await sendPatiently(surroundings, 3, url, {});
  if (answer.ok) return answer.text();
  await answer.body?.cancel();
  return undefined;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const lists = z.union([
  z.array(z.unknown()),
  z.object({ incidents: z.array(z.unknown()) }),
  z.object({ scheduled_maintenances: z.array(z.unknown()) }),
]);

function listed(text: string, name: string | undefined, place: string): unknown[] {
  const document = lists.safeParse(parsed(text));
  if (!document.success) throw new UsageError(`${place} holds no list of ${name ?? 'incidents'}`);
  return Array.isArray(document.data) ? document.data : (Object.values(document.data).find(Array.isArray) ?? []);
}

function told(
  list: readonly unknown[],
  from: string,
  feeds: ReadonlyMap<string, { id: string; publishedAt: string }>,
): Told {
  const notes: string[] = [];
  const byId = new Map<string, ImportedIncident>();
  for (const [index, one] of list.entries()) {
    const given = statuspageIncident.safeParse(one);
    const problem = given.error?.issues[0];
    if (!given.success)
      notes.push(`incident ${index + 1} is left out: ${problem?.path.join('.')}: ${problem?.message}`);
    const incident = given.success ? importedFrom(given.data, from, feeds.get(given.data.id)) : undefined;
    if (incident) byId.set(incident.id, incident);
    else if (given.success) notes.push(`${given.data.id} is left out: nothing was said in it`);
  }
  const incidents = [...byId.values()].toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  return { from, incidents, notes };
}

/** The feed's own ids, by the incident that its entries link to: readers know an entry by these. */
async function feedIds(atom: string): Promise<Map<string, { id: string; publishedAt: string }>> {
  // Loaded for this alone: every other command would start a tenth of a second later.
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'entry' || name === 'link' });
  const { feed } = parser.parse(atom) as { feed?: { entry?: FeedEntry[] } };
  return new Map(
    (feed?.entry ?? []).flatMap(({ id, published, link }) => {
      const incident = link?.map((one) => /\/incidents\/([\w-]+)/.exec(one['@_href'] ?? '')?.[1]).find(Boolean);
      const at = Date.parse(published ?? '');
      if (!incident || !id || Number.isNaN(at)) return [];
      return [[incident, { id: String(id), publishedAt: instant(at) }] as const];
    }),
  );
}

type FeedEntry = { id?: string; published?: string; link?: { '@_href'?: string }[] };

/** A recorded incident has no ids for its updates: its own and their places make them. */
function asStatuspage({ id, name, impact, resolved_at, updates }: ReturnType<typeof recordsOf>[number]): unknown {
  const last = updates.at(-1);
  return {
    id,
    name,
    status: resolved_at ? 'resolved' : last?.status,
    impact,
    created_at: updates[0]?.at,
    updated_at: last?.at,
    resolved_at,
    incident_updates: updates.map(({ at, status, body }, index) => ({
      id: `${id}-${index + 1}`,
      status: status === 'update' ? lastKnown(updates.slice(0, index)) : status,
      body,
      created_at: at,
    })),
  };
}

const lastKnown = (updates: readonly { status: string }[]): string =>
  updates.findLast(({ status }) => status !== 'update')?.status ?? 'investigating';
