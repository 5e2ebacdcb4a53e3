import { type Deliveries, type Delivery, NOT_PUBLIC } from '../../core/delivery.ts';
import type { Entry } from '../../core/entry.ts';
import type { Instant } from '../../core/instant.ts';
import { takenIn } from '../../core/merging.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Control, ControlRecord } from '../../ports/control.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { PeopleAnswered } from '../../ports/desk.ts';
import type { Imports } from '../../ports/imports.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { SiteIndex, SiteIndexView } from '../../ports/site-index.ts';
import type { SiteFile, SiteStore, Version } from '../../ports/site-store.ts';
import { anyOf, type Changed, changedBy } from '../../site/changed.ts';
import type { SiteInput } from '../../site/context.ts';
import { monthPages } from '../../site/pages/history-page.ts';
import { proofScriptFile } from '../../site/proof-script.ts';
import {
  type Rendering,
  renderBehind,
  renderFirst,
  renderIncident,
  renderIncidentDocuments,
  renderIncidentPage,
} from '../../site/render-site.ts';
import { scriptFile } from '../../site/script.ts';
import { holdsWholeMonth, known, monthOf } from '../../site/site-index-state.ts';
import type { Voice } from '../../wording/sentences.ts';
import {
  besideEntries,
  type ChannelsOf,
  deliveriesByChannel,
  live,
  shownBefore,
  toldLive,
  toldOf,
} from './beside-entries.ts';
import { writeMonth } from './months.ts';

export type PublishSitePorts = ChannelsOf & {
  clock: Clock;
  log: IncidentLog;
  siteIndex: SiteIndex;
  imports: Imports;
  site: SiteStore;
  deliveries: DeliveryRecords;
  control: ControlRecord;
  /** Left out where the house does not say how many it has answered. */
  answered?: PeopleAnswered | undefined;
  voice: Voice;
  /** Where the public reads, without a trailing slash. */
  siteUrl: string;
  /** Lets what was begun be sent before the next file is rendered. Left out, it goes when all are. */
  breathe?: () => Promise<void>;
};

/**
 * Brings the site in line with these incidents: for each its row on the site index and its own files, then once every page,
 * feed and document that tells of them. What is written is read from the log, so a lost, late or repeated nudge changes
 * when, never what; and every write is a compare-and-swap, so two publishers may race. Comes back with what went wrong,
 * by incident; for the others all is done.
 */
export async function publishAll(ports: PublishSitePorts, incidents: readonly string[]): Promise<Map<string, unknown>> {
  const failed = new Map<string, unknown>();
  const told: Told[] = [];
  const due = new Set(incidents);
  let seen = 0;
  for (const id of due) {
    seen += 1;
    try {
      const own = await publishOwn(ports, id, seen === due.size);
      if (own) told.push(own);
      for (const other of own?.namedBy ?? []) due.add(other);
    } catch (error) {
      failed.set(id, error);
    }
  }
  try {
    await publishShared(ports, told);
  } catch (error) {
    for (const { incident } of told) failed.set(incident.id, error);
  }
  return failed;
}

/** The same for one incident. */
export async function publishSite(ports: PublishSitePorts, incidentId: string): Promise<void> {
  for (const error of (await publishAll(ports, [incidentId])).values()) throw error;
}

/** An incident whose row is on the site index and whose pages are written, and what is left to do. */
type Told = {
  incident: PublicIncident;
  control: Control;
  /** Of all incidents, as it was with this row. */
  siteIndex: SiteIndexView;
  /** What the channels were told of what is open, read alongside exactly this view. */
  toldOfOpen: ToldOfOpen;
  documents: readonly Write[];
  /** Entries that are on the site and not yet known to be. */
  unrecorded: readonly number[];
  onSite: Deliveries;
  /** What its pages say besides its entries. */
  shown: string;
  /** What else than its words is new. */
  changed: Changed;
  /** Incidents that go on in this one, if what is new may have changed the title under which their pages name it. */
  namedBy: readonly string[];
};

