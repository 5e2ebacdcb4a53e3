import type { Instant } from '../core/instant.ts';
import { msBetween, plus, SECOND_MS } from '../core/instant.ts';
import type { CommandDraft } from '../ports/drafts.ts';
import type { ByHand } from '../ports/site-store.ts';
import type { AlarmPorts } from './alarm-ports.ts';
import { freezeIfBlind } from './freeze-if-blind.ts';
import { announceAll, type Circumstances, type LookPorts, look, speakIfOwed } from './look.ts';
import { reached, somebodyIsReached } from './people/house-now.ts';
import { sayAllUndecided } from './say-undecided.ts';
import { takeHeld } from './take-held-alarms.ts';
import { tendDrafts } from './tend-drafts.ts';

export type SweepPorts = LookPorts & {
  /** `isCurrent`: the front page is there and rendered with the present config, and no rebuild is under way. */
  frontPage: () => Promise<{ isCurrent: boolean; byHand?: ByHand }>;
};

/** `standing`: incidents and channels in which nobody is told although somebody is owed. */
export type SweepReport = { looked: number; apologies: number; failed: number; unpublished: number; standing: number };

/** How many rows of the watch list one run takes on; the rest is due at the next tick, or at the look that each has pending. */
const AT_A_TIME = 200;

/** A look is a dozen short requests one after the other; ten looks keep one connection pool busy. */
const SIDE_BY_SIDE = 10;

/** The schedule ticks once a minute, give or take some seconds. */
const UNTIL_NEXT_TICK_MS = 70 * SECOND_MS;

/**
 * The scheduled run: looks once at every incident whose time has come. One that throws never starves the others; it is
 * looked at again by the next run.
 */
export async function sweep(ports: SweepPorts): Promise<SweepReport> {
  const now = ports.clock.now();
  const due = byIncident(await ports.log.due(now, AT_A_TIME));
  const control = await freezeIfBlind(
    ports,
    await ports.control.read(),
    due.map((one) => one.incident),
    now,
  );
  const { isCurrent, byHand } = await ports.frontPage();
  if (!isCurrent) await ports.nudges.nudgeSite();
  await takeHeld(alarmPorts(ports));
  const waiting = await ports.drafts.waiting();
  await sayAllUndecided(alarmPorts(ports), waiting, control);
  await tendDrafts(ports, waiting, control);

  const report: SweepReport = { looked: 0, apologies: 0, failed: 0, unpublished: 0, standing: 0 };
  for (let first = 0; first < due.length; first += SIDE_BY_SIDE) {
    await lookTogether(ports, due.slice(first, first + SIDE_BY_SIDE), { control, waiting }, report);
  }
  await lookSoon(ports, now, control.lastSweepAt, waiting);
  for (const channel of ports.channels) {
    const about = await channel.readingDue?.(now);
    if (about !== undefined) await ports.nudges.nudge([about], [channel.is.name]);
    if (await channel.isShut?.(control, now)) report.standing += 1;
  }
  const people = await reached(ports).catch((error) => {
    ports.warn('whether somebody would be reached could not be told', error);
    return undefined;
  });
  await ports.control.swept(now, {
    ...(people === undefined ? {} : { people }),
    ...(byHand === undefined ? {} : { byHand }),
  });
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
  const watched = (await ports.log.due(untilNext, AT_A_TIME)).map(({ watchAt: at, ...row }) => ({ ...row, at }));
  const kept = drafts.flatMap(({ incident, publishAt: at }) => (at === undefined ? [] : [{ incident, at }]));
  for (const { incident, at, seq } of [...watched, ...kept.map((one) => ({ ...one, seq: undefined }))]) {
    if (at > now && at <= untilNext) await ports.nudges.lookAt(incident, [at], now, seq);
  }
}

const alarmPorts = (ports: SweepPorts): AlarmPorts => ({
  ...ports,
  isReachable: () => somebodyIsReached(ports),
});

/** An incident whose time has come, with the entries of it that are on the watch list. */
type Due = { incident: string; seqs: readonly number[] };

/** The rows of the watch list by incident: whoever spoke twenty times in a minute has twenty rows, and needs one look. */
function byIncident(rows: readonly { incident: string; seq: number }[]): Due[] {
  const seqs = new Map<string, number[]>();
  for (const { incident, seq } of rows) seqs.set(incident, [...(seqs.get(incident) ?? []), seq]);
  return [...seqs].map(([incident, of]) => ({ incident, seqs: of }));
}

/**
 * Looks at some incidents side by side. What is to be apologised for is in every chain before any channel is told to
 * look, because X says one apology for all that it finds owed.
 */
async function lookTogether(
  ports: SweepPorts,
  batch: readonly Due[],
  circumstances: Circumstances,
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
      guarded(due.incident, async () => ({ due, ...(await speakIfOwed(ports, due.incident, circumstances)) })),
    ),
  );
  const begun = decided.filter((one) => one !== undefined);
  await announceAll(ports, begun);
  await Promise.all(
    begun.map(({ due: { incident, seqs }, ...decision }) =>
      guarded(incident, async () => {
        const outcome = await look(ports, decision, circumstances);
        // Behind an entry with others after it nothing comes that these do not bring.
        const superseded = seqs.filter((seq) => seq < outcome.headSeq);
        await Promise.all(superseded.map((seq) => ports.log.unwatch(incident, seq)));
        report.looked += 1;
        if (decision.apologised) report.apologies += 1;
        if (outcome.unpublished) report.unpublished += 1;
        if (outcome.standing) report.standing += 1;
      }),
    ),
  );
}
