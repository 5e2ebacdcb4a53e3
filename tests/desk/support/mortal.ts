import type { DeskPorts } from '../../../shared/app/desk/ports.ts';
import type { Chance } from '../../x/support/chance.ts';

/** A worker that dies: what it was about to do is not done. */
export class Crash extends Error {}

const SHARE = 0.004;

/** The same ports, whose holder may die before and after each write, and which let others go between. */
export function mortalDesk(ports: DeskPorts, chance: Chance, died: () => void): DeskPorts {
  const crash = () => {
    died();
    return new Crash('the worker died');
  };
  const risky =
    <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      for (let turns = chance.between(0, 3); turns > 0; turns -= 1) await Promise.resolve();
      if (chance.happens(SHARE)) throw crash();
      const result = await call(...args);
      if (chance.happens(SHARE)) throw crash();
      return result;
    };
  const { stores } = ports;
  return {
    ...ports,
    stores: {
      ...stores,
      mentions: { ...stores.mentions, hear: risky(stores.mentions.hear), swap: risky(stores.mentions.swap) },
      answers: { ...stores.answers, one: risky(stores.answers.one), swap: risky(stores.answers.swap) },
      cases: { ...stores.cases, swap: risky(stores.cases.swap) },
    },
  };
}
