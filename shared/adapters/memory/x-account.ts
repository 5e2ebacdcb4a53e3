import { freshXAccount, type XAccountState } from '../../core/x-account.ts';
import type { XAccount } from '../../ports/x-account.ts';

/** The X account's record in memory. */
export function memoryXAccount(): XAccount {
  let stored: { state: XAccountState; version: number } = { state: freshXAccount(), version: 0 };
  return {
    read: async () => structuredClone(stored),
    async swap(version, next) {
      if (version !== stored.version) return false;
      stored = { state: structuredClone(next), version: version + 1 };
      return true;
    },
  };
}
