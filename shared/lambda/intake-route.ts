import { admit } from '../api/rate-limits.ts';
import type { AlarmPorts } from '../app/alarm-ports.ts';
import { acceptStorm, type Storm, type StormPorts, type Take, workOff } from '../app/alarm-storm.ts';
import { noteUnmapped, type UnmappedPorts } from '../app/note-unmapped.ts';
import { type Taken, takeAlarms } from '../app/take-alarm.ts';
import { openingFor, type Source } from '../config/alarm-rules.ts';
import { type AlarmReader, READERS, type Unread } from '../contract/alarm-formats.ts';
import { Problem } from '../contract/problem.ts';
import type { Alarm, AlarmFormat, AlarmOpening } from '../core/alarm.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { ANSWERED_AT_ONCE } from '../core/storm.ts';
import type { QueuedAlarms } from '../ports/alarm-storms.ts';
import type { RateLimits } from '../ports/rate-limits.ts';
import { bodyText, type HttpEvent, type HttpResult, json, parsedJson } from './http.ts';
import { noSuchSource } from './intake-routes.ts';
import { checkSender, checkSubscription, type SenderPorts } from './intake-sender.ts';
import { logger } from './logger.ts';

export type IntakePorts = AlarmPorts &
  StormPorts &
  UnmappedPorts &
  SenderPorts & {
    sources: readonly Source[];
    /** How each format is read, where other formats than ours are read too. */
    readers?: Readonly<Record<AlarmFormat, AlarmReader>>;
    /** What customers call each component. */
    names: ReadonlyMap<string, string>;
    /** Calls an address of SNS, which confirms a subscription. */
    confirm: (address: string) => Promise<void>;
    /** What each source may send. */
    rateLimits: RateLimits;
  };

/** What a function is given at most is 6 MB; the alarms of a large outage come in one body (docs/rules.md, Limits of bodies). */
const MOST_BYTES = 4 * 1024 * 1024;

/** A receipt names every one, and an answer has 6 MB at most. */
const MOST_ALARMS = 20_000;

const SEND_LESS =
  'and nothing of it was taken. Have the sender put fewer alarms in one body: at Alertmanager, max_alerts of the receiver, or a group_by that makes smaller groups';

/** Of more alarms in one body only those have a line of their own in the log that changed something. */
const MOST_LOGGED = 50;
const QUIET: readonly Taken['result'][] = ['joined', 'noted', 'ignored'];

/** `POST /intake/{source}`: a monitor's webhook, which carries the secret of its source or is signed with it. */
export async function takeWebhook(ports: IntakePorts, event: HttpEvent): Promise<HttpResult> {
  const name = event.pathParameters?.source ?? '';
  const source = ports.sources.find(({ id }) => id === name);
  if (source === undefined) throw noSuchSource(name);
  const text = bodyText(event, MOST_BYTES, SEND_LESS);
  await checkSender(ports, source, event, text);
  // Only now, so that a flood of others' requests takes nothing of what the source may send.
  await admit(ports, `intake:${name}`, { how: '' }).catch((error) => {
    logger.warn('a source of alarms was refused, because it sends too often', { source: name });
    throw error;
  });

  const body = parsedJson(text);
  const { read, cleaned } = readFrom(ports, source, body);
  if ('confirm' in read) {
    await checkSubscription(ports, source, text);
    await ports.confirm(read.confirm);
    return json(200, { confirmed: true });
  }
  if (read.alarms.length > MOST_ALARMS) throw tooMany(read.alarms.length);
  if (read.alarms.length === 0) await noteUnmapped(ports, name, { body });
  const noted = cleaned.length === 0 ? {} : { cleaned };
  const unread = (read.unread ?? []).map(unreadable);
  const storm = stormOf(ports, source, read.alarms, unread);
  if (storm.ruled.length > ANSWERED_AT_ONCE) {
    await noteUnmapped(ports, name, storm.unruled);
    return queued(ports, source, storm, noted);
  }
  const taken = [...(await takeAll(ports, source, read.alarms)), ...unread];
  // What was taken is taken once, also when the sender sends all of it again.
  return taken.some(({ result }) => result === 'failed')
    ? notAllTaken({ taken, ...noted })
    : json(200, { taken, ...noted });
}

const notAllTaken = (more: object): HttpResult =>
  json(503, { type: 'not-all-taken', title: 'Some alarms could not be taken', status: 503, ...more }, RETRY);

const tooMany = (count: number): Problem =>
  new Problem({
    type: 'body-too-large',
    title: 'The body holds too many alarms',
    status: 413,
    detail: `It holds ${count}, and ${MOST_ALARMS} are read; ${SEND_LESS}.`,
  });

/** The alarms of a body by component; what no rule is for has its answer already. */
function stormOf(
  ports: IntakePorts,
  source: Source,
  alarms: readonly Alarm[],
  unread: readonly Taken[],
): Storm & { unruled: readonly Alarm[] } {
  const ruled: { alarm: Alarm; component: string }[] = [];
  const without: Alarm[] = [];
  for (const alarm of alarms) {
    const component = openingFor(source, alarm, ports.names)?.component;
    if (component === undefined) without.push(alarm);
    else ruled.push({ alarm, component });
  }
  return { source: source.id, ruled, unruled: without, others: [...unread, ...without.map(unruled)] };
}

