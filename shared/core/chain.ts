import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { CHAIN_VERSION, type Content, type Draft, type Entry, type EntryBody, type PrivatePart } from './entry.ts';
import { type Instant, latest, plus } from './instant.ts';
import { hashedContent } from './plain-entry.ts';

/** SHA-256, in hex, of the value as canonical JSON (RFC 8785). */
export function hashOf(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value without a JSON form cannot be hashed');
  return createHash('sha256').update(text).digest('hex');
}

/** Two salts of 128 random bits as hex: one for the content, one for the private part. */
export type Salts = { content: string; private: string };

/** The entry that `draft` becomes behind `head`, at `now` or a millisecond after its predecessor, whichever is later. */
export function chained(
  draft: Draft,
  place: { incident: string; head: { seq: number; hash: string; at: Instant } | undefined; now: Instant; salts: Salts },
): Entry {
  const content: Content = { salt: place.salts.content, ...draft.content };
  const privatePart: PrivatePart = { salt: place.salts.private, ...draft.private };
  const body: EntryBody = {
    v: CHAIN_VERSION,
    incident: place.incident,
    seq: (place.head?.seq ?? 0) + 1,
    prev: place.head?.hash ?? null,
    kind: draft.kind,
    at: entryTime(place.head, place.now),
    ...(draft.happenedAt === undefined ? {} : { happenedAt: draft.happenedAt }),
    ...(draft.scheduledFor === undefined ? {} : { scheduledFor: draft.scheduledFor }),
    ...(draft.scheduledUntil === undefined ? {} : { scheduledUntil: draft.scheduledUntil }),
    automated: draft.automated,
    status: draft.status,
    impact: draft.impact,
    ...(draft.components === undefined ? {} : { components: draft.components }),
    promises: draft.promises,
    settles: draft.settles,
    ...(draft.corrects === undefined ? {} : { corrects: draft.corrects }),
    ...(draft.into === undefined ? {} : { into: draft.into }),
    ...(draft.takes === undefined ? {} : { takes: draft.takes }),
    ...(draft.releases === undefined ? {} : { releases: draft.releases }),
    contentHash: hashOf(content),
    privateHash: hashOf(privatePart),
  };
  return { ...body, hash: hashOf(body), content, private: privatePart };
}

/** When an entry decided at `now` behind `head` is stated: times in a chain only go forward. */
export const entryTime = (head: { at: Instant } | undefined, now: Instant): Instant =>
  head === undefined ? now : latest(now, plus(head.at, 1));

const BODY_FIELDS = [
  'v',
  'incident',
  'seq',
  'prev',
  'kind',
  'at',
  'happenedAt',
  'scheduledFor',
  'scheduledUntil',
  'automated',
  'status',
  'impact',
  'components',
  'promises',
  'settles',
  'corrects',
  'into',
  'takes',
  'releases',
  'contentHash',
  'privateHash',
] as const satisfies readonly (keyof EntryBody)[];

/**
 * The hashed part of an entry, in the form of a `log.jsonl` line without `hash`, content and salt. Named field by field:
 * what is stored beside an entry (the key of its command) must neither be hashed nor become public.
 */
export function bodyOf(entry: Entry): EntryBody {
  const present = BODY_FIELDS.filter((field) => entry[field] !== undefined);
  return Object.fromEntries(present.map((field) => [field, entry[field]])) as EntryBody;
}

/** A line of the public `log.jsonl`: the body, its hash, and the content with its salt unless it was redacted. */
export type LogLine = EntryBody & {
  hash: string;
  title?: string;
  message?: string;
  workaround?: string;
  salt?: string;
};

export const logLine = (entry: Entry): LogLine => ({
  ...bodyOf(entry),
  hash: entry.hash,
  ...(entry.content ? hashedContent(entry.content) : {}),
});

/** Why a log does not fit together, by the first entry that does not. */
export type ChainFault = { line: number; seq: number | null; reason: string };

/** The first line that breaks the chain, or undefined if every hash, link and number fits. */
export function findChainFault(lines: readonly LogLine[]): ChainFault | undefined {
  let prev: string | null = null;
  const redacted = new Set(lines.filter((line) => line.kind === 'redaction').map((line) => line.corrects));
  for (const [index, line] of lines.entries()) {
    const reason = faultOf(line, index + 1, prev, redacted);
    if (reason) return { line: index + 1, seq: line.seq ?? null, reason };
    prev = line.hash;
  }
  return undefined;
}

function faultOf(line: LogLine, seq: number, prev: string | null, redacted: ReadonlySet<number | undefined>) {
  const { hash, salt, title, message, workaround, ...body } = line;
  if (line.v !== CHAIN_VERSION) return `has format v${line.v}, which this version cannot check`;
  if (line.seq !== seq)
    return `has number ${line.seq} where ${seq} belongs: an entry was dropped, inserted or reordered`;
  if (line.prev !== prev) return 'does not point at the entry before it';
  if (hashOf(body) !== hash) return 'was changed after it was written: its hash does not match';
  if (salt === undefined || message === undefined) {
    return redacted.has(line.seq) ? undefined : 'has no text, and no redaction says why';
  }
  const content = {
    salt,
    ...(title === undefined ? {} : { title }),
    message,
    ...(workaround === undefined ? {} : { workaround }),
  };
  return hashOf(content) === line.contentHash ? undefined : 'has a text that was changed after it was written';
}
