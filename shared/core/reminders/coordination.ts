import { type ApprovalReason, isAlarmsQuestion, isKept } from '../approval.ts';
import { isLive, type ReportedIncident } from '../incident.ts';
import { DAY_MS, type Instant, MINUTE_MS, msBetween, plus } from '../instant.ts';
import type { KeptStop } from '../kept.ts';
import { ESCALATION_EVERY_MS, type Policy } from '../policy.ts';

// What people owe each other, and not the public: a draft to read, an incident to take over, somebody to answer.

/** How often both commanders hear of a handover that nobody has accepted. */
const HANDOVER_EVERY_MS = 5 * MINUTE_MS;

/** Customers who were told "we will come back to you" wait for about a day. */
export const ANSWER_WITHIN_MS = DAY_MS;

type WaitingDraft = {
  id: string;
  reason: Pick<ApprovalReason, 'reason'>;
  version?: number;
  /** Of a kept one: that it was not published at its time. */
  publishAt?: Instant;
  stopped?: { at: Instant; because: KeptStop };
  proposedAt: Instant;
  decideBy: Instant;
  onTimeout: 'publish' | 'escalate';
  handedTo?: { at: Instant };
};

export type CoordinationRecords = {
  drafts: readonly WaitingDraft[];
  handover:
    | { to: string; from: string; fromLeft?: boolean; at: Instant; replaced?: string; accepted?: object }
    | undefined;
  followUps: readonly { reference: string; answered?: object }[];
};

/** Who is addressed: a duty, one of the two commanders of a handover, whom it passes by, or who looks after a draft. */
export type CoordinationRecipient =
  | 'approver'
  | 'escalation'
  | 'commander'
  | 'deputy'
  | 'from'
  | 'to'
  | 'replaced'
  | 'heir';

/** One message to a person of the house, and when it goes out. The key names it for ever, so that it is sent once. */
export type CoordinationReminder = { key: string; at: Instant; to: CoordinationRecipient } & (
  | {
      about: 'draft';
      draft: string;
      decideBy: Instant;
      onTimeout: 'publish' | 'escalate';
      why?: ApprovalReason['reason'];
    }
  | { about: 'kept'; draft: string; publishAt: Instant; because: KeptStop }
  | { about: 'left-draft'; draft: string; kept: boolean }
  | { about: 'handover'; since: Instant; left: boolean }
  | { about: 'passed-by'; since: Instant }
  | { about: 'loops'; references: readonly string[] }
);

/** What is due by `now`, the latest of each kind, and when the next comes. `incident`: none before a draft has opened it. */
export function coordinationReminders(
  records: CoordinationRecords,
  incident: ReportedIncident | undefined,
  policy: Policy,
  now: Instant,
): { due: CoordinationReminder[]; nextAt?: Instant } {
  const series = [
    ...records.drafts.map((draft) =>
      isKept(draft.reason) ? keptReminders(draft) : draftReminders(draft, policy, now),
    ),
    ...records.drafts.map(leftDraft),
    ...handoverReminders(records.handover, incident, now),
    passedBy(records.handover, incident),
    followUpReminders(records.followUps, incident),
  ];
  const due = series.flatMap((reminders) => {
    const past = reminders.filter(({ at }) => at <= now);
    const last = past
      .map(({ at }) => at)
      .toSorted()
      .at(-1);
    return past.filter(({ at }) => at === last);
  });
  const nextAt = series
    .flat()
    .map(({ at }) => at)
    .filter((at) => at > now)
    .toSorted()[0];
  return { due, ...(nextAt === undefined ? {} : { nextAt }) };
}

const EVERYBODY = ['commander', 'deputy', 'escalation'] as const;

