import { type Alarm, alarmKey } from '../core/alarm.ts';
import { HOUR_MS, plus } from '../core/instant.ts';
import type { AlarmClaims } from '../ports/alarm-claims.ts';
import type { Clock } from '../ports/clock.ts';

type Ports = { alarmClaims: AlarmClaims; clock: Clock };

/** SNS and EventBridge, queues and senders repeat for hours, not for days (docs/rules.md, Alarms). */
const REMEMBERED_MS = 24 * HOUR_MS;

/**
 * Remembers that an outage is over, before anything is looked at: the word that it began may come later, because what is
 * sent twice or waits in a queue keeps no order. Whichever of the two looks second then sees both.
 */
export async function rememberIfOver(ports: Ports, source: string, alarm: Alarm, component: string): Promise<void> {
  const { state, check, outage, link } = alarm;
  if (state !== 'recovered' || outage === undefined) return;
  const at = ports.clock.now();
  const joined = { key: alarmKey(alarm), source, state, at, ...(link === undefined ? {} : { link }) };
  await ports.alarmClaims.rememberOver(component, { check, outage, joined }, plus(at, REMEMBERED_MS));
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
  for (const { alarm, incident } of firing) {
    const its = over.find((one) => endsOutage(one, alarm));
    if (its !== undefined) await ports.alarmClaims.join(incident, { ...its.joined, at });
  }
}

/** The same outage; or, where a tool names a recovery by its own time as CloudWatch does, one that began before it. */
function endsOutage(over: { check: string; outage: string }, { check, outage }: Alarm): boolean {
  if (over.check !== check || outage === undefined) return false;
  return over.outage === outage || (isTime(outage) && Date.parse(over.outage) > Date.parse(outage));
}

const isTime = (outage: string): boolean => /^\d{4}-\d\d-\d\dT/.test(outage);
