import path from 'node:path';
import { sendPatiently } from '../../../shared/client/send.ts';
import { plain } from '../../../shared/core/hidden-characters.ts';
import type { ImportedIncident } from '../../../shared/core/imported-incident.ts';
import { instant } from '../../../shared/core/instant.ts';
import { FORMS } from '../history/forms.ts';
import { type History, historyIn, textOf } from '../history/history.ts';
import { cleanedNote } from '../history/past-incident.ts';
import { type Surroundings, UsageError } from '../surroundings.ts';
import { importedFrom } from './statuspage.ts';

/**
 * What a place tells: incidents, oldest first; what was left out of them; and those that could not be taken at all.
 * `isLive`: it is the page itself, so that what it does not tell any more is gone there.
 */
export type Told = {
  from: string;
  incidents: readonly ImportedIncident[];
  notes: readonly string[];
  leftOut: readonly string[];
  isLive: boolean;
};

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
  const histories = [incidents, ...(work === undefined ? [] : [work])].map((text) => historyIn(text, url));
  return { ...told(histories, from, known), isLive: true };
}

async function toldInFile(surroundings: Surroundings, place: string, given: string | undefined): Promise<Told> {
  const history = historyIn(textOf(path.resolve(surroundings.directory, place), place), place);
  const [first] = history.unread;
  if (history.incidents.length === 0 && first) throw new UsageError(`${place}, ${first.where}: ${first.why}. ${FORMS}`);
  const from = given ?? path.basename(place).replace(/\.\w+$/, '');
  return { ...told([history], from, new Map()), isLive: false };
}

async function read(surroundings: Surroundings, url: string): Promise<string | undefined> {
  const answer = await sendPatiently(surroundings, { attempts: 3 }, url, {});
  if (answer.ok) return answer.text();
  await answer.body?.cancel();
  return undefined;
}

function told(
  histories: readonly History[],
  from: string,
  feeds: ReadonlyMap<string, { id: string; publishedAt: string }>,
): Omit<Told, 'isLive'> {
  const leftOut = histories.flatMap(({ unread }) => unread.map(({ where, why }) => `${where} is left out: ${why}`));
  const all = histories.flatMap(({ incidents }) => incidents);
  const notes: string[] = [];
  const byId = new Map<string, ImportedIncident>();
  for (const past of all) {
    const taken = importedFrom(past, plain(from), feeds.get(past.id));
    if ('why' in taken) {
      leftOut.push(`${past.id} is left out: ${taken.why}`);
      continue;
    }
    byId.set(past.id, taken.incident);
    if (past.cleaned.length > 0) notes.push(cleanedNote(past.id, past.cleaned));
    if (taken.left.length > 0) notes.push(`${past.id} is brought without a part: ${taken.left.join('; ')}`);
  }
  const nameOnly = all.filter(({ id, components }) => byId.has(id) && components.some((one) => one.id === undefined));
  if (nameOnly.length > 0)
    notes.push(`components without an id are not brought (incidents with such: ${nameOnly.length})`);
  const incidents = [...byId.values()].toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  return { from, incidents, notes, leftOut };
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
      return [[incident, { id: plain(String(id)), publishedAt: instant(at) }] as const];
    }),
  );
}

type FeedEntry = { id?: string; published?: string; link?: { '@_href'?: string }[] };