/** The approver at once and at the leads of a promise; once it is overdue, the escalation target every half hour. */
function draftReminders(draft: WaitingDraft, policy: Policy, now: Instant): CoordinationReminder[] {
  const { id, version = 1, proposedAt, decideBy, onTimeout, reason } = draft;
  // Other words are another thing to read: they are told of anew.
  const key = version === 1 ? `draft#${id}` : `draft#${id}#v${version}`;
  const why = !isAlarmsQuestion(reason) ? {} : { why: reason.reason };
  const about = { about: 'draft', draft: id, decideBy, onTimeout, ...why } as const;
  const leads = policy.reminderLeadsMs
    .map((leadMs) => ({ leadMs, at: plus(decideBy, -leadMs) }))
    .filter(({ leadMs, at }) => leadMs > 0 && at > proposedAt)
    .map(({ leadMs, at }) => ({ ...about, key: `${key}#PT${leadMs / MINUTE_MS}M`, at, to: 'approver' as const }));
  const asked = { ...about, key: `${key}#asked`, at: proposedAt, to: 'approver' as const };
  // Nobody is known to hear it: then everybody is rung, by whatever there is.
  const rung = (why.why === 'nobody-reached' ? EVERYBODY : []).map((to) => ({
    ...about,
    key: `${key}#asked#${to}`,
    at: proposedAt,
    to,
  }));
  const overdue = (round: number) => ({
    ...about,
    key: `${key}#overdue#${round}`,
    at: plus(decideBy, round * ESCALATION_EVERY_MS),
    to: 'escalation' as const,
  });
  return [
    asked,
    ...rung,
    ...leads,
    ...(onTimeout === 'escalate' ? aroundNow(decideBy, ESCALATION_EVERY_MS, now).map(overdue) : []),
  ];
}

/** What somebody keeps is for nobody to read; that it was not posted at its time they hear once for each version. */
function keptReminders({ id, version = 1, publishAt, stopped }: WaitingDraft): CoordinationReminder[] {
  if (stopped === undefined || publishAt === undefined) return [];
  const { at, because } = stopped;
  return [{ about: 'kept', draft: id, publishAt, because, key: `kept#${id}#v${version}`, at, to: 'commander' }];
}

/** Whoever looks after the draft of somebody who has left hears of it once. */
const leftDraft = ({ id, reason, handedTo }: WaitingDraft): CoordinationReminder[] =>
  handedTo === undefined
    ? []
    : [
        {
          about: 'left-draft',
          draft: id,
          kept: isKept(reason),
          key: `draft#${id}#left#${handedTo.at}`,
          at: handedTo.at,
          to: 'heir',
        },
      ];

/** Both commanders, each a series of their own. */
function handoverReminders(
  handover: CoordinationRecords['handover'],
  incident: ReportedIncident | undefined,
  now: Instant,
): CoordinationReminder[][] {
  if (handover === undefined || handover.accepted || !incident || !isLive(incident)) return [];
  const { at: since, fromLeft: left = false } = handover;
  return (['to', 'from'] as const).map((to) =>
    aroundNow(since, HANDOVER_EVERY_MS, now).map((round) => ({
      about: 'handover',
      since,
      left,
      key: `handover#${since}#${round}#${to}`,
      at: plus(since, round * HANDOVER_EVERY_MS),
      to,
    })),
  );
}

/** Whoever was asked before, or had it, hears once that somebody else is asked now. */
function passedBy(
  handover: CoordinationRecords['handover'],
  incident: ReportedIncident | undefined,
): CoordinationReminder[] {
  if (handover?.replaced === undefined || !incident || !isLive(incident)) return [];
  const { at } = handover;
  return [{ about: 'passed-by', since: at, key: `handover#${at}#replaced`, at, to: 'replaced' }];
}

function followUpReminders(
  followUps: CoordinationRecords['followUps'],
  incident: ReportedIncident | undefined,
): CoordinationReminder[] {
  if (incident?.phase !== 'resolved') return [];
  const references = followUps.filter(({ answered }) => !answered).map(({ reference }) => reference);
  if (references.length === 0) return [];
  const at = plus(incident.resolvedAt, ANSWER_WITHIN_MS);
  return [{ about: 'loops', references, key: `loops#${incident.resolvedAt}`, at, to: 'commander' }];
}

/** The rounds since `from` that matter at `now`: the last that has come, and the next. */
function aroundNow(from: Instant, everyMs: number, now: Instant): number[] {
  if (now < from) return [0];
  const last = Math.floor(msBetween(from, now) / everyMs);
  return [last, last + 1];
}
