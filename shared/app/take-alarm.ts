import { incidentIdFor } from '../contract/identity.ts';
import { type Alarm, type AlarmOpening, alarmKey } from '../core/alarm.ts';
import { firstWordUntil } from '../core/alarm-command.ts';
import { courseOf } from '../core/alarm-course.ts';
import { MINUTE_MS, plus } from '../core/instant.ts';
import { ALARM_REASONS } from '../wording/alarms.ts';
import { askAbout, askFirst, asksToBegin, join, joinedOf, letGo } from './alarm-drafts.ts';
import { type Place, placeOf } from './alarm-place.ts';
import type { AlarmPorts } from './alarm-ports.ts';
import { begin, keyOf, openingOf, reopeningOf } from './alarm-speaks.ts';
import { type JoinedAlarm, noteThoseOver, rememberThoseOver } from './over-before.ts';
import { maintenanceOn } from './read-incidents.ts';
import { tendAlarms } from './tend-alarms.ts';
import { togetherOrEach } from './together.ts';

/** What became of one alarm. */
export type Taken = { alarm: string; component?: string } & (
  | { result: 'opened' | 'joined' | 'reopened'; incident: string }
  /** Beside an incident or a draft; or it waits, and the reason says until when. */
  | { result: 'noted'; incident?: string; draft?: string; reason?: string }
  | { result: 'draft'; draft: string; incident?: string }
  | { result: 'ignored' | 'failed'; reason: string }
);

/** Somebody else claiming the component meanwhile is normal; so often in a row means that something else is wrong. */
const MOST_ATTEMPTS = 10;

/**
 * Takes alarms of one component, one after the other: the second finds what the first has opened, and all that stand
 * beside an open incident are noted there together. They speak as a machine, so they keep no promise; that a monitor sees
 * no trouble any more, or nothing, is noted, because only a person says that it works again. One that cannot be taken
 * stops none behind it. `isHeldOver`: they have waited long enough.
 */
export async function takeAlarms(
  ports: AlarmPorts,
  source: string,
  alarms: readonly { alarm: Alarm; opening: AlarmOpening }[],
  isHeldOver = false,
): Promise<Taken[]> {
  const taken: Taken[] = [];
  const component = alarms[0]?.opening.component ?? '';
  const joined: JoinedAlarm[] = [];
  const beside: JoinedAlarm[] = [];
  const failed = ({ index, alarm }: Pick<JoinedAlarm, 'index' | 'alarm'>) => {
    taken[index] = { alarm: alarm.check, component, ...NOT_NOW };
  };
  const unremembered = await rememberThoseOver(
    ports,
    source,
    alarms.map(({ alarm }) => alarm),
    component,
  );
  let open: string | undefined;
  for (const [index, { alarm, opening }] of alarms.entries()) {
    try {
      if (unremembered.has(alarm)) throw unremembered.get(alarm);
      const one: Result =
        open === undefined
          ? await takeAlarm(ports, source, alarm, opening, isHeldOver)
          : await standsBeside(ports, source, alarm, opening, open);
      open = 'incident' in one && one.result !== 'draft' ? one.incident : undefined;
      if (open !== undefined)
        (STANDS_BESIDE.includes(one.result) ? beside : joined).push({ index, alarm, component, incident: open });
      taken.push({ alarm: alarm.check, component, ...one });
    } catch (error) {
      ports.warn(`an alarm of ${source} could not be taken`, error);
      open = undefined;
      failed({ index, alarm });
    }
  }
  const unjoined = await joinThose(ports, source, beside);
  for (const [one, error] of unjoined) {
    ports.warn(`an alarm of ${source} could not be taken`, error);
    failed(one);
  }
  joined.push(...beside.filter((one) => !unjoined.has(one)));
  try {
    await noteThoseOver(ports, joined);
  } catch (error) {
    ports.warn(`what ended of the alarms of ${source} could not be noted`, error);
    for (const one of joined) failed(one);
  }
  const seen = alarms.every(({ alarm }) => alarm.state === 'firing') ? 'firing' : 'all';
  await tendTaken(ports, taken, seen).catch((error) =>
    ports.warn('what follows from alarms waits for the next sweep', error),
  );
  return taken;
}

/** What was open before it came; it is noted there with the others. */
const STANDS_BESIDE: readonly Taken['result'][] = ['joined', 'noted'];

const NOT_NOW = { result: 'failed', reason: 'it could not be taken now; send it again' } as const;

/** Joins those that stand beside an incident, all of each in one go; answers with those that could not be. */
async function joinThose(
  ports: AlarmPorts,
  source: string,
  beside: readonly JoinedAlarm[],
): Promise<Map<JoinedAlarm, unknown>> {
  const failed = new Map<JoinedAlarm, unknown>();
  for (const [incident, all] of Map.groupBy(beside, (one) => one.incident)) {
    const unjoined = await togetherOrEach(all, (some) =>
      ports.alarmClaims.join(
        incident,
        some.map(({ alarm }) => joinedOf(ports, source, alarm)),
      ),
    );
    for (const [one, error] of unjoined) failed.set(one, error);
  }
  return failed;
}

/** What follows from it for the incidents that they joined; while all fire, only for those that seemed to be over. */
async function tendTaken(ports: AlarmPorts, taken: readonly Taken[], seen: 'firing' | 'all'): Promise<void> {
  const joined = taken.flatMap((one) =>
    (one.result === 'joined' || one.result === 'noted') && one.incident !== undefined ? [one.incident] : [],
  );
  if (joined.length === 0) return;
  const seemedOver = seen === 'firing' ? await seemingOver(ports) : undefined;
  for (const incident of new Set(joined)) {
    if (seemedOver?.has(incident) ?? true) await tendAlarms(ports, incident);
  }
}