/** `isLast`: the shared pages are made from what is read with this one. */
async function publishOwn(ports: PublishSitePorts, incidentId: string, isLast: boolean): Promise<Told | undefined> {
  // Taken before the read: of two publishers with the same entry, the later reader knows more about what is late.
  const readAt = ports.clock.now();
  const [entries, control, onSite, byChannel] = await Promise.all([
    ports.log.load(incidentId),
    ports.control.read(),
    ports.deliveries.of(incidentId, 'site'),
    deliveriesByChannel(ports, incidentId),
  ]);
  const incident = await toldOf(ports, incidentId, entries);
  if (!incident) {
    await keepQuiet(ports, incidentId, entries, onSite);
    return undefined;
  }
  const { config, voice, siteUrl } = ports;
  const { shown, ...beside } = await besideEntries(ports, incident, { entries, control, told: byChannel, now: readAt });
  const news = entries.filter(({ seq }) => onSite.get(seq)?.state !== 'delivered');
  // Readers who look again and again would be sent everything anew for a later "as of".
  if (news.length === 0 && shownBefore(onSite, incident) === shown) return undefined;
  const input = { config, voice, siteUrl, now: readAt, incident, ...beside };
  const ofThis = (file: SiteFile): Write => ({ file, version: { seq: incident.head.seq, readAt } });

  await bringScripts(ports.site);
  // A new incident's own files are there before the site index knows of it: from then on any publisher links to them.
  const isLinked = onSite.size > 0;
  if (!isLinked) await write(ports.site, renderIncident(input).map(ofThis));
  const pages = isLinked ? [ofThis(renderIncidentPage(input))] : [];
  let asked: Promise<ToldOfOpen> | undefined;
  const ask = isLast ? (open: readonly string[]) => (asked = whatChannelsWereTold(ports, open, control)) : undefined;
  const counted = Promise.all([write(ports.site, pages), ports.siteIndex.update(incident, readAt, ask)]);
  // What is rendered meanwhile keeps nobody waiting: it goes behind what is asked for most.
  await Promise.race([ports.breathe?.(), counted]);
  const documents = isLinked ? renderIncidentDocuments(input).map(ofThis) : [];
  const [, siteIndex] = await counted;
  const toldOfOpen = siteIndex.undisturbed ? await asked : undefined;
  const renames = news.some(({ kind, content }) => kind === 'redaction' || content?.title !== undefined);
  return {
    incident,
    control,
    siteIndex,
    toldOfOpen,
    documents,
    unrecorded: news.map(({ seq }) => seq),
    onSite,
    shown,
    changed: changedBy(incident, news, entries),
    namedBy: renames ? takenIn(incident.entries) : [],
  };
}

/** What all incidents share is written as it is with the last of these, which knows of the others. */
async function publishShared(ports: PublishSitePorts, told: readonly Told[]): Promise<void> {
  const last = told.at(-1);
  if (!last) return;
  const input = await siteInput(ports, last.siteIndex, last.control, last.toldOfOpen);
  const { site } = ports;
  const version = { rev: last.siteIndex.rev };
  await writeEach(ports, renderFirst(input), version);
  const documents = write(
    site,
    told.flatMap((one) => one.documents),
  );
  const behind = renderBehind(input, anyOf(told.map(({ changed }) => changed)));
  const months = [...monthsOf(told)].map(([month, reportedAt]) => writeLines(ports, input, month, reportedAt));
  await Promise.all([documents, writeEach(ports, behind, version), ...months]);
  await Promise.all(told.flatMap((one) => record(ports, one)));
}

/** A drill: each entry's delivery ends without a word, so that nobody waits for it. Nothing to do where nothing was said. */
async function keepQuiet(
  { deliveries, clock }: PublishSitePorts,
  incident: string,
  entries: readonly Entry[],
  onSite: Deliveries,
): Promise<void> {
  const pending = entries.filter(({ seq }) => !onSite.has(seq));
  const dropped = { state: 'dropped', at: clock.now(), reason: NOT_PUBLIC } as const;
  await Promise.all(pending.map(({ seq }) => deliveries.put(incident, 'site', seq, dropped)));
}

/** Stores that have this code's scripts: they never change, so they are written once per process. */
const scripted = new WeakSet<SiteStore>();

/** Pages link to the scripts, and right after a deploy the rebuild may not have brought the new ones yet. */
async function bringScripts(site: SiteStore): Promise<void> {
  if (scripted.has(site)) return;
  // Its name changes with its content, so that any version of it is as good as another.
  await Promise.all([scriptFile(), proofScriptFile()].map((file) => site.put(file, { rev: 0 })));
  scripted.add(site);
}

