import { chained } from '../../shared/core/chain.ts';
import type { Draft, Entry } from '../../shared/core/entry.ts';
import { replayed } from '../../shared/core/evolve.ts';
import { plus } from '../../shared/core/instant.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { IncidentLog } from '../../shared/ports/incident-log.ts';

/** What a test says of a statement; the rest is ordinary. */
export type Saying = Partial<Omit<Draft, 'content'>> & { message?: string; title?: string };

/** Adds a statement to an incident's chain, as a command or the sweep would. */
export async function stated(
  log: IncidentLog,
  clock: Clock,
  incident: string,
  kind: Entry['kind'],
  saying: Saying = {},
): Promise<Entry> {
  const before = replayed(incident, await log.load(incident));
  const head = before.phase === 'unreported' ? undefined : before.head;
  const { message, title, ...rest } = saying;
  const draft: Draft = {
    kind,
    automated: kind === 'apology',
    status: kind === 'resolved' ? 'resolved' : 'investigating',
    impact: 'major',
    promises: {},
    settles: [],
    private: {},
    content: {
      ...(head === undefined ? { title: title ?? 'Checkout is failing' } : {}),
      message: message ?? `Statement ${(head?.seq ?? 0) + 1} of ${incident}.`,
    },
    ...rest,
  };
  const salts = { content: '0'.repeat(32), private: '1'.repeat(32) };
  const entry = chained(draft, { incident, head, now: clock.now(), salts });
  await log.append(entry, plus(entry.at, 20_000));
  // As the sweep does: the newest entry alone watches over its incident.
  if (head) await log.rewatch(incident, head.seq, await log.watched(incident, head.seq), undefined);
  return entry;
}
