import type { ApprovalReason } from '../core/approval.ts';
import type { Command, Speaker } from '../core/command.ts';
import { decide } from '../core/decide.ts';
import type { Entry } from '../core/entry.ts';
import { evolve, replayed } from '../core/evolve.ts';
import type { Incident, ReportedIncident } from '../core/incident.ts';
import { type Instant, MINUTE_MS, plus } from '../core/instant.ts';
import type { Finding } from '../core/lint/finding.ts';
import { lint, lintEntry, unanswered } from '../core/lint/lint.ts';
import { plainEntry } from '../core/plain-entry.ts';
import type { Policy } from '../core/policy.ts';
import { withoutRedacted } from '../core/redaction.ts';
import { remindersOf } from '../core/reminders/reminders.ts';
import { firstWatchAt, turningPoints } from '../core/watch.ts';
import type { Clock, Randomness } from '../ports/clock.ts';
import type { CommandKey, IncidentLog, StoredEntry } from '../ports/incident-log.ts';
import type { Listener, Nudges } from '../ports/nudges.ts';
import { appendDraft } from './append-draft.ts';
import { etagOf, seqIn } from './etag.ts';

export type CommandPorts = {
  log: IncidentLog;
  nudges: Nudges;
  clock: Clock;
  randomness: Randomness;
  policy: Policy;
  /** Told of what went wrong without harm: a nudge that was lost. */
  warn: (message: string, error: unknown) => void;
};

export type CommandRequest = {
  incident: string;
  speaker: Speaker;
  key: CommandKey;
  /** The state that the author had seen, as an ETag; a lost race is then told instead of decided again. */
  ifMatch?: string;
  /** Checks the body and makes the command of it, at the time at which it is accepted. May throw. */
  command: (now: Instant) => Command;
  /** Settles once the client may go on, and rejects if it asks too often; waited for before anything is written. */
  admitted?: Promise<void>;
  /** Of what begins with it: what else began lately, if that can be told. */
  elsewhere?: Promise<readonly ReportedIncident[]>;
  /** True if words that the same person said a moment ago are to be asked about, not only hinted at. */
  asksWhenSaidBefore?: boolean;
  /** Why this command waits for a second person, asked once it could be carried out. Absent: it never does. */
  withheld?: (command: Command, incident: Incident) => ApprovalReason | undefined;
};

export type CommandResult =
  | {
      type: 'added';
      entry: StoredEntry;
      incident: ReportedIncident;
      repeated: boolean;
      /** What the lint had to say: hints, and what was overridden. */
      findings: readonly Finding[];
    }
  | { type: 'unchanged'; incident: ReportedIncident }
  /** The lint asks, and nobody has answered: nothing was said. */
  | { type: 'asked'; asked: readonly Finding[]; findings: readonly Finding[] }
  /** It could be carried out, and a second person reads it first: nothing was said. */
  | { type: 'withheld'; reason: ApprovalReason; before: Incident }
  | { type: 'key-reused' }
  | { type: 'changed-meanwhile'; currentEtag: string; entriesSince: readonly StoredEntry[] };

/** Somebody else writing between load and put is normal; so many in a row mean that something else is wrong. */
const MOST_ATTEMPTS = 50;

/** From here on an incident's turning points are also asked for on the look queue (docs/rules.md, Look ahead). */
export const LOOK_AHEAD_MS = 3 * MINUTE_MS;

/**
 * One command, one entry, one put. A lost race is decided again from the new state; a repeated key gets the original
 * answer. Throws a `Refusal` (or what `command` throws); nothing has been changed then.
 */
