import { MINUTE_MS } from '../../../shared/core/instant.ts';
import { pageClocks } from '../../../shared/core/recogniser/page-clocks.ts';
import type { PublicRecord } from '../history/history.ts';
import { GRACE_MS, type Outcome, outcomesOf } from './outcomes.ts';

/** From this many judged promises on a percentage says something; below, only counts are shown. */
const ENOUGH = 5;

export type Tally = {
  /** Dated times that were given. */
  times: number;
  kept: number;
  missed: number;
  /** Moved before they were due: neither kept nor missed. */
  revised: number;
  /** The page does not show what became of them. */
  unknown: number;
  /** Of the unknown ones: their zone or their day cannot be told without guessing. */
  unreadable: number;
  /** Of kept and missed; null below five. */
  keptPercent: number | null;
  /** Of the missed ones; null if there is none. */
  medianSlipMinutes: number | null;
  ownedUp: number;
};

/** How a page keeps the times that it gives, as far as its own history shows. */
export function summaryOf(records: readonly PublicRecord[]) {
  const incidents = records.filter(({ kind, updates }) => kind !== 'maintenance' && updates.length > 0);
  const pages = [...Map.groupBy(records, ({ source }) => source).values()];
  const clocks = new Map(pages.map((page) => [page[0]!.source, clocksOf(page)]));
  const outcomes = incidents.flatMap((incident) => outcomesOf(incident, clocks.get(incident.source)!));
  const restore = outcomes.filter(({ promise }) => promise === 'restoreBy');
  const starts = incidents.map(({ updates }) => updates[0]!.at).toSorted();
  return {
    incidents: incidents.length,
    /** Incidents in whose texts there were characters that nobody sees. They were read without them. */
    cleaned: records.filter(({ cleaned }) => cleaned !== undefined).length,
    updates: incidents.reduce((sum, { updates }) => sum + updates.length, 0),
    from: starts[0] ?? null,
    to: starts.at(-1) ?? null,
    graceMinutes: GRACE_MS / MINUTE_MS,
    incidentsWithEta: new Set(restore.map(({ incident }) => incident)).size,
    nextUpdateBy: tallied(outcomes.filter(({ promise }) => promise === 'nextUpdateBy')),
    restoreBy: tallied(restore),
    firstRestoreBy: tallied(firstOfEach(restore)),
    reportBy: tallied(outcomes.filter(({ promise }) => promise === 'reportBy')),
  };
}

export type Summary = ReturnType<typeof summaryOf>;

const clocksOf = (page: readonly PublicRecord[]) =>
  pageClocks(
    page.flatMap(({ updates }) => updates.map(({ body }) => body)),
    page[0]?.zone,
  );

const firstOfEach = (outcomes: readonly Outcome[]): Outcome[] =>
  outcomes.filter((outcome, index) => outcomes.findIndex(({ incident }) => incident === outcome.incident) === index);

function tallied(outcomes: readonly Outcome[]): Tally {
  const count = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  const [kept, missed] = [count('kept'), count('missed')];
  const slips = outcomes.flatMap(({ slipMs }) => slipMs ?? []).toSorted((a, b) => a - b);
  return {
    times: outcomes.length,
    kept,
    missed,
    revised: count('revised'),
    unknown: count('unknown'),
    unreadable: outcomes.filter(({ at }) => at === undefined).length,
    keptPercent: kept + missed < ENOUGH ? null : Math.round((100 * kept) / (kept + missed)),
    medianSlipMinutes: slips.length === 0 ? null : Math.round(median(slips) / MINUTE_MS),
    ownedUp: outcomes.filter(({ ownedUp }) => ownedUp).length,
  };
}

function median(ascending: readonly number[]): number {
  const middle = (ascending.length - 1) / 2;
  return (ascending[Math.floor(middle)]! + ascending[Math.ceil(middle)]!) / 2;
}
