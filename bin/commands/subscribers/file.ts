import type { SubscriberCommand } from '../../../shared/client/types.ts';
import { instant } from '../../../shared/core/instant.ts';
import { SUBSCRIBER_KINDS, type SubscriberKind } from '../../../shared/core/subscribers/subscriber.ts';
import { UsageError } from '../surroundings.ts';
import { csvRows } from './csv.ts';

/** One that can be brought, and where in the file it stands. */
export type Given = { line: number; subscriber: SubscriberCommand };

/** What a file holds. `leftOut`: why and in which lines, of those that are not to be brought; `unread`: of those that cannot be. */
export type Read = { given: readonly Given[]; leftOut: Reasons; unread: Reasons };
type Reasons = ReadonlyMap<string, readonly number[]>;

/** `from`: where they agreed. `agreed`: when, for those of whom the file does not say it. */
export type Said = { from: string; agreed?: string | undefined };

/** One of the file, whatever form it has. */
type Found = {
  type: string;
  address: string;
  agreedAt: string;
  source?: string;
  proof?: string;
  state: string;
  isQuarantined: boolean;
  choice?: SubscriberCommand['choice'];
  zone?: string;
};

/** What can be read, for whoever named something else. */
export const SUBSCRIBER_FILES = `What can be read:
  a CSV with a heading, as Statuspage exports it: email (or type and address), created_at, quarantined_at, components
  a CSV without one, as Statuspage imports it: email,jo@example.com
  JSON, as one list or a line each: {"email": ..., "created_at": ...} of its API, or what "candor subscribers export" writes`;

