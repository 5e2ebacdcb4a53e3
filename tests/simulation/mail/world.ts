import type { MailEvent } from '../../../shared/core/subscribers/mail-event.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../../shared/core/instant.ts';
import type { HandedOver, Letter } from '../../../shared/ports/letters.ts';
import type { Random } from '../random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { Worker } from '../worker.ts';

/** A mail in somebody's mailbox. */
export type Arrived = { to: string; incident: string; seq: number; kind: string; attempt: string; atMs: number };

/** How often what goes wrong, each as a probability per mail. The shares are those under which the protocol was chosen. */
export type MailFaults = {
  /** The answer is lost; half of these mails were taken. */
  ambiguous: number;
  /** SES is asked faster than it takes, and says so. */
  throttled: number;
  eventLost: number;
  eventLate: number;
};

export const CALM_MAIL: MailFaults = { ambiguous: 0, throttled: 0, eventLost: 0, eventLate: 0 };
export const USUAL_FAULTS: MailFaults = { ambiguous: 0.02, throttled: 0.01, eventLost: 0.005, eventLate: 0.01 };

/** What a client waits for SES. */
const DEADLINE_MS = 8 * SECOND_MS;

/** SES and the mailboxes behind it, under virtual time. */
export class MailWorld {
  readonly mailboxes: Arrived[] = [];
  /** Mails that say that no more come for a while. */
  readonly pauses: Arrived[] = [];
  /** What went wrong, by kind. */
  readonly faults: Record<string, number> = {};
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #tell: (event: MailEvent) => void;
  #faults: MailFaults;

  constructor(time: VirtualTime, random: Random, faults: MailFaults, tell: (event: MailEvent) => void) {
    this.#time = time;
    this.#random = random;
    this.#faults = faults;
    this.#tell = tell;
  }

  calmDown(): void {
    this.#faults = CALM_MAIL;
  }

  /** One request to SES, as one worker makes it. */
  async send(worker: Worker, letter: Letter): Promise<HandedOver> {
    const { ambiguous, throttled } = this.#faults;
    if (this.#happens('throttled', throttled)) {
      await worker.call('ses', async () => undefined);
      return { is: 'not-now', reason: 'the rate is exceeded' };
    }
    const isLost = this.#happens('answer lost', ambiguous);
    const isTaken = !isLost || this.#random.chance(0.5);
    const answer = worker.call('ses', async () => {
      if (isTaken) this.#take(letter);
    });
    try {
      await answer;
    } catch {
      return { is: 'unknown', reason: 'SES did not answer' };
    }
    if (!isLost) return { is: 'taken', receipt: letter.attempt };
    await worker.wait(DEADLINE_MS);
    return { is: 'unknown', reason: 'SES did not answer' };
  }

  #take({ person, incident, entry, attempt, pausedUntil }: Letter): void {
    const atMs = this.#time.nowMs;
    const { seq, kind } = entry;
    const box = pausedUntil === undefined ? this.mailboxes : this.pauses;
    box.push({ to: person.id, incident: incident.id, seq, kind, attempt, atMs });
    // What says that no more come proves no statement, and its event names none.
    if (pausedUntil !== undefined || this.#happens('event lost', this.#faults.eventLost)) return;
    const isLate = this.#happens('event late', this.#faults.eventLate);
    const afterMs = isLate ? this.#random.int(20 * SECOND_MS, 4 * MINUTE_MS) : this.#random.int(200, 5_000);
    const of = { incident: incident.id, seq, attempt };
    this.#time.after(afterMs, () => this.#tell({ type: 'sent', at: instant(atMs), subscriber: person.id, of }));
  }

  #happens(fault: string, probability: number): boolean {
    if (!this.#random.chance(probability)) return false;
    this.note(fault);
    return true;
  }

  /** Something went wrong. */
  note(fault: string): void {
    this.faults[fault] = (this.faults[fault] ?? 0) + 1;
  }
}
