import { commandKey, incidentIdFor } from '../contract/identity.ts';
import { type Alarm, type AlarmOpening, alarmKey } from '../core/alarm.ts';
import { type AlarmPlace, courseOf } from '../core/alarm-course.ts';
import type { ApprovalReason } from '../core/approval.ts';
import { type Outage, unreported } from '../core/incident.ts';
import { goesOnIn } from '../core/merging.ts';
import { Refusal } from '../core/refusal.ts';
import type { AlarmClaims } from '../ports/alarm-claims.ts';
import type { DraftRecords } from '../ports/drafts.ts';
import type { SiteIndex } from '../ports/site-index.ts';
import { alarmWords } from '../wording/alarms.ts';
import { type Proposal, propose } from './drafts.ts';
import { type JoinedAlarm, noteThoseOver, rememberIfOver } from './over-before.ts';
import { maintenanceOn, openIncidents, readIncident } from './read-incidents.ts';
import { type CommandPorts, runCommand } from './run-command.ts';

export type AlarmPorts = CommandPorts & {
  siteIndex: SiteIndex;
  alarmClaims: AlarmClaims;
  drafts: DraftRecords;
  /** Within this time after its end an incident is reopened by another outage of its component. */
  reopenWithinMs: number;
};

/** What became of one alarm. */
export type Taken = { alarm: string; component?: string } & (
  | { result: 'opened' | 'joined' | 'reopened' | 'noted'; incident: string }
  | { result: 'draft'; draft: string; incident?: string }
  | { result: 'ignored' | 'failed'; reason: string }
);

/** Somebody else claiming the component meanwhile is normal; so often in a row means that something else is wrong. */
const MOST_ATTEMPTS = 10;

/**
 * Takes alarms of one component, one after the other: the second finds what the first has opened. They speak as a
 * machine, so they keep no promise; that a monitor sees no trouble any more, or nothing, is noted and says nothing,
 * because only a person says that it works again. One that cannot be taken stops none behind it.
 */
export async function takeAlarms(
  ports: AlarmPorts,
  source: string,
  alarms: readonly { alarm: Alarm; opening: AlarmOpening }[],
): Promise<Taken[]> {
  const taken: Taken[] = [];
  const joined: JoinedAlarm[] = [];
  let open: string | undefined;
  for (const [index, { alarm, opening }] of alarms.entries()) {
    const about = { alarm: alarm.check, component: opening.component };
    try {
      await rememberIfOver(ports, source, alarm, opening.component);
      const one = await takeAlarm(ports, source, alarm, opening, open);
      open = 'incident' in one && one.result !== 'draft' ? one.incident : undefined;
      if (open !== undefined) joined.push({ index, alarm, component: opening.component, incident: open });
      taken.push({ ...about, ...one });
    } catch (error) {
      ports.warn(`an alarm of ${source} could not be taken`, error);
      open = undefined;
      taken.push({ ...about, ...NOT_NOW });
    }
  }
  try {
    await noteThoseOver(ports, joined);
  } catch (error) {
    ports.warn(`what ended of the alarms of ${source} could not be noted`, error);
    for (const { index, alarm, component } of joined) taken[index] = { alarm: alarm.check, component, ...NOT_NOW };
  }
  return taken;
}

const NOT_NOW = { result: 'failed', reason: 'it could not be taken now; send it again' } as const;

type Result<T = Taken> = T extends Taken ? Omit<T, 'alarm' | 'component'> : never;

/** `known`: the incident that was open about the component a moment ago. */
async function takeAlarm(
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  opening: AlarmOpening,
  known: string | undefined,
): Promise<Result> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const place: Place =
      known !== undefined && attempt === 1 ? openHere(known) : await placeOf(ports, opening.component);
    const course = courseOf(alarm, place, ports.clock.now(), ports.reopenWithinMs);
    switch (course.does) {
      case 'ignore':
        return { result: 'ignored', reason: course.reason };
      case 'join':
        await join(ports, source, alarm, course.incident);
        return { result: 'joined', incident: course.incident };
      case 'note':
        await join(ports, source, alarm, course.incident);
        return { result: 'noted', incident: course.incident };
      case 'ask':
        return askAbout(ports, source, alarm, opening, course.about);
      case 'reopen':
      case 'open': {
        const said = await speak(ports, source, alarm, opening, course, place);
        if (said !== undefined) return said;
      }
    }
  }
  throw new Error(`${opening.component}: ${MOST_ATTEMPTS} others were faster, one after the other; giving up`);
}

type Place = AlarmPlace & {
  /** The incident that has the component, whatever became of it. */
  claimed?: string | undefined;
  /** Claimed by an alarm that has not opened it yet, or was interrupted before it could. */
  unopened?: string | undefined;
};

const openHere = (incident: string): Place => ({ open: incident, firedInLast: new Set() });

/** The incident that the component's alarms belong to: the one that they have claimed, or any that is open about it. */
async function placeOf(ports: AlarmPorts, component: string): Promise<Place> {
  const claimed = await ports.alarmClaims.of(component);
  const known = claimed === undefined ? undefined : await goingOn(ports, claimed);
  if (known?.phase === 'open') return { ...openHere(known.id), claimed };
  const other = (await openIncidents(ports, ports.clock.now())).find(({ components }) =>
    components.some(({ id, status }) => id === component && status !== 'operational'),
  );
  if (other !== undefined) return { ...openHere(await ports.alarmClaims.claim(component, other.id, claimed)), claimed };
  if (known === undefined) return { claimed, unopened: claimed, firedInLast: new Set() };
  const joined = await Promise.all(
    [...new Set([claimed, known.id])].map((id) => ports.alarmClaims.joinedOf(id ?? known.id)),
  );
  const fired = joined.flat().filter(({ state }) => state === 'firing');
  return { claimed, last: known, firedInLast: new Set(fired.map(({ key }) => key)) };
}

