import type { Alarm } from '../core/alarm.ts';
import type { Clock } from '../ports/clock.ts';
import type { UnmappedAlarms } from '../ports/unmapped-alarms.ts';

export type UnmappedPorts = {
  unmappedAlarms: UnmappedAlarms;
  clock: Clock;
  warn: (message: string, error: unknown) => void;
};

/** One body shows what is wrong with it by its first alarms. */
const MOST_OF_A_BODY = 5;
const MOST_LABELS = 30;
const LONGEST = 200;

/**
 * Keeps for whoever writes the rules what came and fitted none, or held no alarm at all. It is an aid: that it cannot be
 * kept costs no alarm.
 */
export async function noteUnmapped(
  { unmappedAlarms, clock, warn }: UnmappedPorts,
  source: string,
  unmapped: readonly Alarm[] | { body: unknown },
): Promise<void> {
  const at = clock.now();
  const kept =
    'body' in unmapped
      ? [{ is: 'no-alarm' as const, fields: fieldsOf(unmapped.body) }]
      : unmapped.slice(0, MOST_OF_A_BODY).map(({ check, state, labels, link }) => ({
          is: 'alarm' as const,
          check: check.slice(0, LONGEST),
          state,
          labels: cut(labels),
          ...(link === undefined ? {} : { link }),
        }));
  try {
    await Promise.all(kept.map((one) => unmappedAlarms.note({ source, at, ...one })));
  } catch (error) {
    warn('what fitted no rule could not be kept', error);
  }
}

const cut = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(labels)
      .slice(0, MOST_LABELS)
      .map(([name, value]) => [name.slice(0, LONGEST), value.slice(0, LONGEST)]),
  );

const fieldsOf = (body: unknown): string[] =>
  typeof body === 'object' && body !== null
    ? Object.keys(body)
        .slice(0, MOST_LABELS)
        .map((name) => name.slice(0, LONGEST))
    : [];
