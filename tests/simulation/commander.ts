import type { CommandResult } from '../../shared/app/run-command.ts';
import type { Command, Speaker } from '../../shared/core/command.ts';
import type { PromiseName, PromisesMade } from '../../shared/core/entry.ts';
import type { ReportedIncident } from '../../shared/core/incident.ts';
import { epochMs, type Instant, instant, MINUTE_MS, plus, SECOND_MS } from '../../shared/core/instant.ts';
import { graceEnds } from '../../shared/core/promises.ts';
import { Refusal } from '../../shared/core/refusal.ts';
import { note } from './chronicle.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { System } from './system.ts';
import { useCases } from './use-cases.ts';
import type { VirtualTime } from './virtual-time.ts';

type Wish = (now: Instant) => Command;

const MOST_TRIES = 6;

/** A person with an incident: what they say, when, and how their client repeats what was not acknowledged. */
export class Commander {
  readonly #system: System;
  readonly #time: VirtualTime;
  readonly #random: Random;
  /** Their own sequence, so that what else they do does not depend on it. */
  readonly #keeps: Random;
  readonly #incident: string;
  #commands = 0;
  /** What they saw last. */
  #seen: ReportedIncident | undefined;

  constructor(system: System, time: VirtualTime, random: Random, incident: string) {
    this.#system = system;
    this.#time = time;
    this.#random = random;
    this.#keeps = random.fork('keeps');
    this.#incident = incident;
  }

  /** Opens the incident, speaks a few times, and ends it or leaves. */
  async act({ actions, busyMs }: Pick<Scenario, 'actions' | 'busyMs'>): Promise<void> {
    const endMs = this.#time.nowMs + busyMs;
    await this.#time.pause(this.#random.int(0, 10 * MINUTE_MS));
    await this.#say(this.#opening());
    const count = this.#random.int(actions.min, actions.max);
    for (let nth = 0; nth < count && this.#time.nowMs < endMs; nth++) {
      await this.#time.pause(this.#gapMs());
      if (this.#keeps.chance(0.6)) void this.#keep();
      if (this.#random.chance(0.1)) await this.#compose();
      // Two people at two screens, now and then.
      if (this.#random.chance(0.1)) void this.#say(this.#wish());
      await this.#say(this.#wish());
    }
    if (count > 0 && this.#random.chance(0.6)) await this.#say(this.#resolution());
  }

  /** How long until they speak again. Often just around a time that was promised, which is where races are. */
  #gapMs(): number {
    const random = this.#random;
    const open = this.#seen?.promises.filter((row) => row.state === 'open') ?? [];
    if (open.length > 0 && random.chance(0.5)) {
      const row = random.pick(open);
      const aimedAt = random.pick([row.at, graceEnds(row)]);
      return Math.max(
        0,
        epochMs(aimedAt) - this.#time.nowMs + random.pick([random.int(-200, 200), random.int(-5_000, 5_000)]),
      );
    }
    return random.pick([random.int(10, 2_000), random.int(5, 90) * SECOND_MS, random.int(2, 45) * MINUTE_MS]);
  }

  #opening(): Wish {
    const impact = this.#random.pick(['none', 'minor', 'major', 'critical'] as const);
    const clocks = this.#clocks();
    const handling = this.#random.chance(0.05) ? { handling: 'restricted' as const } : {};
    const components = [{ id: 'api', status: 'major_outage' as const }];
    return (now) => ({
      type: 'OpenIncident',
      title: `Trouble with ${this.#incident}`,
      impact,
      components,
      ...this.#words(),
      ...handling,
      ...clocks(now),
    });
  }

  #resolution(): Wish {
    const reportInMs = this.#random.chance(0.3) ? this.#random.int(1, 60) * MINUTE_MS : undefined;
    const words = this.#words();
    return (now) => ({
      type: 'Resolve',
      ...words,
      ...(reportInMs === undefined ? {} : { reportBy: plus(now, reportInMs) }),
    });
  }

  #wish(): Wish {
    const random = this.#random;
    const words = this.#words();
    const clocks = this.#clocks();
    const reportBy = this.#clock('reportBy');
    const seq = random.int(1, Math.max(1, this.#seen?.head.seq ?? 1));
    if (this.#seen?.phase === 'resolved') {
      const report: Wish = () => ({ type: 'PublishPostmortem', ...words });
      if (random.chance(0.3)) return () => ({ type: 'Redact', seq, message: words.message });
      if (random.chance(0.3)) return (now) => ({ type: 'PostUpdate', ...words, ...reportBy(now) });
      return random.chance(0.4) ? report : (now) => ({ type: 'Reopen', ...words, ...clocks(now) });
    }
    if (this.#seen?.promises.some((row) => row.promise === 'reportBy') && random.chance(0.3)) {
      const speaks: Wish = (now) => ({ type: 'PostUpdate', ...words, ...reportBy(now) });
      return random.chance(0.3) ? () => ({ type: 'PublishPostmortem', ...words }) : speaks;
    }
    const kind = random.next();
    if (kind < 0.1) return () => ({ type: 'Correct', corrects: seq, message: words.message });
    if (kind < 0.16) return () => ({ type: 'Redact', seq, message: words.message });
    if (kind < 0.18) return () => ({ type: 'Retract', message: words.message });
    if (kind < 0.3) return this.#resolution();
    const status = random.chance(0.5)
      ? { status: random.pick(['investigating', 'identified', 'monitoring'] as const) }
      : {};
    return (now) => ({ type: 'PostUpdate', ...words, ...status, ...clocks(now) });
  }

  /** Both clocks: said or not, soon or later, or taken back. */
  #clocks(): (now: Instant) => PromisesMade {
    const none = () => ({});
    const next = this.#random.chance(0.5) ? this.#clock('nextUpdateBy') : none;
    const restore = this.#random.chance(0.3) ? this.#clock('restoreBy') : none;
    return (now) => ({ ...next(now), ...restore(now) });
  }

  /** A time for this clock, or that none is promised any more. */
  #clock(name: PromiseName): (now: Instant) => PromisesMade {
    const random = this.#random;
    if (random.chance(0.1)) return () => ({ [name]: null });
    const ms = random.pick([random.int(2, 60) * SECOND_MS, random.int(1, 30) * MINUTE_MS]);
    return (now) => ({ [name]: plus(now, ms) });
  }

