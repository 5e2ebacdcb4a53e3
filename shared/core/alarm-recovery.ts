import { alarmsNow, calmOf, type JoinedAlarm } from './alarm-state.ts';
import { type Incident, isUnconfirmed, type Outage, openPromise } from './incident.ts';
import { type Instant, MINUTE_MS, plus } from './instant.ts';

/** What recovered and fired again is proposed as back once it has been quiet for this long (docs/rules.md, Alarms). */
export const CALM_FOR_MS = 10 * MINUTE_MS;

/** What follows for an incident from what its monitors say now. None of it is a recovery: that only a person says. */
export type AlarmsImply = {
  /** To be proposed to a person, once for each time that it fired: that it is watched. */
  propose?: { since: Instant; firedAt: Instant };
  /** When that is to be proposed, if nothing fires until then. */
  proposeAt?: Instant;
  /** The machine takes its own promise back: its alarm cleared, and nobody has confirmed it. */
  withdraw?: { since: Instant };
  /** It fires again after the machine said that it cleared: it says so once, and promises nothing. */
  again?: true;
};

/** `answered`: a person has said to be on it. */
export function alarmsImply(
  incident: Incident,
  joined: readonly JoinedAlarm[],
  now: Instant,
  answered: boolean,
): AlarmsImply {
  if (incident.phase !== 'open' || incident.type !== 'outage' || incident.handling !== 'normal') return {};
  const calm = calmOf(joined);
  const unconfirmed = isUnconfirmed(incident) && !answered;
  const said = timesWithoutPromise(incident);
  if (calm === undefined) {
    const fires = alarmsNow(joined).some(({ state }) => state === 'firing');
    return unconfirmed && said === 1 && fires ? { again: true } : {};
  }
  const promise = openPromise(incident, 'nextUpdateBy');
  const mayWithdraw = unconfirmed && said === 0 && promise?.source === 'machine' && now <= promise.at;
  const at = calm.restless ? plus(calm.since, CALM_FOR_MS) : now;
  const { since, firedAt } = calm;
  return {
    ...(mayWithdraw ? { withdraw: { since } } : {}),
    ...(incident.status === 'monitoring' ? {} : at <= now ? { propose: { since, firedAt } } : { proposeAt: at }),
  };
}

/** How often a machine has spoken since it was opened or reopened and promised nothing: first that it cleared, then that not. */
function timesWithoutPromise({ entries }: Outage): number {
  const begun = entries.findLastIndex(({ kind }) => kind === 'opened' || kind === 'reopened');
  return entries
    .slice(begun)
    .filter(({ kind, automated, promises }) => kind === 'update' && automated && promises.nextUpdateBy === null).length;
}
