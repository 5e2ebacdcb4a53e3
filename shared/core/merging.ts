import { overlaid, severity } from './components.ts';
import { type ComponentState, type Draft, type Entry, IMPACTS } from './entry.ts';
import type { Outage, ReportedIncident } from './incident.ts';

type Line = Pick<Entry, 'kind' | 'into' | 'takes' | 'releases'>;

/**
 * Where a merged incident goes on, by its newest merge; undefined if it is not merged, or was when an entry did not hold
 * that yet (`shared/wording/merging.ts` reads it from the words).
 */
export const goesOnIn = ({ phase, entries }: { phase: string; entries: readonly Line[] }): string | undefined =>
  phase === 'merged' ? entries.findLast((entry) => entry.kind === 'merged')?.into : undefined;

/** Every incident that this one was ever merged into, first to last. */
export const targetsOf = (entries: readonly Line[]): readonly string[] => [
  ...new Set(entries.flatMap(({ into }) => into ?? [])),
];

/** The incidents that go on in the one with these entries, in the order in which they came. */
export function takenIn(entries: readonly Line[]): readonly string[] {
  const taken = new Set<string>();
  for (const { takes, releases } of entries) {
    if (releases !== undefined) taken.delete(releases);
    if (takes !== undefined) taken.add(takes);
  }
  return [...taken];
}

/** What the target says of itself: nobody speaks, no clock changes, and no silence ends. */
const byItself = (target: Outage, message: string) => ({
  kind: 'update' as const,
  automated: true,
  status: target.status,
  promises: {},
  settles: [],
  content: { message },
  private: { via: 'pipeline' as const },
});

/**
 * What `target` adds when `merged` goes on in it: that it does, and what is affected there as badly as it was said to be.
 * Undefined if it has said so, or is over: then nothing goes on there.
 */
export function takingIn(target: Outage, merged: ReportedIncident, message: string): Draft | undefined {
  if (target.phase !== 'open' || takenIn(target.entries).includes(merged.id)) return undefined;
  const components = merged.components.filter(
    ({ id, status }) => status !== 'operational' && severity(status) > severity(statusIn(target.components, id)),
  );
  return {
    ...byItself(target, message),
    impact: IMPACTS[Math.max(IMPACTS.indexOf(target.impact), IMPACTS.indexOf(merged.impact))]!,
    ...(components.length === 0 ? {} : { components }),
    takes: merged.id,
  };
}

/**
 * What `target` adds when `other` does not go on in it after all: what was affected for that reason alone is as it was
 * before. Undefined if it did not take it in, has let it go, or is over.
 */
export function lettingGo(target: Outage, other: string, message: string): Draft | undefined {
  if (target.phase !== 'open' || !takenIn(target.entries).includes(other)) return undefined;
  const taking = target.entries.findLast((entry) => entry.takes === other)!;
  const without = target.entries
    .filter((entry) => entry !== taking)
    .reduce<readonly ComponentState[]>((states, entry) => overlaid(states, entry.components ?? []), []);
  const components = (taking.components ?? []).flatMap(({ id }): ComponentState[] => {
    const status = statusIn(without, id);
    return status === statusIn(target.components, id) ? [] : [{ id, status }];
  });
  return {
    ...byItself(target, message),
    impact: target.impact === taking.impact ? impactBefore(target, taking) : target.impact,
    ...(components.length === 0 ? {} : { components }),
    releases: other,
  };
}

/** How bad the target was said to be before it took the other in. */
const impactBefore = ({ entries, impact }: Outage, taking: Entry) =>
  entries.find(({ seq }) => seq === taking.seq - 1)?.impact ?? impact;

const statusIn = (components: readonly ComponentState[], id: string) =>
  components.find((one) => one.id === id)?.status ?? 'operational';
