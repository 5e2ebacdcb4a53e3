import type { Command } from './command.ts';
import type { Impact } from './entry.ts';
import type { Incident, ReportedIncident } from './incident.ts';
import { openPromise } from './incident.ts';
import { earliest, type Instant, plus } from './instant.ts';

/** Which statements a second person reads first. */
export type ApprovalRules = {
  /** Statements of incidents of these impacts. */
  impacts: readonly Impact[];
  /** Statements that hold one of these, whatever the case of their letters. */
  phrases: readonly string[];
  /** How long a draft waits for a decision. */
  timeoutMs: number;
  /** What happens then: it is published as it is, or people are paged. */
  onTimeout: 'publish' | 'escalate';
};

/**
 * Why a statement waits for a person. `under-maintenance`: an alarm about what is being worked on anyway; `still-firing`:
 * one about an outage that a person has ended; `alarm`: its rule says that a person speaks first; `nobody-reached`: there
 * is nobody who would hear that it was said; `alarm-cleared`: the monitors see no problem any more.
 */
export type ApprovalReason =
  | { reason: 'restricted' }
  | { reason: 'impact'; impact: Impact }
  | { reason: 'phrase'; phrase: string }
  | { reason: 'under-maintenance'; maintenance: string }
  | { reason: 'still-firing'; incident: string }
  | { reason: 'alarm' | 'nobody-reached'; component: string }
  | { reason: 'alarm-cleared'; incident: string }
  /** Its author keeps it, and nobody is asked to read it. */
  | { reason: 'kept' };

/**
 * Why `command` needs a second person, or undefined if it does not. The first "we are looking into it" never waits, but
 * for what was typed about a breach; and neither does a redaction: it takes away what must not stand.
 */
export function approvalNeeded(
  command: Command,
  incident: Incident,
  rules: ApprovalRules | undefined,
): ApprovalReason | undefined {
  return command.type === 'Redact' ? undefined : reasonToWait(command, incident, rules);
}

/**
 * True if what somebody typed behind a redaction would have to be read by a second person, were it said by itself. A
 * redaction waits for nobody, so there it may hold nothing that was typed.
 */
export const noteWouldWait = (
  { note, ...command }: Extract<Command, { type: 'Redact' }>,
  incident: Incident,
  rules: ApprovalRules | undefined,
): boolean => note !== undefined && reasonToWait({ ...command, message: note }, incident, rules) !== undefined;

function reasonToWait(
  command: Command,
  incident: Incident,
  rules: ApprovalRules | undefined,
): ApprovalReason | undefined {
  const opens = command.type === 'OpenIncident' ? command : undefined;
  const before = incident.phase === 'unreported' ? undefined : incident;
  if ((opens?.handling ?? before?.handling) === 'restricted') return { reason: 'restricted' };
  if (rules === undefined || isFirstWord(command)) return undefined;
  const impact = 'impact' in command ? (command.impact ?? before?.impact) : before?.impact;
  if (impact !== undefined && before?.type !== 'maintenance' && rules.impacts.includes(impact))
    return { reason: 'impact', impact };
  const phrase = rules.phrases.find((one) => wordsOf(command).includes(one.toLowerCase()));
  return phrase === undefined ? undefined : { reason: 'phrase', phrase };
}

const isFirstWord = (command: Command): boolean =>
  command.type === 'OpenIncident' && (command.status ?? 'investigating') === 'investigating';

function wordsOf(command: Command): string {
  const { title = '', message, workaround = '' } = command as { title?: string; message: string; workaround?: string };
  return `${title}\n${message}\n${workaround}`.toLowerCase();
}

/** By when a draft is decided: before the time-out, and before the promise that it would keep. */
export function decideBy(incident: ReportedIncident | undefined, now: Instant, timeoutMs: number): Instant {
  const promised = incident && openPromise(incident, 'nextUpdateBy')?.at;
  const timeout = plus(now, timeoutMs);
  return promised !== undefined && promised > now ? (earliest(promised, timeout) as Instant) : timeout;
}

/** True of what an alarm asks: any commander answers it, and speaks for themselves. */
export const isAlarmsQuestion = ({ reason }: Pick<ApprovalReason, 'reason'>): boolean => ALARMS.includes(reason);

const ALARMS: readonly ApprovalReason['reason'][] = [
  'under-maintenance',
  'still-firing',
  'alarm',
  'nobody-reached',
  'alarm-cleared',
];

/** True of what somebody keeps to themselves: its author posts it, and nobody is asked. */
export const isKept = ({ reason }: Pick<ApprovalReason, 'reason'>): boolean => reason === 'kept';

/** What becomes of a draft that nobody decides. Never said as it is: what is restricted, and what an alarm asks a person. */
export const onTimeoutOf = ({ reason }: ApprovalReason, rules: ApprovalRules | undefined): 'publish' | 'escalate' =>
  reason === 'restricted' || reason === 'kept' || isAlarmsQuestion({ reason })
    ? 'escalate'
    : (rules?.onTimeout ?? 'escalate');
