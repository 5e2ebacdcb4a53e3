import { createHmac } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../instant.ts';

/** At most so many within so long; `Infinity` is for ever. */
export type Limit = { most: number; withinMs: number };

/** What is counted under one name, and what it may come to. No name holds an address, of people or of the net. */
export type CountedBy = { what: string; limits: readonly Limit[] };

/** How often it happened, by minutes since the epoch, oldest first. */
export type Counted = readonly (readonly [minute: number, count: number])[];

/** All numbers: docs/rules.md, Sign-up. */
const PER_NETWORK: Limit = { most: 5, withinMs: HOUR_MS };
const PER_ADDRESS: readonly Limit[] = [
  { most: 1, withinMs: DAY_MS },
  { most: 3, withinMs: Number.POSITIVE_INFINITY },
];
const PER_DOMAIN: Limit = { most: 20, withinMs: HOUR_MS };
const IN_ALL: Limit = { most: 300, withinMs: HOUR_MS };
/** Links for those who are told already, and have said that something may come. */
const PER_SUBSCRIBER: Limit = { most: 3, withinMs: DAY_MS };

/** Whoever fills in a form faster than this is no person. */
export const FILLED_IN_AT_LEAST_MS = 2_000;

/** Domains of so many people that a limit for each would keep them from signing up in an outage. */
const LARGE_PROVIDERS: ReadonlySet<string> = new Set(
  `126.com 163.com aol.com att.net bigpond.com bluewin.ch btinternet.com comcast.net daum.net fastmail.com free.fr gmail.com
  gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr
  icloud.com interia.pl laposte.net libero.it live.com mac.com mail.com mail.ru me.com msn.com naver.com o2.pl orange.fr
  outlook.com pm.me posteo.de proton.me protonmail.com qq.com rocketmail.com seznam.cz sky.com sfr.fr t-online.de
  telenet.be tutanota.com uol.com.br verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.ca yahoo.co.in yahoo.co.jp
  yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com`.split(/\s+/),
);

/** By which door somebody comes. */
export type Door = 'form' | 'api';

/**
 * What a form shows of the work that is asked of browsers. `void`: it solves no task of ours that is still good, or one that
 * was shown before.
 */
export type Work = 'done' | 'missing' | 'void';

/**
 * Who comes. By `api` nothing of a form stands in a program's way, and no more does by a form that shows no work where work is
 * asked: both may do half, so that the other half is left for people, however many programs there are. `work`: left out
 * where none is asked.
 */
export type Comer = { door: Door; work?: Work };

/** What an attempt of a network is counted by, whatever becomes of it. */
export const byNetwork = (pepper: string, viewer: string, comer: Comer): CountedBy => ({
  what: `network#${hashed(pepper, networkOf(viewer))}`,
  limits: [through(comer, PER_NETWORK)],
});

/**
 * What the mail of one sign-up is counted by, in the order in which it is asked: last by its address, or an answer about the
 * rest would tell whether it had its mail. `told`: its address is one of a subscriber.
 */
export const byMail = (
  pepper: string,
  { id, domain, told }: { id: string; domain: string; told: boolean },
  comer: Comer,
): CountedBy[] => [
  ...(LARGE_PROVIDERS.has(domain)
    ? []
    : [{ what: `domain#${hashed(pepper, domain)}`, limits: [through(comer, PER_DOMAIN)] }]),
  inAll(comer),
  told ? byTold(id) : { what: addressCount(id), limits: PER_ADDRESS },
];

/** What the mail of a link to change is counted by. Not by domain, or strangers there could use up the links of a subscriber. */
export const byLink = (id: string, comer: Comer): CountedBy[] => [inAll(comer), byTold(id)];

const inAll = (comer: Comer): CountedBy => ({ what: IN_ALL_COUNT, limits: [through(comer, IN_ALL)] });

/** What links are counted by that go to somebody who follows already, in whatever way. */
export const byTold = (id: string): CountedBy => ({ what: `told#${id}`, limits: [PER_SUBSCRIBER] });

/**
 * What one sign-up of an address that we call is counted by. `host`: of a program, which may be anybody's; left out for rooms
 * and push services, which all share theirs.
 */