  #words(): { message: string } {
    return { message: `We know ${this.#random.int(1, 1_000_000)} more things about ${this.#incident} now.` };
  }

  /** Says that something is being written, and takes some time for it. */
  async #compose(): Promise<void> {
    await this.#system.run('command', (ports) => useCases.hold(ports, this.#incident));
    await this.#time.pause(this.#random.int(1, 5 * MINUTE_MS));
  }

  /** Keeps an update until a time, and now and then drops it just about then. */
  async #keep(): Promise<void> {
    const random = this.#keeps;
    const nth = this.#commands++;
    const key = { keyHash: `kept/${this.#incident}/${nth}`, bodyHash: `body of kept/${this.#incident}/${nth}` };
    const inMs = random.pick([random.int(1, 90 * SECOND_MS), random.int(1, 8 * MINUTE_MS)]);
    const body = { message: `We keep ${random.int(1, 1_000_000)} things to ourselves.` };
    const by = { subject: 'commander', actor: 'commander', person: true };
    const at = instant(this.#time.nowMs + inMs);
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const ending = await this.#system.run('command', (ports) =>
        useCases.keep(ports, { incident: this.#incident, body, at, key, by }),
      );
      if (ending.type === 'done') {
        if (ending.value.type !== 'kept' || !random.chance(0.3)) return;
        const { id } = ending.value.draft;
        await this.#time.pause(Math.max(0, epochMs(at) - this.#time.nowMs + random.int(-500, 2_000)));
        await this.#system.run('command', (ports) => useCases.drop(ports, id));
        return;
      }
      if (ending.type === 'failed' && ending.error instanceof Refusal) return;
      await this.#time.pause(random.int(500, 8_000));
    }
  }

  /** Sends a command until it is acknowledged or refused, always under the same key. */
  async #say(wish: Wish): Promise<void> {
    const nth = this.#commands++;
    const key = { keyHash: `${this.#incident}/${nth}`, bodyHash: `body of ${this.#incident}/${nth}` };
    const speaker = this.#speaker(wish(instant(this.#time.nowMs)).type);
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const ending = await this.#system.run('command', (ports) =>
        useCases.command(ports, { incident: this.#incident, speaker, key, command: wish }),
      );
      if (ending.type === 'done') return this.#heard(ending.value, key.keyHash);
      if (ending.type === 'failed' && ending.error instanceof Refusal) return;
      await this.#time.pause(this.#random.int(500, 8_000));
    }
  }

  /** Now and then an alarm speaks instead of a person; it only knows updates and resolutions. */
  #speaker(type: Command['type']): Speaker {
    const byMachine = this.#random.chance(0.1) && (type === 'PostUpdate' || type === 'Resolve');
    if (byMachine) return { author: 'machine', via: 'intake' };
    // They give times whenever they like; what becomes of those is what is simulated.
    return { author: 'person', actor: 'commander', via: 'api', overrides: ['eta-before-identified'] };
  }

  #heard(result: CommandResult, keyHash: string): void {
    if (result.type !== 'added' && result.type !== 'unchanged') return;
    this.#seen = result.incident;
    if (result.type === 'added') {
      note(this.#system.chronicle, { type: 'acknowledged', keyHash, entry: result.entry });
    }
  }
}
