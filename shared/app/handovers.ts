import { createHash } from 'node:crypto';
import { isId } from '../contract/identity.ts';
import { invalid, Problem } from '../contract/problem.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { isLive } from '../core/incident.ts';
import { MINUTE_MS, plus } from '../core/instant.ts';
import { dutiesOf, type Person, personCalled } from '../core/people/person.ts';
import { refuse } from '../core/refusal.ts';
import type { Clock } from '../ports/clock.ts';
import type { FollowUp } from '../ports/follow-ups.ts';
import type { Handover } from '../ports/handovers.ts';
import type { IncidentLog } from '../ports/incident-log.ts';
import type { Nudges } from '../ports/nudges.ts';
import type { PeopleRecords } from '../ports/people.ts';
import type { CoordinationPorts } from './coordination-records.ts';
import { readIncident } from './read-incidents.ts';

export type HandoverPorts = Pick<CoordinationPorts, 'handovers' | 'followUps'> & {
  log: IncidentLog;
  people: PeopleRecords;
  nudges: Nudges;
  clock: Clock;
};

/** Who acts, as the token names them. */
type By = { subject: string; actor: string; person: boolean };

/**
 * Hands an incident on. It stays with whoever has it until the other accepts; both are reminded of that, and whoever is
 * passed by is told. Once somebody is in the directory, only who is in it can be named: nobody else could be told.
 */
export async function handOver(ports: HandoverPorts, id: string, called: string, by: By): Promise<Handover> {
  const [incident, last, { people }] = await Promise.all([
    known(ports, id),
    ports.handovers.of(id),
    ports.people.read(),
  ]);
  if (!isLive(incident)) refuse('incident-not-open');
  const to = people.length === 0 ? called : idOf(people, called);
  const at = ports.clock.now();
  const holder = last?.accepted ? last.to : last?.holder;
  const asked = last?.accepted ? holder : (last?.to ?? holder);
  const passedBy = asked === undefined || [to, by.actor].includes(asked) ? {} : { replaced: asked };
  const from = { from: by.actor, fromSubject: by.subject, fromPerson: by.person };
  const handover = { to, ...from, at, ...(holder === undefined ? {} : { holder }), ...passedBy };
  await ports.handovers.begin(id, handover);
  await tell(ports, incident);
  return handover;
}

/** The id of whom `called` means. Throws a `Problem` that names everybody who could be meant. */
function idOf(people: readonly Person[], called: string): string {
  const found = personCalled(people, called);
  if (found !== undefined) return found.id;
  const commanding = people.filter((person) => dutiesOf(person).some((duty) => duty !== 'desk'));
  const names = commanding.map(({ id, name }) => (name === id ? id : `${id} (${name})`)).join(', ');
  throw invalid([
    { field: 'to', reason: `names nobody who is in the directory of people, so nobody could be told; it has ${names}` },
  ]);
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
  await Promise.all([nudges.nudge([id], ['people']), nudges.lookAt(id, [now], now)]);
}
