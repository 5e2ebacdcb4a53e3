import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { admit } from '../api/rate-limits.ts';
import { sealedId } from '../api/sealed-receipts.ts';
import type { AlarmPorts } from '../app/alarm-ports.ts';
import { acceptFew, acceptStorm, type Storm, type StormPorts, type Take, workOff } from '../app/alarm-storm.ts';
import { noteUnmapped, type UnmappedPorts } from '../app/note-unmapped.ts';
import type { StormPace } from '../app/storm-pace.ts';
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
import { messagesTogether } from './queue.ts';

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
    /** Whether its alarms are answered one by one. */
    isCalm: StormPace;
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
  const matched = await matchedBy(ports, source, read.alarms);
  const storm = stormOf(name, matched, unread);
  const count = storm.ruled.length;
  const isStorm = count > ANSWERED_AT_ONCE;
  if (isStorm || (count > 0 && !ports.isCalm(name, count, ports.clock.now()))) {
    const answer = await queued(ports, source, storm, isStorm, noted);
    if (answer !== undefined) return answer;
  }
  const taken = [...(await takeMatched(ports, source, matched)), ...unread];
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

/** An alarm, and what the rules of its source make of it. */
type Matched = { alarm: Alarm; opening: AlarmOpening | undefined };

/** What the rules make of alarms; what none is for is kept for whoever writes them. */
async function matchedBy(ports: IntakePorts, source: Source, alarms: readonly Alarm[]): Promise<Matched[]> {
  const matched = alarms.map((alarm) => ({ alarm, opening: openingFor(source, alarm, ports.names) }));
  await noteUnmapped(
    ports,
    source.id,
    matched.flatMap(({ alarm, opening }) => (opening === undefined ? [alarm] : [])),
  );
  return matched;
}

/** The alarms of a body by component; what no rule is for has its answer already. */
function stormOf(source: string, matched: readonly Matched[], unread: readonly Taken[]): Storm {
  return {
    source,
    ruled: matched.flatMap(({ alarm, opening }) => (opening ? [{ alarm, component: opening.component }] : [])),
    others: [...unread, ...matched.flatMap(({ alarm, opening }) => (opening ? [] : [unruled(alarm)]))],
  };
}

/**
 * Answers for alarms that are worked off later: where it stands afterwards what became of each. `isLarge`: they are too many
 * for one message. Undefined if they are few, and no message can hold them.
 */
async function queued(
  ports: IntakePorts,
  source: Source,
  storm: Storm,
  isLarge: boolean,
  noted: object,
): Promise<HttpResult | undefined> {
  try {
    const receipt = isLarge ? await acceptStorm(ports, storm, takeFor(ports, source)) : await fewQueued(ports, storm);
    if (receipt === undefined) return undefined;
    const { id, accepted } = receipt;
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

async function fewQueued(ports: IntakePorts, storm: Storm) {
  const { source, ruled, others } = storm;
  const accepted = ruled.length + others.length;
  const { key } = await ports.intakeKeys();
  const id = sealedId({ source, at: ports.clock.now(), accepted }, ports.randomness.salt(), key);
  return (await acceptFew(ports, storm, id)) ? { id, accepted } : undefined;
}

/** Works off a batch of the queue of storms. */
export const takeStorm = (ports: IntakePorts, event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  messagesTogether<QueuedAlarms>((messages, hasTime) => takeQueuedAlarms(ports, messages, hasTime))(event, context);

/**
 * Works off messages of a storm. Answers with those of which an alarm could not be taken, or whose source is not there any
 * more: their queue brings them again, and keeps them for a person in the end.
 */
async function takeQueuedAlarms(
  ports: IntakePorts,
  messages: readonly QueuedAlarms[],
  hasTime: () => boolean,
): Promise<readonly QueuedAlarms[]> {
  const back: QueuedAlarms[] = [];
  for (const [id, its] of Map.groupBy(messages, (one) => one.source)) {
    const source = ports.sources.find((one) => one.id === id);
    if (source === undefined) logger.error('there is no such source any more, whose alarms wait', { source: id });
    back.push(...(source === undefined ? its : await workOff(ports, its, takeFor(ports, source), hasTime)));
  }
  if (back.length > 0) logger.error('messages of a storm go back to the queue', { messages: back.length });
  return back;
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

const takeAll = async (ports: IntakePorts, source: Source, alarms: readonly Alarm[]): Promise<Taken[]> =>
  takeMatched(ports, source, await matchedBy(ports, source, alarms));

/** The alarms of a component one after the other, of several components side by side; the answers as they came. */
async function takeMatched(ports: IntakePorts, source: Source, matched: readonly Matched[]): Promise<Taken[]> {
  const groups = Map.groupBy(matched, ({ opening }) => opening?.component);
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
  const answers = matched.map(({ alarm }) => taken.get(alarm)!);
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
