import { withPost } from '../../core/channel/own-posts.ts';
import type { Deliveries, Delivery } from '../../core/delivery.ts';
import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import { closedBy, needsPerson, reopened } from '../../core/keyed/account.ts';
import { type Claim, inDoubt } from '../../core/keyed/claim.ts';
import type { SayOutcome } from '../../ports/keyed-channel.ts';
import { gateNotice, rejectedNotice } from '../../wording/keyed/notices.ts';
import { changeAccount } from './account.ts';
import type { PublishKeyedPorts } from './ports.ts';

/** A claim that this worker holds. `deliveries`: of its incident, as read before it. */
export type Attempt = { incident: ReportedIncident; entry: Entry; claim: Claim; deliveries: Deliveries };

/** Sends what is claimed, and records what came of it. True if there may be more to do now. */
export async function send(ports: PublishKeyedPorts, attempt: Attempt): Promise<boolean> {
  const { text, ...frozen } = attempt.claim.frozen;
  if (text === undefined) return false;
  return conclude(ports, attempt, await ports.channel.say({ ...frozen, text }));
}

async function conclude(ports: PublishKeyedPorts, attempt: Attempt, outcome: SayOutcome): Promise<boolean> {
  switch (outcome.outcome) {
    case 'delivered':
      return finish(ports, attempt, outcome.receipt);
    case 'conflict':
      return lookAtConflict(ports, attempt, outcome.reason);
    case 'refused':
      return refused(ports, attempt, outcome);
    case 'closed':
      return close(ports, attempt, outcome);
    case 'not-sent':
      return close(ports, attempt, { kind: 'unreachable', reason: outcome.reason });
    case 'unknown':
      await leave(ports, attempt);
      return false;
  }
}

/**
 * The post stands there. Its own delivery comes last: whoever dies before leaves the claim, and the next worker does the
 * same again.
 */
export async function finish(
  ports: PublishKeyedPorts,
  { incident, entry, claim }: Attempt,
  receipt: string,
): Promise<boolean> {
  const { is, deliveries, account } = ports;
  const { at, frozen } = claim;
  await changeAccount(account, (state) =>
    withPost(reopened(state), [{ incident: incident.id, seq: entry.seq }], receipt, at),
  );
  for (const seq of frozen.covers)
    await deliveries.put(incident.id, is.name, seq, { state: 'coalesced', at, into: entry.seq, receipt });
  await deliveries.put(incident.id, is.name, entry.seq, {
    state: 'delivered',
    at,
    receipt,
    ...(frozen.text === undefined ? {} : { text: frozen.text }),
    ...(frozen.thread === undefined ? {} : { thread: frozen.thread.root }),
  });
  return true;
}

/** Nobody knows whether the post is there: the claim is left for later. */
export async function leave(ports: PublishKeyedPorts, { incident, entry, claim }: Attempt): Promise<void> {
  const next = inDoubt(claim, ports.clock.now());
  await ports.deliveries.swap(incident.id, ports.is.name, entry.seq, claim, next);
}

/** It is surely not there: it is owed as if it had never been tried, and worded anew. */
export async function release(
  ports: PublishKeyedPorts,
  { incident, entry, claim }: Attempt,
  wait: { retryAt: Instant; reason: string },
): Promise<void> {
  const at = ports.clock.now();
  const next: Delivery = { state: 'throttled', at, attempt: claim.attempt, ...wait };
  await ports.deliveries.swap(incident.id, ports.is.name, entry.seq, claim, next);
}

/**
 * It is refused. What an earlier try may have left there is looked for first: a server that refuses now may have taken it
 * before.
 */
async function refused(
  ports: PublishKeyedPorts,
  attempt: Attempt,
  { why, reason }: Extract<SayOutcome, { outcome: 'refused' }>,
): Promise<boolean> {
  if (attempt.claim.frozen.mayStand) {
    const found = await ports.channel.find(attempt.claim.frozen, new Set());
    if (found !== 'absent' && 'found' in found) return finish(ports, attempt, found.found);
    if (found !== 'absent') {
      await leave(ports, attempt);
      return false;
    }
  }
  return why === 'parent-gone' ? withoutParent(ports, attempt) : reject(ports, attempt, reason);
}

/** Something else stands under the key: ours after all, or nobody's that we know. */
async function lookAtConflict(ports: PublishKeyedPorts, attempt: Attempt, reason: string): Promise<boolean> {
  const found = await ports.channel.find(attempt.claim.frozen, new Set());
  if (found === 'absent') return reject(ports, attempt, reason);
  if ('found' in found) return finish(ports, attempt, found.found);
  await leave(ports, attempt);
  return false;
}

/** What this was to answer is not there any more. It is shown as taken down, not posted again, and no longer answered. */
async function withoutParent(ports: PublishKeyedPorts, attempt: Attempt): Promise<boolean> {
  const now = ports.clock.now();
  const parent = attempt.claim.frozen.thread?.parent;
  for (const [seq, delivery] of attempt.deliveries)
    if (delivery.state === 'delivered' && delivery.receipt === parent && delivery.removedAt === undefined)
      await ports.deliveries.put(attempt.incident.id, ports.is.name, seq, { ...delivery, removedAt: now });
  await release(ports, attempt, { retryAt: now, reason: 'what it answered was taken down' });
  return true;
}

async function reject(ports: PublishKeyedPorts, attempt: Attempt, reason: string): Promise<boolean> {
  const { incident, entry, claim } = attempt;
  const { is, deliveries, clock, page } = ports;
  await page(incident.id, rejectedNotice(is.label, claim.frozen.text, reason));
  const rejected: Delivery = { state: 'rejected', at: clock.now(), reason };
  for (const seq of claim.frozen.covers) await deliveries.put(incident.id, is.name, seq, rejected);
  await deliveries.put(incident.id, is.name, entry.seq, rejected);
  return true;
}

/** Nothing is taken from us: all wait, and who can mend it is told once. */
async function close(
  ports: PublishKeyedPorts,
  attempt: Attempt,
  refusal: Parameters<typeof closedBy>[1],
): Promise<boolean> {
  const { is, account, clock, page } = ports;
  const now = clock.now();
  const closed = await changeAccount(account, (state) => closedBy(state, refusal, now));
  const gate = closed!.gate!;
  if (needsPerson(gate)) await page(attempt.incident.id, gateNotice(is.label, gate.kind, gate.reason));
  // What an earlier try may have left there is not owed anew: it is tried again when the gate opens.
  if (attempt.claim.frozen.mayStand) await leave(ports, attempt);
  else await release(ports, attempt, { retryAt: gate.until, reason: gate.reason });
  return false;
}
