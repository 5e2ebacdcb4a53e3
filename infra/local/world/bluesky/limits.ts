import type { Answer } from '../faulty/answer.ts';
import { tooMany } from './answers.ts';

/** So many points within a window that begins with the first of them, as the PDS counts. */
export class Limit {
  readonly points: number;
  readonly windowMs: number;
  #beganMs = Number.NEGATIVE_INFINITY;
  #spent = 0;

  constructor(points: number, windowMs: number) {
    this.points = points;
    this.windowMs = windowMs;
  }

  /** Also what is then refused is counted. */
  spend(points: number, nowMs: number): void {
    if (nowMs >= this.#beganMs + this.windowMs) {
      this.#beganMs = nowMs;
      this.#spent = 0;
    }
    this.#spent += points;
  }

  state() {
    const left = this.points - this.#spent;
    return { points: this.points, windowMs: this.windowMs, left, resetMs: this.#beganMs + this.windowMs };
  }
}

type State = Omit<ReturnType<Limit['state']>, 'left'> & { left: number };

/** The headers of the limit that is nearest to its end. */
export function limitHeaders({ points, windowMs, left, resetMs }: State): Record<string, string> {
  return {
    'ratelimit-limit': String(points),
    'ratelimit-remaining': String(Math.max(0, left)),
    'ratelimit-reset': String(Math.floor(resetMs / 1000)),
    'ratelimit-policy': `${points};w=${windowMs / 1000}`,
  };
}

export function tooManyOf(state: State, nowMs: number): Answer {
  const retryAfter = String(Math.ceil((state.resetMs - nowMs) / 1000));
  return { ...tooMany().answer, headers: { ...limitHeaders({ ...state, left: 0 }), 'retry-after': retryAfter } };
}

/** Spends points of several limits at once; answers with the headers, or with the refusal if one of them is used up. */
export function spendAll(spent: readonly [Limit, number][], nowMs: number): Record<string, string> | Answer {
  for (const [limit, points] of spent) limit.spend(points, nowMs);
  const nearest = spent.map(([limit]) => limit.state()).toSorted((a, b) => a.left - b.left)[0]!;
  return nearest.left < 0 ? tooManyOf(nearest, nowMs) : limitHeaders(nearest);
}