/** Reads a file of subscribers. No reason holds an address: they are known by their lines. */
export function subscribersIn(text: string, place: string, said: Said): Read {
  const given: Given[] = [];
  const leftOut = new Map<string, number[]>();
  const unread = new Map<string, number[]>();
  const note = (reasons: Map<string, number[]>, why: string, line: number) =>
    reasons.set(why, [...(reasons.get(why) ?? []), line]);
  for (const [line, found] of /^\s*[[{]/.test(text) ? jsonIn(text, place) : csvIn(text, place)) {
    if (found === undefined) {
      note(unread, 'is no subscriber', line);
      continue;
    }
    const why = whyNot(found);
    const at = agreedAt(found, said);
    if (why !== undefined) note(leftOut, why, line);
    else if (at === undefined) note(unread, 'does not say when they agreed; --agreed DATE says it of all such', line);
    else given.push({ line, subscriber: commandOf(found, at, said) });
  }
  return { given, leftOut, unread };
}

/** Why somebody is not to be told, whatever this Candor could do. */
function whyNot({ type, state, isQuarantined }: Found): string | undefined {
  if (type === 'sms') return 'is told by text message, which is not offered';
  if (kindOf(type) === undefined) return 'is told by something that is not known here';
  if (kindOf(type) !== 'mail') return 'is a webhook, a room or a browser, which its owner signs up on the page';
  if (isQuarantined || state === 'quarantined') return 'is quarantined there: what was sent came back';
  if (/^(unconfirmed|pending|not[ _]confirmed)$/.test(state)) return 'never confirmed there';
  if (/^(unsubscribed|left|gone|inactive)$/.test(state)) return 'left there';
  return undefined;
}

const kindOf = (type: string): SubscriberKind | undefined =>
  type === 'email' || type === '' ? 'mail' : SUBSCRIBER_KINDS.find((one) => type.includes(one));

function agreedAt({ agreedAt }: Found, { agreed }: Said): string | undefined {
  const ms = Date.parse(agreedAt === '' ? (agreed ?? '') : zoned(agreedAt));
  return Number.isNaN(ms) ? undefined : instant(ms);
}

/** A time without a zone is one in UTC, as exports write it. */
const zoned = (text: string): string =>
  /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)
    ? `${text.replace(' ', 'T')}Z`
    : text.replace(/ UTC$/, 'Z').replace(/^(\S+) (\S+Z)$/, '$1T$2');

const commandOf = ({ address, choice, zone, source, proof }: Found, at: string, { from }: Said): SubscriberCommand => ({
  kind: 'mail',
  address,
  ...(choice === undefined ? {} : { choice }),
  ...(zone === undefined ? {} : { zone }),
  consent: { at, source: source ?? from, ...(proof === undefined ? {} : { proof }) },
});

type Lines = Iterable<readonly [line: number, found: Found | undefined]>;

/** Names of the columns of a heading, in the order in which they are believed. */
const COLUMNS = {
  type: ['type', 'mode', 'kind', 'method', 'channel'],
  address: ['email', 'email_address', 'mail', 'address', 'recipient', 'endpoint', 'phone_number', 'phone'],
  endpoint: ['endpoint'],
  phone: ['phone_number', 'phone'],
  agreedAt: ['confirmed_at', 'created_at', 'subscribed_at', 'agreed_at', 'created', 'date'],
  quarantinedAt: ['quarantined_at'],
  state: ['state', 'status'],
  components: ['components', 'component_ids'],
  zone: ['zone', 'time_zone', 'timezone'],
} as const;

function* csvIn(text: string, place: string): Lines {
  const [first, ...rest] = csvRows(text);
  if (first === undefined) throw new UsageError(`${place} is empty. ${SUBSCRIBER_FILES}`);
  const heading = first.cells.map((cell) => cell.toLowerCase().replaceAll(/[ -]+/g, '_'));
  const isHeading = COLUMNS.address.some((name) => heading.includes(name)) && !first.cells.some(isAddress);
  if (!isHeading && !first.cells.some(isAddress))
    throw new UsageError(`${place} has no column of addresses. ${SUBSCRIBER_FILES}`);
  for (const { line, cells } of isHeading ? rest : [first, ...rest]) {
    const cell = (column: keyof typeof COLUMNS) =>
      COLUMNS[column]
        .map((name) => cells[heading.indexOf(name)])
        .find((value) => value !== undefined && value !== '') ?? '';
    if (isHeading) yield [line, foundIn(cell)];
    else yield [line, withoutHeading(cells)];
  }
}

const isAddress = (cell: string): boolean => /^[^\s@]+@[^\s@]+$/.test(cell);

function foundIn(cell: (column: keyof typeof COLUMNS) => string): Found | undefined {
  const address = cell('address');
  if (address === '') return undefined;
  const components = cell('components')
    .split(/[\s,;|]+/)
    .filter((id) => id !== '' && id !== 'all');
  const zone = cell('zone');
  return {
    // A webhook has its owner's mail address beside it, who did not ask to be mailed.
    type: cell('type').toLowerCase() || (cell('endpoint') !== '' ? 'webhook' : cell('phone') !== '' ? 'sms' : ''),
    address,
    agreedAt: cell('agreedAt'),
    state: cell('state').toLowerCase(),
    isQuarantined: cell('quarantinedAt') !== '',
    ...(components.length === 0 ? {} : { choice: { components } }),
    ...(zone === '' ? {} : { zone }),
  };
}

/** `email,jo@example.com`, or an address alone. */
function withoutHeading(cells: readonly string[]): Found | undefined {
  const [type = '', second = ''] = cells;
  const address = isAddress(type) ? type : second;
  if (address === '') return undefined;
  const date = cells.find((cell) => /^\d{4}-\d\d-\d\d/.test(cell)) ?? '';
  return { type: isAddress(type) ? '' : type.toLowerCase(), address, agreedAt: date, state: '', isQuarantined: false };
}

function* jsonIn(text: string, place: string): Lines {
  const whole = parsed(text);
  const listed = Array.isArray(whole) ? whole : (whole as { subscribers?: unknown } | undefined)?.subscribers;
  if (Array.isArray(listed)) {
    for (const [index, one] of listed.entries()) yield [index + 1, foundInJson(one)];
    return;
  }
  const lines = text.split('\n').map((line) => line.trim());
  if (lines.every((line) => line === '' || parsed(line) === undefined))
    throw new UsageError(`${place} is not JSON. ${SUBSCRIBER_FILES}`);
  for (const [index, line] of lines.entries()) if (line !== '') yield [index + 1, foundInJson(parsed(line))];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const word = (value: unknown): string => (typeof value === 'string' ? value : '');

function foundInJson(value: unknown): Found | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const one = value as Record<string, unknown>;
  const first = (names: readonly string[]) => names.map((name) => word(one[name])).find((text) => text !== '') ?? '';
  const found = foundIn((column) => (column === 'components' ? '' : first(COLUMNS[column])));
  if (found === undefined) return undefined;
  const { consent, choice, zone } = one as { consent?: Record<string, unknown>; choice?: object; zone?: unknown };
  const ids = Array.isArray(one.components)
    ? one.components.map((part) => word(part) || word((part as { id?: unknown })?.id))
    : [];
  return {
    ...found,
    // What we have written ourselves says all of it.
    ...(consent === undefined ? {} : { agreedAt: word(consent.at), ...sourceOf(consent), ...proofOf(consent) }),
    ...(choice !== undefined
      ? { choice }
      : ids.some((id) => id !== '')
        ? { choice: { components: ids.filter(Boolean) } }
        : {}),
    ...(word(zone) === '' ? {} : { zone: word(zone) }),
  };
}

const sourceOf = ({ how, words, source }: Record<string, unknown>) => {
  const named = word(source) || (how === 'form' ? '' : word(words));
  return named === '' ? {} : { source: named };
};

const proofOf = ({ proof }: Record<string, unknown>) => (word(proof) === '' ? {} : { proof: word(proof) });
