import { availableParallelism, loadavg } from 'node:os';

/** The cores that this process may use: fewer than there are under `taskset`. */
export const cores = availableParallelism();

/** How many processes want to run, on average over the last minute. */
export const load = (): number => loadavg()[0]!;

/** What `someWork` takes on a machine that has nothing else to do. */
const QUIET_MS = 200;

/** Beyond this a run would take days, and it is better to hear that it hangs. */
const MOST_PATIENCE = 50;

/** How much longer than on a quiet machine with two cores things may take where `someWork` took `ms`. */
export const patienceFor = ({ ms, cores }: { ms: number; cores: number }): number =>
  Math.min(MOST_PATIENCE, Math.max(1, ms / QUIET_MS) * Math.max(1, 2 / cores));

/** Does the same work as ever, and tells how patient that makes one here. */
export function measurePatience(): number {
  const began = performance.now();
  someWork();
  return patienceFor({ ms: performance.now() - began, cores });
}

function someWork(): number {
  let state = 1;
  for (let round = 0; round < 100_000_000; round++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}
