import { describe, expect, it } from 'vitest';
import { findChainFault, logLine } from '../../shared/core/chain.ts';
import { MINUTE_MS, plus } from '../../shared/core/instant.ts';
import type { StoredEntry } from '../../shared/ports/incident-log.ts';
import { chainOf, draft, entryBehind, opening, resolution, TEN_O_CLOCK } from '../support/entries.ts';
import type { MakeStores } from './stores.ts';

const LATER = plus(TEN_O_CLOCK, 5 * MINUTE_MS);
const MUCH_LATER = plus(TEN_O_CLOCK, 50 * MINUTE_MS);

async function appendAll(
  log: { append: (entry: StoredEntry, watchAt: undefined) => Promise<string> },
  chain: readonly StoredEntry[],
) {
  for (const entry of chain) expect(await log.append(entry, undefined)).toBe('appended');
}

/** What every incident log must do, wherever it is kept. */
export function incidentLogContract(make: MakeStores) {
  describe('the chain of an incident', () => {
    it('is empty before anybody reported it', async () => {
      const { log } = await make();
      expect(await log.load('i1')).toEqual([]);
    });

    it('comes back as it was appended, oldest first, and still verifies', async () => {
      const { log } = await make();
      const chain = chainOf('i1', [
        opening({ components: [{ id: 'api', status: 'major_outage' }], promises: { nextUpdateBy: LATER } }),
        draft({ promises: { restoreBy: null }, settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'kept' }] }),
        draft({ content: { message: '“Zahlungen” 支付 💳', workaround: 'Pay by card.' }, happenedAt: TEN_O_CLOCK }),
        resolution(),
      ]);
      await appendAll(log, chain);
      const loaded = await log.load('i1');
      expect(loaded).toEqual(chain);
      expect(findChainFault(loaded.map(logLine))).toBeUndefined();
    });

    it('keeps what recognises a repeated command beside the entry, outside its hash', async () => {
      const { log } = await make();
      const [first] = chainOf('i1', [opening()]);
      const entry = { ...first!, command: { keyHash: 'k1', bodyHash: 'b1' } };
      await log.append(entry, undefined);
      const loaded = await log.load('i1');
      expect(loaded).toEqual([entry]);
      expect(findChainFault(loaded.map(logLine))).toBeUndefined();
      expect(JSON.stringify(loaded.map(logLine))).not.toContain('k1');
    });

    it('keeps incidents apart', async () => {
      const { log } = await make();
      await appendAll(log, chainOf('i1', [opening(), draft()]));
      await appendAll(log, chainOf('i10', [opening()]));
      expect((await log.load('i1')).map((entry) => entry.seq)).toEqual([1, 2]);
      expect((await log.load('i10')).map((entry) => entry.incident)).toEqual(['i10']);
    });

    it('is read whole when it is longer than one page of the store', async () => {
      const { log } = await make();
      // 1 MB is a page: 80 entries of 20 KB take two.
      const long = draft({ content: { message: '支'.repeat(5_000), workaround: '付'.repeat(2_000) } });
      const chain = chainOf('i1', [opening(), ...Array.from({ length: 80 }, () => long)]);
      await appendAll(log, chain);
      expect((await log.load('i1')).map((entry) => entry.seq)).toEqual(chain.map((entry) => entry.seq));
    });

    it('stays in order beyond 9,999 entries', async () => {
      const { log } = await make();
      const [first] = chainOf('i1', [opening()]);
      const far = [9_998, 9_999, 10_000, 10_001, 100_000].map((seq) => ({ ...first!, seq, hash: `h${seq}` }));
      await appendAll(log, far.toReversed());
      expect((await log.load('i1')).map((entry) => entry.seq)).toEqual([9_998, 9_999, 10_000, 10_001, 100_000]);
    });
  });

  describe('of those who append at the same place', () => {
    it('exactly one of fifty wins, and the winner is what is stored', async () => {
      const { log } = await make();
      const before = chainOf('i1', [opening()]);
      await appendAll(log, before);
      const rivals = Array.from({ length: 50 }, (_, n) =>
        entryBehind(before, draft({ content: { message: `Rival ${n}` } })),
      );
      const outcomes = await Promise.all(rivals.map((rival) => log.append(rival, undefined)));
      expect(outcomes.filter((outcome) => outcome === 'appended')).toHaveLength(1);
      expect((await log.load('i1')).at(-1)).toEqual(rivals[outcomes.indexOf('appended')]);
    });

    it('one who puts the same entry twice has appended it once', async () => {
      const { log } = await make();
      const [entry] = chainOf('i1', [opening()]);
      expect(await log.append(entry!, LATER)).toBe('appended');
      expect(await log.append(entry!, LATER)).toBe('appended');
      expect(await log.load('i1')).toEqual([entry]);
    });
  });

  describe('a redaction', () => {
    it('takes content and salt of one entry and nothing else, also when done twice', async () => {
      const { log } = await make();
      const chain = chainOf('i1', [opening(), draft({ content: { message: 'A name that must go.' } }), draft()]);
      await appendAll(log, chain);
      await log.redact('i1', 2);
      await log.redact('i1', 2);
      const { content: _gone, ...rest } = chain[1]!;
      expect(await log.load('i1')).toEqual([chain[0], rest, chain[2]]);
    });

    it('takes what was left for an apology to quote, and the salt by which a guess at it could be tried', async () => {
      const { log } = await make();
      const chain = chainOf('i1', [
        opening({ private: { actor: 'ada', via: 'api', ifLate: 'We ask a name' } }),
        draft(),
      ]);
      await appendAll(log, chain);
      await log.redact('i1', 1);
      await log.redact('i1', 1);
      const [first, second] = await log.load('i1');
      expect(first?.private).toEqual({ actor: 'ada', via: 'api' });
      expect(first?.privateHash).toBe(chain[0]?.privateHash);
      expect(second).toEqual(chain[1]);
    });

    it('of an entry that is not there fails and leaves nothing behind', async () => {
      const { log } = await make();
      await expect(log.redact('i1', 3)).rejects.toThrow('incident i1 has no entry 3');
      expect(await log.load('i1')).toEqual([]);
    });
  });

  describe('the watch list', () => {
    it('names what is due, earliest first, and nothing before its time', async () => {
      const { log, indexesCaughtUp } = await make();
      await log.append(chainOf('late', [opening()])[0]!, MUCH_LATER);
      await log.append(chainOf('soon', [opening()])[0]!, LATER);
      await log.append(chainOf('never', [opening()])[0]!, undefined);
      await indexesCaughtUp();
      expect(await log.due(plus(LATER, -1), 10)).toEqual([]);
      expect(await log.due(LATER, 10)).toEqual([{ incident: 'soon', seq: 1, watchAt: LATER }]);
      expect((await log.due(MUCH_LATER, 10)).map((row) => row.incident)).toEqual(['soon', 'late']);
      expect((await log.due(MUCH_LATER, 1)).map((row) => row.incident)).toEqual(['soon']);
    });

    it('moves an entry only from where it is', async () => {
      const { log, indexesCaughtUp } = await make();
      await log.append(chainOf('i1', [opening()])[0]!, LATER);
      expect(await log.rewatch('i1', 1, TEN_O_CLOCK, MUCH_LATER)).toBe(false);
      expect(await log.rewatch('i1', 1, undefined, MUCH_LATER)).toBe(false);
      expect(await log.watched('i1', 1)).toBe(LATER);
      expect(await log.rewatch('i1', 1, LATER, MUCH_LATER)).toBe(true);
      expect(await log.watched('i1', 1)).toBe(MUCH_LATER);
      await indexesCaughtUp();
      expect(await log.due(LATER, 10)).toEqual([]);
      expect(await log.due(MUCH_LATER, 10)).toEqual([{ incident: 'i1', seq: 1, watchAt: MUCH_LATER }]);
    });

    it('forgets an entry that has nothing ahead, and takes it up again', async () => {
      const { log, indexesCaughtUp } = await make();
      await log.append(chainOf('i1', [opening()])[0]!, LATER);
      expect(await log.rewatch('i1', 1, LATER, undefined)).toBe(true);
      await indexesCaughtUp();
      expect(await log.due(MUCH_LATER, 10)).toEqual([]);
      expect(await log.watched('i1', 1)).toBeUndefined();
      expect(await log.rewatch('i1', 1, undefined, MUCH_LATER)).toBe(true);
      await indexesCaughtUp();
      expect(await log.due(MUCH_LATER, 10)).toHaveLength(1);
    });

    it('has nothing of an entry that is not there, and makes none', async () => {
      const { log } = await make();
      expect(await log.watched('i1', 1)).toBeUndefined();
      expect(await log.rewatch('i1', 1, undefined, LATER)).toBe(false);
      expect(await log.load('i1')).toEqual([]);
    });

    it('is not in the entry that is loaded, and no redaction takes it away', async () => {
      const { log } = await make();
      const [entry] = chainOf('i1', [opening()]);
      await log.append(entry!, LATER);
      await log.redact('i1', 1);
      const { content: _gone, ...rest } = entry!;
      expect(await log.load('i1')).toEqual([rest]);
      expect(await log.watched('i1', 1)).toBe(LATER);
    });

    it('lets one of many movers win', async () => {
      const { log } = await make();
      await log.append(chainOf('i1', [opening()])[0]!, LATER);
      const targets = Array.from({ length: 10 }, (_, n) => plus(LATER, n + 1));
      const outcomes = await Promise.all(targets.map((to) => log.rewatch('i1', 1, LATER, to)));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await log.watched('i1', 1)).toBe(targets[outcomes.indexOf(true)]);
    });
  });

  describe('the history of a month', () => {
    it('has each incident once, newest first, page by page', async () => {
      const { log, indexesCaughtUp } = await make();
      const ids = Array.from({ length: 7 }, (_, n) => `i${n}`);
      for (const [n, id] of ids.entries()) {
        await appendAll(log, chainOf(id, [opening(), draft()], plus(TEN_O_CLOCK, n * MINUTE_MS)));
      }
      await appendAll(log, chainOf('other', [opening()], '2026-10-31T23:59:59.999Z'));
      await indexesCaughtUp();
      expect((await log.openedIn('2026-11')).ids).toEqual(ids.toReversed());
      expect((await log.openedIn('2026-10')).ids).toEqual(['other']);

      const pages: string[][] = [];
      for (let after: string | undefined, more = true; more; ) {
        const page = await log.openedIn('2026-11', { limit: 3, ...(after === undefined ? {} : { after }) });
        pages.push([...page.ids]);
        after = page.next;
        more = after !== undefined;
      }
      expect(pages.filter((page) => page.length > 0)).toEqual([['i6', 'i5', 'i4'], ['i3', 'i2', 'i1'], ['i0']]);
    });

    it('refuses a cursor that it never gave', async () => {
      const { log } = await make();
      await expect(log.openedIn('2026-11', { limit: 3, after: 'somewhere' })).rejects.toThrow(RangeError);
    });
  });
}
