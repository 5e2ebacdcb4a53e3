import { type IntakeKeys, isAuthentic, secretOf } from '../api/intake-secret.ts';
import type { AlarmPorts } from '../app/alarm-ports.ts';
import { noteUnmapped, type UnmappedPorts } from '../app/note-unmapped.ts';
import { type Taken, takeAlarms } from '../app/take-alarm.ts';
import { openingFor, type Source } from '../config/alarm-rules.ts';
import { type AlarmReader, READERS } from '../contract/alarm-formats.ts';
import { Problem } from '../contract/problem.ts';
import type { Alarm, AlarmFormat, AlarmOpening } from '../core/alarm.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { epochMs } from '../core/instant.ts';
import { bodyText, type HttpEvent, type HttpResult, json, parsedJson } from './http.ts';
import { noSuchSource } from './intake-routes.ts';
import { logger } from './logger.ts';

export type IntakePorts = AlarmPorts &
  UnmappedPorts & {
    sources: readonly Source[];
    /** How each format is read, where other formats than ours are read too. */
    readers?: Readonly<Record<AlarmFormat, AlarmReader>>;
    /** What customers call each component. */
    names: ReadonlyMap<string, string>;
    /** What the secret of every source is derived from, and what senders sign with. */
    intakeKeys: () => Promise<IntakeKeys>;
    /** Calls an address of SNS, which confirms a subscription. */
    confirm: (address: string) => Promise<void>;
  };

/** What a function is given at most is 6 MB; the alarms of a large outage come in one body (docs/rules.md, Limits of bodies). */
const MOST_BYTES = 4 * 1024 * 1024;

/** Of more alarms in one body only those have a line of their own in the log that changed something. */
const MOST_LOGGED = 50;
const QUIET: readonly Taken['result'][] = ['joined', 'noted', 'ignored'];

/** `POST /intake/{source}`: a monitor's webhook, which carries the secret of its source or is signed with it. */
export async function takeWebhook(ports: IntakePorts, event: HttpEvent): Promise<HttpResult> {
  const name = event.pathParameters?.source ?? '';
  const source = ports.sources.find(({ id }) => id === name);
  if (source === undefined) throw noSuchSource(name);
  const text = bodyText(event, MOST_BYTES);
  const { key, senders } = await ports.intakeKeys();
  const { headers, queryStringParameters: query = {} } = event;
  const secrets = [secretOf(name, key), ...(senders[name] ?? [])];
  const nowMs = epochMs(ports.clock.now());
  if (!isAuthentic({ headers, query, body: text, secrets, format: source.format, nowMs })) throw notAuthentic();

  const body = parsedJson(text);
  const { read, cleaned } = readFrom(ports, source, body);
  if ('confirm' in read) {
    await ports.confirm(read.confirm);
    return json(200, { confirmed: true });
  }
  if (read.alarms.length === 0) await noteUnmapped(ports, name, { body });
  const taken = await takeAll(ports, source, read.alarms);
  const noted = cleaned.length === 0 ? {} : { cleaned };
  // What was taken is taken once, also when the sender sends all of it again.
  return taken.some(({ result }) => result === 'failed')
    ? json(503, { type: 'not-all-taken', title: 'Some alarms could not be taken', status: 503, taken, ...noted }, RETRY)
    : json(200, { taken, ...noted });
}

/** What a body says, without what nobody sees: a monitor cannot mend what it sends, and no alarm is lost for a character. */
function readFrom({ readers = READERS }: IntakePorts, source: Source, body: unknown) {
  const { value, changed: cleaned } = plainParts(body);
  if (cleaned.length > 0) logger.warn('an alarm held characters that nobody sees', { source: source.id, cleaned });
  return { read: readers[source.format](value, source.map), cleaned };
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

const unruled = ({ check }: Alarm): Taken => ({
  alarm: check,
  result: 'ignored',
  reason: 'no rule of this source is for it',
});

const notAuthentic = (): Problem =>
  new Problem(
    {
      type: 'not-authentic',
      title: 'This source is not known to be who it says',
      status: 401,
      detail:
        'Send its secret as a bearer token, as basic password or as ?secret=, or sign the body with it; GET /v1/intake shows it.',
    },
    // SNS sends the password of its address only after it was asked for it.
    { 'www-authenticate': 'Basic realm="candor", Bearer realm="candor"' },
  );
