import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plus } from '../instant.ts';

/** Why the far side takes nothing from us, for everybody. */
export type Gate = 'sandbox' | 'paused' | 'suspended' | 'quota' | 'unverified';

/** What was handed over of late, and what came back of it. Halved at every thousand: the last thousand weigh most. */
export type Reputation = { sent: number; bounced: number; complained: number };

/** A statement that was begun to be told, for the ceiling of each person. */
export type Begun = { incident: string; seq: number; at: Instant };

/**
 * How a channel that tells each person stands with the far side. `armedAt`: nothing that was said before is owed. `gate`:
 * nothing is taken until a person mends it, or `until`. `begun`: of the last hour.
 */
export type PersonalAccount = {
  armedAt?: Instant;
  gate?: { gate: Gate; reason: string; since: Instant; until: Instant };
  begun: readonly Begun[];
  /** For what people were paged already. */
  paged: readonly string[];
};

export const NEW_ACCOUNT: PersonalAccount = { begun: [], paged: [] };

const UNTRIED: Reputation = { sent: 0, bounced: 0, complained: 0 };

/** Of so many, the share that came back is judged; below it says nothing. */
const WINDOW = 1_000;

/** AWS reviews an account at 5 % bounces and 0.1 % complaints (docs/rules.md, Telling each person): the brake comes before. */
const BOUNCES_AT_MOST = 0.04;
const COMPLAINTS_AT_MOST = 0.0008;

/** Counts what was handed over, or came back. */
export function counting({ sent, bounced, complained }: Reputation = UNTRIED, more: Partial<Reputation>): Reputation {
  const sum = {
    sent: sent + (more.sent ?? 0),
    bounced: bounced + (more.bounced ?? 0),
    complained: complained + (more.complained ?? 0),
  };
  if (sum.sent < 2 * WINDOW) return sum;
  return { sent: sum.sent / 2, bounced: sum.bounced / 2, complained: sum.complained / 2 };
}

/** Why only openings and resolutions go out; undefined if nothing is wrong. One complaint in few is no share. */
export function brakeOf({ sent, bounced, complained }: Reputation = UNTRIED): 'bounces' | 'complaints' | undefined {
  const of = Math.max(sent, WINDOW);
  if (bounced / of > BOUNCES_AT_MOST) return 'bounces';
  if (complained >= 2 && complained / of > COMPLAINTS_AT_MOST) return 'complaints';
  return undefined;
}

/** How long a gate is believed in: what may mend itself is tried again sooner (docs/rules.md, Telling each person). */
const BELIEVED_MS: Readonly<Record<Gate, number>> = {
  quota: 15 * MINUTE_MS,
  sandbox: HOUR_MS,
  unverified: HOUR_MS,
  paused: HOUR_MS,
  suspended: HOUR_MS,
};

/** The account once the far side has closed: since when, if it was found closed for the same reason a while ago. */
export function closed(account: PersonalAccount, gate: Gate, reason: string, now: Instant): PersonalAccount {
  const before = account.gate;
  const isSame = before?.gate === gate && now < plus(before.until, BELIEVED_MS[gate]);
  return {
    ...account,
    gate: { gate, reason, since: isSame ? before.since : now, until: plus(now, BELIEVED_MS[gate]) },
  };
}

/** The account once people were told of `key`; undefined if they were already. */
export const pagedFor = (account: PersonalAccount, key: string): PersonalAccount | undefined =>
  account.paged.includes(key) ? undefined : { ...account, paged: [...account.paged, key].slice(-PAGED_REMEMBERED) };

const PAGED_REMEMBERED = 20;

/** The account as it takes on a statement: what is older than the ceiling looks is left out. */
export const taking = (account: PersonalAccount, one: Begun): PersonalAccount => ({
  ...account,
  begun: [
    ...account.begun.filter(
      ({ incident, seq, at }) => at > plus(one.at, -CEILING_MS) && !(incident === one.incident && seq === one.seq),
    ),
    one,
  ],
});

/** Nobody gets more than so many messages in so long, over all incidents; the last one says so (docs/rules.md, Telling each person). */
export const CEILING = 12;
export const CEILING_MS = HOUR_MS;

/** True if somebody's next message may be their last of the hour: until then nobody's rows are read for it. */
export const isBusy = ({ begun }: PersonalAccount, now: Instant): boolean =>
  begun.filter(({ at }) => at > plus(now, -CEILING_MS)).length >= CEILING - 1;

/** How long the table keeps how far somebody was told of an incident, in ms (docs/privacy.md). */
export const FORGOTTEN_AFTER_MS = 90 * DAY_MS;
