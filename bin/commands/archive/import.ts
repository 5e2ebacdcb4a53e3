import path from 'node:path';
import type { CandorClient } from '../../../shared/client/client.ts';
import type { ApiArchiveKeys } from '../../../shared/client/types.ts';
import { followed } from '../rebuild.ts';
import { print, type Session } from '../session.ts';
import { EXIT, type Surroundings } from '../surroundings.ts';
import { isYes } from '../yes.ts';
import { type ArchiveHead, type ArchiveLine, archiveIn, isSealed } from './lines.ts';
import { passphraseFrom } from './passphrase.ts';

/** Below what one call takes, as JSON. */
const PART_BYTES = 500_000;
/** So many parts are under way at once. */
const AT_ONCE = 3;

type Summary = { head: ArchiveHead; incidents: number; entries: number; keys: boolean };
type Brought = { added: number; there: number };

/** Checks a file from its first line to its last, says what is in it, and brings it once somebody agrees. Answers how it ends. */
export async function importFrom(session: Session, file: string, yes: boolean): Promise<number> {
  const { surroundings } = session;
  const place = path.resolve(surroundings.directory, file);
  const passphrase = (await isSealed(place)) ? await passphraseFrom(surroundings, false) : undefined;
  const summary = await checked(place, passphrase);
  const { siteUrl = '' } = session.profile();
  surroundings.err(summaryText(file, summary, siteUrl));
  if (!yes && !isYes(await surroundings.ask('Freeze this system, and bring all of it? [y/N]'))) {
    print(session, { ...summary, imported: false }, () => 'Nothing was changed. To bring it: --yes');
    return EXIT.ok;
  }
  const client = session.client();
  const began = surroundings.now();
  await freeze(client, summary.head);
  const { brought, keys } = await bring(client, surroundings, place, passphrase);
  if (keys !== undefined && Object.keys(keys).length > 0) await client.replaceArchiveKeys(keys);
  const broughtInMs = surroundings.now() - began;
  surroundings.err(
    `The log is here: ${count(brought.added, 'item')} new. Now all pages are rendered, which goes on by itself too.`,
  );
  const progress = await followed(client, surroundings);
  print(session, { ...summary, imported: true, ...brought, broughtInMs, pages: progress }, () =>
    doneText(summary, brought, siteUrl, progress.state === 'done'),
  );
  return progress.state === 'done' ? EXIT.ok : EXIT.refused;
}

/** Whoever froze it for a reason of their own keeps it. */
async function freeze(client: CandorClient, { from, at }: ArchiveHead): Promise<void> {
  if ((await client.control()).frozen) return;
  const reason = `the log of ${from} as of ${at} is brought here; look at what is public before you release`;
  await client.freeze({ frozen: true, reason: reason.slice(0, 300) });
}

async function checked(place: string, passphrase: string | undefined): Promise<Summary> {
  let head: ArchiveHead | undefined;
  let [incidents, entries, keys] = [0, 0, false];
  for await (const found of archiveIn(place, passphrase)) {
    if (found.is === 'head') head = found.head;
    if (found.is === 'keys') keys = Object.keys(found.keys).length > 0;
    if (found.is !== 'record' || found.record.part !== 'incidents') continue;
    if (!found.record.goesOn) incidents += 1;
    entries += found.record.items.filter(({ sk }) => sk.startsWith('ENTRY#')).length;
  }
  return { head: head!, incidents, entries, keys };
}

