import type { FaultRequest, FaultSet } from './fault-set.ts';
import type { ActiveFault, Touched } from './plans.ts';

/** The faults of one service that are in force. They are kept in memory only: a restarted world behaves well again. */
export class FaultBox<Struck extends string = string, Lasting extends string = string> {
  readonly #set: FaultSet<Struck, Lasting>;
  #active: ActiveFault<Struck | Lasting>[] = [];
  #lastId = 0;

  constructor(set: FaultSet<Struck, Lasting>) {
    this.#set = set;
  }

  /** What `inject` takes. */
  get schema() {
    return this.#set.schema;
  }

  /** Adds a fault at `nowMs`. Throws zod's error, naming the field, for one that it does not know. */
  inject(request: FaultRequest<Struck | Lasting>, nowMs: number): ActiveFault<Struck | Lasting> {
    const { fault, times, forMs, on, ...more } = this.#set.schema.parse(request);
    const once = times === undefined && forMs === undefined && !this.#set.isCondition(fault);
    const active = {
      id: ++this.#lastId,
      fault,
      on: on ?? 'post',
      ...(times !== undefined || once ? { times: times ?? 1 } : {}),
      ...(forMs !== undefined ? { until: new Date(nowMs + forMs).toISOString() } : {}),
      ...more,
    } as ActiveFault<Struck | Lasting>;
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
  active(nowMs: number): readonly ActiveFault<Struck | Lasting>[] {
    const now = new Date(nowMs).toISOString();
    this.#active = this.#active.filter(({ until, times }) => (until === undefined || now < until) && times !== 0);
    return this.#active;
  }

  /** The oldest fault that hits this request, counted down by one. */
  strike(touched: Touched, nowMs: number): ActiveFault<Struck> | undefined {
    const hit = this.active(nowMs).find((fault) => this.#hits(fault, touched));
    if (hit) countDown(hit);
    return hit as ActiveFault<Struck> | undefined;
  }

  #hits({ fault, on }: ActiveFault<Struck | Lasting>, touched: Touched): boolean {
    if (this.#set.isCondition(fault)) return false;
    const { only } = this.#set.planOf(fault as Struck);
    // What can hit one kind of request alone, hits it whatever it was told.
    if (only !== undefined && only !== 'reply') return touched === only;
    return covers(on, touched) && (only === undefined || touched === 'reply' || touched === 'answer');
  }

  /** The newest condition of that name in force. Looking does not use it up; `use` does, once per post it affects. */
  condition(name: Lasting, nowMs: number): ActiveFault | undefined {
    return this.active(nowMs).findLast(({ fault }) => fault === name);
  }

  use(name: Lasting, nowMs: number): ActiveFault | undefined {
    const found = this.condition(name, nowMs);
    if (found) countDown(found);
    return found;
  }
}

function countDown(fault: ActiveFault): void {
  if (fault.times !== undefined) fault.times -= 1;
}

function covers(on: ActiveFault['on'], touched: Touched): boolean {
  if (on === 'all') return true;
  return on === 'read' ? touched === 'read' : ['post', 'reply', 'answer', 'message'].includes(touched);
}
