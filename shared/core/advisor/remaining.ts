import { MINUTE_MS } from '../instant.ts';
import { type AdvisedStatus, firstEntryMs, type OpenIncident, type ResolvedIncident, statusAt } from './past.ts';
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
/**
 * How alike two ages must be for the status clock, on the log scale: the more incidents have had the status, the more
 * alike (n^-1/5, the usual rule for a kernel's width).
 */
const kernelWidth = (incidents: number): number => Math.max(1, incidents) ** -0.2;
/** As many matches by status are needed to weigh as much as all that lasted this long. */
const BLEND = 16;

/** The remaining time of an incident, in ln(minutes), as far as history tells: nothing here depends on later events. */
export function remaining({ status, elapsedMs, inStatusMs, history, open }: Situation): Remaining {
  const weighted = history.map((incident, rank) => ({
    incident,
    leftMs: incident.durationMs - elapsedMs,
    weight: 0.5 ** (rank / HALF_LIFE),
  }));
  const lasting = weighted.filter(({ leftMs }) => leftMs > 0);
  const alike =
    status === 'investigating'
      ? lasting.filter(({ incident }) => statusAt(incident, elapsedMs) === status)
      : byStatusClock(weighted, status, elapsedMs, inStatusMs);
  const sample = [
    ...blended(alike.map(inLogMinutes), lasting.map(inLogMinutes)),
    ...otherTeams(status, elapsedMs / MINUTE_MS),
  ].toSorted((a, b) => a.value - b.value);
  const ages = open.map(({ ageMs }) => ageMs).filter((ageMs) => ageMs > elapsedMs);
  for (const ageMs of ages.toSorted((a, b) => a - b)) addCensored(sample, logMinutes(ageMs - elapsedMs));
  return { sample, own: lasting.length, matching: alike.length };
}

type Candidate = { incident: ResolvedIncident; leftMs: number; weight: number };

/** What was left of incidents that had been in this status for as long: after a fix, that says more than the age. */
function byStatusClock(candidates: readonly Candidate[], status: AdvisedStatus, elapsedMs: number, inStatusMs: number) {
  const alike = candidates.flatMap(({ incident, weight }) => {
    const entry = firstEntryMs(incident, status);
    if (entry === undefined) return [];
    const thenMs = entry + inStatusMs;
    const leftMs = incident.durationMs - thenMs;
    return leftMs > 0 && statusAt(incident, thenMs) === status ? [{ incident, leftMs, weight, thenMs }] : [];
  });
  const width = kernelWidth(alike.length);
  const age = logAge(elapsedMs / MINUTE_MS);
  return alike.map(({ thenMs, weight, ...rest }) => {
    const distance = (logAge(thenMs / MINUTE_MS) - age) / width;
    return { ...rest, weight: weight * Math.exp(-0.5 * distance ** 2) };
  });
}

const inLogMinutes = ({ leftMs, weight }: Candidate): Weighted => ({ value: logMinutes(leftMs), weight });
const logMinutes = (ms: number): number => Math.log(Math.max(1, ms / MINUTE_MS));

function blended(alike: readonly Weighted[], lasting: readonly Weighted[]): Weighted[] {
  const size = effectiveSize(alike);
  const share = lasting.length === 0 ? 1 : size / (size + BLEND);
  const weight = Math.max(totalWeight(lasting), size);
  return [...scaledTo(alike, share * weight), ...scaledTo(lasting, (1 - share) * weight)];
}
