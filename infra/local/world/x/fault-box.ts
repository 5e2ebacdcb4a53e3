import {
  type ActiveFault,
  type AnswerFault,
  type Condition,
  type FaultRequest,
  faultSchema,
  isCondition,
  planOf,
} from './faults.ts';

/** What a request is, as far as faults choose by it. */
export type Touched = 'post' | 'reply' | 'read' | 'other';

/** The faults in force. They are kept in memory only: a restarted world behaves well again. */
export class FaultBox {
  #active: ActiveFault[] = [];
  #lastId = 0;

  /** Adds a fault at `nowMs`. Throws zod's error, naming the field, for one that it does not know. */
  inject(request: FaultRequest, nowMs: number): ActiveFault {
    const { fault, times, forMs, on, ...more } = faultSchema.parse(request);
    const once = times === undefined && forMs === undefined && !isCondition(fault);
    const active = {
      id: ++this.#lastId,
      fault,
      on: on ?? 'post',
      ...(times !== undefined || once ? { times: times ?? 1 } : {}),
      ...(forMs !== undefined ? { until: new Date(nowMs + forMs).toISOString() } : {}),
      ...more,
    } as ActiveFault;
    this.#active.push(active);
    return active;
  }

  clear(): void {
    this.#active = [];
  }

  /** Ends one fault; false if it is not in force. */
  end(id: number): boolean {
    const before = this.#active.length;
    this.#active = this.#active.filter((fault) => fault.id !== id);
    return this.#active.length < before;
  }

  /** Those still in force at `nowMs`, oldest first. */
  active(nowMs: number): readonly ActiveFault[] {
    const now = new Date(nowMs).toISOString();
    this.#active = this.#active.filter(({ until, times }) => (until === undefined || now < until) && times !== 0);
    return this.#active;
  }

  /** The oldest fault that hits this request, counted down by one. */
  strike(touched: Touched, nowMs: number): (ActiveFault & { fault: AnswerFault }) | undefined {
    const isHit = (fault: ActiveFault): fault is ActiveFault & { fault: AnswerFault } =>
      !isCondition(fault.fault) && covers(fault, touched) && (touched === 'reply' || !planOf(fault.fault).repliesOnly);
    const hit = this.active(nowMs).find(isHit);
    if (hit) this.#countDown(hit);
    return hit;
  }

  /** The newest condition of that name in force. Looking does not use it up; `use` does, once per post it affects. */
  condition(name: Condition, nowMs: number): ActiveFault | undefined {
    return this.active(nowMs).findLast(({ fault }) => fault === name);
  }

  use(name: Condition, nowMs: number): ActiveFault | undefined {
    const found = this.condition(name, nowMs);
    if (found) this.#countDown(found);
    return found;
  }

  #countDown(fault: ActiveFault): void {
    if (fault.times !== undefined) fault.times -= 1;
  }
}

function covers({ on }: ActiveFault, touched: Touched): boolean {
  if (on === 'all') return true;
  return on === 'read' ? touched === 'read' : touched === 'post' || touched === 'reply';
}
