import { isAuthentic, secretOf } from '../api/intake-secret.ts';
import { type AlarmPorts, type Source, type Taken, takeAlarm } from '../app/take-alarm.ts';
import { type AlarmFormat, type AlarmReader, type Alarms, READERS } from '../contract/alarm-formats.ts';
import { Problem } from '../contract/problem.ts';
import { plainParts } from '../core/hidden-characters.ts';
import { bodyText, type HttpEvent, type HttpResult, json, parsedJson } from './http.ts';
import { logger } from './logger.ts';

export type IntakePorts = AlarmPorts & {
  sources: readonly Source[];
  /** How each format is read, where other formats than ours are read too. */
  readers?: Readonly<Record<AlarmFormat, AlarmReader>>;
  /** What customers call each component. */
  names: ReadonlyMap<string, string>;
  /** The key that the secret of every source is derived from. */
  intakeKey: () => Promise<string>;
  /** Calls an address of SNS, which confirms a subscription. */
  confirm: (address: string) => Promise<void>;
};

/** `POST /intake/{source}`: a monitor's webhook, which carries the secret of its source or is signed with it. */
export async function takeWebhook(ports: IntakePorts, event: HttpEvent): Promise<HttpResult> {
  const name = event.pathParameters?.source ?? '';
  const source = ports.sources.find(({ id }) => id === name);
  if (source === undefined) {
    throw new Problem({
      type: 'no-such-source',
      title: 'There is no such source of alarms',
      status: 404,
      detail: `"${name.slice(0, 40)}" is not among intake.sources of candor.config.json.`,
    });
  }
  const text = bodyText(event);
  if (!isAuthentic(event.headers, text, secretOf(name, await ports.intakeKey()))) throw notAuthentic();

  // A monitor cannot mend what it sends, and no alarm is lost for a character.
  const { value, changed: cleaned } = plainParts(parsedJson(text));
  if (cleaned.length > 0) logger.warn('an alarm held characters that nobody sees', { source: source.id, cleaned });
  const read = (ports.readers ?? READERS)[source.format](value);
  if ('confirm' in read) {
    await ports.confirm(read.confirm);
    return json(200, { confirmed: true });
  }
  return json(200, { taken: await takeAll(ports, source, read), ...(cleaned.length === 0 ? {} : { cleaned }) });
}

/** One after the other: the second alarm of a component finds the incident that the first has opened. */
async function takeAll(ports: IntakePorts, source: Source, { alarms }: Extract<Alarms, { alarms: unknown }>) {
  const taken: Taken[] = [];
  for (const alarm of alarms) {
    const one = await takeAlarm(ports, source, alarm, ports.names);
    logger.info('an alarm came by webhook', { source: source.id, ...one });
    taken.push(one);
  }
  return taken;
}

const notAuthentic = (): Problem =>
  new Problem(
    {
      type: 'not-authentic',
      title: 'This source is not known to be who it says',
      status: 401,
      detail: 'Send its secret as a bearer token or basic password, or sign the body with it; GET /v1/intake shows it.',
    },
    // SNS sends the password of its address only after it was asked for it.
    { 'www-authenticate': 'Basic realm="candor", Bearer realm="candor"' },
  );
