import type { ImportRecord } from '../../core/imported.ts';
import type { Imports } from '../../ports/imports.ts';
import { atOnce, stored } from './table.ts';

/** The imports in memory. */
export function memoryImports(records = new Map<string, ImportRecord>()): Imports {
  return {
    read: (id) => atOnce(() => records.get(id)),
    put: (record) =>
      atOnce(() => {
        const there = records.get(record.incident.id);
        if (there && there.rev !== record.rev - 1) return 'conflict';
        records.set(record.incident.id, stored(record));
        return 'put';
      }),
    all: () =>
      atOnce(() =>
        [...records.values()].map(({ incident: { id, title, from, status, createdAt: openedAt }, ...rest }) => ({
          id,
          title,
          from,
          status,
          openedAt,
          ...rest,
        })),
      ),
    openedIn: (month) =>
      atOnce(() =>
        [...records.values()]
          .map(({ incident }) => incident)
          .filter(({ createdAt }) => createdAt.startsWith(month))
          .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
          .map(({ id }) => id),
      ),
  };
}
