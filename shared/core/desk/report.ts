import type { ReportedIncident } from '../incident.ts';
import { type Instant, msBetween } from '../instant.ts';
import { type Answer, isThere, recipientOf } from './answer.ts';
import { isWaiting, MENTION_KEPT_MS, type Mention } from './kept-mention.ts';

/** What the desk did in one incident. Durations in milliseconds. */
export type DeskReport = {
  incident: string;
  /** False once some of what it is counted from is gone: then all numbers are at least so high. */
  complete: boolean;
  mentions: number;
  people: number;
  /** People who were answered by a person, in public, in private or by hand. */
  answered: number;
  /** From their first word to our first answer; absent where nobody was answered. */
  firstAnswer?: { p50Ms: number; p90Ms: number };
  /** People of whom somebody decided that nothing is said, and those for whom nobody decided anything. */
  left: number;
  neverAnswered: number;
  receipts: number;
  toldBack: number;
  /** What people asked about, by how many; and whether our page said it. */
  asked: readonly Asked[];
  /** People whom we told what was corrected afterwards. */
  wrongWord: number;
  dollars: number;
};

/** `before`: how many asked before the page named it. `saidAt` is absent where it never did. */
export type Asked = { component: string; people: number; before: number; saidAt?: Instant };

/** The report, from what was heard of an incident and what was answered. */
export function deskReport(
  incident: ReportedIncident,
  {
    mentions,
    answers,
    dollars,
    now,
  }: { mentions: readonly Mention[]; answers: readonly Answer[]; dollars: number; now: Instant },
): DeskReport {
  const replies = answers.filter((one) => one.kind === 'reply' && isThere(one));
  const answeredAt = new Map(replies.map((one) => [recipientOf(one), one.sentAt ?? one.at]));
  const people = Map.groupBy(mentions, recipientOf);
  const waits = [...people].flatMap(([key, theirs]) => {
    const first = theirs.map(({ at }) => at).toSorted()[0]!;
    const at = answeredAt.get(key);
    return at === undefined ? [] : [Math.max(0, msBetween(first, at))];
  });
  const unanswered = [...people].filter(([key]) => !answeredAt.has(key)).map(([, theirs]) => theirs);
  const left = unanswered.filter((theirs) => theirs.every(({ state }) => state === 'left'));
  const never = unanswered.filter((theirs) => theirs.some((one) => isWaiting(one, now)));
  return {
    incident: incident.id,
    complete: msBetween(incident.openedAt, now) < MENTION_KEPT_MS,
    mentions: mentions.length,
    people: people.size,
    answered: answeredAt.size,
    ...(waits.length === 0 ? {} : { firstAnswer: { p50Ms: percentile(waits, 0.5), p90Ms: percentile(waits, 0.9) } }),
    left: left.length,
    neverAnswered: never.length,
    receipts: answers.filter(({ kind, state }) => kind === 'receipt' && state === 'sent').length,
    toldBack: answers.filter((one) => one.kind === 'solved' && isThere(one)).length,
    asked: askedIn(incident, mentions),
    wrongWord: new Set(answers.filter((one) => saidWrongly(incident, one)).map(recipientOf)).size,
    dollars,
  };
}

/** The smallest value that so large a share does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function askedIn(incident: ReportedIncident, mentions: readonly Mention[]): Asked[] {
  const components = [...new Set(mentions.flatMap(({ about }) => about.components))];
  const rows = components.map((component): Asked => {
    const asking = mentions.filter(({ about }) => about.components.includes(component));
    const saidAt = incident.entries.find((entry) => entry.components?.some(({ id }) => id === component))?.at;
    const people = (some: readonly Mention[]) => new Set(some.map(recipientOf)).size;
    const before = people(saidAt === undefined ? asking : asking.filter(({ at }) => at < saidAt));
    return { component, people: people(asking), before, ...(saidAt === undefined ? {} : { saidAt }) };
  });
  return rows.toSorted((a, b) => b.people - a.people);
}

/** True of an answer that passed on what was taken back later: by a correction, or because it was not over. */
export function saidWrongly(incident: ReportedIncident, answer: Answer): boolean {
  if (!isThere(answer)) return false;
  const { kind, seq, template } = answer;
  const later = incident.entries.filter((entry) => entry.seq > seq);
  const saidOver = kind === 'solved' || template === 'solved';
  return later.some(
    (entry) =>
      (entry.kind === 'correction' && (entry.corrects ?? 0) <= seq && kind === 'reply') ||
      (saidOver && entry.kind === 'reopened'),
  );
}
