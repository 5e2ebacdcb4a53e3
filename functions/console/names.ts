import type { CandorClient } from '../../shared/client/client.ts';
import { type Names, namesIn } from '../../shared/client/words.ts';
import type { Look } from '../../shared/console/moments.ts';
import { type ConsolePorts, type ConsoleRequest, lookOf } from './request.ts';

/** How long a name may be out of date: it is shown, and nothing depends on it. */
const KEPT_MS = 60_000;

const kept = new WeakMap<ConsolePorts, { until: number; names: Names }>();

/**
 * How colleagues call each other, by sign-in name: read once a minute, beside what the page reads anyway. Where that fails
 * people are called as they sign in.
 */
export async function namesOf(ports: ConsolePorts, client: CandorClient): Promise<Names> {
  const known = kept.get(ports);
  if (known !== undefined && ports.now() < known.until) return known.names;
  const names = await client.people().then(
    (house) => namesIn(house),
    () => undefined,
  );
  if (names === undefined) return known?.names ?? new Map();
  kept.set(ports, { until: ports.now() + KEPT_MS, names });
  return names;
}

/** The look of a page that names people. */
export async function namedLook(request: ConsoleRequest): Promise<Look> {
  return { ...lookOf(request), names: await namesOf(request.ports, request.client) };
}
