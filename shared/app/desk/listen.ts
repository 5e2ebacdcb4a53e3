import { mayAnswer, mayCount } from '../../core/desk/budget.ts';
import { FLOOD_WINDOW_MS } from '../../core/desk/flood.ts';
import { isWaiting, type Mention } from '../../core/desk/kept-mention.ts';
import { incidentFor, type OpenIncident } from '../../core/desk/match.ts';
import { DESK_SOURCES, type DeskSource } from '../../core/desk/mention.ts';
import { HOUR_MS, MINUTE_MS, msBetween, plus } from '../../core/instant.ts';
import { openIncidents } from '../read-incidents.ts';
import { isConnected } from './connect.ts';
import { countComplaints } from './count-complaints.ts';
import { countPosts, noticeFlood } from './floods.ts';
import { handOver } from './hand-over.ts';
import { complaintOf, hear } from './hear.ts';
import { leaveToSupport } from './leave-to-support.ts';
import { charge, levelOf } from './money.ts';
import { asOpen, type DeskPorts } from './ports.ts';
import { isReadable, readSource } from './read-source.ts';
import { sendReceipts } from './receipts.ts';
import { tendAnswers } from './tend-answers.ts';
import { tendReportBacks } from './tend-report-backs.ts';
import { tendWords } from './tend-words.ts';

/** What one look came to. `open`: how many incidents are open, and so whether the next look is soon. */
export type Listened = { heard: number; receipts: number; open: number };

/** Posts are counted this often: each count costs half a cent (docs/rules.md, Desk money). */
const COUNTED_EVERY_MS = 5 * MINUTE_MS;

/** What waits longer than this is not matched anew: the incident that it was about was another one. */
const MATCHED_AGAIN_MS = HOUR_MS;

/**
 * One look of the desk: reads every source, keeps what is new, notices floods, sends receipts, and sees to it that every
 * answer comes to an end. One source that fails never keeps the others from being heard. Done twice at once, nothing is sent
 * twice.
 */
export async function listen(ports: DeskPorts): Promise<Listened> {
  const now = ports.clock.now();
  const heardOn = await connected(ports);
  // Where nothing is connected, a tick costs what it takes to see that.
  if (heardOn.length === 0) return { heard: 0, receipts: 0, open: 0 };
  const [outages, control] = await Promise.all([openIncidents(ports, now), ports.control.read()]);
  const open = outages.map(asOpen);
  const ids = open.map(({ id }) => id);
  const fresh = (await Promise.all(heardOn.map((source) => hearSource(ports, source, open)))).flat();
  await guarded(ports, 'complaints could not be counted', async () => {
    await countComplaints(
      ports,
      fresh.flatMap((one) => complaintOf(one) ?? []),
    );
    if (heardOn.includes('x')) await countWords(ports, ids);
  });

  const recent = await ports.stores.mentions.said(plus(now, -MATCHED_AGAIN_MS), ports.clock.now());
  await guarded(ports, 'floods could not be looked for', () =>
    noticeFlood(
      ports,
      recent.filter(({ at }) => at > plus(now, -FLOOD_WINDOW_MS)).flatMap((one) => complaintOf(one) ?? []),
      open,
    ),
  );
  const matched = await matchAgain(ports, recent, open);
  const levels = new Map(
    await Promise.all(heardOn.map(async (source) => [source, await levelOf(ports, source, ids)] as const)),
  );
  const may = (source: DeskSource) => control.frozen === undefined && mayAnswer(levels.get(source) ?? 'all');
  const receipts = await sendReceipts(ports, matched, outages, may);
  await guarded(ports, 'cases could not be handed over', () => handOver(ports, plus(now, -MATCHED_AGAIN_MS)));
  await guarded(ports, 'answers could not be looked after', () => tendAnswers(ports, outages, may));
  await guarded(ports, 'nobody could be told back', () => tendReportBacks(ports, outages, may));
  await guarded(ports, 'words could not be emptied', () => tendWords(ports));
  if (heardOn.includes('mail')) await guarded(ports, 'mails could not be left to support', () => leaveToSupport(ports));
  return { heard: fresh.length, receipts, open: open.length };
}

async function connected(ports: DeskPorts): Promise<DeskSource[]> {
  const there = DESK_SOURCES.filter((source) => ports.sources[source] !== undefined);
  const are = await Promise.all(there.map((source) => isConnected(ports, source)));
  return there.filter((_, index) => are[index]);
}

async function guarded(ports: DeskPorts, failed: string, job: () => Promise<unknown>): Promise<void> {
  try {
    await job();
  } catch (error) {
    ports.warn(`${failed}; the next look tries again`, error);
  }
}

async function hearSource(ports: DeskPorts, source: DeskSource, open: readonly OpenIncident[]): Promise<Mention[]> {
  const kept: Mention[] = [];
  const port = ports.sources[source];
  // What tells us itself is heard as it comes (take-message.ts), and only answered from here.
  if (port === undefined || !isReadable(port)) return kept;
  await guarded(ports, `${source} could not be heard`, async () => {
    const news = await readSource(
      ports,
      port,
      open.map(({ id }) => id),
    );
    for (const heard of [...news.heard, ...news.messages]) {
      const mention = await hear(ports, heard, open);
      if (mention !== undefined) kept.push(mention);
    }
  });
  return kept;
}

/** Counts what is posted with our words, if the house asks for it and the money allows it. */
async function countWords(ports: DeskPorts, open: readonly string[]): Promise<void> {
  const { counts, rules, clock, stores } = ports;
  const now = clock.now();
  if (counts === undefined || rules.query === undefined || !mayCount(await levelOf(ports, 'x', open))) return;
  const { state } = await stores.house.read();
  const since = state?.countedUntil ?? plus(now, -COUNTED_EVERY_MS);
  if (msBetween(since, now) < COUNTED_EVERY_MS) return;
  const counted = await counts.since(rules.query, since);
  await charge(ports, 'x', counted.billed, open);
  if ('minutes' in counted) await countPosts(ports, counted.minutes, now);
}

/** What came before its incident was opened belongs to it all the same. */
async function matchAgain(
  { stores, clock }: DeskPorts,
  mentions: readonly Mention[],
  open: readonly OpenIncident[],
): Promise<Mention[]> {
  const now = clock.now();
  return Promise.all(
    mentions.map(async (mention) => {
      if (mention.incident !== undefined || !isWaiting(mention, now)) return mention;
      const real = open.filter(({ handling }) => handling !== 'drill');
      const { incident = mention.direct && real.length === 1 ? real[0]!.id : undefined } = incidentFor(
        mention.about,
        open,
      );
      if (incident === undefined) return mention;
      const next = { ...mention, incident, version: mention.version + 1 };
      return (await stores.mentions.swap(next)) ? next : mention;
    }),
  );
}
