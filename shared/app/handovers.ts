import { createHash } from 'node:crypto';
import { isId } from '../contract/identity.ts';
import { Problem } from '../contract/problem.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { isLive } from '../core/incident.ts';
import { MINUTE_MS, plus } from '../core/instant.ts';
import { refuse } from '../core/refusal.ts';
import type { Clock } from '../ports/clock.ts';
import type { FollowUp } from '../ports/follow-ups.ts';
import type { Handover } from '../ports/handovers.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import type { Nudges } from '../ports/nudges.ts';
import type { CoordinationPorts } from './coordination-records.ts';
import { readIncident } from './read-incidents.ts';

export type HandoverPorts = Pick<CoordinationPorts, 'handovers' | 'followUps'> & {
  log: IncidentLog;
  nudges: Nudges;
  clock: Clock;
};

/** Who acts, as the token names them. */
type By = { subject: string; actor: string; person: boolean };

/** Hands an incident on. It stays with whoever has it until the other accepts; both are reminded of that. */
export async function handOver(ports: HandoverPorts, id: string, to: string, by: By): Promise<Handover> {
  const incident = await known(ports, id);
  if (!isLive(incident)) refuse('incident-not-open');
  const at = ports.clock.now();
  const handover = { to, from: by.actor, fromSubject: by.subject, fromPerson: by.person, at };
  await ports.handovers.begin(id, handover);
  await tell(ports, incident);
  return handover;
}

/**
 * Takes an incident over. Whoever handed it over cannot take it themselves: nobody would have noticed. (A machine's
 * token is shared by those who use it, so it tells nobody apart.)
 */
export async function acceptHandover(ports: HandoverPorts, id: string, by: By): Promise<Handover> {
  await known(ports, id);
  const waiting = await ports.handovers.of(id);
  if (waiting === undefined || waiting.accepted) throw noHandover(waiting);
  if (waiting.fromPerson && waiting.fromSubject === by.subject) {
    throw new Problem({
      type: 'needs-second-person',
      title: 'Somebody else has to take it',
      status: 403,
      detail: `You have handed it over yourself. It is yours until ${waiting.to} accepts it; hand it over anew to change your mind.`,
    });
  }
  const accepted = { by: by.actor, at: ports.clock.now() };
  if (!(await ports.handovers.accept(id, waiting.at, accepted))) throw noHandover(await ports.handovers.of(id));
  return { ...waiting, accepted };
}

const noHandover = (last: Handover | undefined): Problem =>
  new Problem({
    type: 'no-handover',
    title: 'There is nothing to accept',
    status: 409,
    detail: last?.accepted
      ? `${last.accepted.by} has taken it at ${last.accepted.at}.`
      : 'Nobody has handed this incident over; POST /v1/incidents/{id}/handover does.',
  });

/** Notes somebody who waits for an answer of their own. The same reference is noted once. */
export async function noteFollowUp(ports: HandoverPorts, id: string, reference: string, by: string): Promise<FollowUp> {
  const incident = await known(ports, id);
  const at = ports.clock.now();
  const followUp = await ports.followUps.add(id, { id: followUpId(reference), reference, by, at });
  // What is over is not looked at any more, and has somebody to remind of again.
  if (incident.phase === 'resolved') await ports.log.rewatch(id, incident.head.seq, undefined, plus(at, MINUTE_MS));
  return followUp;
}

/** Notes that somebody was answered. */
export async function answerFollowUp(
  ports: HandoverPorts,
  id: string,
  followUp: string,
  by: string,
): Promise<FollowUp> {
  await known(ports, id);
  const answer = { by, at: ports.clock.now() };
  const answered = isId(followUp) ? await ports.followUps.answer(id, followUp, answer) : undefined;
  if (answered) return answered;
  throw new Problem({
    type: 'no-such-loop',
    title: 'There is nobody of that id to answer',
    status: 404,
    detail: 'GET /v1/incidents/{id} lists the loops with their ids.',
  });
}

const followUpId = (reference: string): string =>
  createHash('sha256').update(reference.trim().toLowerCase()).digest('hex').slice(0, 12);

async function known({ log }: HandoverPorts, id: string): Promise<ReportedIncident> {
  return (await readIncident(log, id)) ?? refuse('incident-not-found');
}

/** Both commanders hear of it now, and the watch is set to remind them. */
async function tell({ nudges, clock }: HandoverPorts, { id }: ReportedIncident): Promise<void> {
  const now = clock.now();
  await Promise.all([nudges.nudge([id]), nudges.lookAt(id, [now], now)]);
}
