import { isLive } from '../../core/incident.ts';
import type { Instant } from '../../core/instant.ts';
import { heir, holderOf, isLeftAloneBy } from '../../core/people/leaving.ts';
import { ADDRESS_KINDS, isCalled, type Person, signInKey } from '../../core/people/person.ts';
import type { DraftRecords } from '../../ports/drafts.ts';
import type { Handover, HandoverRecords } from '../../ports/handovers.ts';
import type { IncidentLog } from '../../ports/incident-log.ts';
import type { Nudges } from '../../ports/nudges.ts';
import type { RateLimits } from '../../ports/rate-limits.ts';
import type { SiteIndex } from '../../ports/site-index.ts';
import { farewell } from '../../wording/people.ts';
import { openIncidents, openMaintenances } from '../read-incidents.ts';
import { type AddressPorts, forget } from './address.ts';
import { changedMeanwhile, noSuchPerson } from './directory.ts';
import { type HousePorts, houseNow } from './house-now.ts';

export type LeavePorts = AddressPorts &
  HousePorts & {
    rateLimits: Pick<RateLimits, 'shutOut'>;
    log: IncidentLog;
    siteIndex: SiteIndex;
    handovers: HandoverRecords;
    drafts: DraftRecords;
    nudges: Nudges;
  };

/** Something that somebody had, and who is asked to take it; nobody where nobody of the directory could be asked. */
type Item = { id: string; to: Person | undefined };

/** What somebody left behind when they were taken out. */
export type Left = { person: Person; incidents: readonly (Item & { title: string })[]; drafts: readonly Item[] };

/**
 * Takes somebody out. From now on no token of theirs is good for anything, nothing is addressed to them, and what they
 * had is offered to the deputy on duty; both are told. What is kept is that they were there. Asked for again, it completes
 * what a crash may have left. Throws a `Problem` for somebody who was never there.
 */
export async function leave(ports: LeavePorts, id: string): Promise<Left> {
  const known = await ports.people.of(id);
  if (known === undefined) throw noSuchPerson(id);
  const person = known.removedAt === undefined ? await takenOut(ports, known) : known;
  await ports.rateLimits.shutOut(signInKey(id), person.removedAt ?? ports.clock.now());
  const left = await handOn(ports, person);
  if (known.removedAt === undefined) await goodbye(ports, known, left);
  return left;
}

async function takenOut(ports: LeavePorts, known: Person): Promise<Person> {
  const { zone: _zone, ...rest } = known;
  const gone = { ...rest, as: [], addresses: {}, version: known.version + 1 };
  const removed = { ...gone, removedAt: ports.clock.now() };
  if (!(await ports.people.put(removed, known.version))) throw changedMeanwhile(known.id);
  return removed;
}

/** Offers what is alone now to somebody who is there. A draft stays its author's words, and somebody looks after it. */
async function handOn(ports: LeavePorts, person: Person): Promise<Left> {
  const at = ports.clock.now();
  const [house, outages, maintenances, waiting] = await Promise.all([
    houseNow(ports),
    openIncidents(ports, at),
    openMaintenances(ports, at),
    ports.drafts.waiting(),
  ]);
  const live = [...outages, ...maintenances].filter(isLive);
  const handed = await Promise.all(
    live.map(async (incident) => ({ incident, handover: await ports.handovers.of(incident.id) })),
  );
  const alone = handed.filter(({ incident, handover }) => isLeftAloneBy(person, incident, handover));
  const drafts = waiting.filter(
    ({ proposedBy, handedTo }) => proposedBy.person && isCalled(person, handedTo?.to ?? proposedBy.actor),
  );
  const takes = (has?: string) => house && heir(at, house.rota, house.reaches, has);
  const incidents = alone.map(({ incident: { id, title }, handover }) => {
    const has = handover === undefined || handover.accepted ? undefined : holderOf(handover);
    return { id, title, handover, to: takes(has) };
  });
  const left = drafts.map(({ id, incident }) => ({ id, incident, to: takes() }));
  await Promise.all([
    ...incidents.map(({ id, handover, to }) => to && ports.handovers.begin(id, next(person, handover, to, at))),
    ...left.map(({ id, to }) => to && ports.drafts.handOn(id, { to: to.id, from: person.id, at })),
  ]);
  await told(ports, [...incidents.map(({ id }) => id), ...left.map(({ incident }) => incident)]);
  return { person, incidents, drafts: left };
}

/** The handover that takes the place of the one before. Whoever offered it to who left, and has it still, goes on to offer it. */
function next(person: Person, before: Handover | undefined, { id: to }: Person, at: Instant): Handover {
  if (before === undefined || before.accepted || isCalled(person, holderOf(before)))
    return { to, from: person.id, fromSubject: '', fromPerson: true, fromLeft: true, at };
  const { replaced: _replaced, ...offered } = before;
  return { ...offered, to, at };
}

/** Whoever is asked hears of it now, and the watch is set to remind them. */
async function told({ nudges, clock }: LeavePorts, ids: readonly string[]): Promise<void> {
  const now = clock.now();
  await Promise.all([
    nudges.nudge([...new Set(ids)], ['people']),
    ...[...new Set(ids)].map((id) => nudges.lookAt(id, [now], now)),
  ]);
}

/** The last message to somebody who leaves, before their addresses are forgotten. Who cannot be told has left all the same. */
async function goodbye(ports: LeavePorts, { id, addresses }: Person, { incidents, drafts }: Left): Promise<void> {
  const message = {
    ...farewell(
      ports.brand,
      [...incidents, ...drafts].map((one) => ({ ...one, to: one.to?.name })),
    ),
    to: id,
  };
  const { mail, hook } = addresses;
  const targets = [
    ...(mail?.confirmedAt === undefined ? [] : ports.targets.filter(({ personal }) => personal)),
    ...(hook?.confirmedAt === undefined ? [] : [ports.hookTo(hook.to)]),
  ];
  const sent = await Promise.allSettled(targets.map((target) => target.send(message)));
  for (const one of sent)
    if (one.status === 'rejected') ports.warn(`${id} could not be told that they left`, one.reason);
  await Promise.all(ADDRESS_KINDS.map((kind) => forget(ports, addresses[kind])));
}
