import type { ApiEntry, ApiIncident } from '../../../shared/client/types.ts';
import { isOver } from '../../../shared/client/words.ts';
import { graceEnds } from '../../../shared/core/promises.ts';
import type { Surroundings } from '../surroundings.ts';
import { compressedClock } from './clock.ts';
import { type Posted, post, type Stage } from './post.ts';
import type { Step } from './script.ts';

/** What happens during a replay, for whoever prints it. */
export type Told =
  | { type: 'said'; step: Step; posted: Posted }
  | { type: 'not-said'; step: Step; why: string }
  | { type: 'known'; step: Step }
  | { type: 'over-there'; step: Step }
  | { type: 'by-itself'; entry: ApiEntry; theirs: string }
  | { type: 'waiting'; step: Step; ms: number };

/** What came of it. `incident` is undefined only if nothing was said. */
export type Outcome = {
  incident: ApiIncident | undefined;
  said: readonly { step: Step; posted: Posted }[];
  /** The step that would have been next, if it was interrupted. */
  stoppedBefore: Step | undefined;
  /** Our clock and the file's, for the summary. */
  theirs: (ourMs: number) => string;
};

export type Plan = {
  stage: Omit<Stage, 'clock'>;
  speed: number;
  /** The incident that an interrupted replay left open. */
  resume: ApiIncident | undefined;
  /** Only the opening is said for the team: what was found out later is told to it, and speaking is up to it. */
  teamSpeaks?: boolean;
};

/** While waiting we look this often whether the pipeline has said something by itself. */
const LOOK_EVERY_MS = 1000;

/** How long the pipeline gets for an apology that was due before the next step. */
const APOLOGISED_WITHIN_MS = 20_000;

/** How long the channels get at the end to deliver the last entries. */
const DELIVER_WITHIN_MS = 20_000;

/**
 * Says what was said, when it was said, on the compressed clock. Stops at Ctrl-C between two entries and resolves
 * nothing. Throws what the API refuses for reasons that a replay cannot mend.
 */
export async function replay(
  plan: Plan,
  surroundings: Surroundings,
  interrupted: AbortSignal,
  tell: (told: Told) => void,
): Promise<Outcome> {
  const { script } = plan.stage;
  const from = plan.resume ? firstUnsaid(script.steps, plan.resume) : 0;
  const start = script.steps[from];
  const clock = compressedClock({ theirs: start?.at ?? '', oursMs: surroundings.now() }, plan.speed);
  const stage: Stage = { ...plan.stage, clock };
  const said: { step: Step; posted: Posted }[] = [];
  let incident = plan.resume;
  const seen = new Set(incident?.entries.map((entry) => entry.seq));
  const outcome = (stoppedBefore?: Step): Outcome => ({ incident, said, stoppedBefore, theirs: clock.theirs });

  function look(newer: ApiIncident): void {
    incident = newer;
    for (const entry of newer.entries.filter((one) => !seen.has(one.seq))) {
      seen.add(entry.seq);
      if (entry.automated) tell({ type: 'by-itself', entry, theirs: clock.theirs(Date.parse(entry.at)) });
    }
  }

  /**
   * What is owed before the next step is said before it: at 1,200 times its speed an hour of lateness is three seconds,
   * and a busy machine may need them.
   */
  async function owedIsSaid(byMs: number): Promise<void> {
    const giveUpAt = surroundings.now() + APOLOGISED_WITHIN_MS;
    while (incident && isOwed(incident, byMs) && surroundings.now() < giveUpAt && !interrupted.aborted) {
      await surroundings.wait(LOOK_EVERY_MS / 4).catch(() => undefined);
      look((await stage.client.show(incident.id)).incident);
    }
  }

  for (const [index, step] of script.steps.entries()) {
    if (index < from) continue;
    for (
      let left = clock.ours(step.at) - surroundings.now();
      left > 0;
      left = clock.ours(step.at) - surroundings.now()
    ) {
      tell({ type: 'waiting', step, ms: left });
      await surroundings.wait(Math.min(left, LOOK_EVERY_MS)).catch(() => undefined);
      if (interrupted.aborted) return outcome(step);
      // Only a look: the next entry is posted with retries of its own, so a server that is away is noticed there.
      if (incident)
        await stage.client.show(incident.id).then(
          (shown) => look(shown.incident),
          () => undefined,
        );
    }
    if (interrupted.aborted) return outcome(step);
    if (plan.teamSpeaks && index > 0) {
      tell({ type: 'known', step });
      continue;
    }
    await owedIsSaid(clock.ours(step.at));
    const posted = await post(stage, incident?.id ?? '', step, script.steps[index + 1]);
    look(posted.incident);
    if (posted.incident.unchanged) tell({ type: 'not-said', step, why: 'it was resolved already' });
    else {
      said.push({ step, posted });
      tell({ type: 'said', step, posted });
    }
  }
  const last = script.steps.at(-1);
  if (incident && last && plan.teamSpeaks) {
    tell({ type: 'over-there', step: last });
    while (!isOver(incident)) {
      await surroundings.wait(LOOK_EVERY_MS).catch(() => undefined);
      if (interrupted.aborted) return outcome(last);
      await stage.client.show(incident.id).then(
        (shown) => look(shown.incident),
        () => undefined,
      );
    }
  }
  if (incident) look(await delivered(stage, incident.id, surroundings, interrupted));
  return outcome();
}

/** True if the pipeline is about to apologise for something whose grace was over by this time. */
function isOwed(incident: ApiIncident, byMs: number): boolean {
  const { apologyIfSilent: silent, promises } = incident;
  if (silent === undefined || !('at' in silent)) return false;
  const due = promises.filter((row) => row.state === 'open' && row.promise !== 'reportBy');
  return due.some(({ at, madeAt }) => madeAt !== undefined && Date.parse(graceEnds({ at, madeAt })) <= byMs);
}

/** An interrupted replay goes on behind the last text of the file that the incident has. */
function firstUnsaid(steps: readonly Step[], incident: ApiIncident): number {
  const texts = incident.entries.filter((entry) => !entry.automated).map((entry) => entry.message);
  let from = 0;
  for (const text of texts) if (steps[from]?.message === text) from++;
  return from;
}

async function delivered(
  stage: Stage,
  id: string,
  surroundings: Surroundings,
  interrupted: AbortSignal,
): Promise<ApiIncident> {
  const giveUpAt = surroundings.now() + DELIVER_WITHIN_MS;
  for (;;) {
    const { incident } = await stage.client.show(id);
    if (isDelivered(incident) || surroundings.now() >= giveUpAt || interrupted.aborted) return incident;
    await surroundings.wait(LOOK_EVERY_MS / 4).catch(() => undefined);
  }
}

const isDelivered = (incident: ApiIncident): boolean =>
  Object.values(incident.deliveries ?? {}).every((records) =>
    incident.entries.every(({ seq }) => {
      const state = records[seq]?.state;
      return state !== undefined && state !== 'claimed' && state !== 'throttled';
    }),
  );
