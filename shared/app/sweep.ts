import { apologyDraft, decideSlip } from '../core/apology.ts';
import { isKept } from '../core/approval.ts';
import type { Draft } from '../core/entry.ts';
import { replayed } from '../core/evolve.ts';
import type { ReportedIncident } from '../core/incident.ts';
import { earliest, type Instant, MINUTE_MS, msBetween, plus, SECOND_MS } from '../core/instant.ts';
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
import type { ReminderRecords } from '../ports/reminders.ts';
import { apologyText } from '../wording/apologies.ts';
import { clockText } from '../wording/maintenance.ts';
import type { Voice } from '../wording/sentences.ts';
import type { AlarmPorts } from './alarm-ports.ts';
import { appendDraft } from './append-draft.ts';
import { type CoordinationPorts, coordinationOf } from './coordination-records.ts';
import { freezeIfBlind } from './freeze-if-blind.ts';
import { holdOf } from './hold.ts';
import { bringTargetsInLine } from './merging.ts';
import { type HousePorts, reached, somebodyIsReached } from './people/house-now.ts';
import type { PersonCommandPorts } from './person-command.ts';
import { type RedactionPorts, removeRedacted } from './redaction.ts';
import { announce, LOOK_AHEAD_MS } from './run-command.ts';
import { sayAllUndecided } from './say-undecided.ts';
import { takeHeld } from './take-held-alarms.ts';
import { tendAlarms } from './tend-alarms.ts';
import { tendDrafts, tendKeptOf } from './tend-drafts.ts';

export type SweepPorts = PersonCommandPorts &
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
    /** True if the site's front page is there and was rendered with the present config, and no rebuild is under way. */
    siteIsCurrent: () => Promise<boolean>;
  };

export type SweepReport = { looked: number; apologies: number; failed: number; unpublished: number };

/** How many incidents one run takes on; the rest is due at the next tick, or at the look that each has pending. */
const AT_A_TIME = 200;

/** A look is a dozen short requests one after the other; ten looks keep one connection pool busy. */
const SIDE_BY_SIDE = 10;

/** The schedule ticks once a minute, give or take some seconds. */
const UNTIL_NEXT_TICK_MS = 70 * SECOND_MS;

/** How long the apology waits for a draft that lies there to be read (docs/rules.md, Held apology). */
const HELD_AT_MOST_MS = 3 * MINUTE_MS;

/** An entry that is not on the site after this raises the first of the stack's alarms. */
const UNPUBLISHED_AFTER_MS = 2 * MINUTE_MS;

/**
 * The scheduled run: looks at every incident whose time has come. One that throws never starves the others; it is
 * looked at again by the next run.
 */
export async function sweep(ports: SweepPorts): Promise<SweepReport> {
  const now = ports.clock.now();
  const due = await ports.log.due(now, AT_A_TIME);
  const control = await freezeIfBlind(
    ports,
    await ports.control.read(),
    due.map((one) => one.incident),
    now,
  );
  if (!(await ports.siteIsCurrent())) await ports.nudges.nudgeSite();
  await takeHeld(alarmPorts(ports));
  const waiting = await ports.drafts.waiting();
  await sayAllUndecided(alarmPorts(ports), waiting, control);
  await tendDrafts(ports, waiting, control);

  const report: SweepReport = { looked: 0, apologies: 0, failed: 0, unpublished: 0 };
  for (let first = 0; first < due.length; first += SIDE_BY_SIDE) {
    await lookTogether(ports, due.slice(first, first + SIDE_BY_SIDE), control, report);
  }
  await lookSoon(ports, now, control.lastSweepAt, waiting);
  for (const channel of ports.channels) {
    const about = await channel.readingDue?.(now);
    if (about !== undefined) await ports.nudges.nudge([about]);
  }
  const people = await reached(ports).catch((error) => {
    ports.warn('whether somebody would be reached could not be told', error);
    return undefined;
  });
  await ports.control.swept(now, people);
  return report;
}

/**
 * Asks for a look at what comes due before the next tick, so that an apology is seconds late and not a minute, also
 * where the last look was too long ago to have asked for it. The last tick tells how far away the next one is: where
 * they come every second, each would else ask again for what ninety others have asked for.
 */
