import { siteIndexOver } from '../../shared/adapters/dynamodb/site-index-protocol.ts';
import { delaysInSeconds } from '../../shared/adapters/eventbridge/nudges.ts';
import { memoryControl } from '../../shared/adapters/memory/control.ts';
import { memoryDeliveries } from '../../shared/adapters/memory/deliveries.ts';
import { memoryDrafts } from '../../shared/adapters/memory/drafts.ts';
import { memoryFollowUps } from '../../shared/adapters/memory/follow-ups.ts';
import { memoryHandovers } from '../../shared/adapters/memory/handovers.ts';
import { memoryHolds } from '../../shared/adapters/memory/holds.ts';
import { memoryLog } from '../../shared/adapters/memory/incident-log.ts';
import { memoryReminders } from '../../shared/adapters/memory/reminders.ts';
import { memorySteps } from '../../shared/adapters/memory/site-index.ts';
import { memorySiteStore } from '../../shared/adapters/memory/site-store.ts';
import { type MemoryTable, memoryTable } from '../../shared/adapters/memory/table.ts';
import { memoryXAccount } from '../../shared/adapters/memory/x-account.ts';
import { config, configHash } from '../../shared/config/config.ts';
import { spoken } from '../../shared/config/voice.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../shared/core/instant.ts';
import type { Listener, Nudges } from '../../shared/ports/nudges.ts';
import type { ReminderTarget } from '../../shared/ports/reminders.ts';
import { type Chronicle, newChronicle, note } from './chronicle.ts';
import {
  observedControl,
  observedDeliveries,
  observedDrafts,
  observedHolds,
  observedLog,
  observedReminders,
  observedSite,
  observedTarget,
  type Witness,
} from './observed.ts';
import type { PlantedFault } from './planted-faults.ts';
import { Queue } from './queue.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import { type Channels, type SimulatedPorts, useCases } from './use-cases.ts';
import type { VirtualTime } from './virtual-time.ts';
import { CALM, type Ending, reachedBy, Worker } from './worker.ts';
import { WatchedX } from './x-channel.ts';

type Nudge = { incident: string } | { site: true };

type Look = { incident: string; seq: number | undefined };

/** What X does now and then. That an account is suspended or out of money is not here: then nothing more happens. */
const X_FAULTS = [
  'lost-request',
  'lost-response',
  'slow',
  'silent',
  '503-with-effect',
  '503-without-effect',
  'html-503',
  'rate-limited',
  'delayed-visibility',
  'parent-deleted',
] as const;

/**
 * The whole system under one virtual clock: the table and X, which never die, the queues between, and the functions,
 * each run of which is a worker of its own.
 */
export class System {
  readonly chronicle: Chronicle;
  readonly table: MemoryTable = memoryTable();
  readonly watchedX: WatchedX;
  readonly channels: Channels;
  readonly account = memoryXAccount();
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #scenario: Scenario;
  readonly #fault: PlantedFault;
  readonly #queues: { channel: Queue<Nudge>; at: keyof Channels }[];
  readonly #looks: Queue<Look>;
  readonly #shared: Pick<
    SimulatedPorts,
    | 'log'
    | 'deliveries'
    | 'control'
    | 'reminders'
    | 'holds'
    | 'drafts'
    | 'handovers'
    | 'followUps'
    | 'site'
    | 'account'
    | 'nudges'
  >;
  readonly #startedMs: number;
  #calm = false;
  #runs = 0;
  /** The incident that the site was nudged about last: the next nudge finds it in the same batch. */
  #nudgedLast: string | undefined;

