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

/** Notes beside the incident that a firing alarm has joined that its outage is over, if its monitor said so before. */
export async function noteIfOver(ports: Ports, alarm: Alarm, component: string, incident: string): Promise<void> {
  if (alarm.state !== 'firing' || alarm.outage === undefined) return;
  const over = await ports.alarmClaims.overOf(component, ports.clock.now());
  const its = over.find((one) => endsOutage(one, alarm));
  if (its !== undefined) await ports.alarmClaims.join(incident, { ...its.joined, at: ports.clock.now() });
}

/** The same outage; or, where a tool names a recovery by its own time as CloudWatch does, one that began before it. */
function endsOutage(over: { check: string; outage: string }, { check, outage }: Alarm): boolean {
  if (over.check !== check || outage === undefined) return false;
  return over.outage === outage || (isTime(outage) && Date.parse(over.outage) > Date.parse(outage));
}

const isTime = (outage: string): boolean => /^\d{4}-\d\d-\d\dT/.test(outage);
