import type { Impact, PromiseName, Status } from '../../../shared/core/entry.ts';
import { UsageError } from '../surroundings.ts';
import type { RecordedIncident, RecordedPromise } from './recording.ts';

/** A time that a text promised, by the file's clock. `toldVerdict` is what the file's own evaluation says of it. */
export type ToldPromise = { at: string; sentence: string; toldVerdict?: string; toldSlipMin?: number };

/** One thing to say. `at` is the file's clock; the runner maps it to ours. */
export type Step = {
  /** Its place among the file's updates. */
  index: number;
  at: string;
  act: 'open' | 'update' | 'resolve' | 'reopen' | 'postmortem';
  status?: Status;
  message: string;
  told: Partial<Record<PromiseName, ToldPromise>>;
};

/** What will be re-enacted, and what of the file could not be taken as it is. */
export type Script = {
  title: string;
  impact: Impact;
  componentNames: readonly string[];
  steps: readonly Step[];
  notes: readonly string[];
};

const LONGEST_MESSAGE = 5000;
const LONGEST_TITLE = 200;
const SAID_STATUS: Record<string, Status> = {
  investigating: 'investigating',
  identified: 'identified',
  monitoring: 'monitoring',
};

/** Turns a recorded incident and the promises in its texts into steps, oldest first, same instants in the file's order. */
export function scriptOf(incident: RecordedIncident, promises: readonly RecordedPromise[]): Script {
  if (incident.kind === 'maintenance')
    throw new UsageError(`${incident.id} is a maintenance; only incidents can be replayed`);
  const notes: string[] = [];
  const ends = endIndex(incident);
  if (ends === undefined) notes.push('the file does not say that it was ever resolved; it stays open at the end');
  const steps: Step[] = [];
  let over = false;
  for (const [index, update] of incident.updates.entries()) {
    const text = update.body.trim();
    const place = `entry ${index + 1}`;
    if (text === '') {
      notes.push(`${place} has no text and is left out`);
      continue;
    }
    if (text.length > LONGEST_MESSAGE)
      notes.push(`${place} has ${text.length} characters and is cut to ${LONGEST_MESSAGE}`);
    const message = text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE - 1)}…` : text;
    const status = SAID_STATUS[update.status];
    const base = { index, at: new Date(update.at).toISOString(), message, told: {} };
    const resolves = update.status === 'resolved' || index === ends;

    if (steps.length === 0) {
      steps.push({ ...base, act: 'open', status: status ?? (resolves ? 'monitoring' : 'investigating') });
      if (!resolves) continue;
      notes.push(`${place} is the first and resolves it: it is opened and resolved with the same text`);
    }
    if (resolves && !over) {
      steps.push({ ...base, act: 'resolve' });
      over = true;
    } else if (!over) {
      steps.push({ ...base, act: 'update', ...(status === undefined ? {} : { status }) });
    } else if (status !== undefined) {
      steps.push({ ...base, act: 'reopen', status });
      over = false;
    } else if (update.status === 'postmortem') {
      steps.push({ ...base, act: 'postmortem' });
    } else notes.push(`${place} was said after the resolution and is left out`);
  }
  if (steps.length === 0) throw new UsageError(`${incident.id} has no texts to replay`);
  const impact = impactOf(incident.impact);
  if (incident.impact !== null && impact !== incident.impact)
    notes.push(`its impact "${incident.impact}" is taken as ${impact}`);
  return {
    title: incident.name.trim().slice(0, LONGEST_TITLE),
    impact,
    componentNames: incident.components,
    steps: withPromises(steps, incident, promises, notes),
    notes,
  };
}

/** Where a file without a "resolved" ends: its last text before any postmortem, if it says when it was resolved. */
function endIndex(incident: RecordedIncident): number | undefined {
  const stated = incident.updates.findIndex((update) => update.status === 'resolved');
  if (stated >= 0) return stated;
  if (!incident.resolved_at) return undefined;
  const last = incident.updates.findLastIndex((update) => update.status !== 'postmortem');
  return last >= 0 ? last : incident.updates.length - 1;
}

function withPromises(
  steps: readonly Step[],
  incident: RecordedIncident,
  promises: readonly RecordedPromise[],
  notes: string[],
): Step[] {
  return steps.map((step) => {
    if (step.act === 'resolve' || step.act === 'postmortem') return step;
    const told: Step['told'] = {};
    for (const promise of promises.filter((one) => one.update_index === step.index)) {
      const wrong = whyNotToBeTrusted(promise, incident);
      if (wrong) notes.push(`entry ${step.index + 1}: "${promise.sentence}" is not taken as a promise: ${wrong}`);
      else told[promise.kind === 'resolution' ? 'restoreBy' : 'nextUpdateBy'] ??= toldOf(promise);
    }
    return { ...step, told };
  });
}

/** The promises were found by rules that are right nine times in ten, so each is checked against the text it names. */
function whyNotToBeTrusted(promise: RecordedPromise, incident: RecordedIncident): string | undefined {
  const update = incident.updates[promise.update_index];
  if (!update || Date.parse(update.at) !== Date.parse(promise.at)) return 'its row names another update';
  if (!squeezed(update.body).includes(squeezed(promise.sentence))) return 'the text does not say so';
  if (promise.vague) return 'it names no time, the row only guesses one';
  if (Date.parse(promise.deadline) <= Date.parse(promise.at)) return 'its time had passed when it was written';
  return undefined;
}

const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

function toldOf({ deadline, sentence, verdict, slip_min }: RecordedPromise): ToldPromise {
  return {
    at: new Date(deadline).toISOString(),
    sentence,
    ...(verdict === undefined ? {} : { toldVerdict: verdict }),
    ...(slip_min === null || slip_min === undefined ? {} : { toldSlipMin: slip_min }),
  };
}

function impactOf(impact: string | null): Impact {
  return impact === 'none' || impact === 'major' || impact === 'critical' ? impact : 'minor';
}
