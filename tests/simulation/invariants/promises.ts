import { decideSlip } from '../../../shared/core/apology.ts';
import { authorOf, type Entry } from '../../../shared/core/entry.ts';
import { evolve } from '../../../shared/core/evolve.ts';
import { type Incident, type ReportedIncident, saysBack } from '../../../shared/core/incident.ts';
import { MINUTE_MS, msBetween, plus } from '../../../shared/core/instant.ts';
import { APOLOGIES_PER_SILENCE, TOO_OLD_TO_APOLOGISE_MS } from '../../../shared/core/policy.ts';
import { graceEnds } from '../../../shared/core/promises.ts';
import { type Change, type Chronicle, trueIncident } from '../chronicle.ts';
import type { ChangeInvariant, FinalInvariant } from './invariant.ts';

/** A new entry and what its incident was before it. */
function appended(change: Change, chronicle: Chronicle): { entry: Entry; before: Incident } | undefined {
  if (change.type !== 'entry') return undefined;
  const { entry } = change;
  return { entry, before: trueIncident(chronicle, entry.incident, entry.seq - 1) };
}

function apologyIn(change: Change, chronicle: Chronicle) {
  const added = appended(change, chronicle);
  if (added?.entry.kind !== 'apology' || added.before.phase === 'unreported') return undefined;
  const { entry, before } = added;
  const slipped = entry.settles.filter((one) => one.as === 'slipped');
  const rows = slipped.map((one) => before.promises.find((row) => row.seq === one.seq && row.promise === one.promise));
  return { entry, before, rows: rows.filter((row) => row !== undefined) };
}

/** An entry only settles what is open: a promise slips, is kept, revised or withdrawn once, unless it was reopened. */
export const promisesSettleOnce: ChangeInvariant = (change, chronicle) => {
  const added = appended(change, chronicle);
  for (const one of added?.entry.settles ?? []) {
    const row = added?.before.promises.find((promise) => promise.seq === one.seq && promise.promise === one.promise);
    const from = one.as === 'open' ? 'kept' : 'open';
    const relapse = row?.state === 'kept' && row.promise === 'restoreBy';
    if (row?.state !== from && !relapse) {
      return `entry ${change.type === 'entry' ? change.entry.seq : ''} settles ${one.promise} of entry ${one.seq} as ${one.as}, but it is ${row?.state ?? 'not there'}`;
    }
  }
  return undefined;
};

/** An apology is for promises that stood, and for at least one whose grace was over. */
export const apologiesAnswerWhatSlipped: ChangeInvariant = (change, chronicle) => {
  const apology = apologyIn(change, chronicle);
  if (!apology) return undefined;
  const { entry, rows } = apology;
  const name = `apology ${entry.seq} of ${entry.incident}`;
  if (rows.length === 0) return `${name} answers no promise`;
  const early = rows.find((row) => row.at >= entry.at);
  if (early) return `${name} is for ${early.promise} by ${early.at}, which is not over at ${entry.at}`;
  const ripe = rows.some((row) => graceEnds(row) <= entry.at);
  return ripe ? undefined : `${name} came within the grace of all that it answers`;
};

/** A silence gets at most two automated entries, not counting the apology for a report alone. */
export const silenceGetsTwoWordsAtMost: ChangeInvariant = (change, chronicle) => {
  const apology = apologyIn(change, chronicle);
  if (!apology) return undefined;
  const { entry } = apology;
  const chain = chronicle.chains.get(entry.incident) ?? [];
  const endsSilence = (one: Entry) =>
    authorOf(one) === 'person' && ['opened', 'update', 'reopened', 'resolved', 'maintenance'].includes(one.kind);
  const spoke = chain.findLastIndex(endsSilence);
  const words = chain
    .slice(spoke + 1)
    .filter((one) => one.kind === 'apology' && one.settles.some((settled) => settled.promise !== 'reportBy'));
  if (words.length <= APOLOGIES_PER_SILENCE) return undefined;
  return `${entry.incident} has ${words.length} automated entries in one silence`;
};

/** The second word of a silence gives no time, and takes back the one that stands. */
export const lastWordGivesNoTime: ChangeInvariant = (change, chronicle) => {
  const apology = apologyIn(change, chronicle);
  if (!apology || apology.rows.every((row) => row.promise === 'reportBy')) return undefined;
  const { entry, before } = apology;
  const isLast = before.silence.automatedEntries + 1 === APOLOGIES_PER_SILENCE;
  if (!isLast) return undefined;
  const after = evolve(before, entry);
  const standing = after.promises.find((row) => row.promise === 'nextUpdateBy' && row.state === 'open');
  if (standing)
    return `the last word, entry ${entry.seq} of ${entry.incident}, leaves an update promised for ${standing.at}`;
  return entry.promises.nextUpdateBy === null
    ? undefined
    : `the last word, entry ${entry.seq}, does not say that no update is promised`;
};