  constructor(time: VirtualTime, random: Random, scenario: Scenario, fault: PlantedFault) {
    this.#time = time;
    this.#startedMs = time.nowMs;
    this.#random = random;
    this.#scenario = scenario;
    this.#fault = fault;
    this.chronicle = newChronicle(scenario.policy, scenario.armed);
    const { part } = scenario;
    this.channels = {
      site: part === 'all' || part === 'site',
      x: part === 'all' || part === 'x',
      people: part === 'all' || part === 'promises',
    };

    const trueClock = { now: () => instant(time.nowMs) };
    const lag = random.fork('index');
    this.#shared = {
      log: memoryLog({ table: this.table, clock: trueClock, indexLagMs: () => lag.int(0, scenario.indexLagMs) }),
      deliveries: memoryDeliveries(this.table),
      control: memoryControl(this.table),
      reminders: memoryReminders(this.table),
      holds: memoryHolds(),
      drafts: memoryDrafts(),
      handovers: memoryHandovers(),
      followUps: memoryFollowUps(),
      site: memorySiteStore(configHash),
      account: this.account,
      nudges: this.#nudges(),
    };
    this.watchedX = new WatchedX(time, this.account, this.chronicle);
    if (!scenario.xRefusesDuplicates) this.watchedX.x.faults.inject({ fault: 'duplicate-filter-off' }, time.nowMs);

    this.#queues = [
      { at: 'site', channel: this.#queue<Nudge>('publish-site', 5, (nudge) => this.#publishSite(nudge)) },
      { at: 'x', channel: this.#queue<Nudge>('publish-x', 2, (nudge) => this.#incidentOnly('publish-x', nudge)) },
      { at: 'people', channel: this.#queue<Nudge>('remind', 5, (nudge) => this.#incidentOnly('remind', nudge)) },
    ];
    this.#looks = this.#queue<Look>('look', 5, ({ incident, seq }) => {
      if (this.#isBlackout()) return Promise.resolve({ type: 'crashed' as const });
      return this.run('look', (ports) => useCases.look(ports, this.channels, incident, seq));
    });
  }