export async function runCommand(ports: CommandPorts, request: CommandRequest): Promise<CommandResult> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const [loaded, elsewhere] = await Promise.all([
      ports.log.load(request.incident),
      request.elsewhere ?? [],
      request.admitted,
    ]);
    const entries = withoutRedacted(loaded);
    const known = entries.find((entry) => entry.command?.keyHash === request.key.keyHash);
    if (known) return repeatedAnswer(request, entries, known);

    const incident = replayed(request.incident, entries);
    const lost = lostRace(request.ifMatch, incident, entries);
    if (lost) return lost;

    const now = ports.clock.now();
    const command = request.command(now);
    const draft = decide(incident, command, request.speaker, now, ports.policy);
    if (draft === 'nothing') return { type: 'unchanged', incident: incident as ReportedIncident };

    const { actor } = request.speaker;
    const { asksWhenSaidBefore = false } = request;
    const speaking = { actor, elsewhere, asksWhenSaidBefore };
    const findings = lint(command, incident, now, ports.policy, undefined, speaking);
    const asked = unansweredBy(request.speaker, findings);
    if (asked.length > 0) return { type: 'asked', asked, findings };
    const reason = request.withheld?.(command, incident);
    if (reason !== undefined) return { type: 'withheld', reason, before: incident };

    const appended = await appendDraft(ports, incident, draft, now, request.key);
    if (appended === 'conflict') continue;

    const { entry, after } = appended;
    await announce(ports, after, entry.at);
    return { type: 'added', entry, incident: after, repeated: false, findings };
  }
  throw new Error(`${request.incident}: ${MOST_ATTEMPTS} other entries came first, one after the other; giving up`);
}

function repeatedAnswer(request: CommandRequest, entries: readonly StoredEntry[], known: StoredEntry): CommandResult {
  if (known.command?.bodyHash !== request.key.bodyHash) return { type: 'key-reused' };
  const before = replayed(request.incident, entries.slice(0, known.seq - 1));
  const then = evolve(before, known) as ReportedIncident;
  return {
    type: 'added',
    entry: plainEntry(known),
    incident: then,
    repeated: true,
    findings: lintEntry(known, before),
  };
}

/** What a person has to answer first. An event cannot answer, so it is not held up; its findings are logged. */
const unansweredBy = ({ via, overrides }: Speaker, findings: readonly Finding[]): readonly Finding[] =>
  via === 'intake' ? [] : unanswered(findings, overrides ?? []);

/** What came since the state that the caller has seen, if anything did. `ifMatch`: ETags, or `*` for any state. */
export function lostRace<E extends Entry>(
  ifMatch: string | undefined,
  incident: Incident,
  entries: readonly E[],
): { type: 'changed-meanwhile'; currentEtag: string; entriesSince: readonly E[] } | undefined {
  if (ifMatch === undefined || ifMatch === '*' || incident.phase === 'unreported') return undefined;
  const currentEtag = etagOf(incident);
  const seen = ifMatch.split(',').map((tag) => tag.trim());
  if (seen.includes(currentEtag)) return undefined;
  const lastSeen = Math.max(0, ...seen.map(seqIn));
  return {
    type: 'changed-meanwhile',
    currentEtag,
    entriesSince: entries.filter((entry) => entry.seq > lastSeen).map(plainEntry),
  };
}

/**
 * Whom the newest entry concerns. What a person says in between asks nothing of other people: their reminders come when
 * something is due, and whoever is asked or handed over to is told by what asks them.
 */
function concerned(incident: ReportedIncident, policy: Policy, now: Instant): readonly Listener[] {
  const newest = incident.entries.at(-1);
  const isWord = newest?.kind === 'update' && !newest.automated;
  return isWord && remindersOf(incident, policy, now).due.length === 0 ? ['public'] : ['public', 'people'];
}

/**
 * Tells the channels to look, and the sweep when something is due soon. Both may be lost without harm, so a failure is
 * only reported: the entry is stored, and the watch list brings everything up again.
 */
export async function announce(
  ports: Pick<CommandPorts, 'nudges' | 'policy' | 'warn'>,
  incident: ReportedIncident,
  now: Instant,
): Promise<void> {
  const horizon = plus(now, LOOK_AHEAD_MS);
  const soon = [firstWatchAt(incident, ports.policy, now), ...turningPoints(incident, ports.policy, now)].filter(
    (at) => at <= horizon,
  );
  const outcomes = await Promise.allSettled([
    ports.nudges.nudge([incident.id], concerned(incident, ports.policy, now)),
    ports.nudges.lookAt(incident.id, soon, now, incident.head.seq),
  ]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      ports.warn('a nudge was lost; the watch list will bring it up again', outcome.reason);
  }
}
