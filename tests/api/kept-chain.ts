import { chained } from '../../shared/core/chain.ts';
import type { Draft, Entry } from '../../shared/core/entry.ts';
import { instant } from '../../shared/core/instant.ts';
import type { ArchivedItem } from '../../shared/ports/archive.ts';

/** A chain of so many statements, each as an item. */
export function chain(incident: string, statements: number, words = 'Some requests fail.'): ArchivedItem[] {
  let head: Pick<Entry, 'seq' | 'hash' | 'at'> | undefined;
  return Array.from({ length: statements }, (_, index) => {
    const draft = {
      kind: index === 0 ? 'opened' : 'update',
      automated: false,
      status: 'investigating',
      impact: 'minor',
      promises: {},
      settles: [],
      content: { message: `${words} ${index}` },
      private: { actor: 'ada' },
    } as unknown as Draft;
    const salts = { content: 'a'.repeat(32), private: 'b'.repeat(32) };
    const entry = chained(draft, { incident, head, now: instant(Date.parse('2026-11-22T10:00:00Z')), salts });
    head = entry;
    return { pk: `INCIDENT#${incident}`, sk: `ENTRY#${String(entry.seq).padStart(4, '0')}`, ...entry };
  });
}
