import type { AlarmPlace } from '../core/alarm-course.ts';
import type { Outage } from '../core/incident.ts';
import { goesOnIn } from '../core/merging.ts';
import type { AlarmPorts } from './alarm-ports.ts';
import { openIncidents, readIncident } from './read-incidents.ts';

/** What is known of a component when an alarm about it comes. */
export type Place = AlarmPlace & {
  /** The incident that has the component, whatever became of it. */
  claimed?: string | undefined;
  /** Claimed by an alarm that has not opened it yet: a draft waits, or it was interrupted before it could. */
  unopened?: string | undefined;
};

const openHere = (incident: string): Place => ({ open: incident, firedInLast: new Set() });

/** The incident that the component's alarms belong to: the one that they have claimed, or any that is open about it. */
export async function placeOf(ports: AlarmPorts, component: string): Promise<Place> {
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
