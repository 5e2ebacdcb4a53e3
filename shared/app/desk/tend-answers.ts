import { type Answer, isThere, nextStep } from '../../core/desk/answer.ts';
import type { Mention } from '../../core/desk/kept-mention.ts';
import type { DeskSource } from '../../core/desk/mention.ts';
import { endingOf } from '../../core/desk/report-back.ts';
import type { Outage, ReportedIncident } from '../../core/incident.ts';
import { HOUR_MS, type Instant, MINUTE_MS, plus } from '../../core/instant.ts';
import { readIncident } from '../read-incidents.ts';
import { endedLately } from './ended-lately.ts';
import type { DeskPorts } from './ports.ts';
import { aboutNone, drop, lookFor, sendOnce } from './send.ts';
import { settle } from './settle.ts';

/** Mentions that answers may still be for. */
const LOOKED_BACK_MS = 2 * HOUR_MS;

/** So long after somebody was answered about what is over, its page is looked at: it says how many (docs/rules.md, Desk). */
const COUNTED_AGAIN_MS = 10 * MINUTE_MS;

/**
 * Brings every answer that is under way nearer to its end: sends what waits, looks for what is in doubt, drops what is stale,
 * and notes at the mentions what came of it. It reads what is there and remembers nothing, so whatever died is made up for.
 */
export async function tendAnswers(
  ports: DeskPorts,
  open: readonly Outage[],
  may: (source: DeskSource) => boolean,
): Promise<void> {
  const now = ports.clock.now();
  const mentions = await ports.stores.mentions.said(plus(now, -LOOKED_BACK_MS), now);
  for (const incident of [...open, ...(await endedLately(ports, now))]) {
    const answers = await ports.stores.answers.about(incident.id);
    for (const answer of answers) await tendOne(ports, answer, incident, may, mentions);
    if (ports.rules.publicNumber && incident.phase === 'resolved' && answers.some(isOfLate(now)))
      await ports.nudges.nudge([incident.id], ['site']);
  }
  // An answer about no incident lies under its mention.
  for (const mention of mentions.filter((one) => one.incident === undefined && one.state === 'taken')) {
    for (const answer of await ports.stores.answers.about(aboutNone(mention.id)))
      await tendOne(ports, answer, undefined, may, mentions);
  }
}

/** An incident that is over is looked at by nobody: a page that has the number already is not written again. */
const isOfLate =
  (now: Instant) =>
  (answer: Answer): boolean =>
    answer.kind === 'reply' && isThere(answer) && (answer.sentAt ?? answer.at) > plus(now, -COUNTED_AGAIN_MS);

async function tendOne(
  ports: DeskPorts,
  answer: Answer,
  incident: ReportedIncident | undefined,
  may: (source: DeskSource) => boolean,
  mentions: readonly Mention[],
): Promise<void> {
  const { clock } = ports;
  try {
    const step = nextStep(answer, {
      now: clock.now(),
      outdated: isOutdated(answer, incident),
      mayAnswer: may(answer.source),
    });
    let after: Answer | undefined = answer;
    if (step.do === 'look') after = await lookFor(ports, answer);
    if (step.do === 'drop') after = await drop(ports, answer, step.reason);
    if (step.do === 'send') after = await sendIfCurrent(ports, answer, incident);
    if (after !== undefined) await settle(ports, after, mentions, clock.now());
  } catch (error) {
    ports.warn(`an answer about ${answer.incident} could not be looked after; the next look tries again`, error);
  }
}

/** The last thing before it leaves is a look whether somebody spoke. */
export async function sendIfCurrent(
  ports: DeskPorts,
  answer: Answer,
  incident: ReportedIncident | undefined,
): Promise<Answer | undefined> {
  if (incident === undefined) return sendOnce(ports, answer);
  return sendOnce(ports, answer, async () => !isOutdated(answer, await readIncident(ports.log, incident.id)));
}

/** True of words that the chain does not bear out any more. A receipt says nothing but that we write once it is over. */
export function isOutdated(answer: Answer, incident: ReportedIncident | undefined): boolean {
  if (incident === undefined) return false;
  switch (answer.kind) {
    case 'reply':
      return incident.head.seq !== answer.seq;
    case 'receipt':
      return incident.phase !== 'open';
    case 'solved':
      return incident.phase !== 'resolved' || endingOf(incident) !== answer.of;
    case 'correction':
      return incident.phase !== 'open' || incident.head.seq !== answer.seq;
  }
}
