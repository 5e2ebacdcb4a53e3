import { MINUTE_MS } from '../instant.ts';
import {
  type AdvisedStatus,
  durationMs,
  firstEntryMs,
  type OpenIncident,
  type ResolvedIncident,
  statusAt,
} from './past.ts';
import { logAge, otherTeams } from './prior.ts';
import { addCensored, effectiveSize, scaledTo, totalWeight, type Weighted } from './weighted.ts';

/** The moment that the advice is for. `inStatusMs` is how long the incident has had its status. */
export type Situation = {
  status: AdvisedStatus;
  elapsedMs: number;
  inStatusMs: number;
  /** Newest resolution first. */
  history: readonly ResolvedIncident[];
  /** The other incidents that are open now. */
  open: readonly OpenIncident[];
};

/** What could still be ahead: a sample of ln(minutes left), ascending, and how much of it is the team's own. */
export type Remaining = { sample: readonly Weighted[]; own: number; matching: number };

/** Every 150 incidents, one counts half: teams and systems change. */
const HALF_LIFE = 150;
/** How alike two ages must be for the status clock, on the log scale. */
const AGE_KERNEL = 0.4;
/** As many matches by status are needed to weigh as much as all that lasted this long. */
const BLEND = 8;

/** The remaining time of an incident, in ln(minutes), as far as history tells: nothing here depends on later events. */
export function remaining({ status, elapsedMs, inStatusMs, history, open }: Situation): Remaining {
  const lasting: Weighted[] = [];
  const alike: Weighted[] = [];
  const age = logAge(elapsedMs / MINUTE_MS);
  history.forEach((incident, rank) => {
    const weight = 0.5 ** (rank / HALF_LIFE);
    const duration = durationMs(incident);
    if (duration > elapsedMs) {
      lasting.push({ value: logMinutes(duration - elapsedMs), weight });
      if (status === 'investigating' && statusAt(incident, elapsedMs) === status) alike.push(lasting.at(-1)!);
    }
    if (status === 'investigating') return;
    // The status clock: what matters is how long it has been in this status, more than how long it has lasted.
    const entry = firstEntryMs(incident, status);
    if (entry === undefined) return;
    const then = entry + inStatusMs;
    if (duration <= then || statusAt(incident, then) !== status) return;
    const distance = (logAge(then / MINUTE_MS) - age) / AGE_KERNEL;
    alike.push({ value: logMinutes(duration - then), weight: weight * Math.exp(-0.5 * distance ** 2) });
  });
  const sample = [...blended(alike, lasting), ...otherTeams(status, elapsedMs / MINUTE_MS)].toSorted(
    (a, b) => a.value - b.value,
  );
  const ages = open.map(({ ageMs }) => ageMs).filter((ageMs) => ageMs > elapsedMs);
  for (const ageMs of ages.toSorted((a, b) => a - b)) addCensored(sample, logMinutes(ageMs - elapsedMs));
  return { sample, own: lasting.length, matching: alike.length };
}

const logMinutes = (ms: number): number => Math.log(Math.max(1, ms / MINUTE_MS));

function blended(alike: readonly Weighted[], lasting: readonly Weighted[]): Weighted[] {
  const size = effectiveSize(alike);
  const share = lasting.length === 0 ? 1 : size / (size + BLEND);
  const weight = Math.max(totalWeight(lasting), size);
  return [...scaledTo(alike, share * weight), ...scaledTo(lasting, (1 - share) * weight)];
}
