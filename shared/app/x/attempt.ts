import { gateAfter } from '../../core/channel/gate.ts';
import { withPost } from '../../core/channel/own-posts.ts';
import { type Delivery, isEnded } from '../../core/delivery.ts';
import { type Instant, msBetween, plus, SECOND_MS } from '../../core/instant.ts';
import {
  afterAbsence,
  type Covered,
  type GateKind,
  LEASE_MS,
  nextLookAt,
  STALE_CLAIM_MS,
  type XAccountState,
  type XAttempt,
} from '../../core/x/account.ts';
import { priceOf, spend, unspend, withLearned } from '../../core/x/budget.ts';
import { X } from '../../core/x/facts.ts';
import { findAttempt, idAt } from '../../core/x/find.ts';
import { PARENT_NOT_VISIBLE } from '../../core/x/next.ts';
import type { Clock, Randomness } from '../../ports/clock.ts';
import type { DeliveryRecords } from '../../ports/deliveries.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { XAccount } from '../../ports/x-account.ts';
import type { PostOutcome, XChannel } from '../../ports/x-channel.ts';
import { gateNotice, rejectedNotice, standaloneNotice, unknownNotice, type XNotice } from '../../wording/x/notices.ts';

export type AttemptPorts = {
  log: IncidentLog;
  account: XAccount;
  deliveries: DeliveryRecords;
  x: XChannel;
  clock: Clock;
  randomness: Randomness;
  /** Tells the people on call. May be called twice for one event after a crash, never not at all. */
  page: (incident: string, notice: XNotice) => Promise<void>;
};

/** Reads and changes the account until the change holds; undefined from `change` leaves it as it is. */
export async function changeAccount(
  account: XAccount,
  change: (state: XAccountState) => XAccountState | undefined,
): Promise<XAccountState | undefined> {
  for (;;) {
    const { state, version } = await account.read();
    const next = change(state);
    if (next === undefined) return undefined;
    if (await account.swap(version, next)) return next;
  }
}

/**
 * A person who arms X has mended what only a person can mend, such as credits or tokens: it is tried at once. A limit's
 * end is known, so that it is waited for all the same.
 */
export async function tryAgainOnX(account: XAccount): Promise<void> {
  await changeAccount(account, ({ gate, ...open }) => (gate === undefined || gate.kind === 'rate' ? undefined : open));
}

/**
 * Sends what was claimed, and records what came of it. `leavesNothing`: its incident owes X nothing else, so that nobody
 * need look at it again once it is delivered. What is said meanwhile comes with a nudge of its own.
 */
export async function send(ports: AttemptPorts, attempt: XAttempt, leavesNothing = false): Promise<readonly string[]> {
  const suspendedMs = msBetween(attempt.sentAt, ports.clock.now());
  if (suspendedMs > STALE_CLAIM_MS) {
    return end(ports, attempt, (state) => unspend(state, attempt.sentAt));
  }
  return conclude(ports, attempt, await ports.x.post(attempt.text, attempt.replyTo), leavesNothing);
}

/**
 * Reads our timeline for an attempt whose holder did not come back, or that X did not answer. Presence ends it; absence
 * only lets time decide.
 */
export async function lookFor(
  ports: AttemptPorts,
  found: XAttempt,
  version: number,
  state: XAccountState,
  maySend: boolean,
): Promise<readonly string[]> {
  const now = ports.clock.now();
  const attempt: XAttempt = { ...found, leaseUntil: plus(now, LEASE_MS) };
  if (!(await ports.account.swap(version, { ...state, attempt }))) return [attempt.incident];

  const recorded = (await ports.deliveries.of(attempt.incident, X.name)).get(attempt.seq);
  // Its holder died between the first delivery and clearing the intent.
  if (recorded !== undefined && isEnded(recorded)) return finish(ports, attempt, recorded);

  const own = await ports.x.ownPosts(idAt(plus(attempt.firstSentAt, -CLOCK_SKEW_MS)));
  const readable = 'posts' in own;
  const post = readable ? findAttempt(own.posts, attempt) : undefined;
  if (post !== undefined) return conclude(ports, attempt, { outcome: 'delivered', id: post.id });

  const verdict = afterAbsence(attempt, now);
  if (verdict === 'give up') {
    const reason = attempt.answer?.reason ?? 'The function that sent it did not come back.';
    await ports.page(attempt.incident, unknownNotice(await textStillSaid(ports, attempt), reason));
    return finish(ports, attempt, { state: 'unknown', at: now, reason });
  }
  if (verdict === 'send again' && readable) {
    // Surely absent, and not to be sent now: it is owed as if it had never been tried, and worded anew.
    return maySend && (await textStillSaid(ports, attempt)) !== undefined
      ? sendAgain(ports, attempt)
      : end(ports, attempt, (one) => one);
  }
  await letGo(ports, attempt, (one) => ({ ...one, looks: one.looks + (readable ? 1 : 0), lookedAt: now }));
  return [];
}

