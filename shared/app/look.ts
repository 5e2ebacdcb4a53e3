import { apologyDraft, decideSlip } from '../core/apology.ts';
import { isKept } from '../core/approval.ts';
import type { Draft } from '../core/entry.ts';
import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { earliest, type Instant, MINUTE_MS, msBetween, plus } from '../core/instant.ts';
import { clockDraft, clockTurn, isMaintenance } from '../core/maintenance.ts';
import { targetsOf } from '../core/merging.ts';
import { graceEnds } from '../core/promises.ts';
import { lastRedaction } from '../core/redaction.ts';
import { coordinationReminders } from '../core/reminders/coordination.ts';
import { isAnswered, remindersOf } from '../core/reminders/reminders.ts';
import { nextWatchAt, type Pending } from '../core/watch.ts';
import type { WatchedChannel } from '../ports/channel.ts';
import type { Control, ControlRecord } from '../ports/control.ts';
import type { CommandDraft } from '../ports/drafts.ts';
import type { HoldRecords } from '../ports/holds.ts';
import type { StoredEntry } from '../ports/incident-log.ts';
import type { Listener } from '../ports/nudges.ts';
import type { ReminderRecords } from '../ports/reminders.ts';
import { apologyText } from '../wording/apologies.ts';
import { clockText } from '../wording/maintenance.ts';
import type { Voice } from '../wording/sentences.ts';
import type { AlarmPorts } from './alarm-ports.ts';
import { appendDraft } from './append-draft.ts';
import { type CoordinationPorts, coordinationAmong } from './coordination-records.ts';
import { freezeIfBlind } from './freeze-if-blind.ts';
import { holdOf } from './hold.ts';
import { bringTargetsInLine } from './merging.ts';
import { type HousePorts, somebodyIsReached } from './people/house-now.ts';
import type { PersonCommandPorts } from './person-command.ts';
import { type RedactionPorts, removeRedacted } from './redaction.ts';
import { announce, LOOK_AHEAD_MS } from './run-command.ts';
import { tendAlarms } from './tend-alarms.ts';
import { tendKeptAmong } from './tend-drafts.ts';

export type LookPorts = PersonCommandPorts &
  CoordinationPorts &
  HousePorts &
  Omit<AlarmPorts, 'isReachable'> &
  RedactionPorts & {
    control: ControlRecord;
    reminders: ReminderRecords;
    holds: HoldRecords;
    /** The site, and every channel that the config names. */
    channels: readonly WatchedChannel[];
    /** The name of the table that this runs on, to notice a restored copy. */
    table: string;
  };

/** What a run has read once for all of its looks: whether the pipeline may speak, and the drafts that wait. */
export type Circumstances = { control: Control; waiting: readonly CommandDraft[] };

/** An incident as it is now, and whether this run has just spoken, or apologised, in it; none if it was never reported. */
export type Decision = { incident: ReportedIncident | undefined; apologised: boolean; spoke: boolean };

type Look = { headSeq: number; unpublished: boolean; standing: boolean };

/** How many others are asked whether they owe an apology at the same moment. */
const SORRY_TOGETHER = 10;

/** How long the apology waits for a draft that lies there to be read (docs/rules.md, Held apology). */
const HELD_AT_MOST_MS = 3 * MINUTE_MS;

/** An entry that is not on the site after this raises the first of the stack's alarms. */
const UNPUBLISHED_AFTER_MS = 2 * MINUTE_MS;

/**
 * A look at one incident, asked for by the look queue. `seq`: the entry that it was asked for. Behind that one there may
 * be others by now, which have asked for looks of their own: then this one only takes it from the watch list.
 */
