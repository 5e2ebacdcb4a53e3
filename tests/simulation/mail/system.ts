import { memoryControl } from '../../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../../shared/adapters/memory/deliveries.ts';
import { memoryLog } from '../../../shared/adapters/memory/incident-log.ts';
import { memoryRuns } from '../../../shared/adapters/memory/runs.ts';
import { memorySubscribers } from '../../../shared/adapters/memory/subscribers.ts';
import { memoryTable } from '../../../shared/adapters/memory/table.ts';
import { memoryTellings } from '../../../shared/adapters/memory/tellings.ts';
import { memoryVersioned } from '../../../shared/adapters/memory/versioned.ts';
import { takeMailEvent } from '../../../shared/app/subscribers/feedback.ts';
import type { MailEvent } from '../../../shared/core/subscribers/mail-event.ts';
import { watchedPersonal } from '../../../shared/app/subscribers/look-again.ts';
import type { TellPorts } from '../../../shared/app/subscribers/tell-ports.ts';
import { tellSubscribers } from '../../../shared/app/subscribers/tell.ts';
import { isEnded } from '../../../shared/core/delivery.ts';
import { replayed } from '../../../shared/core/evolve.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../../shared/core/instant.ts';
import { NEW_ACCOUNT, type PersonalAccount } from '../../../shared/core/subscribers/account.ts';
import { MAIL, PERSONAL_RULES } from '../../../shared/core/subscribers/facts.ts';
import { mannerOf } from '../../../shared/core/subscribers/manners.ts';
import type { Pace } from '../../../shared/core/subscribers/pace.ts';
import type { Subscriber } from '../../../shared/core/subscribers/subscriber.ts';
import { Queue } from '../queue.ts';
import type { Random } from '../random.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { CALM, type Ending, type Hazards, reachedBy, Worker } from '../worker.ts';
import { MAIL_VARIANTS, type MailVariant, type Variant } from './variants.ts';
import { CALM_MAIL, type MailFaults, MailWorld } from './world.ts';

/** What goes wrong around the mails themselves. */
export type Trouble = { hazards: Hazards; faults: MailFaults; repeats: number; late: number; lostNudges: number };

export const NO_TROUBLE: Trouble = { hazards: CALM, faults: CALM_MAIL, repeats: 0, late: 0, lostNudges: 0 };

/** The mail channel with everything around it, under virtual time: table, queues, SES, sweep. */
export class MailSystem {
  readonly table = memoryTable();
  readonly subscribers = memorySubscribers();
  readonly tellings = memoryTellings();
  readonly runs = memoryRuns();
  readonly account = memoryVersioned<PersonalAccount>();
  readonly pace = memoryVersioned<Pace>();
  readonly deliveries = memoryDeliveries(this.table);
  readonly control = memoryControl(this.table);
  readonly world: MailWorld;
  readonly log;
  /** Calls to ports and messages, for what it costs. */
  readonly calls: Record<string, number> = {};
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #perSecond: number;
  readonly #variant: MailVariant;
  readonly #work: Queue<string>;
  readonly #feedback: Queue<MailEvent>;
  readonly #watched;
  #trouble: Trouble;
  #workers = 0;