/** The text of an attempt; undefined once something was redacted since it was worded: then nobody says it any more. */
async function textStillSaid(ports: AttemptPorts, attempt: XAttempt): Promise<string | undefined> {
  const told = new Set([attempt, ...attempt.covers].map((said) => said.incident));
  const chains = await Promise.all([...told].map((id) => ports.log.load(id)));
  const redacted = chains.flat().some(({ kind, at }) => kind === 'redaction' && at >= attempt.firstSentAt);
  return redacted ? undefined : attempt.text;
}

/** Our clock and X's may differ; ids count in X's. */
export const CLOCK_SKEW_MS = 60 * SECOND_MS;

/** The same bytes once more, under a new id, so that a holder of the old one changes nothing any more. */
async function sendAgain(ports: AttemptPorts, attempt: XAttempt): Promise<readonly string[]> {
  const now = ports.clock.now();
  const { lookedAt: _lookedAt, ...rest } = attempt;
  const again = { ...rest, attemptId: ports.randomness.salt(), sentAt: now, leaseUntil: plus(now, LEASE_MS), looks: 0 };
  const changed = await changeAccount(ports.account, (state) => {
    if (state.attempt?.attemptId === again.attemptId) return state;
    if (state.attempt?.attemptId !== attempt.attemptId) return undefined;
    const before = state.spent.at(-1);
    const cost = { at: now, dollars: before?.dollars ?? priceOf({ link: true }), digest: before?.digest ?? '' };
    return { ...spend(state, cost), attempt: { ...again, again: state.attempt.again } };
  });
  return changed === undefined ? [attempt.incident] : send(ports, again);
}

/** Records what an attempt came to. Returns the incidents to look at next. */
async function conclude(
  ports: AttemptPorts,
  attempt: XAttempt,
  outcome: PostOutcome,
  leavesNothing = false,
): Promise<readonly string[]> {
  const now = ports.clock.now();
  const learn = (state: XAccountState) => withLearned(state, outcome.learned);
  switch (outcome.outcome) {
    case 'delivered': {
      const { id } = outcome;
      const pause = outcome.pauseUntil;
      const opened = (state: XAccountState) => {
        const { gate: _gate, ...open } = learn(state);
        if (pause === undefined) return open;
        return {
          ...open,
          gate: gateAfter(undefined, { kind: 'rate', reason: 'its limit is used up', until: pause }, now),
        };
      };
      return finish(ports, attempt, delivered(attempt, id), opened, leavesNothing);
    }
    case 'rejected':
      return rejected(ports, attempt, outcome, now);
    case 'throttled':
    case 'not_sent': {
      const kind: GateKind = outcome.outcome === 'throttled' ? outcome.kind : 'unreachable';
      const until = outcome.outcome === 'throttled' ? outcome.until : undefined;
      const refusal = { kind, reason: outcome.reason, ...(until === undefined ? {} : { until }) };
      const { gate: before } = (await ports.account.read()).state;
      const gate = gateAfter(before, refusal, now);
      await throttle(ports, attempt, { retryAt: gate.until, reason: outcome.reason }, now);
      // Limits end by themselves; everything else needs a person, who is told once.
      if (gate.tries === 1 && kind !== 'rate' && kind !== 'unreachable') {
        await ports.page(attempt.incident, gateNotice(kind, outcome.reason));
      }
      return end(ports, attempt, (state) => {
        const left = outcome.outcome === 'not_sent' ? unspend(state, attempt.sentAt) : learn(state);
        return { ...left, gate };
      });
    }
    case 'duplicate':
    case 'unknown': {
      const answer = { kind: outcome.outcome, reason: outcome.reason };
      const kept = attempt.answer?.kind === 'duplicate' ? attempt.answer : answer;
      await letGo(ports, attempt, (one) => ({ ...one, answer: kept }));
      return [];
    }
  }
}

async function rejected(
  ports: AttemptPorts,
  attempt: XAttempt,
  outcome: PostOutcome & { outcome: 'rejected' },
  now: Instant,
): Promise<readonly string[]> {
  const { why, reason } = outcome;
  if (why === 'not-summoned' && attempt.replyTo !== undefined) {
    await ports.page(attempt.incident, standaloneNotice(reason));
    return end(ports, attempt, (state) => ({ ...state, standalone: { since: now, reason } }));
  }
  const parent = why === 'parent-gone' ? await answeredBy(ports, attempt) : undefined;
  if (parent !== undefined) {
    const { seq, delivery } = parent;
    // X has refused answers to its freshest posts before; after a minute the parent really is gone.
    if (msBetween(delivery.at, now) < PARENT_FRESH_MS) {
      await throttle(ports, attempt, { retryAt: plus(now, PARENT_RETRY_MS), reason: PARENT_NOT_VISIBLE }, now);
    } else {
      // Somebody took it down. It is shown as such, not posted again, and no longer answered.
      await ports.deliveries.put(attempt.incident, X.name, seq, { ...delivery, removedAt: now });
    }
    return end(ports, attempt, (state) => state);
  }
  await ports.page(attempt.incident, rejectedNotice(await textStillSaid(ports, attempt), reason));
  return finish(ports, attempt, { state: 'rejected', at: now, reason });
}