type Write = { file: SiteFile; version: Version };

const write = (site: SiteStore, writes: readonly Write[]) =>
  Promise.all(writes.map(({ file, version }) => site.put(file, version)));

/** Renders one after the other, each on its way while the next is rendered. */
async function writeEach(
  ports: Pick<PublishSitePorts, 'site' | 'breathe'>,
  renderings: readonly Rendering[],
  version: Version,
): Promise<void> {
  const writes: Promise<unknown>[] = [];
  for (const render of renderings) {
    const written = writeAll(ports.site, [render()].flat(), version);
    // One that fails is heard of below, with the others; until then nobody has missed it.
    written.catch(() => {});
    writes.push(written);
    await ports.breathe?.();
  }
  await Promise.all(writes);
}

/** Notes what is on the site now, with the newest entry also what else its pages say. */
function record(ports: PublishSitePorts, { incident, unrecorded, onSite, shown }: Told): Promise<void>[] {
  const { id, head } = incident;
  const put = (seq: number, delivery: Delivery) => ports.deliveries.put(id, 'site', seq, delivery);
  const delivered = (seq: number) => ({
    state: 'delivered' as const,
    at: ports.clock.now(),
    receipt: `${ports.siteUrl}/incidents/${id}#entry-${seq}`,
  });
  const before = onSite.get(head.seq);
  const remembers =
    before?.state !== 'delivered' || before.shown === shown ? [] : [put(head.seq, { ...before, shown })];
  return [
    ...remembers,
    ...unrecorded.map((seq) => put(seq, { ...delivered(seq), ...(seq === head.seq ? { shown } : {}) })),
  ];
}

/** What the shared files are made from. `read` is what was read of the channels for exactly this view, if it was. */
export async function siteInput(
  ports: PublishSitePorts,
  siteIndex: SiteIndexView,
  control: Control,
  read?: ToldOfOpen,
): Promise<SiteInput> {
  const openIds = siteIndex.open.map(({ id }) => id);
  const told = read ?? (await whatChannelsWereTold(ports, openIds, control));
  // Deliveries and clock are read behind the site index: a later rev never knows less about what is late.
  const now = ports.clock.now();
  const { config, voice, siteUrl } = ports;
  return {
    siteIndex,
    config,
    voice,
    siteUrl,
    now,
    rev: siteIndex.rev,
    control,
    ...(told === undefined ? {} : { told }),
  };
}

type ToldOfOpen = SiteInput['told'] | undefined;

/** One short query each; with more incidents open at once, those beyond say it on their own pages alone. */
const MOST_ASKED_ABOUT = 20;

/** What each live channel was told of the open incidents; undefined where none is live: then nobody waits for one. */
async function whatChannelsWereTold(
  ports: PublishSitePorts,
  open: readonly string[],
  control: Control,
): Promise<ToldOfOpen> {
  if (live(ports, control).length === 0) return undefined;
  const asked = open
    .slice(0, MOST_ASKED_ABOUT)
    .map(async (id) => [id, toldLive(ports, control, await deliveriesByChannel(ports, id))] as const);
  return new Map(await Promise.all(asked));
}

/** The months of which a line has changed, with when what it tells of was first reported. */
const monthsOf = (told: readonly Told[]): Map<string, Instant[]> => {
  const due = told.filter(({ changed }) => changed.lists).map(({ incident }) => incident);
  return new Map(
    [...Map.groupBy(due, monthOf)].map(([month, all]) => [month, all.map(({ openedAt }) => openedAt)] as const),
  );
};

/** What the site index shows need not be read again: it is no more than a page. */
async function writeLines(
  ports: PublishSitePorts,
  input: SiteInput,
  month: string,
  reportedAt: readonly Instant[],
): Promise<void> {
  if (!holdsWholeMonth(input.siteIndex, month)) return writeMonth(ports, input, month, reportedAt);
  const all = known(input.siteIndex).filter((one) => monthOf(one) === month);
  await writeAll(ports.site, monthPages(input, month, all), { rev: input.rev });
}

export async function writeAll(site: SiteStore, files: readonly SiteFile[], version: Version): Promise<void> {
  await write(
    site,
    files.map((file) => ({ file, version })),
  );
}
