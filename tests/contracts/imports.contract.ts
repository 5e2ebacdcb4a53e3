import { describe, expect, it } from 'vitest';
import type { ImportRecord } from '../../shared/core/imported.ts';
import type { MakeStores } from './stores.ts';

const record = (id: string, day: string, rev = 1): ImportRecord => ({
  hash: `hash-${id}`,
  rev,
  incident: {
    id,
    from: 'old.example.com',
    title: `Incident ${id}`,
    status: 'resolved',
    impact: 'minor',
    createdAt: `2026-07-${day}T10:00:00.000Z`,
    updatedAt: `2026-07-${day}T10:00:00.000Z`,
    components: [],
    updates: [],
  },
});

/** What every store of imports does. */
export function importsContract(makeStores: MakeStores): void {
  describe('imports', () => {
    it('are read back as they were put, and found by their month, newest first', async () => {
      const { imports } = await makeStores();
      expect(await imports.read('i1')).toBeUndefined();
      for (const [id, day] of [
        ['i1', '02'],
        ['i3', '30'],
        ['i2', '12'],
      ] as const)
        expect(await imports.put(record(id, day))).toBe('put');
      expect(await imports.read('i2')).toEqual(record('i2', '12'));
      expect(await imports.openedIn('2026-07')).toEqual(['i3', 'i2', 'i1']);
      expect(await imports.openedIn('2026-08')).toEqual([]);
    });

    it('are listed without their words, with what tells two versions apart', async () => {
      const { imports } = await makeStores();
      await imports.put(record('i1', '02'));
      await imports.put({ ...record('i1', '02', 2), removed: true });
      expect(await imports.all()).toEqual([
        {
          id: 'i1',
          title: 'Incident i1',
          from: 'old.example.com',
          status: 'resolved',
          openedAt: '2026-07-02T10:00:00.000Z',
          hash: 'hash-i1',
          rev: 2,
          removed: true,
        },
      ]);
    });

    it('are changed only by whoever has seen the last change', async () => {
      const { imports } = await makeStores();
      await imports.put(record('i1', '02', 1));
      expect(await imports.put(record('i1', '02', 1))).toBe('conflict');
      expect(await imports.put(record('i1', '02', 2))).toBe('put');
      expect(await imports.put(record('i1', '02', 2))).toBe('conflict');
    });
  });
}
