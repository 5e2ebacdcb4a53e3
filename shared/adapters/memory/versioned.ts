import type { Versioned } from '../../ports/versioned.ts';
import { atOnce, stored } from './table.ts';

/** One value in memory, with its version. */
export function memoryVersioned<T>(): Versioned<T> {
  let kept: { state: T | undefined; version: number } = { state: undefined, version: 0 };
  return {
    read: () => atOnce(() => kept),
    swap: (version, state) =>
      atOnce(() => {
        if (version !== kept.version) return false;
        kept = { state: stored(state), version: version + 1 };
        return true;
      }),
  };
}
