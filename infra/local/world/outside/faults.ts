import * as z from 'zod';

/** What becomes of one call: is it taken, what is answered, and does the answer arrive? */
type Plan = { says: string; taken: boolean; status?: number; arrives?: 'nothing' | 'never' };

const plans = {
  'rate-limited': { says: '429 with Retry-After (2 s, or the delay)', taken: false, status: 429 },
  'not-found': { says: '404, as a room that was deleted', taken: false, status: 404 },
  gone: { says: '410, as a channel that was archived', taken: false, status: 410 },
  refused: { says: '400', taken: false, status: 400 },
  unavailable: { says: '503, and it was not taken', taken: false, status: 503 },
  '500-without-effect': { says: '500, and it was not taken', taken: false, status: 500 },
  '500-with-effect': { says: '500, though it was taken', taken: true, status: 500 },
  'lost-request': { says: 'the connection dies before it is taken', taken: false, arrives: 'nothing' },
  'lost-response': { says: 'it is taken, then the connection dies', taken: true, arrives: 'nothing' },
  silent: { says: 'it is taken, and no answer comes', taken: true, arrives: 'never' },
  redirect: { says: '307 to the API of the function', taken: false, status: 307 },
  'no-echo': { says: '200 to a challenge, without echoing it', taken: true, status: 200 },
} satisfies Record<string, Plan>;

export type OutsideFault = keyof typeof plans;
const names = Object.keys(plans) as [OutsideFault, ...OutsideFault[]];

export const planOf = (fault: OutsideFault): Plan => plans[fault];

/** The short names that people type first. */
const otherNames: Readonly<Record<string, OutsideFault>> = {
  '404': 'not-found',
  '410': 'gone',
  '429': 'rate-limited',
  '500': '500-without-effect',
  '503': 'unavailable',
};

const positive = z.number().int().min(1);

/**
 * The body of `POST /sim/hooks/faults`. `at`: the rooms of one service, `push`, `support` (the ticket
 * system), or the name of one webhook; every call, if not said. `times` counts the calls that are hit (one, if nothing is
 * said), `forMs` is a span from now.
 */
export const outsideFaultSchema = z.strictObject({
  fault: z.preprocess(
    (name) => otherNames[String(name)] ?? name,
    z.enum(names, { error: `must be one of ${names.join(', ')}` }),
  ),
  at: z.string().min(1).optional(),
  times: positive.optional(),
  forMs: positive.optional(),
  ms: positive.optional(),
});

export type ActiveOutsideFault = {
  id: number;
  fault: OutsideFault;
  at?: string;
  times?: number;
  until?: string;
  ms?: number;
};

/** The faults in force. They are kept in memory only: a restarted world behaves well again. */
export class OutsideFaults {
  readonly #clockMs: () => number;
  #active: ActiveOutsideFault[] = [];
  #lastId = 0;

  constructor(clockMs: () => number) {
    this.#clockMs = clockMs;
  }

  inject({ fault, at, times, forMs, ms }: z.output<typeof outsideFaultSchema>): void {
    this.#active.push({
      id: ++this.#lastId,
      fault,
      ...(at === undefined ? {} : { at }),
      ...(times !== undefined || forMs === undefined ? { times: times ?? 1 } : {}),
      ...(forMs === undefined ? {} : { until: new Date(this.#clockMs() + forMs).toISOString() }),
      ...(ms === undefined ? {} : { ms }),
    });
  }

  clear(): void {
    this.#active = [];
  }

  active(): readonly ActiveOutsideFault[] {
    const now = new Date(this.#clockMs()).toISOString();
    this.#active = this.#active.filter(({ until, times }) => (until === undefined || now < until) && times !== 0);
    return this.#active;
  }

  /** The oldest fault that hits a call to one of these names, counted down by one. */
  strike(at: readonly string[]): ActiveOutsideFault | undefined {
    const hit = this.active().find((one) => one.at === undefined || at.includes(one.at));
    if (hit?.times !== undefined) hit.times -= 1;
    return hit;
  }
}