/** Nobody is told that an ETA has passed while the service is said to be back. */
export const noApologyForEtaWhileBack: ChangeInvariant = (change, chronicle) => {
  const apology = apologyIn(change, chronicle);
  const eta = apology?.rows.some((row) => row.promise === 'restoreBy');
  return apology && eta && saysBack(apology.before)
    ? `apology ${apology.entry.seq} of ${apology.entry.incident} is for an ETA while the service is said to be back`
    : undefined;
};

/** Nobody is told that a report is late in the middle of an outage: it stands late until a person speaks, or all is over. */
export const noApologyForReportWhileOpen: ChangeInvariant = (change, chronicle) => {
  const apology = apologyIn(change, chronicle);
  const report = apology?.rows.some((row) => row.promise === 'reportBy');
  return apology && report && apology.before.phase === 'open'
    ? `apology ${apology.entry.seq} of ${apology.entry.incident} is for a report while the outage is open`
    : undefined;
};

/** The pipeline says nothing where it must not: frozen, held, restricted, unarmed, or about what is long past. */
export const pipelineKeepsQuietWhenItMust: ChangeInvariant = (change, chronicle) => {
  const apology = apologyIn(change, chronicle);
  if (!apology || change.type !== 'entry') return undefined;
  const { entry, before, rows } = apology;
  const name = `apology ${entry.seq} of ${entry.incident}`;
  if (change.knewOfFreeze) return `${name} was written by a worker that knew of the freeze`;
  if (change.heldUntil !== undefined && entry.at < change.heldUntil) return `${name} came while it was held`;
  if (before.handling === 'restricted') return `${name} is about a restricted incident`;
  if (!chronicle.armed) return `${name} came although nobody had confirmed that reminders arrive`;
  const ripe = rows.filter((row) => graceEnds(row) <= entry.at);
  // An entry is dated when it is decided; that the last look was a little earlier is no matter.
  const old = ripe.every((row) => msBetween(row.at, entry.at) > TOO_OLD_TO_APOLOGISE_MS + MINUTE_MS);
  return old ? `${name} is for times more than an hour ago` : undefined;
};

/** Several commands, their deliveries and reminders in one minute; a look that breeds looks passes this within minutes. */
const MOST_LOOKS_A_MINUTE = 60;

/** Looks do not multiply: each may ask for the next, but not for more than one. */
export const looksDoNotMultiply: ChangeInvariant = (change, { looks }) => {
  if (change.type !== 'look asked for') return undefined;
  const { length } = looks.get(change.incident) ?? [];
  return length > MOST_LOOKS_A_MINUTE
    ? `${length} looks at ${change.incident} were asked for within a minute`
    : undefined;
};

/** A machine keeps no promise and ends no silence. */
export const machinesKeepNothing: ChangeInvariant = (change, chronicle) => {
  const added = appended(change, chronicle);
  if (!added || authorOf(added.entry) === 'person') return undefined;
  const kept = added.entry.settles.find((one) => one.as === 'kept');
  return kept
    ? `entry ${added.entry.seq} of a ${authorOf(added.entry)} keeps ${kept.promise} of entry ${kept.seq}`
    : undefined;
};

/** The sweep and both its sources had time enough: whatever deserved an apology has had it. */
const TIME_FOR_AN_APOLOGY_MS = 3 * MINUTE_MS;

/** In the end no slip is left without its answer, unless the rules keep the pipeline quiet. */
export const everySlipIsAnswered: FinalInvariant = ({ chronicle, now }) => {
  if (!chronicle.armed || chronicle.frozen) return undefined;
  const then = plus(now, -TIME_FOR_AN_APOLOGY_MS);
  for (const id of chronicle.chains.keys()) {
    const incident = trueIncident(chronicle, id);
    if (incident.phase === 'unreported' || incident.head.at > then) continue;
    const slip = decideSlip(incident, then, chronicle.policy, { frozen: false });
    if (slip.type === 'apologise') return `${id}: ${slipNames(slip.plan.slipped)} slipped, and nobody said a word`;
  }
  return undefined;
};

const slipNames = (rows: ReportedIncident['promises']) => rows.map((row) => `${row.promise} by ${row.at}`).join(', ');
