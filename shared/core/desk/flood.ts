import { type Instant, MINUTE_MS, plus } from '../instant.ts';

/** People are counted over this long (docs/rules.md, Flood). */
export const FLOOD_WINDOW_MS = 5 * MINUTE_MS;

/** By chance no more often than this in any window, at twice the usual rate (docs/rules.md, Flood). */
const BY_CHANCE_AT_MOST = 1e-5;
const TIMES_USUAL = 2;

/** However quiet a house is, fewer people than this are no flood (docs/rules.md, Flood). */
const FEWEST = 5;

/** The chance of `k` or more where `mean` are expected (Poisson). */
export function tail(k: number, mean: number): number {
  if (k <= 0) return 1;
  let term = Math.exp(-mean);
  let below = 0;
  for (let i = 0; i < k; i += 1) {
    below += term;
    term *= mean / (i + 1);
  }
  // Far out the difference from one is all rounding: there the terms are added up by themselves.
  if (below < 1 - 1e-9) return 1 - below;
  let above = 0;
  for (let i = k; term > above * 1e-17; i += 1) {
    above += term;
    term *= mean / (i + 1);
  }
  return above;
}

/**
 * How many distinct people have to complain within five minutes for it to be a flood, where `usual` complaints a minute are
 * usual at that hour.
 */
export function floodThreshold(usual: number): number {
  const mean = TIMES_USUAL * usual * (FLOOD_WINDOW_MS / MINUTE_MS);
  let k = FEWEST;
  while (tail(k, mean) > BY_CHANCE_AT_MOST) k += 1;
  return k;
}

/** Somebody complained: who, when, and about which components. */
export type Complaint = { person: string; at: Instant; components: readonly string[] };

/** A flood: so many people at once, where so many a minute are usual. `component` is absent where they name none together. */
export type Flood = { component?: string; people: number; threshold: number; usual: number; at: Instant };

/** The complaints of the last five minutes about each component, by how many people; behind them all together. */
export function clusters(complaints: readonly Complaint[], now: Instant): { component?: string; people: number }[] {
  const recent = complaints.filter(({ at }) => at > plus(now, -FLOOD_WINDOW_MS) && at <= now);
  const people = (some: readonly Complaint[]) => new Set(some.map(({ person }) => person)).size;
  const named = [...new Set(recent.flatMap(({ components }) => components))].map((component) => ({
    component,
    people: people(recent.filter(({ components }) => components.includes(component))),
  }));
  return [...named.toSorted((a, b) => b.people - a.people), { people: people(recent) }];
}

/**
 * The flood at `now`, or undefined. It is about the component that most of those who speak name; where less than half of
 * them name one together, it is about none. One person counts once, however often they say it.
 */
export function floodIn(complaints: readonly Complaint[], usual: number, now: Instant): Flood | undefined {
  const threshold = floodThreshold(usual);
  const found = clusters(complaints, now);
  const all = found.at(-1)!;
  const most = found.length > 1 ? found[0]! : undefined;
  if (all.people < threshold && (most?.people ?? 0) < threshold) return undefined;
  const about = most !== undefined && most.people * 2 >= all.people ? most : all;
  return { ...about, threshold, usual, at: now };
}
