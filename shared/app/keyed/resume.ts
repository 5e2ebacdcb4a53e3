import type { NextView } from '../../core/channel/next-post.ts';
import { neverSaid } from '../../core/channel/owed.ts';
import type { Deliveries, Delivery } from '../../core/delivery.ts';
import type { Entry } from '../../core/entry.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import { type Claim, surelyArrived, takenOver, withGoodKey } from '../../core/keyed/claim.ts';
import type { FindOutcome } from '../../ports/keyed-channel.ts';
import { unknownNotice } from '../../wording/keyed/notices.ts';
import { type Attempt, finish, leave, release, send } from './attempt.ts';
import type { PublishKeyedPorts } from './ports.ts';

/** A claim that somebody did not end. `maySend`: whether it may be sent now at all. */
type Begun = { view: NextView; entry: Entry; claim: Claim; maySend: boolean };

/**
 * Goes on with a claim whose holder did not come back, or that the channel did not answer: the very same request again,
 * which is the same post. Where the channel forgets its keys, or nothing may be sent any more, what stands there is looked
 * at first.
 */
export async function resume(ports: PublishKeyedPorts, { view, entry, claim, maySend }: Begun): Promise<boolean> {
  const { is, deliveries, clock } = ports;
  const { incident, now } = view;
  if (now < claim.leaseUntil) return false;
  const hasExpired = neverSaid(entry, view)?.state === 'expired';
  const isStillSaid = claim.frozen.text !== undefined && !redactedSince(incident, claim.frozen.createdAt);
  const may = maySend && isStillSaid && !hasExpired;
  // Behind a gate nobody would tell us anything; what ends a claim for another reason is looked at all the same.
  if (!may && view.barriers.gate !== undefined && !hasExpired) return false;

  const held = takenOver(claim, now);
  if (!(await deliveries.swap(incident.id, is.name, entry.seq, claim, held))) return true;
  const attempt: Attempt = { incident, entry, claim: held, deliveries: view.deliveries };
  if (may && is.keyLivesMs === undefined) return send(ports, attempt);

  const found = await ports.channel.find(claim.frozen, receiptsIn(view.deliveries));
  if (found !== 'absent' && 'found' in found) return finish(ports, attempt, found.found);
  if (may && found === 'absent') return sendUnderGoodKey(ports, attempt);
  if (!may && found === 'absent' && surelyArrived(claim, now)) {
    await release(ports, attempt, { retryAt: clock.now(), reason: 'it was not sent' });
    return true;
  }
  if (hasExpired && found !== 'absent') return giveUp(ports, attempt, found);
  await leave(ports, attempt);
  return false;
}

/** The same words again; under another key, where the channel has forgotten the one they had. */
async function sendUnderGoodKey(ports: PublishKeyedPorts, attempt: Attempt): Promise<boolean> {
  const { incident, entry, claim } = attempt;
  const said = { incident: incident.id, seq: entry.seq, at: entry.at };
  const frozen = withGoodKey(claim.frozen, ports.is, said, ports.clock.now());
  if (frozen === claim.frozen) return send(ports, attempt);
  const renewed = { ...claim, frozen, attempt: claim.attempt + 1 };
  if (!(await ports.deliveries.swap(incident.id, ports.is.name, entry.seq, claim, renewed))) return true;
  return send(ports, { ...attempt, claim: renewed });
}

/** Its incident has been over for a day, and nobody says whether the post is there: a person has to look. */
async function giveUp(
  ports: PublishKeyedPorts,
  { incident, entry, claim }: Attempt,
  found: Extract<FindOutcome, { unreadable: string }> | { found: string },
): Promise<boolean> {
  const { is, deliveries, clock, page } = ports;
  const reason = 'unreadable' in found ? found.unreadable : '';
  await page(incident.id, unknownNotice(is.label, claim.frozen.text, reason));
  const unknown: Delivery = { state: 'unknown', at: clock.now(), reason };
  for (const seq of claim.frozen.covers) await deliveries.put(incident.id, is.name, seq, unknown);
  await deliveries.put(incident.id, is.name, entry.seq, unknown);
  return true;
}

const redactedSince = ({ entries }: ReportedIncident, at: Instant): boolean =>
  entries.some((entry) => entry.kind === 'redaction' && entry.at >= at);

const receiptsIn = (deliveries: Deliveries): ReadonlySet<string> =>
  new Set([...deliveries.values()].flatMap((one) => (one.state === 'delivered' ? [one.receipt] : [])));
