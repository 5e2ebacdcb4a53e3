import { freshXAccount, type XAccountState } from '../../core/x/account.ts';
import type { XAccount } from '../../ports/x-account.ts';
import { stored } from './table.ts';

/** The X account's record in memory. */
export function memoryXAccount(): XAccount {
  let kept: { state: XAccountState; version: number } = stored({ state: freshXAccount(), version: 0 });
  return {
    read: async () => kept,
    async swap(version, next) {
      if (version !== kept.version) return false;
      kept = stored({ state: next, version: version + 1 });
      return true;
    },
  };
}