  /** Runs one function to its end, whatever that is, in a worker of its own. */
  run<T>(name: string, job: (ports: SimulatedPorts) => Promise<T>): Promise<Ending<T>> {
    const random = this.#random.fork(`${name}#${this.#runs++}`);
    const { skewMs, hazards } = this.#scenario;
    const worker = new Worker(name, this.#time, random, {
      skewMs: random.int(-skewMs, skewMs),
      hazards: this.#calm ? CALM : hazards,
    });
    return worker.run(() => job(this.#portsOf(worker, name)));
  }

  /** What an operator does by hand, again and again until it is done. */
  async operator<T>(job: (ports: SimulatedPorts) => Promise<T>): Promise<void> {
    while ((await this.run('operator', job)).type !== 'done') await this.#time.pause(SECOND_MS);
  }

  /** Something new goes wrong with X, for one call or for a while. */
  disturbX(random: Random): void {
    if (this.#calm) return;
    const fault = random.pick(X_FAULTS);
    const on = random.pick(['post', 'read', 'all'] as const);
    // A post may meet both: together they stay below the 150 s after which it counts as absent (ADR 7).
    const ms = fault === 'slow' || fault === 'delayed-visibility' ? { ms: random.int(1_000, 70_000) } : {};
    const resetMs = fault === 'rate-limited' ? { resetMs: random.int(1, 8) * MINUTE_MS } : {};
    this.watchedX.x.faults.inject({ fault, on, times: random.int(1, 3), ...ms, ...resetMs }, this.#time.nowMs);
  }

  /** A tick of the schedule. */
  async tick(): Promise<void> {
    if (!this.#isBlackout()) await this.run('sweep', (ports) => useCases.sweep(ports, this.channels));
  }

  /** From now on nothing goes wrong any more. */
  calmDown(): void {
    this.#calm = true;
    const { faults } = this.watchedX.x;
    faults.clear();
    if (!this.#scenario.xRefusesDuplicates) faults.inject({ fault: 'duplicate-filter-off' }, this.#time.nowMs);
  }

  #isBlackout(): boolean {
    const { blackout } = this.#scenario;
    if (blackout === undefined) return false;
    const sinceMs = this.#time.nowMs - this.#startedMs - blackout.fromMs;
    return sinceMs >= 0 && sinceMs < blackout.forMs;
  }

  #portsOf(worker: Worker, name: string): SimulatedPorts {
    const witness: Witness = { knewOfFreeze: false, heldUntil: new Map() };
    const { chronicle, table } = this;
    const inTable = this.#fault.inTable ?? ((ports: SimulatedPorts) => ports);
    const raw = inTable(
      {
        ...this.#shared,
        siteIndex: siteIndexOver(memorySteps(table)),
        x: this.watchedX.channelOf(worker, witness),
        targets: [this.#target()],
        clock: worker.clock,
        randomness: { salt: () => worker.random.salt() },
        policy: this.#scenario.policy,
        voice: spoken,
        warn: () => {},
        components: new Set(config.components.map(({ id }) => id)),
        table: table.name,
      },
      table,
    );
    const reached: SimulatedPorts = {
      ...raw,
      log: reachedBy(worker, 'log', observedLog(raw.log, table, chronicle, witness)),
      deliveries: reachedBy(worker, 'deliveries', observedDeliveries(raw.deliveries, chronicle)),
      control: reachedBy(worker, 'control', observedControl(raw.control, chronicle, witness)),
      drafts: reachedBy(worker, 'drafts', observedDrafts(raw.drafts, chronicle)),
      holds: reachedBy(worker, 'holds', observedHolds(raw.holds, chronicle, witness)),
      reminders: reachedBy(worker, 'reminders', observedReminders(raw.reminders, chronicle, witness)),
      // Step by step, so that a worker may die in the middle of the site index's protocol too.
      siteIndex: siteIndexOver(reachedBy(worker, 'siteIndex', memorySteps(table))),
      site: reachedBy(worker, 'site', observedSite(raw.site, chronicle)),
      account: reachedBy(worker, 'account', raw.account),
      nudges: reachedBy(worker, 'nudges', raw.nudges),
      targets: raw.targets.map((target) => reachedBy(worker, 'target', observedTarget(target, chronicle, witness))),
    };
    return this.#fault.inFunction?.(reached, name) ?? reached;
  }

  #target(): ReminderTarget {
    return { name: 'pager', personal: true, confirmed: async () => this.#scenario.armed, send: async () => {} };
  }

  #nudges(): Nudges {
    const random = this.#random.fork('bus');
    const toThose = (nudge: Nudge, whom: readonly Listener[]) => {
      for (const { at, channel } of this.#queues) {
        if (!whom.includes(at) && (at === 'people' || !whom.includes('public'))) continue;
        const lost = !this.#calm && random.chance(this.#scenario.lostNudges);
        if (this.channels[at] && !lost) channel.send(nudge);
      }
    };
    return {
      nudge: async (incidents, whom = ['public', 'people']) => {
        for (const incident of incidents) toThose({ incident }, whom);
      },
      nudgeSite: async () => toThose({ site: true }, ['site']),
      lookAt: async (incident, at, now, seq) => {
        for (const seconds of delaysInSeconds(at, now)) {
          note(this.chronicle, { type: 'look asked for', incident, atMs: this.#time.nowMs });
          this.#looks.send({ incident, seq }, seconds * SECOND_MS);
        }
      },
    };
  }

  #queue<Message>(name: string, atATime: number, handle: (message: Message) => Promise<Ending<unknown>>) {
    const manners = () => (this.#calm ? { repeats: 0, late: 0 } : this.#scenario.manners);
    const options = { atATime, visibleAgainMs: MINUTE_MS, tries: 3, manners };
    return new Queue<Message>(this.#time, this.#random.fork(`queue ${name}`), options, handle);
  }

  #publishSite(nudge: Nudge) {
    if (!('incident' in nudge)) return this.run<unknown>('publish-site', useCases.rebuildSite);
    const before = this.#nudgedLast;
    this.#nudgedLast = nudge.incident;
    return this.run<unknown>('publish-site', (ports) =>
      useCases.publishSite(ports, before === undefined ? [nudge.incident] : [nudge.incident, before]),
    );
  }

  #incidentOnly(name: 'publish-x' | 'remind', nudge: Nudge): Promise<Ending<unknown>> {
    if (!('incident' in nudge)) return Promise.resolve({ type: 'done', value: undefined });
    const useCase = name === 'remind' ? useCases.remind : useCases.publishX;
    return this.run(name, (ports) => useCase(ports, nudge.incident));
  }
}
