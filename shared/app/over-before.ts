import { type Alarm, alarmKey } from '../core/alarm.ts';
import { HOUR_MS, type Instant, plus } from '../core/instant.ts';
import type { AlarmClaims, Over } from '../ports/alarm-claims.ts';
import type { Clock } from '../ports/clock.ts';
import { togetherOrEach } from './together.ts';

type Ports = { alarmClaims: AlarmClaims; clock: Clock };

/** SNS and EventBridge, queues and senders repeat for hours, not for days (docs/rules.md, Alarms). */
const REMEMBERED_MS = 24 * HOUR_MS;

/**
 * Remembers which of these outages of a component are over, before anything is looked at: the word that they began may
 * come later, because what is sent twice or waits in a queue keeps no order. Whichever of the two looks second then sees
 * both. Answers with the alarms of which it could not be remembered, and why.
 */
export async function rememberThoseOver(
  ports: Ports,
  source: string,
  alarms: readonly Alarm[],
  component: string,
): Promise<Map<Alarm, unknown>> {
  const at = ports.clock.now();
  const ended = alarms.filter(({ state, outage }) => state === 'recovered' && outage !== undefined);
  return togetherOrEach(ended, (some) => {
    // A key of the table is put once: of the same outage one word is enough.
    const overs = new Map(some.map((alarm) => [alarmKey(alarm), overOf(source, alarm, at)]));
    return ports.alarmClaims.rememberOver(component, [...overs.values()], plus(at, REMEMBERED_MS));
  });
}

function overOf(source: string, alarm: Alarm, at: Instant): Over {
  const { state, check, outage = '', link } = alarm;
  const joined = { key: alarmKey(alarm), source, state, at, ...(link === undefined ? {} : { link }) };
  return { check, outage, joined };
}

/** An alarm that has joined an incident just now; `index`: which of those that came together. */
export type JoinedAlarm = { index: number; alarm: Alarm; component: string; incident: string };

/**
 * Notes beside their incidents which of these outages are over, if their monitors said so before. All of them are about
 * one component.
 */
export async function noteThoseOver(ports: Ports, joined: readonly JoinedAlarm[]): Promise<void> {
  const firing = joined.filter(({ alarm: { state, outage } }) => state === 'firing' && outage !== undefined);
  const [first] = firing;
  if (first === undefined) return;
  const at = ports.clock.now();
  const over = await ports.alarmClaims.overOf(first.component, at);
  const ended = firing.flatMap(({ alarm, incident }) => {
    const its = over.find((one) => endsOutage(one, alarm));
    return its === undefined ? [] : [{ incident, joined: { ...its.joined, at } }];
  });
  for (const [incident, its] of Map.groupBy(ended, (one) => one.incident))
    await ports.alarmClaims.join(
      incident,
      its.map(({ joined }) => joined),
    );
}

/** The same outage; or, where a tool names a recovery by its own time as CloudWatch does, one that began before it. */
function endsOutage(over: { check: string; outage: string }, { check, outage }: Alarm): boolean {
  if (over.check !== check || outage === undefined) return false;
  return over.outage === outage || (isTime(outage) && Date.parse(over.outage) > Date.parse(outage));
}

const isTime = (outage: string): boolean => /^\d{4}-\d\d-\d\dT/.test(outage);