/** Incidents whose monitors saw no problem any more a moment ago. */
async function seemingOver({ drafts }: AlarmPorts): Promise<ReadonlySet<string>> {
  const waiting = await drafts.waiting();
  return new Set(waiting.flatMap((one) => (one.reason.reason === 'alarm-cleared' ? [one.incident] : [])));
}

type Result<T = Taken> = T extends Taken ? Omit<T, 'alarm' | 'component'> : never;

/** What becomes of an alarm about a component of which an incident was open a moment ago. */
async function standsBeside(
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  opening: AlarmOpening,
  incident: string,
): Promise<Result> {
  if (alarm.state === 'firing') return { result: 'joined', incident };
  if (alarm.state === 'recovered') await clearsInTime(ports, source, alarm, opening);
  return { result: 'noted', incident };
}

/** What becomes of an alarm; one that stands beside an incident that was open before is not noted there yet. */
async function takeAlarm(
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  opening: AlarmOpening,
  isHeldOver: boolean,
): Promise<Result> {
  const wasHeld = alarm.state === 'recovered' && (await clearsInTime(ports, source, alarm, opening));
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const place = await placeOf(ports, opening.component);
    const course = courseOf(alarm, place, ports.clock.now(), ports.reopenWithinMs);
    switch (course.does) {
      case 'ignore':
        if (wasHeld) return { result: 'ignored', reason: ALARM_REASONS.clearedInTime(opening.holdMs / MINUTE_MS) };
        return (await noteBesideDraft(ports, source, alarm, place)) ?? { result: 'ignored', reason: course.reason };
      case 'join':
        return { result: 'joined', incident: course.incident };
      case 'note':
        return { result: 'noted', incident: course.incident };
      case 'ask':
        return askAbout(ports, source, alarm, opening, course.about);
      case 'reopen':
      case 'open': {
        if (opening.holdMs > 0 && !isHeldOver) return hold(ports, source, alarm, opening);
        const said = await speak(ports, source, alarm, opening, course, place);
        if (said !== undefined) return said;
      }
    }
  }
  throw new Error(`${opening.component}: ${MOST_ATTEMPTS} others were faster, one after the other; giving up`);
}

/** It opens nothing before its time has come; the sweep looks at it then. */
async function hold(ports: AlarmPorts, source: string, alarm: Alarm, opening: AlarmOpening): Promise<Result> {
  const at = ports.clock.now();
  await ports.heldAlarms.hold({ source, alarm, opening, at, until: plus(at, opening.holdMs) });
  return { result: 'noted', reason: ALARM_REASONS.held(opening.holdMs / MINUTE_MS) };
}

/** True if it was held until now: then nobody has heard of it. */
async function clearsInTime(
  { heldAlarms, clock }: AlarmPorts,
  source: string,
  { check }: Alarm,
  { holdMs, component }: AlarmOpening,
): Promise<boolean> {
  if (holdMs === 0) return false;
  return (await heldAlarms.release({ source, check, component }, 'cleared', clock.now())) === 'now';
}

/** What a monitor says of an outage that nobody has said yet is noted beside the draft about it. */
async function noteBesideDraft(
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  { unopened, last }: Place,
): Promise<Result | undefined> {
  const incident = unopened ?? last?.id;
  if (incident === undefined) return undefined;
  const [draft] = await askingToBegin(ports, incident);
  if (draft === undefined && unopened === undefined) return undefined;
  await join(ports, source, alarm, incident);
  return draft && { result: 'noted', draft: draft.id, reason: ALARM_REASONS.drafted };
}

/** Opens or reopens an incident in public, or has a person asked first; undefined: look again. */
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
  const reopens = course.does === 'reopen';
  const id = reopens ? course.incident : opened;
  if ((await ports.alarmClaims.claim(component, id, place.claimed)) !== id) return undefined;

  const about = { incident: id, reopens: reopens ? place.last : undefined };
  const work = await maintenanceOn(ports, [component]);
  // What is worked on is no surprise: a person says whether it is an outage.
  if (work !== undefined)
    return askFirst(ports, source, alarm, opening, about, { reason: 'under-maintenance', maintenance: work });
  if (opening.say === 'draft') return askFirst(ports, source, alarm, opening, about, { reason: 'alarm', component });
  if (!(await ports.isReachable()))
    return askFirst(ports, source, alarm, opening, about, { reason: 'nobody-reached', component });

  const past = place.last === undefined ? '' : ` after ${place.last.head.seq}`;
  const command = reopens ? reopeningOf(opening) : openingOf(opening);
  const begun = await begin(ports, {
    incident: id,
    key: keyOf(source, alarm, `${course.does} ${id}${past}`),
    command: (now) => ({ ...command, nextUpdateBy: firstWordUntil(now, ports.staffed) }),
  });
  if (!begun) return undefined;
  await join(ports, source, alarm, id);
  if (place.unopened !== undefined || reopens) await dropNeedless(ports, id);
  return { result: reopens ? 'reopened' : 'opened', incident: id };
}

/** What waited to be said was said. */
const dropNeedless = async (ports: AlarmPorts, incident: string): Promise<void> =>
  letGo(ports, await askingToBegin(ports, incident), ports.clock.now(), 'a monitor has said it meanwhile');

/** The drafts that wait and would begin the incident. */
const askingToBegin = async ({ drafts }: AlarmPorts, incident: string) =>
  (await drafts.waiting()).filter((one) => one.incident === incident && asksToBegin(one));