async function lookSoon(
  ports: SweepPorts,
  now: Instant,
  lastSweepAt: Instant | undefined,
  drafts: readonly CommandDraft[],
): Promise<void> {
  const sinceLastMs = lastSweepAt === undefined ? UNTIL_NEXT_TICK_MS : msBetween(lastSweepAt, now);
  const untilNextMs = Math.min(1.5 * sinceLastMs, UNTIL_NEXT_TICK_MS);
  const untilNext = plus(now, untilNextMs);
  const watched = (await ports.log.due(untilNext, AT_A_TIME)).map(({ incident, watchAt: at }) => ({ incident, at }));
  const kept = drafts.flatMap(({ incident, publishAt: at }) => (at === undefined ? [] : [{ incident, at }]));
  for (const { incident, at } of [...watched, ...kept]) {
    if (at > now && at <= untilNext) await ports.nudges.lookAt(incident, [at], now);
  }
}

const alarmPorts = (ports: SweepPorts): AlarmPorts => ({
  ...ports,
  isReachable: () => somebodyIsReached(ports),
});

type Due = { incident: string; seq: number; watchAt: Instant };

/**
 * Looks at some incidents side by side. What is to be apologised for is in every chain before any channel is told to
 * look, because X says one apology for all that it finds owed.
 */
async function lookTogether(
  ports: SweepPorts,
  batch: readonly Due[],
  control: Control,
  report: SweepReport,
): Promise<void> {
  const guarded = async <T>(incident: string, job: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await job();
    } catch (error) {
      report.failed += 1;
      ports.warn(`${incident} could not be looked at; the next sweep tries again`, error);
      return undefined;
    }
  };
  const decided = await Promise.all(
    batch.map((due) =>
      guarded(due.incident, async () => ({ due, ...(await speakIfOwed(ports, due.incident, control)) })),
    ),
  );
  const begun = decided.filter((one) => one !== undefined);
  await announceAll(ports, begun);
  await Promise.all(
    begun.map(({ due, ...decision }) =>
      guarded(due.incident, async () => {
        const outcome = await look(ports, decision, control);
        if (outcome.headSeq > due.seq) await ports.log.rewatch(due.incident, due.seq, due.watchAt, undefined);
        report.looked += 1;
        if (decision.apologised) report.apologies += 1;
        if (outcome.unpublished) report.unpublished += 1;
      }),
    ),
  );
}

/** A look at one incident, asked for by the look queue. */
export async function lookAtOne(ports: SweepPorts, incident: string): Promise<void> {
  // Looks waited in their queue while the pipeline was down: they may come before the first sweep.
  const now = ports.clock.now();
  const control = await freezeIfBlind(ports, await ports.control.read(), [incident], now);
  await tendKeptOf(ports, incident, control);
  const decision = await speakIfOwed(ports, incident, control);
  const others = decision.apologised ? await sorryToo(ports, incident, control) : [];
  await announceAll(ports, [decision, ...others]);
  await look(ports, decision, control);
}

