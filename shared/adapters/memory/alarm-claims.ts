import type { Instant } from '../../core/instant.ts';
import type { AlarmClaims, Joined, Over } from '../../ports/alarm-claims.ts';
import { atOnce, stored } from './table.ts';

/** Claims and joined alarms in memory, as the table keeps them. */
export function memoryAlarmClaims(
  claims = new Map<string, string>(),
  alarms = new Map<string, Map<string, Joined>>(),
  ended = new Map<string, Map<string, { over: Over; until: Instant }>>(),
): AlarmClaims {
  return {
    rememberOver: (component, over, until) =>
      atOnce(() => {
        const kept = over.map((one) => [one.joined.key, stored({ over: one, until })] as const);
        ended.set(component, new Map([...(ended.get(component) ?? []), ...kept]));
      }),
    overOf: (component, now) =>
      atOnce(() =>
        [...(ended.get(component)?.values() ?? [])].filter(({ until }) => until > now).map(({ over }) => over),
      ),
    of: (component) => atOnce(() => claims.get(component)),
    claim: (component, incident, instead) =>
      atOnce(() => {
        if (claims.get(component) === instead) claims.set(component, incident);
        return claims.get(component) as string;
      }),
    join: (incident, joined) =>
      atOnce(() => {
        const on = alarms.get(incident) ?? new Map<string, Joined>();
        for (const one of joined) {
          const key = `${one.key}#${one.state}`;
          const first = on.get(key);
          const noted = first === undefined ? one : one.at === first.at ? first : { ...first, lastAt: one.at };
          on.set(key, stored(noted));
        }
        alarms.set(incident, on);
      }),
    joinedOf: (incident) =>
      atOnce(() => [...(alarms.get(incident)?.values() ?? [])].toSorted((a, b) => (a.at < b.at ? -1 : 1))),
  };
}
