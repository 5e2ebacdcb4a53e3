import { type HeldAlarm, type HeldAlarms, type HeldKey, heldKeyOf, type LetGo } from '../../ports/held-alarms.ts';
import { atOnce, stored } from './table.ts';

/** Held alarms in memory, as the table keeps them. */
export function memoryHeldAlarms(held = new Map<string, HeldAlarm | LetGo>()): HeldAlarms {
  const waiting = () => [...held.values()].filter((one) => typeof one !== 'string');
  return {
    hold: (one) =>
      atOnce(() => {
        const key = nameOf(heldKeyOf(one));
        const before = held.get(key);
        if (typeof before === 'object') return before;
        held.set(key, stored(one));
        return one;
      }),
    release: (key, why) =>
      atOnce(() => {
        const before = held.get(nameOf(key));
        if (typeof before !== 'object') return before;
        held.set(nameOf(key), why);
        return 'now';
      }),
    due: (now) =>
      atOnce(() =>
        waiting()
          .filter(({ until }) => until <= now)
          .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
      ),
  };
}

const nameOf = ({ source, check, component }: HeldKey): string => JSON.stringify([source, component, check]);