/** Whoever else owes an apology at the same moment owes it now, although a look of its own is on the way. */
async function sorryToo(ports: SweepPorts, but: string, control: Control): Promise<Decision[]> {
  const due = await ports.log.due(ports.clock.now(), SIDE_BY_SIDE);
  const ids = [...new Set(due.map((one) => one.incident))].filter((id) => id !== but);
  const decisions = await Promise.allSettled(ids.map((id) => speakIfOwed(ports, id, control)));
  return decisions.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

async function announceAll(ports: SweepPorts, decisions: readonly Decision[]): Promise<void> {
  await Promise.all(
    decisions.map(({ incident, spoke }) =>
      incident !== undefined && spoke ? announce(ports, incident, incident.head.at) : undefined,
    ),
  );
}

/** An incident as it is now, and whether this run has just spoken, or apologised, in it; none if it was never reported. */
type Decision = { incident: ReportedIncident | undefined; apologised: boolean; spoke: boolean };

type Look = { headSeq: number; unpublished: boolean };

async function look(ports: SweepPorts, { incident }: Decision, control: Control): Promise<Look> {
  if (!incident) return { headSeq: 0, unpublished: false };
  if (targetsOf(incident.entries).length > 0) await bringTargetsInLine(ports, incident);

  const { id } = incident;
  const headSeq = incident.head.seq;
  const from = await ports.log.watched(id, headSeq);
  // Not watched any more: everything that the incident implies has happened.
  if (from === undefined) return { headSeq, unpublished: false };

  const now = ports.clock.now();
  const [dueAts, sent, coordination, alarmsAt] = await Promise.all([
    Promise.all(ports.channels.map((channel) => channel.dueAt(incident, now))),
    ports.reminders.of(id),
    coordinationOf(ports, id),
    tendAlarms(ports, id),
  ]);
  // Behind the look at the channels: what they may still write of a post, the next look removes.
  if (lastRedaction(incident.entries) > 0) await removeRedacted(ports, id);
  const owed = coordinationReminders(coordination, incident, ports.policy, now);
  const deliveriesAt = earliest(...dueAts);
  const reminders =
    remindersOf(incident, ports.policy, now, control.frozen !== undefined).due.some(
      (one) => !isAnswered(one, incident, sent),
    ) || owed.due.some(({ key }) => sent.get(key)?.state !== 'sent');
  // Also when nothing is left to do: the page counts while it is open, and in the end shows what became of it on each channel.
  await ports.nudges.nudge([id]);

  await moveWatch(ports, incident, from, now, {
    ...(deliveriesAt === undefined ? {} : { deliveriesAt }),
    ...(owed.nextAt === undefined ? {} : { coordinationAt: owed.nextAt }),
    ...(alarmsAt === undefined ? {} : { alarmsAt }),
    reminders,
  });
  const owesOurOwn = ports.channels.some(({ is }, index) => is.proof === 'own' && dueAts[index] !== undefined);
  const unpublished = owesOurOwn && msBetween(incident.head.at, now) > UNPUBLISHED_AFTER_MS;
  return { headSeq, unpublished };
}

/**
 * Moves the watch to what comes next, and asks for a look then if that is soon. A look that came before its time moves
 * nothing to later: else every extra look would keep itself alive with a look of its own.
 */
async function moveWatch(ports: SweepPorts, incident: ReportedIncident, from: Instant, now: Instant, pending: Pending) {
  const next = nextWatchAt(incident, ports.policy, now, pending);
  const to = next !== undefined && from > now ? earliest(from, next) : next;
  if (to === from || !(await ports.log.rewatch(incident.id, incident.head.seq, from, to))) return;
  if (to !== undefined && to <= plus(now, LOOK_AHEAD_MS)) await ports.nudges.lookAt(incident.id, [to], now);
}

/**
 * Appends what the clock owes: the turn of a maintenance, or an apology. On a lost race it decides again, because a
 * person may just have spoken; behind a turn it looks again, because the next one may be due as well.
 */
async function speakIfOwed(ports: SweepPorts, id: string, control: Control): Promise<Decision> {
  let spoke = false;
  for (;;) {
    const entries = await ports.log.load(id);
    const incident = replayed(id, entries);
    if (incident.phase === 'unreported') return { incident: undefined, apologised: false, spoke };

    const now = ports.clock.now();
    const draft = turnOf(ports.voice, incident, now, control) ?? (await apologyOf(ports, incident, now, control));
    if (draft === undefined) return { incident, apologised: false, spoke };

    const appended = await appendDraft(ports, incident, draft, now);
    if (appended === 'conflict') continue;

    spoke = true;
    if (draft.kind === 'apology') return { incident: appended.after, apologised: true, spoke };
  }
}

/** What the clock does to a maintenance by itself; nothing while automated words are frozen. */
function turnOf(voice: Voice, incident: ReportedIncident, now: Instant, control: Control): Draft | undefined {
  if (!isMaintenance(incident) || control.frozen !== undefined) return undefined;
  const turn = clockTurn(incident, now);
  return turn === 'nothing' ? undefined : clockDraft(incident, turn, clockText(voice, incident, turn, now));
}

async function apologyOf(ports: SweepPorts, incident: ReportedIncident, now: Instant, control: Control) {
  const hold = await holdOf(ports.holds, incident);
  const circumstances = { frozen: control.frozen !== undefined, ...(hold === undefined ? {} : { holdUntil: hold }) };
  const slip = decideSlip(incident, now, ports.policy, circumstances);
  if (slip.type !== 'apologise' || !(await somebodyIsReached(ports))) return undefined;
  if (hold === undefined && (await waitsForApproval(ports, incident, now))) return undefined;
  return apologyDraft(incident, slip.plan, apologyText(ports.voice, incident, slip.plan, now));
}

/** A text that would keep the promise lies there to be read: the apology waits for it once, as for whoever composes. */
async function waitsForApproval(ports: SweepPorts, incident: ReportedIncident, now: Instant): Promise<boolean> {
  const ripe = incident.promises.filter((row) => row.state === 'open').map(graceEnds);
  const since = earliest(...ripe);
  if (since === undefined || msBetween(since, now) >= HELD_AT_MOST_MS) return false;
  return (await ports.drafts.waiting()).some((draft) => draft.incident === incident.id && !isKept(draft.reason));
}
