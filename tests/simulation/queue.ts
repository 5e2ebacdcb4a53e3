import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Ending } from './worker.ts';

/** How a queue treats its messages, each as a probability. */
export type Manners = { repeats: number; late: number };

export type QueueOptions = {
  /** How many messages are worked on at a time. */
  atATime: number;
  /** When a message whose worker failed or died comes back. */
  visibleAgainMs: number;
  /** So many tries, then it goes to the dead-letter queue. */
  tries: number;
  manners: () => Manners;
};

/** A queue as SQS is one: at least once, in no order, back again when its worker fails. */
export class Queue<Message> {
  /** Messages that nobody could handle. */
  readonly dead: Message[] = [];
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #options: QueueOptions;
  readonly #handle: (message: Message) => Promise<Ending<unknown>>;
  readonly #waiting: { message: Message; tries: number }[] = [];
  #busy = 0;

  constructor(
    time: VirtualTime,
    random: Random,
    options: QueueOptions,
    handle: (message: Message) => Promise<Ending<unknown>>,
  ) {
    this.#time = time;
    this.#random = random;
    this.#options = options;
    this.#handle = handle;
  }

  send(message: Message, delayMs = 0): void {
    const { repeats, late } = this.#options.manners();
    const copies = this.#random.chance(repeats) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const extraMs = this.#random.chance(late) ? this.#random.int(1_000, 90_000) : this.#random.int(5, 60);
      this.#time.after(delayMs + extraMs, () => this.#arrive(message, 0));
    }
  }

  #arrive(message: Message, tries: number): void {
    this.#waiting.push({ message, tries });
    this.#next();
  }

  #next(): void {
    if (this.#busy >= this.#options.atATime) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#busy += 1;
    void this.#handle(next.message).then((ending) => {
      this.#busy -= 1;
      if (ending.type !== 'done') this.#giveBack(next.message, next.tries + 1);
      this.#next();
    });
  }

  #giveBack(message: Message, tries: number): void {
    if (tries >= this.#options.tries) this.dead.push(message);
    else this.#time.after(this.#options.visibleAgainMs, () => this.#arrive(message, tries));
  }
}