export const byHook = (pepper: string, host: string | undefined, comer: Comer): CountedBy[] => [
  ...(host === undefined ? [] : [{ what: `host#${hashed(pepper, host)}`, limits: [through(comer, PER_DOMAIN)] }]),
  { what: 'hooks', limits: [through(comer, IN_ALL)] },
];

/** What all mails to confirm and to change are counted by together. */
export const IN_ALL_COUNT = 'all';

/** What confirmations to one address are counted by; forgotten once it confirms. */
export const addressCount = (id: string): string => `address#${id}`;

const through = (comer: Comer, limit: Limit): Limit =>
  mayDoAll(comer) ? limit : { ...limit, most: Math.floor(limit.most / 2) };

const mayDoAll = ({ door, work }: Comer): boolean => door === 'form' && (work === undefined || work === 'done');

/** Who shares an address of the net: 256 of the old kind (/24), a site of the new (/64). What is no address is one network. */
export function networkOf(viewer: string): string {
  const old = /(?:^|:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(viewer);
  if (old) return `${old.slice(1, 4).join('.')}.0/24`;
  if (!/^[\da-f:]+$/i.test(viewer) || !viewer.includes(':')) return 'unknown';
  const [front = '', back] = viewer.toLowerCase().split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [first, last] = [groups(front), groups(back)];
  const zeros = back === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const whole = [...first, ...Array<string>(zeros).fill('0'), ...last];
  return `${whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** Names of networks and domains lie in the table for an hour as something that nobody can read. */
const hashed = (pepper: string, text: string): string =>
  createHmac('sha256', pepper).update(`candor sign-up v1\n${text}`).digest('base64url').slice(0, 22);

/** What is counted once one more has happened; or from when on (in ms) it may, `Infinity` for never. */
export function oneMore(
  counted: Counted,
  limits: readonly Limit[],
  nowMs: number,
): { counted: Counted } | { againMs: number } {
  const againMs = Math.max(0, ...limits.map((limit) => passesFrom(counted, limit, nowMs)));
  if (againMs > nowMs) return { againMs };
  const minute = Math.floor(nowMs / MINUTE_MS);
  const kept = keptOf(counted, limits, nowMs);
  const before = kept.find(([one]) => one === minute)?.[1] ?? 0;
  return { counted: [...kept.filter(([one]) => one !== minute), [minute, before + 1] as const].toSorted(oldestFirst) };
}

/** What is counted once the newest one turned out not to have happened. */
export function oneLess(counted: Counted): Counted {
  const newest = counted.at(-1);
  if (newest === undefined) return counted;
  const [minute, count] = newest;
  return [...counted.slice(0, -1), ...(count > 1 ? [[minute, count - 1] as const] : [])];
}

/** When nothing that is counted matters any more, in ms; undefined for never. */
export function forgottenAt(counted: Counted, limits: readonly Limit[]): number | undefined {
  const longest = Math.max(...limits.map(({ withinMs }) => withinMs));
  if (longest === Number.POSITIVE_INFINITY) return undefined;
  return endOf(counted.at(-1)?.[0] ?? 0) + longest;
}

const oldestFirst = ([a]: Counted[number], [b]: Counted[number]): number => a - b;

/** A minute counts until its last moment is long enough ago, so that no window holds more than it may. */
const endOf = (minute: number): number => (minute + 1) * MINUTE_MS;

const keptOf = (counted: Counted, limits: readonly Limit[], nowMs: number): Counted =>
  counted.filter(([minute]) => limits.some(({ withinMs }) => endOf(minute) + withinMs > nowMs));

/** From when on, in ms, one more keeps to the limit; in the past if it does now. */
function passesFrom(counted: Counted, { most, withinMs }: Limit, nowMs: number): number {
  const within = counted.filter(([minute]) => endOf(minute) + withinMs > nowMs);
  let over = within.reduce((sum, [, count]) => sum + count, 0) + 1 - most;
  if (over <= 0) return 0;
  for (const [minute, count] of within) {
    over -= count;
    if (over <= 0) return endOf(minute) + withinMs;
  }
  return Number.POSITIVE_INFINITY;
}