/** The delivery of the post that this one was to answer. */
async function answeredBy(ports: AttemptPorts, attempt: XAttempt) {
  for (const [seq, delivery] of await ports.deliveries.of(attempt.incident, X.name)) {
    if (delivery.state === 'delivered' && delivery.receipt === attempt.replyTo) return { seq, delivery };
  }
  return undefined;
}

const PARENT_FRESH_MS = 60 * SECOND_MS;
const PARENT_RETRY_MS = 20 * SECOND_MS;

/** How many of the things that people were paged about the account remembers. */
export const REMEMBERED = 50;

/** The post exists since it was sent, whenever we learn of it. */
const delivered = (attempt: XAttempt, id: string): Delivery => ({
  state: 'delivered',
  at: attempt.sentAt,
  receipt: id,
  // A post of several incidents is kept by none of them: each has its own redactions.
  ...(attempt.covers.some((said) => said.incident !== attempt.incident) ? { joint: true } : { text: attempt.text }),
});

/**
 * Ends an attempt for good: first the deliveries of its entry and of all that it covers, then the intent. Whoever dies
 * in between leaves the intent, and the next worker does the same again.
 */
async function finish(
  ports: AttemptPorts,
  attempt: XAttempt,
  delivery: Delivery,
  change: (state: XAccountState) => XAccountState = (state) => state,
  leavesNothing = false,
): Promise<readonly string[]> {
  await ports.deliveries.put(attempt.incident, X.name, attempt.seq, delivery);
  for (const said of attempt.covers) {
    await ports.deliveries.put(said.incident, X.name, said.seq, covered(attempt, said, delivery));
  }
  return end(ports, attempt, (state) => standing(change(state), attempt, delivery), leavesNothing);
}

/** What stands on X is remembered, so that we notice when somebody takes it down. */
function standing(state: XAccountState, attempt: XAttempt, delivery: Delivery): XAccountState {
  if (delivery.state !== 'delivered' || delivery.shadow) return state;
  const others = attempt.covers.filter((said) => said.incident !== attempt.incident && said.into === undefined);
  return withPost(state, [attempt, ...others], delivery.receipt, delivery.at);
}

/** What was covered shares the fate of the post. In a post of several incidents, each entry was said itself. */
function covered(attempt: XAttempt, said: Covered, delivery: Delivery): Delivery {
  const into = said.into ?? (said.incident === attempt.incident ? attempt.seq : undefined);
  if (delivery.state !== 'delivered' || into === undefined) return delivery;
  return { state: 'coalesced', at: delivery.at, into, receipt: delivery.receipt };
}

async function throttle(
  ports: AttemptPorts,
  attempt: XAttempt,
  wait: { retryAt: Instant; reason: string },
  now: Instant,
): Promise<void> {
  for (const { incident, seq } of [attempt, ...attempt.covers]) {
    const before = (await ports.deliveries.of(incident, X.name)).get(seq);
    const tries = before?.state === 'throttled' ? before.attempt + 1 : 1;
    await ports.deliveries.put(incident, X.name, seq, { state: 'throttled', at: now, attempt: tries, ...wait });
  }
}

/** Clears the intent if it still is this one. Returns whoever asked meanwhile, and the attempt's own incidents as far as they may owe more. */
async function end(
  ports: AttemptPorts,
  attempt: XAttempt,
  change: (state: XAccountState) => XAccountState,
  leavesNothing = false,
): Promise<readonly string[]> {
  let again: readonly string[] = [];
  await changeAccount(ports.account, (state) => {
    if (state.attempt?.attemptId !== attempt.attemptId) return undefined;
    again = state.attempt.again;
    const { attempt: _ended, ...rest } = state;
    return change(rest);
  });
  const told = [attempt.incident, ...attempt.covers.map((said) => said.incident)];
  return [...told.filter((id) => !leavesNothing || id !== attempt.incident), ...again];
}

/** Gives the lease up and leaves the intent: whether the post exists is still open. */
async function letGo(ports: AttemptPorts, attempt: XAttempt, change: (attempt: XAttempt) => XAttempt): Promise<void> {
  const now = ports.clock.now();
  const next = await changeAccount(ports.account, (state) => {
    if (state.attempt?.attemptId !== attempt.attemptId) return undefined;
    return { ...state, attempt: { ...change(state.attempt), leaseUntil: now } };
  });
  if (next?.attempt === undefined) return;
  const claimed = { state: 'claimed' as const, at: now, leaseUntil: nextLookAt(next.attempt), attempt: 1 };
  for (const { incident, seq } of [attempt, ...attempt.covers]) {
    await ports.deliveries.put(incident, X.name, seq, claimed);
  }
}
