import { incidentIdFor } from '../contract/identity.ts';
import { type Alarm, type AlarmOpening, alarmKey, UNDECIDED_FOR_MS } from '../core/alarm.ts';
import { alarmsNow } from '../core/alarm-state.ts';
import { type ApprovalReason, isAlarmsQuestion } from '../core/approval.ts';
import { type Outage, unreported } from '../core/incident.ts';
import type { Instant } from '../core/instant.ts';
import type { Joined } from '../ports/alarm-claims.ts';
import type { CommandDraft } from '../ports/drafts.ts';
import { ALARM_REASONS } from '../wording/alarms.ts';
import type { AlarmPorts } from './alarm-ports.ts';
import { keyOf, openingOf, reopeningOf } from './alarm-speaks.ts';
import { type Proposal, propose } from './drafts.ts';

/** What was asked, or why nothing was. */
export type Asked = { result: 'draft'; draft: string; incident?: string } | { result: 'ignored'; reason: string };

/**
 * Has a person decide whether to say it: one draft for a component while it waits, however its alarms flap. One that a
 * person has decided stands for the outage that it was about, and no longer.
 */
export async function askFirst(
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  opening: AlarmOpening,
  about: { incident: string; reopens?: Outage | undefined },
  reason: ApprovalReason,
): Promise<Asked> {
  const { incident: id, reopens } = about;
  const [drafts, joined] = await Promise.all([ports.drafts.of(id), ports.alarmClaims.joinedOf(id)]);
  const asked = drafts.filter(asksToBegin);
  const waiting = asked.find(({ state }) => state === 'waiting');
  if (waiting !== undefined) {
    await join(ports, source, alarm, id);
    return { result: 'draft', draft: waiting.id };
  }
  const last = asked
    .filter(({ decided }) => decided !== undefined)
    .toSorted(byDecision)
    .at(-1);
  const seen = alarmsNow(joined).find((one) => one.source === source && one.check === alarm.check);
  const isSame = last !== undefined && seen?.state === 'firing' && seen.lastAt >= last.proposedAt;
  if (isSame && joined.some((one) => one.key === alarmKey(alarm) && one.source === source)) {
    await join(ports, source, alarm, id);
    return { result: 'ignored', reason: ALARM_REASONS.decided };
  }
  const behind = last === undefined ? '' : ` after ${last.id}`;
  const question = reopens
    ? { name: 'reopen' as const, incident: reopens, command: reopeningOf(opening) }
    : { name: 'open' as const, incident: unreported(id), command: openingOf(opening) };
  const draft = await ask(ports, source, {
    ...question,
    key: keyOf(source, alarm, `ask about ${id}${behind}`),
    reason,
    ...(reason.reason === 'nobody-reached' ? { timeoutMs: UNDECIDED_FOR_MS } : {}),
  });
  // Behind the draft, so that it is told from what fired before it.
  await join(ports, source, alarm, id);
  return draft;
}

/** True of an alarm's draft that would open or reopen an incident. */
export const asksToBegin = ({ reason }: Pick<CommandDraft, 'reason'>): boolean =>
  isAlarmsQuestion(reason) && reason.reason !== 'alarm-cleared';

const byDecision = (a: CommandDraft, b: CommandDraft): number =>
  (a.decided?.at ?? '') < (b.decided?.at ?? '') ? -1 : 1;

/** A person has ended it, and the monitor says that the same outage goes on. One draft for each time that they ended it. */
export async function askAbout(
  ports: AlarmPorts,
  source: string,
  alarm: Alarm,
  opening: AlarmOpening,
  about: Outage,
): Promise<Asked> {
  const key = keyOf(source, alarm, `still firing after ${about.head.seq} of ${about.id}`);
  // Of a breach no text goes out unread, whoever asks for it.
  const reason: ApprovalReason =
    about.handling === 'restricted' ? { reason: 'restricted' } : { reason: 'still-firing', incident: about.id };
  if (about.phase !== 'resolved') {
    const incident = unreported(incidentIdFor(`intake:${source}`, key.keyHash));
    return ask(ports, source, { name: 'open', incident, command: openingOf(opening), key, reason });
  }
  const question = { name: 'reopen' as const, incident: about, command: reopeningOf(opening), key, reason };
  return { ...(await ask(ports, source, question)), incident: about.id };
}

type Question = Omit<Proposal, 'body' | 'by'> & {
  command: ReturnType<typeof openingOf> | ReturnType<typeof reopeningOf>;
};

/** Keeps as a draft what a person is to decide. */
async function ask(ports: AlarmPorts, source: string, { command, ...question }: Question) {
  const { type: _type, ...body } = command;
  const by = { subject: `intake:${source}`, actor: source, person: false, door: 'alarm' } as const;
  const { id } = await propose(ports, { ...question, body, by });
  return { result: 'draft' as const, draft: id };
}

/** Lets drafts go that the machine itself has made needless. A person who was faster has decided. */
export async function letGo(
  ports: Pick<AlarmPorts, 'drafts'>,
  drafts: readonly CommandDraft[],
  at: Instant,
  note: string,
): Promise<void> {
  for (const { id } of drafts) await ports.drafts.decide(id, 'dropped', { by: 'pipeline', at, note });
}

/** Notes beside an incident, or the draft of one, what a monitor says. */
export const join = (ports: AlarmPorts, source: string, alarm: Alarm, incident: string): Promise<void> =>
  ports.alarmClaims.join(incident, [joinedOf(ports, source, alarm)]);

/** An alarm as it is noted beside an incident, now. */
export const joinedOf = ({ clock }: Pick<AlarmPorts, 'clock'>, source: string, alarm: Alarm): Joined => ({
  key: alarmKey(alarm),
  check: alarm.check,
  ...(alarm.outage === undefined ? {} : { outage: alarm.outage }),
  source,
  state: alarm.state,
  at: clock.now(),
  ...(alarm.link === undefined ? {} : { link: alarm.link }),
});