async function bring(
  client: CandorClient,
  { err }: Surroundings,
  place: string,
  passphrase: string | undefined,
): Promise<{ brought: Brought; keys: ApiArchiveKeys | undefined }> {
  const brought: Brought = { added: 0, there: 0 };
  const under = new Set<Promise<void>>();
  let waiting: ArchiveLine[] = [];
  let [bytes, incidents, told] = [0, 0, 0];
  let keys: ApiArchiveKeys | undefined;
  const send = async (body: Parameters<CandorClient['importArchive']>[0]): Promise<void> => {
    const { added, there } = await client.importArchive(body);
    brought.added += added;
    brought.there += there;
  };
  const flush = async () => {
    if (waiting.length === 0) return;
    const records = waiting;
    [waiting, bytes] = [[], 0];
    while (under.size >= AT_ONCE) await Promise.race(under);
    const one = send({ records }).finally(() => under.delete(one));
    under.add(one);
    // Whoever waits for all of them hears of it.
    one.catch(() => undefined);
  };
  const settle = async () => {
    await flush();
    await Promise.all(under);
  };
  for await (const found of archiveIn(place, passphrase)) {
    if (found.is === 'keys') keys = found.keys;
    if (found.is === 'head') await send({ records: [], page: found.head.page });
    if (found.is !== 'record' || found.record.items.length === 0) continue;
    const { record } = found;
    const size = Buffer.byteLength(JSON.stringify(record));
    if (size > PART_BYTES || record.goesOn) {
      // Its statements follow each other, also over several calls.
      await settle();
      for (const items of slicesOf(record.items)) await send({ records: [{ ...record, items }] });
    } else {
      if (bytes + size > PART_BYTES) await flush();
      waiting.push(record);
      bytes += size;
    }
    if (record.part === 'incidents' && !record.goesOn) incidents += 1;
    if (incidents - told >= 1_000) {
      told = incidents;
      err(`${told.toLocaleString('en')} incidents ...`);
    }
  }
  await settle();
  return { brought, keys };
}

/** Slices that one call takes. An item of more bytes than a call takes there is none: a table holds 400 KB. */
function* slicesOf(items: ArchiveLine['items']): Generator<ArchiveLine['items']> {
  let slice: ArchiveLine['items'] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (slice.length > 0 && bytes + size > PART_BYTES) {
      yield slice;
      [slice, bytes] = [[], 0];
    }
    slice.push(item);
    bytes += size;
  }
  if (slice.length > 0) yield slice;
}

const count = (n: number, what: string): string => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;

function summaryText(file: string, { head, incidents, entries, keys }: Summary, siteUrl: string): string {
  const { from, at, people } = head;
  const elsewhere = from !== '' && siteUrl !== '' && new URL(from).origin !== new URL(siteUrl).origin;
  return [
    `${file}: ${count(incidents, 'incident')} of ${from} as of ${at}, ${count(entries, 'statement')}; every hash and every link fits.`,
    people ? 'With people of the house and subscribers.' : 'Without people and subscribers.',
    ...(elsewhere
      ? [`Pages here are at ${siteUrl}: their links lead here, and what was posted or mailed leads to ${from}.`]
      : []),
    'Here everything is frozen first; nothing that was posted, mailed or reminded of there is again.',
    ...lossText(people, keys),
  ].join('\n');
}

/** What no longer works without a key, and what with none of them. */
const lossText = (people: boolean, keys: boolean): string[] => [
  ...(people && keys
    ? []
    : [
        'No keys are in it. So links in mails to subscribers end nothing any more, who follows again counts as somebody else, and every monitor needs the secret that this system has for it (GET /v1/intake).',
      ]),
  'Links in reminders that are out do nothing here (they live for an hour); people are invited to sign in, and programs get clients of this system.',
];

function doneText({ head, keys }: Summary, { added, there }: Brought, siteUrl: string, rendered: boolean): string {
  return [
    `Brought: ${count(added, 'item')}, ${there.toLocaleString('en')} were here already.`,
    rendered
      ? `All pages are rendered: look at ${siteUrl}.`
      : 'The pages are still being rendered; "candor rebuild" follows it.',
    ...(keys ? ['The keys are replaced; every function reads them within five minutes.'] : []),
    `Hold it against what is published: candor verify ${siteUrl || 'SITE'} --against HEADS of ${head.from}`,
    'Everything is frozen. Once what is public is right: candor release',
  ].join('\n');
}