export async function lookAtOne(ports: LookPorts, id: string, seq?: number): Promise<void> {
  const entries = seq === undefined ? undefined : await ports.log.load(id);
  if (seq !== undefined && entries?.some((entry) => entry.seq > seq)) return ports.log.unwatch(id, seq);

  // Looks waited in their queue while the pipeline was down: they may come before the first sweep.
  const now = ports.clock.now();
  const read = await Promise.all([ports.control.read(), ports.drafts.waiting()]);
  const circumstances = { control: await freezeIfBlind(ports, read[0], [id], now), waiting: read[1] };
  // Before its promises are looked at, because a text at its time keeps one.
  const tended = await tendKeptAmong(ports, circumstances.waiting, id, circumstances.control);
  const decision = await speakIfOwed(ports, id, circumstances, tended ? undefined : entries);
  const others = decision.apologised ? await sorryToo(ports, id, circumstances) : [];
  await announceAll(ports, [decision, ...others]);
  await look(ports, decision, circumstances);
}

/** Whoever else owes an apology at the same moment owes it now, although a look of its own is on the way. */
async function sorryToo(ports: LookPorts, but: string, circumstances: Circumstances): Promise<Decision[]> {
  const due = await ports.log.due(ports.clock.now(), SORRY_TOGETHER);
  const ids = [...new Set(due.map((one) => one.incident))].filter((id) => id !== but);
  const decisions = await Promise.allSettled(ids.map((id) => speakIfOwed(ports, id, circumstances)));
  return decisions.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

export async function announceAll(ports: LookPorts, decisions: readonly Decision[]): Promise<void> {
  await Promise.all(
    decisions.map(({ incident, spoke }) =>
      incident !== undefined && spoke ? announce(ports, incident, incident.head.at) : undefined,
    ),
  );
}

/** Sees to it that everything happens that the incident implies, wakes those who have something to do, and moves the watch. */
export async function look(
  ports: LookPorts,
  { incident }: Decision,
  { control, waiting }: Circumstances,
): Promise<Look> {
  if (!incident) return { headSeq: 0, unpublished: false, standing: false };
  if (targetsOf(incident.entries).length > 0) await bringTargetsInLine(ports, incident);

  const { id } = incident;
  const headSeq = incident.head.seq;
  const from = await ports.log.watched(id, headSeq);
  // Not watched any more: everything that the incident implies has happened.
  if (from === undefined) return { headSeq, unpublished: false, standing: false };

  const now = ports.clock.now();
  const { channels } = ports;
  const [dueAts, stale, sent, coordination, alarmsAt] = await Promise.all([
    Promise.all(channels.map((channel) => channel.dueAt(incident, now))),
    Promise.all(channels.map((channel) => channel.isStale?.(incident, control, now) ?? false)),
    ports.reminders.of(id),
    coordinationAmong(ports, waiting, id),
    tendAlarms(ports, id),
  ]);
  // Behind the look at the channels: what they may still write of a post, the next look removes.
  if (lastRedaction(incident.entries) > 0) await removeRedacted(ports, id);
  const owed = coordinationReminders(coordination, incident, ports.policy, now);
  const deliveriesAt = earliest(...dueAts);
  const reminders = remindersOf(incident, ports.policy, now, control.frozen !== undefined).due.some(
    (one) => !isAnswered(one, incident, sent),
  );
  const owesPeople = reminders || owed.due.some(({ key }) => sent.get(key)?.state !== 'sent');
  const whom: Listener[] = [
    ...channels.flatMap(({ is }, index) => (dueAts[index] !== undefined || stale[index] ? [is.name] : [])),
    ...(owesPeople ? ['people'] : []),
  ];
  if (whom.length > 0) await ports.nudges.nudge([id], whom);

  await moveWatch(ports, incident, from, now, {
    ...(deliveriesAt === undefined ? {} : { deliveriesAt }),
    ...(owed.nextAt === undefined ? {} : { coordinationAt: owed.nextAt }),
    ...(alarmsAt === undefined ? {} : { alarmsAt }),
    reminders: owesPeople,
  });
  const owesOurOwn = channels.some(({ is }, index) => is.proof === 'own' && dueAts[index] !== undefined);
  const unpublished = owesOurOwn && msBetween(incident.head.at, now) > UNPUBLISHED_AFTER_MS;
  // What owes nothing stands still by no fault.
  const owing = channels.filter((_, index) => dueAts[index] !== undefined);
  const still = await Promise.all(owing.map((channel) => channel.standsStill?.(incident, control, now) ?? false));
  return { headSeq, unpublished, standing: still.includes(true) };
}

/**
 * Moves the watch to what comes next, and asks for a look then if that is soon. A look that came before its time moves
 * nothing to later: else every extra look would keep itself alive with a look of its own.
 */
async function moveWatch(ports: LookPorts, incident: ReportedIncident, from: Instant, now: Instant, pending: Pending) {
  const next = nextWatchAt(incident, ports.policy, now, pending);
  const to = next !== undefined && from > now ? earliest(from, next) : next;
  if (to === from || !(await ports.log.rewatch(incident.id, incident.head.seq, from, to))) return;
  if (to !== undefined && to <= plus(now, LOOK_AHEAD_MS))
    await ports.nudges.lookAt(incident.id, [to], now, incident.head.seq);
}

/**
 * Appends what the clock owes: the turn of a maintenance, or an apology. On a lost race it decides again, because a
 * person may just have spoken; behind a turn it looks again, because the next one may be due as well. `read`: the chain, if
 * it was read a moment ago.
 */
export async function speakIfOwed(
  ports: LookPorts,
  id: string,
  circumstances: Circumstances,
  read?: readonly StoredEntry[],
): Promise<Decision> {
  let spoke = false;
  for (let entries = read; ; entries = undefined) {
    const incident = replayed(id, entries ?? (await ports.log.load(id)));
    if (incident.phase === 'unreported') return { incident: undefined, apologised: false, spoke };

    const now = ports.clock.now();
    const draft =
      turnOf(ports.voice, incident, now, circumstances) ?? (await apologyOf(ports, incident, now, circumstances));
    if (draft === undefined) return { incident, apologised: false, spoke };

    const appended = await appendDraft(ports, incident, draft, now);
    if (appended === 'conflict') continue;

    spoke = true;
    if (draft.kind === 'apology') return { incident: appended.after, apologised: true, spoke };
  }
}

/** What the clock does to a maintenance by itself; nothing while automated words are frozen. */
function turnOf(voice: Voice, incident: ReportedIncident, now: Instant, { control }: Circumstances): Draft | undefined {
  if (!isMaintenance(incident) || control.frozen !== undefined) return undefined;
  const turn = clockTurn(incident, now);
  return turn === 'nothing' ? undefined : clockDraft(incident, turn, clockText(voice, incident, turn, now));
}

async function apologyOf(ports: LookPorts, incident: ReportedIncident, now: Instant, { control }: Circumstances) {
  const frozen = control.frozen !== undefined;
  // Nobody is asked who holds an apology that is not owed: that is how most looks end.
  if (decideSlip(incident, now, ports.policy, { frozen }).type !== 'apologise') return undefined;
  const hold = await holdOf(ports.holds, incident);
  const slip = decideSlip(incident, now, ports.policy, { frozen, ...(hold === undefined ? {} : { holdUntil: hold }) });
  if (slip.type !== 'apologise' || !(await somebodyIsReached(ports))) return undefined;
  if (hold === undefined && (await waitsForApproval(ports, incident, now))) return undefined;
  return apologyDraft(incident, slip.plan, apologyText(ports.voice, incident, slip.plan, now));
}

/** A text that would keep the promise lies there to be read: the apology waits for it once, as for whoever composes. */
async function waitsForApproval(ports: LookPorts, incident: ReportedIncident, now: Instant): Promise<boolean> {
  const ripe = incident.promises.filter((row) => row.state === 'open').map(graceEnds);
  const since = earliest(...ripe);
  if (since === undefined || msBetween(since, now) >= HELD_AT_MOST_MS) return false;
  return (await ports.drafts.waiting()).some((draft) => draft.incident === incident.id && !isKept(draft.reason));
}
