import type { CandorClient } from '../../shared/client/client.ts';
import type { ConsolePorts } from './request.ts';

/** How long a name may be out of date: it is shown, and nothing depends on it. */
const KEPT_MS = 60_000;

const kept = new WeakMap<ConsolePorts, { until: number; names: ReadonlyMap<string, string> }>();

/**
 * How colleagues call each other, by sign-in name: read once a minute, beside what the page reads anyway. Where that fails
 * people are called as they sign in.
 */
export async function namesOf(ports: ConsolePorts, client: CandorClient): Promise<ReadonlyMap<string, string>> {
  const known = kept.get(ports);
  if (known !== undefined && ports.now() < known.until) return known.names;
  const names = await client.people().then(
    ({ people }) => new Map(people.map(({ id, name }) => [id, name])),
    () => undefined,
  );
  if (names === undefined) return known?.names ?? new Map();
  kept.set(ports, { until: ports.now() + KEPT_MS, names });
  return names;
}