  constructor(
    time: VirtualTime,
    random: Random,
    options: { perSecond: number; trouble: Trouble; variant: MailVariant },
  ) {
    this.#time = time;
    this.#random = random;
    this.#perSecond = options.perSecond;
    this.#variant = options.variant;
    this.#trouble = options.trouble;
    const clock = { now: () => instant(time.nowMs) };
    this.log = memoryLog({ table: this.table, clock, indexLagMs: () => 0 });
    this.#watched = watchedPersonal(MAIL, this);
    const queue = { visibleAgainMs: MINUTE_MS, tries: 5, manners: () => this.#trouble };
    this.#work = new Queue(time, random.fork('work'), { ...queue, atATime: 5 }, (id) => this.#tell(id));
    this.#feedback = new Queue(time, random.fork('feedback'), { ...queue, atATime: 5 }, (event) => this.#hear(event));
    const { hearsNoProof }: Variant = MAIL_VARIANTS[options.variant];
    const tell = (event: MailEvent) => {
      if (hearsNoProof === undefined) this.#feedback.send(event);
    };
    this.world = new MailWorld(time, random.fork('world'), options.trouble.faults, tell);
  }

  async begin(people: readonly Subscriber[]): Promise<void> {
    await this.control.setMode('mail', 'live');
    await this.account.swap(0, { ...NEW_ACCOUNT, armedAt: instant(this.#time.nowMs) });
    for (const person of people) await this.subscribers.put(person, 0);
    this.#everyMinute();
  }

  nudge(incident: string): void {
    if (!this.#random.chance(this.#trouble.lostNudges)) this.#work.send(incident);
  }

  calmDown(): void {
    this.#trouble = NO_TROUBLE;
    this.world.calmDown();
  }

  /** True once nothing of the incident is under way. */
  async isSettled(incident: string): Promise<boolean> {
    const [entries, done] = await Promise.all([this.log.load(incident), this.deliveries.of(incident, 'mail')]);
    return entries.every(({ seq }) => isEnded(done.get(seq)));
  }

  #tell(incident: string): Promise<Ending<unknown>> {
    const worker = this.#worker('tell');
    const { build }: Variant = MAIL_VARIANTS[this.#variant];
    const ports = this.#portsOf(worker);
    return this.#run(worker, () => tellSubscribers(build?.(ports) ?? ports, incident));
  }

  #hear(event: MailEvent): Promise<Ending<unknown>> {
    const worker = this.#worker('feedback');
    const { subscribers, tellings, pace } = this.#reached(worker);
    return this.#run(worker, () => takeMailEvent({ subscribers, tellings, pace }, event));
  }

  async #run(worker: Worker, job: () => Promise<unknown>): Promise<Ending<unknown>> {
    const ending = await worker.run(job);
    if (ending.type !== 'done') this.world.note(ending.type === 'crashed' ? 'worker died' : 'call failed');
    return ending;
  }

  #worker(name: string): Worker {
    const random = this.#random.fork(`${name}#${this.#workers++}`);
    return new Worker(name, this.#time, random, { skewMs: 0, hazards: this.#trouble.hazards });
  }

  #reached(worker: Worker) {
    const counted = <Port extends object>(name: string, port: Port): Port => {
      const methods = Object.entries(port).map(([method, call]) => [
        method,
        (...args: unknown[]) => {
          this.#count(`${name}.${method}`);
          return call(...args);
        },
      ]);
      return reachedBy(worker, name, Object.fromEntries(methods) as Port);
    };
    return {
      log: counted('log', { load: this.log.load }),
      control: counted('control', { read: this.control.read }),
      deliveries: counted('deliveries', { of: this.deliveries.of, put: this.deliveries.put }),
      subscribers: counted('subscribers', this.subscribers),
      tellings: counted('tellings', this.tellings),
      runs: counted('runs', this.runs),
      account: counted('account', this.account),
      pace: counted('pace', this.pace),
    };
  }

  #portsOf(worker: Worker): TellPorts {
    return {
      is: MAIL,
      rules: PERSONAL_RULES,
      ...this.#reached(worker),
      perSecond: async () => this.#perSecond,
      mannerOf,
      carry: (letter) => this.world.send(worker, letter),
      again: (incident, afterMs) =>
        worker.call('queue.send', async () => {
          this.#count('queue.send');
          this.#work.send(incident, Math.ceil(afterMs / SECOND_MS) * SECOND_MS);
        }),
      rehearse: async () => undefined,
      page: async () => undefined,
      quarantined: async () => undefined,
      clock: worker.clock,
      randomness: { salt: () => worker.random.salt() },
      pause: (ms) => worker.wait(ms),
    };
  }

  #count(call: string): void {
    this.calls[call] = (this.calls[call] ?? 0) + 1;
  }

  /** As the sweep does it: whoever owes something is nudged. */
  #everyMinute(): void {
    this.#time.after(MINUTE_MS, () => {
      this.#everyMinute();
      void this.#sweep();
    });
  }

  async #sweep(): Promise<void> {
    for (const id of this.table.incidents.keys()) {
      const incident = replayed(id, await this.log.load(id));
      if (incident.phase === 'unreported') continue;
      if ((await this.#watched.dueAt(incident, instant(this.#time.nowMs))) !== undefined) this.nudge(id);
    }
  }
}
