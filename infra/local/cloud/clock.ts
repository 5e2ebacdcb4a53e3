import { createRequire } from 'node:module';
import { readJsonFile, writeJsonFile } from './durable-file.ts';

/** When it was `realMs` outside, it was `atMs` here, and since then time has passed `rate` times as fast. */
export type ClockSetting = { readonly realMs: number; readonly atMs: number; readonly rate: number };

/** What somebody does to the clock: sets it forward by `stepMs`, has it run `rate` times as fast (0 holds it), or both. */
export type ClockChange = { readonly stepMs?: number | undefined; readonly rate?: number | undefined };

/** The time of everything that runs in the local cloud. */
export interface Clock {
  nowMs(): number;
  /** Undefined as long as it shows what every other clock shows. */
  setting(): ClockSetting | undefined;
  change(change: ClockChange): void;
  /** Runs `work` every `ms` by this clock, also when a step has passed over its time. Returns how to end it. */
  every(ms: number, work: () => void): () => void;
}

type SettableDate = {
  install(): void;
  realNowMs(): number;
  nowMs(): number;
  setting(): ClockSetting;
  set(setting: ClockSetting): void;
};

const date: SettableDate = createRequire(import.meta.url)('./settable-date.cjs');
const asOutside: ClockSetting = { realMs: 0, atMs: 0, rate: 1 };

/** The clock of a cloud that nobody sets. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  setting: () => undefined,
  change() {
    throw new Error('this clock cannot be set');
  },
  every(ms, work) {
    const timer = setInterval(work, ms);
    return () => clearInterval(timer);
  },
};

/**
 * Makes the clock of this process one that can be set, and finds it as it was left in `file`. Whatever reads the time
 * from then on, whoever wrote it, reads this one; timers run as before.
 */
export function settableClock(file: string): Clock {
  date.install();
  date.set(readJsonFile(file, asOutside));
  const alarms = new Set<() => void>();
  return {
    nowMs: date.nowMs,
    setting: () => (date.setting().realMs === 0 ? undefined : date.setting()),
    change({ stepMs = 0, rate = date.setting().rate }) {
      const next = { realMs: date.realNowMs(), atMs: date.nowMs() + stepMs, rate };
      writeJsonFile(file, next);
      date.set(next);
      for (const ring of [...alarms]) ring();
    },
    every(ms, work) {
      let dueMs = date.nowMs() + ms;
      let timer: NodeJS.Timeout | undefined;
      const ring = () => {
        clearTimeout(timer);
        if (date.nowMs() >= dueMs) {
          dueMs = date.nowMs() + ms;
          work();
        }
        const { rate } = date.setting();
        // Somebody who holds the clock, or sets it, has this rung again.
        if (rate > 0) timer = setTimeout(ring, Math.max(1, Math.min((dueMs - date.nowMs()) / rate, MAX_TIMER_MS)));
      };
      alarms.add(ring);
      ring();
      return () => {
        alarms.delete(ring);
        clearTimeout(timer);
      };
    },
  };
}

/** The longest that Node's timers wait. */
const MAX_TIMER_MS = 2 ** 31 - 1;
