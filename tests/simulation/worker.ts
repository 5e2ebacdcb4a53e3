import { instant } from '../../shared/core/instant.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How likely it is, at each call to a port, that something goes wrong. */
export type Hazards = {
  /** The process ends, before the call or after it took effect. */
  crash: number;
  /** The call fails, before or after it took effect. */
  error: number;
  /** The process is suspended for some seconds. */
  stall: number;
};

export const CALM: Hazards = { crash: 0, error: 0, stall: 0 };

export type Ending<T> = { type: 'done'; value: T } | { type: 'failed'; error: unknown } | { type: 'crashed' };

/** What a port throws when the network or the service behind it fails. */
export class IoError extends Error {}

/** No function runs longer than this; then its environment is ended. */
const TIMEOUT_MS = 60_000;

/**
 * One run of one function: its own clock, and ports that take time and fail. Where a real process would die, this one
 * stops for ever in the middle of a call: nothing that it holds runs any further, no `catch` and no `finally`.
 */
export class Worker {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly #time: VirtualTime;
  readonly #hazards: Hazards;
  #dead = false;
  #onDeath: () => void = () => {};

  constructor(name: string, time: VirtualTime, random: Random, options: { skewMs: number; hazards: Hazards }) {
    this.name = name;
    this.random = random;
    this.#time = time;
    this.#hazards = options.hazards;
    this.clock = { now: () => instant(time.nowMs + options.skewMs) };
  }

  /** Runs the function to its end, whatever that is. */
  run<T>(job: () => Promise<T>): Promise<Ending<T>> {
    return new Promise((resolve) => {
      this.#onDeath = () => resolve({ type: 'crashed' });
      this.#time.after(TIMEOUT_MS, () => this.#die());
      job().then(
        (value) => resolve({ type: 'done', value }),
        (error) => resolve({ type: 'failed', error }),
      );
    });
  }

  /** One call to the outside: it takes time, it may fail, and the process may die on either side of its effect. */
  async call<T>(port: string, effect: () => Promise<T>): Promise<T> {
    await this.#pass();
    const fails = this.random.chance(this.#hazards.error);
    const before = fails && this.random.chance(0.5);
    if (before) throw new IoError(`${port} could not be reached`);
    const answer = await effect();
    await this.#pass();
    if (fails) throw new IoError(`${port} did not answer`);
    return answer;
  }

  /** Waits without doing anything; the process may die meanwhile. */
  async wait(ms: number): Promise<void> {
    await this.#time.pause(ms);
    await this.#pass();
  }

  async #pass(): Promise<void> {
    const stalls = this.random.chance(this.#hazards.stall);
    await this.#time.pause(stalls ? this.random.int(200, 4_000) : this.random.int(1, 15));
    if (this.random.chance(this.#hazards.crash / 2)) this.#die();
    if (this.#dead) await new Promise(() => {});
  }

  #die(): void {
    this.#dead = true;
    this.#onDeath();
  }
}

/** The port as this worker reaches it. Values that are not functions stay as they are. */
export function reachedBy<Port extends object>(worker: Worker, name: string, port: Port): Port {
  const methods = Object.entries(port).map(([method, value]) => {
    if (typeof value !== 'function') return [method, value];
    return [method, (...args: unknown[]) => worker.call(`${name}.${method}`, () => value(...args))];
  });
  return Object.fromEntries(methods) as Port;
}
