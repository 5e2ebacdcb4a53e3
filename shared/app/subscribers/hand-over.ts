import type { Entry } from '../../core/entry.ts';
import { type Instant, msBetween, plus, SECOND_MS } from '../../core/instant.ts';
import { closed } from '../../core/subscribers/account.ts';
import { afterFailure, afterSuccess } from '../../core/subscribers/failing.ts';
import type { Subscriber } from '../../core/subscribers/subscriber.ts';
import {
  BEGIN_WITHIN_MS,
  claimed,
  endedUntold,
  type Manner,
  paused,
  type Said,
  stillOwed,
  type Telling,
  told,
} from '../../core/subscribers/telling.ts';
import type { HandedOver } from '../../ports/letters.ts';
import { changeAccount, pageOnce } from './account-record.ts';
import type { TellPorts } from './tell-ports.ts';

/** One person's turn. */
export type Turn = {
  person: Subscriber;
  row: Telling | undefined;
  entry: Entry;
  tries: number;
  /** Their ceiling is reached: they are told so instead, and this then. */
  pausedUntil?: Instant;
};

/**
 * What a turn came to: the person as they are now, undefined if they are gone, and the row as it stands, undefined if
 * somebody else has it.
 */
export type Outcome = { person: Subscriber | undefined; row: Telling | undefined; closed: boolean };

/**
 * Tells one person: claims, hands over, and keeps what became of it. What is not known stays claimed, until a proof comes
 * or the time for one has passed. Between claim and letter lies no wait, so nobody hears what is older than what another
 * worker told them.
 */
export async function handOver(ports: TellPorts, { incident }: Said, turn: Turn): Promise<Outcome> {
  const { person, row, entry, tries } = turn;
  const manner = ports.mannerOf(person.kind);
  const at = ports.clock.now();
  const attempt = ports.randomness.salt();
  const claim = claimed(row, { seq: entry.seq, tries, attempt, at, claimMs: manner.claimMs });
  const put = (before: Telling | undefined, next: Telling) =>
    ports.tellings.swap(incident.id, ports.is.name, person.id, before, next);
  if (!(await put(row, claim))) return { person, row: undefined, closed: false };
  if (msBetween(at, ports.clock.now()) > BEGIN_WITHIN_MS) return { person, row: claim, closed: false };

  const { pausedUntil } = turn;
  const before = row?.heard ?? [];
  const answer = await ports.carry({
    person,
    incident,
    entry,
    before,
    attempt,
    ...(pausedUntil === undefined ? {} : { pausedUntil }),
  });
  const now = ports.clock.now();
  const next =
    pausedUntil !== undefined && answer.is === 'taken'
      ? paused(claim, now, pausedUntil)
      : after(answer, claim, entry, manner, now);
  const [noted] = await Promise.all([
    noteOf(ports, person, answer, manner),
    next === claim ? undefined : put(claim, next),
  ]);
  if (answer.is === 'closed') await close(ports, incident, answer);
  return { person: noted, row: next, closed: answer.is === 'closed' };
}

/** The row behind an answer. */
function after(answer: HandedOver, claim: Telling, entry: Entry, manner: Manner, now: string): Telling {
  switch (answer.is) {
    case 'taken':
      return told(claim, now);
    case 'gone':
      return endedUntold(claim, 'refused', answer.reason);
    case 'closed':
      return stillOwed(claim, now, answer.reason, false);
    case 'refused':
    case 'not-now':
    case 'unknown': {
      if (manner.failures === 'retried') {
        const wait = manner.again(entry, claim.tries);
        if (wait === undefined) return endedUntold(claim, 'refused', answer.reason);
        const asked = answer.is === 'not-now' ? (answer.retryAfterMs ?? 0) : 0;
        return stillOwed(claim, plus(now, Math.max(wait, asked)), answer.reason, true);
      }
      if (answer.is === 'refused') return endedUntold(claim, 'refused', answer.reason);
      if (answer.is === 'unknown') return claim;
      return stillOwed(claim, plus(now, answer.retryAfterMs ?? SECOND_MS), answer.reason, false);
    }
  }
}

/** Keeps what an answer says of the address itself. The person as they are then; undefined if the address is no more. */
async function noteOf(
  ports: TellPorts,
  person: Subscriber,
  answer: HandedOver,
  { failures }: Manner,
): Promise<Subscriber | undefined> {
  const now = ports.clock.now();
  if (answer.is === 'gone') {
    await ports.subscribers.remove(ports.is.name, { id: person.id, why: 'gone', at: now });
    return undefined;
  }
  if (failures !== 'retried' || answer.is === 'closed') return person;
  const next = answer.is === 'taken' ? afterSuccess(person) : afterFailure(person, now);
  if (next === person || !(await ports.subscribers.put(next, person.version))) return person;
  if (next.state === 'quarantined') await ports.quarantined(next);
  return next;
}

/** Nothing is taken from us: nobody is tried before it may be otherwise, and people hear it once. */
async function close(
  ports: TellPorts,
  incident: Said['incident'],
  { gate, reason }: Extract<HandedOver, { is: 'closed' }>,
) {
  const now = ports.clock.now();
  await changeAccount(ports.account, (account) => closed(account, gate, reason, now));
  await pageOnce(ports, incident, `${gate}@${now.slice(0, 10)}`, { is: 'closed', gate, reason });
}
