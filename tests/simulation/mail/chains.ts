import { MINUTE_MS, plus, SECOND_MS } from '../../../shared/core/instant.ts';
import type { StoredEntry } from '../../../shared/ports/incident-log.ts';
import { draft, entryBehind, opening, resolution } from '../../support/entries.ts';
import type { Random } from '../random.ts';

/** The entry that is said next: now and then an apology for the time that was promised last. */
export function nextEntry(random: Random, incident: string, before: readonly StoredEntry[], at: string): StoredEntry {
  const promises = { nextUpdateBy: plus(at, random.int(1, 6) * MINUTE_MS) };
  const components = [{ id: random.pick(['api', 'sign-in']), status: 'partial_outage' as const }];
  const behind = (said: Parameters<typeof draft>[0]) => entryBehind(before, draft(said), { incident, at });
  const last = before.at(-1);
  if (last === undefined) return entryBehind(before, opening({ promises, components }), { incident, at });
  const promised = last.promises.nextUpdateBy;
  if (typeof promised === 'string' && promised < at && random.chance(0.7)) {
    const settles = [{ seq: last.seq, promise: 'nextUpdateBy', as: 'slipped' }] as const;
    return behind({
      kind: 'apology',
      automated: true,
      promises: { nextUpdateBy: plus(at, 30 * MINUTE_MS) },
      settles: [...settles],
    });
  }
  if (before.length > 1 && random.chance(0.15)) return entryBehind(before, resolution(), { incident, at });
  if (last.kind === 'resolved') return behind({ kind: 'reopened', promises });
  return behind({ promises });
}

/** How long nothing is said, in ms. */
export const silence = (random: Random): number => random.pick([5, 30, 90, 200, 400]) * SECOND_MS;
