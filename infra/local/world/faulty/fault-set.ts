import * as z from 'zod';
import type { Plan } from './plans.ts';

/** The faults that one service has: those that change the answer to one request, and those that last. */
export class FaultSet<Struck extends string, Lasting extends string> {
  readonly #plans: Readonly<Record<Struck, Plan>>;
  readonly #conditions: Readonly<Record<Lasting, { says: string }>>;
  readonly names: readonly [Struck | Lasting, ...(Struck | Lasting)[]];
  /** Every fault with one line on what it does, in the order in which they are offered. */
  readonly descriptions: readonly { fault: Struck | Lasting; says: string }[];
  /**
   * The body of `POST /sim/faults`, without its channel.
   *
   * `times` counts the requests that are hit (for a fault that hits none by itself, it means nothing), `forMs` is a span
   * from now; with neither, a fault hits one request and a lasting one stays until it is ended. `on` says which requests:
   * posts (default), reads, or all, which is what an outage looks like.
   */
  readonly schema: z.ZodType<FaultRequest<Struck | Lasting>>;

  constructor(
    plans: Readonly<Record<Struck, Plan>>,
    conditions: Readonly<Record<Lasting, { says: string }>>,
    /** The short names that people type first. */
    otherNames: Readonly<Record<string, Struck | Lasting>>,
  ) {
    this.#plans = plans;
    this.#conditions = conditions;
    const all = [...Object.entries<{ says: string }>(plans), ...Object.entries<{ says: string }>(conditions)];
    this.descriptions = all.map(([fault, { says }]) => ({ fault: fault as Struck | Lasting, says }));
    this.names = this.descriptions.map(({ fault }) => fault) as [Struck | Lasting, ...(Struck | Lasting)[]];
    this.schema = requestSchema(this.names, otherNames);
  }

  isCondition(name: string): name is Lasting {
    return Object.hasOwn(this.#conditions, name);
  }

  planOf(name: Struck): Plan {
    return this.#plans[name];
  }
}

export type FaultRequest<Name extends string = string> = {
  fault: Name;
  times?: number | undefined;
  forMs?: number | undefined;
  on?: 'post' | 'read' | 'all' | undefined;
  ms?: number | undefined;
  limit?: number | undefined;
  resetMs?: number | undefined;
};

const positive = z.number().int().min(1);

const requestSchema = <Name extends string>(
  names: readonly [Name, ...Name[]],
  otherNames: Readonly<Record<string, Name>>,
) =>
  z.strictObject({
    fault: z.preprocess(
      (name) => otherNames[String(name)] ?? name,
      z.enum(names as [Name, ...Name[]], { error: `must be one of ${names.join(', ')}` }),
    ),
    times: positive.optional(),
    forMs: positive.optional(),
    on: z.enum(['post', 'read', 'all']).optional(),
    ms: positive.optional(),
    limit: z.number().int().min(0).optional(),
    resetMs: positive.optional(),
  }) as unknown as z.ZodType<FaultRequest<Name>>;
