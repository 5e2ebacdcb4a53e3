import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, plus } from '../../shared/core/instant.ts';
import { TEN_O_CLOCK as now } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

const byHour = { what: 'network#a', limits: [{ most: 3, withinMs: HOUR_MS }] };
const everOnce = { what: 'address#a', limits: [{ most: 1, withinMs: Number.POSITIVE_INFINITY }] };

/** What those who count sign-ups must find, wherever that is kept. */
export function signUpCountsContract(make: MakeStores) {
  describe('what must not happen often', () => {
    it('passes as often as it may, also when many come at once, and again later', async () => {
      const { signUpCounts } = await make();
      const passes = await Promise.all(Array.from({ length: 6 }, () => signUpCounts.take(byHour, now)));
      expect(passes.filter((pass) => pass.passes)).toHaveLength(3);
      const refused = await signUpCounts.take(byHour, plus(now, HOUR_MS / 2));
      expect(refused).toMatchObject({ passes: false, again: expect.any(String) });
      const again = !refused.passes ? refused.again! : '';
      expect(again > plus(now, HOUR_MS)).toBe(true);
      expect(await signUpCounts.take(byHour, again)).toEqual({ passes: true });
    });

    it('is counted for each by itself, may be given back, and may be forgotten', async () => {
      const { signUpCounts } = await make();
      expect(await signUpCounts.take(everOnce, now)).toEqual({ passes: true });
      expect(await signUpCounts.take({ ...everOnce, what: 'address#b' }, now)).toEqual({ passes: true });
      expect(await signUpCounts.take(everOnce, plus(now, 999 * DAY_MS))).toEqual({ passes: false });
      await signUpCounts.giveBack(everOnce);
      expect(await signUpCounts.take(everOnce, now)).toEqual({ passes: true });
      await signUpCounts.forget(everOnce.what, now);
      await signUpCounts.forget('address#nobody', now);
      expect(await signUpCounts.take(everOnce, now)).toEqual({ passes: true });
    });
  });
}
