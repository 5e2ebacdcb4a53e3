type Event = { atMs: number; order: number; run: () => void };

/**
 * The one clock of a simulation. Nothing happens but what was put on it; between two events no time passes, and after
 * each one everything that it set off has run as far as it can.
 */
export class VirtualTime {
  nowMs: number;
  /** Events so far. */
  steps = 0;
  readonly #events: Event[] = [];
  #put = 0;

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  /** Has `run` called at that time, or now if that is past. Of two events at one time the first put comes first. */
  at(atMs: number, run: () => void): void {
    this.#push({ atMs: Math.max(atMs, this.nowMs), order: this.#put++, run });
  }

  after(ms: number, run: () => void): void {
    this.at(this.nowMs + ms, run);
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets events happen until `endMs`. `afterEach` may stop it by returning true. */
  async run(endMs: number, afterEach: () => boolean): Promise<void> {
    for (let next = this.#events[0]; next !== undefined && next.atMs <= endMs; next = this.#events[0]) {
      this.#pop();
      this.nowMs = next.atMs;
      this.steps += 1;
      next.run();
      // Every promise that can go on has gone on before the next tick.
      await new Promise<void>(process.nextTick);
      // The event loop comes round now and then, for what is outside: a signal, or the test runner.
      if (this.steps % 1000 === 0) await new Promise(setImmediate);
      if (afterEach()) return;
    }
    this.nowMs = endMs;
  }

  #push(event: Event): void {
    const heap = this.#events;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#events;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const child = left + 1 < heap.length && isBefore(heap[left + 1]!, heap[left]!) ? left + 1 : left;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

const isBefore = (a: Event, b: Event): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
