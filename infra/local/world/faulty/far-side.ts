import { type Answer, json } from './answer.ts';
import type { FaultBox } from './fault-box.ts';
import type { FaultSet } from './fault-set.ts';
import type { Outcome } from './outcome.ts';
import type { ActiveFault, Touched } from './plans.ts';

/**
 * What stands between a request and what a service would do: the faults in force, and what it is still working on. No
 * clock and no sockets; time comes with each call.
 */
export class FarSide<Struck extends string, Lasting extends string> {
  readonly faults: FaultBox<Struck, Lasting>;
  readonly #set: FaultSet<Struck, Lasting>;
  readonly #accountId: string;
  #inProgress: { atMs: number; run: () => void }[] = [];

  constructor(set: FaultSet<Struck, Lasting>, faults: FaultBox<Struck, Lasting>, accountId: string) {
    this.#set = set;
    this.faults = faults;
    this.#accountId = accountId;
  }

  /** What comes of a request that would have `effect`, with the fault that hits it if any does. */
  disturbed(touched: Touched, nowMs: number, effect: (atMs: number) => Answer): Outcome {
    const fault = this.faults.strike(touched, nowMs);
    if (!fault) return { type: 'answered', answer: effect(nowMs), arrives: 'whole' };
    return this.struck(fault, nowMs, effect);
  }

  /** The same with a fault that has been chosen already. */
  struck(fault: ActiveFault<Struck>, nowMs: number, effect: (atMs: number) => Answer): Outcome {
    if (fault.fault === 'slow') return this.#later(nowMs + (fault.ms ?? 12_000), effect);
    const plan = this.#set.planOf(fault.fault);
    const done = plan.effect ? effect(nowMs) : json(204, '');
    const answer = plan.answer?.(fault, nowMs, this.#accountId) ?? done;
    return { type: 'answered', answer, arrives: plan.arrives ?? 'whole', overMs: fault.ms ?? 12_000 };
  }

  /** Finishes what the service was still working on and is due by `nowMs`. */
  settle(nowMs: number): void {
    const due = this.#inProgress.filter(({ atMs }) => atMs <= nowMs).toSorted((a, b) => a.atMs - b.atMs);
    this.#inProgress = this.#inProgress.filter(({ atMs }) => atMs > nowMs);
    for (const { run } of due) run();
  }

  /** When the next of those is due, in ms, if any: what a virtual clock needs to know. */
  nextSettleMs(): number | undefined {
    return this.#inProgress.length === 0 ? undefined : Math.min(...this.#inProgress.map(({ atMs }) => atMs));
  }

  #later(atMs: number, effect: (atMs: number) => Answer): Outcome {
    let result: Outcome | undefined;
    const run = () => {
      result = { type: 'answered', answer: effect(atMs), arrives: 'whole' };
    };
    this.#inProgress.push({ atMs, run });
    return { type: 'later', atMs, result: () => result };
  }
}
