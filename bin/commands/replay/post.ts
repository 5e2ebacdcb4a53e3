import type { CandorClient } from '../../../shared/client/client.ts';
import { ApiProblem } from '../../../shared/client/problem.ts';
import type { Answered, OpenCommand, Said } from '../../../shared/client/types.ts';
import type { ComponentState, PromiseName } from '../../../shared/core/entry.ts';
import { rulesAsked } from '../failure.ts';
import type { CompressedClock } from './clock.ts';
import type { Script, Step } from './script.ts';

/** Between updates that promised no next one, the replay promises it this long after the real one came. */
const MARGIN_MS = 5000;

/** What posting one step came to. */
export type Posted = Answered & {
  /** The promises of the text that could be made; the others had passed on the compressed clock. */
  made: readonly PromiseName[];
  tooLate: readonly PromiseName[];
  /** Rules that would have asked the author to think again. */
  overridden: readonly string[];
};

export type Stage = {
  client: CandorClient;
  clock: CompressedClock;
  now: () => number;
  /** Names this replay in its idempotency keys. */
  run: string;
  script: Script;
  components: readonly ComponentState[];
  /** An exercise: opened so that no channel ever says it. */
  drill?: boolean;
};

/**
 * Posts one step. Its texts are the vendor's and go out as they were, so what our rules would ask about is overridden
 * and counted. A promise that has already passed on the compressed clock is left out and reported, never moved.
 */
export async function post(stage: Stage, id: string, step: Step, next: Step | undefined): Promise<Posted> {
  const dropped = new Set<PromiseName>();
  const overridden = new Set<string>();
  for (;;) {
    const made = toldNames(step).filter((name) => !dropped.has(name));
    const passed = made.filter((name) => stage.clock.ours(step.told[name]?.at ?? '') <= stage.now());
    if (passed.length > 0) {
      for (const name of passed) dropped.add(name);
      continue;
    }
    try {
      const answer = await send(stage, id, step, next, made, [...overridden]);
      return { ...answer, made, tooLate: [...dropped], overridden: [...overridden] };
    } catch (error) {
      if (!(error instanceof ApiProblem) || !learnedFrom(error, made, dropped, overridden)) throw error;
    }
  }
}

/** True if the refusal taught us something that makes the next attempt different. */
function learnedFrom(
  error: ApiProblem,
  made: readonly PromiseName[],
  dropped: Set<PromiseName>,
  overridden: Set<string>,
): boolean {
  const before = dropped.size + overridden.size;
  for (const rule of rulesAsked(error)) overridden.add(rule);
  if (error.code === 'promise-in-the-past' || error.code === 'promise-too-far')
    for (const name of made) if (error.problem.errors.some(({ field }) => field === name)) dropped.add(name);
  return dropped.size + overridden.size > before;
}

const toldNames = (step: Step): PromiseName[] => Object.keys(step.told) as PromiseName[];

function send(
  { client, clock, now, run, script, components, drill }: Stage,
  id: string,
  step: Step,
  next: Step | undefined,
  made: readonly PromiseName[],
  override: readonly string[],
): Promise<Answered> {
  const key = { key: `replay-${run}-${step.index}-${step.act}` };
  const promised = (name: PromiseName) =>
    made.includes(name) ? new Date(clock.ours(step.told[name]?.at ?? '')).toISOString() : undefined;
  const restoreBy = promised('restoreBy');
  const said: Said = {
    message: step.message,
    ...(step.status === undefined ? {} : { status: step.status }),
    nextUpdateBy: promised('nextUpdateBy') ?? marginBehind(next, clock, now()),
    ...(restoreBy === undefined ? {} : { restoreBy }),
    ...(override.length === 0 ? {} : { override }),
  };
  const only = { message: said.message, ...(override.length === 0 ? {} : { override }) };
  switch (step.act) {
    case 'open': {
      const handling = drill ? ({ handling: 'drill' } as const) : {};
      const opening: OpenCommand = { ...said, ...handling, title: script.title, impact: script.impact, components };
      return client.open(opening, key);
    }
    case 'update':
      return client.update(id, said, key);
    case 'reopen':
      return client.reopen(id, { ...said, components }, key);
    case 'resolve':
      return client.resolve(id, only, key);
    case 'postmortem':
      return client.postmortem(id, only, key);
  }
}

/** A next update that the replay itself will keep; none when the file has nothing more to say. */
function marginBehind(next: Step | undefined, clock: CompressedClock, nowMs: number): string | null {
  if (!next) return null;
  return new Date(Math.max(clock.ours(next.at), nowMs) + MARGIN_MS).toISOString();
}