/** Answers for alarms that are worked off later: where it stands afterwards what became of each. */
async function queued(ports: IntakePorts, source: Source, storm: Storm, noted: object): Promise<HttpResult> {
  try {
    const { id, accepted } = await acceptStorm(ports, storm, takeFor(ports, source));
    logger.info('many alarms came by webhook, and wait', { source: source.id, alarms: accepted, receipt: id });
    return json(202, { accepted, see: `/v1/intake/receipts/${id}`, ...noted });
  } catch (error) {
    logger.error('many alarms came by webhook, and could not be queued', error as Error);
    return notAllTaken({
      detail: 'Not all of them could be queued. Send all of it again: an alarm counts once.',
      ...noted,
    });
  }
}

/**
 * Works off a message of a storm. Rejects if one of its alarms could not be taken, or its source is not there any more:
 * its queue brings it again, and keeps it for a person in the end.
 */
export async function takeQueuedAlarms(ports: IntakePorts, message: QueuedAlarms): Promise<void> {
  const source = ports.sources.find(({ id }) => id === message.source);
  if (source === undefined) throw new Error(`there is no source ${message.source} any more, whose alarms wait`);
  await workOff(ports, message, takeFor(ports, source));
}

const takeFor =
  (ports: IntakePorts, source: Source): Take =>
  (alarms) =>
    takeAll(ports, source, alarms);

/** What a body says, without what nobody sees: a monitor cannot mend what it sends, and no alarm is lost for a character. */
function readFrom({ readers = READERS }: IntakePorts, source: Source, body: unknown) {
  const { value, changed: cleaned } = plainParts(body);
  if (cleaned.length > 0) logger.warn('an alarm held characters that nobody sees', { source: source.id, cleaned });
  const read = readers[source.format](value, source.map);
  if ('unread' in read && read.unread.length > 0)
    logger.warn('some of a body could not be read', { source: source.id, unread: read.unread.slice(0, MOST_LOGGED) });
  return { read, cleaned };
}

const RETRY = { 'content-type': 'application/problem+json', 'retry-after': '5' };

/** The alarms of a component one after the other, of several components side by side; the answers as they came. */
async function takeAll(ports: IntakePorts, source: Source, alarms: readonly Alarm[]): Promise<Taken[]> {
  const ruled = alarms.map((alarm) => ({ alarm, opening: openingFor(source, alarm, ports.names) }));
  await noteUnmapped(
    ports,
    source.id,
    ruled.flatMap(({ alarm, opening }) => (opening === undefined ? [alarm] : [])),
  );
  const groups = Map.groupBy(ruled, ({ opening }) => opening?.component);
  const taken = new Map<Alarm, Taken>();
  await Promise.all(
    [...groups].map(async ([component, group]) => {
      const answers =
        component === undefined
          ? group.map(({ alarm }) => unruled(alarm))
          : await takeAlarms(ports, source.id, group as { alarm: Alarm; opening: AlarmOpening }[]);
      for (const [index, { alarm }] of group.entries()) taken.set(alarm, answers[index]!);
    }),
  );
  const answers = alarms.map((alarm) => taken.get(alarm)!);
  const told = answers.length <= MOST_LOGGED ? answers : answers.filter(({ result }) => !QUIET.includes(result));
  for (const one of told) logger.info('an alarm came by webhook', { source: source.id, ...one });
  if (told.length < answers.length)
    logger.info('many alarms came by webhook', { source: source.id, alarms: answers.length });
  return answers;
}

/** An event of EventBridge that may be an alarm. */
export type AlarmEvent = { source: string; 'detail-type': string };

/**
 * Takes the alarms of an event for each source of the config that it is for. Throws if it cannot be read or one cannot be
 * taken: its queue brings it again, and keeps it for a person in the end.
 */
export async function takeAlarmEvent(ports: IntakePorts, event: AlarmEvent): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const source of ports.sources.filter(({ events }) => events !== undefined && isFor(events, event))) {
    const { read } = readFrom(ports, source, event);
    if (!('confirm' in read) && read.alarms.length === 0) await noteUnmapped(ports, source.id, { body: event });
    if (!('confirm' in read)) taken.push(...(await takeAll(ports, source, read.alarms)));
  }
  if (taken.some(({ result }) => result === 'failed')) throw new Error('some alarms of an event could not be taken');
  return taken;
}

const isFor = (events: NonNullable<Source['events']>, event: AlarmEvent): boolean =>
  events.source.includes(event.source) && (events.detailType?.includes(event['detail-type']) ?? true);

const unreadable = ({ at, reason }: Unread): Taken => ({
  alarm: at,
  result: 'ignored',
  reason: `it cannot be read: ${reason}`,
});

const unruled = ({ check }: Alarm): Taken => ({
  alarm: check,
  result: 'ignored',
  reason: 'no rule of this source is for it',
});