/** An incident, or the one in which it goes on if it was merged. */
async function goingOn(ports: AlarmPorts, id: string): Promise<Outage | undefined> {
  const incident = await readIncident(ports.log, id);
  if (incident?.type !== 'outage') return undefined;
  const into = goesOnIn(incident);
  const target = into === undefined ? undefined : await readIncident(ports.log, into);
  return target?.type === 'outage' ? target : incident;
}

const join = ({ alarmClaims, clock }: AlarmPorts, source: string, alarm: Alarm, incident: string): Promise<void> =>
  alarmClaims.join(incident, {
    key: alarmKey(alarm),
    source,
    state: alarm.state,
    at: clock.now(),
    ...(alarm.link === undefined ? {} : { link: alarm.link }),
  });

/** Opens or reopens an incident in public, or has a person asked who works on the component; undefined: look again. */
async function speak(
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  opening: AlarmOpening,
  course: { does: 'open' } | { does: 'reopen'; incident: string },
  place: Place,
): Promise<Result | undefined> {
  const { component } = opening;
  // The same however often it is tried; another one once what had the component is over.
  const next = place.claimed === undefined ? '' : ` after ${place.claimed}`;
  const opened = place.unopened ?? incidentIdFor(`intake:${source}`, `${component} ${alarmKey(alarm)}${next}`);
  const id = course.does === 'reopen' ? course.incident : opened;
  const work = await maintenanceOn(ports, [component]);
  if (work !== undefined) return askDuring(ports, source, alarm, opening, id, work);

  if ((await ports.alarmClaims.claim(component, id, place.claimed)) !== id) return undefined;
  const command = course.does === 'reopen' ? reopeningOf(opening) : openingOf(opening);
  const past = place.last === undefined ? '' : ` after ${place.last.head.seq}`;
  const key = keyOf(source, alarm, `${course.does} ${id}${past}`);
  try {
    const said = await runCommand(ports, {
      incident: id,
      speaker: { author: 'machine', via: 'intake' },
      key,
      command: () => command,
    });
    // Opened by an earlier try, and over meanwhile: this alarm is about something else.
    if (said.type !== 'added' || (said.repeated && (await readIncident(ports.log, id))?.phase !== 'open'))
      return undefined;
  } catch (error) {
    // Another alarm, or a person who approved a draft, was faster.
    if (error instanceof Refusal && error.code === 'already-open') return undefined;
    throw error;
  }
  await join(ports, source, alarm, id);
  return { result: course.does === 'reopen' ? 'reopened' : 'opened', incident: id };
}

const keyOf = (source: string, alarm: Alarm, about: string) =>
  commandKey(`intake:${source}`, `${alarmKey(alarm)} ${about}`, { method: 'ALARM', path: source, body: about });

const openingOf = ({ component, name, status, impact, title, message }: AlarmOpening) => {
  const words = alarmWords(name);
  return {
    type: 'OpenIncident' as const,
    impact,
    title: title ?? words.title,
    message: message ?? words.message,
    components: [{ id: component, status }],
  };
};

const reopeningOf = ({ component, name, status }: AlarmOpening) => ({
  type: 'Reopen' as const,
  message: alarmWords(name).again,
  components: [{ id: component, status }],
});

/** What is worked on is no surprise: a person says whether it is an outage. */
const askDuring = (
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  opening: AlarmOpening,
  id: string,
  work: string,
): Promise<Result> =>
  ask(ports, source, {
    name: 'open',
    incident: unreported(id),
    command: openingOf(opening),
    key: keyOf(source, alarm, opening.component),
    reason: { reason: 'under-maintenance', maintenance: work },
  });

/** A person has ended it, and the monitor says that the same outage goes on. One draft for each time that they ended it. */
async function askAbout(
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  opening: AlarmOpening,
  about: Outage,
): Promise<Result> {
  const key = keyOf(source, alarm, `still firing after ${about.head.seq} of ${about.id}`);
  // Of a breach no text goes out unread, whoever asks for it.
  const reason: ApprovalReason =
    about.handling === 'restricted' ? { reason: 'restricted' } : { reason: 'still-firing', incident: about.id };
  if (about.phase !== 'resolved') {
    const incident = unreported(incidentIdFor(`intake:${source}`, key.keyHash));
    return ask(ports, source, { name: 'open', incident, command: openingOf(opening), key, reason });
  }
  const asked = await ask(ports, source, {
    name: 'reopen',
    incident: about,
    command: reopeningOf(opening),
    key,
    reason,
  });
  return { ...asked, incident: about.id };
}

type Question = Omit<Proposal, 'body' | 'by'> & {
  command: ReturnType<typeof openingOf> | ReturnType<typeof reopeningOf>;
};

/** Keeps as a draft what a person is to decide. */
async function ask(ports: AlarmPorts, source: string, { command, ...question }: Question) {
  const { type: _type, ...body } = command;
  const by = { subject: `intake:${source}`, actor: source, person: false, door: 'alarm' } as const;
  const { id } = await propose(ports, { ...question, body, by });
  return { result: 'draft', draft: id } as const;
}
