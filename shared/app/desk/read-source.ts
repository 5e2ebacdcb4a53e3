import { mayRead } from '../../core/desk/budget.ts';
import { isWaiting, type Mention, moved } from '../../core/desk/kept-mention.ts';
import type { DeskSource, Heard } from '../../core/desk/mention.ts';
import { emptied, hasWords, LOOKED_AT_EVERY_MS, WORDS_KEPT_MS } from '../../core/desk/privacy.ts';
import { type Instant, latest, MINUTE_MS, msBetween, plus } from '../../core/instant.ts';
import type { DeskSourcePort, Reading } from '../../ports/desk-source.ts';
import { changeAccount, charge, levelOf } from './money.ts';
import type { DeskPorts } from './ports.ts';

/** Windows overlap by so much: what a far side loses behind a cursor, or shows late, comes with a later one (docs/rules.md, Desk). */
export const OVERLAP_MS = 30 * MINUTE_MS;

/** What a source told that was not known before. */
export type SourceNews = { heard: readonly Heard[]; messages: readonly Heard[] };

type Readable = DeskSourcePort & Required<Pick<DeskSourcePort, 'since'>>;

/** True of a source that is asked what is new; others tell us themselves. */
export const isReadable = (port: DeskSourcePort): port is Readable => port.since !== undefined;

const NO_NEWS: SourceNews = { heard: [], messages: [] };

/**
 * Reads what is new at a source, mentions and messages, and empties what its authors have taken away. Twice a day everything
 * that still has words is looked at again. Where it cannot be read, or the money is gone, the account says since when.
 */
export async function readSource(ports: DeskPorts, port: Readable, open: readonly string[]): Promise<SourceNews> {
  const { source } = port;
  const begun = ports.clock.now();
  const { state: account = {} } = await ports.stores.account(source).read();
  if (account.unreadable?.until !== undefined && account.unreadable.until > begun) return NO_NEWS;
  if (!mayRead(await levelOf(ports, source, open))) {
    await unreadable(ports, source, { unreadable: 'the money for reading is used up' });
    return NO_NEWS;
  }
  const { since, looksAtAll } = windowOf(account, begun);
  const kept = await ports.stores.mentions.said(since, begun, source);
  const known = new Map(kept.map((one) => [one.theirs, one]));
  const standing = kept.filter((one) => !one.direct && hasWords(one)).map(({ theirs }) => theirs);
  const met = kept.filter(hasWords).map(({ to }) => to.author);
  const reading = await reach(ports, source, open, port.since(since, standing, met));
  const messages =
    port.messagesSince === undefined ? undefined : await reach(ports, source, open, port.messagesSince(since, met));
  if ('unreadable' in reading) await unreadable(ports, source, reading);
  else {
    for (const theirs of reading.gone) await forget(ports, known.get(theirs), begun);
    await changeAccount(ports, source, ({ unreadable: _mended, ...before }) => ({
      ...before,
      readAt: latest(before.readAt ?? begun, begun),
      ...(looksAtAll ? { lookedAt: begun } : {}),
    }));
  }
  const isNew = ({ theirs }: Heard) => !known.has(theirs);
  return {
    heard: 'heard' in reading ? reading.heard.filter(isNew) : [],
    messages: messages !== undefined && 'heard' in messages ? messages.heard.filter(isNew) : [],
  };
}

/** From where a source is read now: before the last reading by the overlap, and twice a day from as far back as words are kept. */
function windowOf({ readAt, lookedAt }: { readAt?: Instant; lookedAt?: Instant }, now: Instant) {
  const oldest = plus(now, -WORDS_KEPT_MS);
  const looksAtAll = lookedAt === undefined || msBetween(lookedAt, now) >= LOOKED_AT_EVERY_MS;
  const recent = latest(plus(readAt ?? now, -OVERLAP_MS), oldest);
  return { since: looksAtAll && lookedAt !== undefined ? oldest : recent, looksAtAll };
}

/** One call outside, with its bill. What throws has told nothing. */
async function reach(
  ports: DeskPorts,
  source: DeskSource,
  open: readonly string[],
  asked: Promise<Reading>,
): Promise<Reading> {
  const reading = await asked.catch((error): Reading => {
    ports.warn(`${source} could not be read`, error);
    return { unreadable: 'the reading broke off', billed: {} };
  });
  await charge(ports, source, reading.billed, open);
  return reading;
}

async function unreadable(
  ports: DeskPorts,
  source: DeskSource,
  { unreadable: reason, until }: { unreadable: string; until?: Instant },
): Promise<void> {
  const now = ports.clock.now();
  await changeAccount(ports, source, (before) => ({
    ...before,
    unreadable: { since: before.unreadable?.since ?? now, reason, ...(until === undefined ? {} : { until }) },
  }));
}

/** Its author took it away: the words go at once, and nobody need answer it. */
async function forget({ stores }: DeskPorts, mention: Mention | undefined, now: Instant): Promise<void> {
  if (mention === undefined || !hasWords(mention)) return;
  const left = isWaiting(mention, now)
    ? moved(mention, { to: 'left', by: 'pipeline', reason: 'its author took it away' }, now)
    : { ...mention, version: mention.version + 1 };
  await stores.mentions.swap({ ...emptied(left, 'deleted'), version: left.version });
}
