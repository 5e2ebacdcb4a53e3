/** Lets a cloud come to rest for a moment: while it is at rest no function is at work, and none begins by itself. */
export interface Standstill {
  /** A function is at work until the returned one is called. */
  begin(): () => void;
  /** Resolves once nobody asks for rest. What starts functions by itself (a queue, a schedule) waits for this. */
  passable(): Promise<void>;
  /** Runs `work` at a moment in which no function is at work. Rejects if none comes within `withinMs`. */
  atRest<T>(work: () => T, withinMs: number): Promise<T>;
}

export function createStandstill(): Standstill {
  let atWork = 0;
  let asked = 0;
  let whenPassable: (() => void)[] = [];
  let whenStill: (() => void)[] = [];

  const stillOrTooLate = (withinMs: number) =>
    new Promise<void>((resolve, reject) => {
      const giveUp = () => reject(new Error(`${atWork} functions were at work for ${withinMs} ms without a pause`));
      const timer = setTimeout(giveUp, withinMs);
      whenStill.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });

  return {
    begin() {
      atWork += 1;
      return () => {
        atWork -= 1;
        if (atWork > 0) return;
        for (const go of whenStill) go();
        whenStill = [];
      };
    },
    passable: () => (asked === 0 ? Promise.resolve() : new Promise((resolve) => whenPassable.push(resolve))),
    async atRest(work, withinMs) {
      asked += 1;
      try {
        while (atWork > 0) await stillOrTooLate(withinMs);
        return work();
      } finally {
        asked -= 1;
        if (asked === 0) {
          for (const go of whenPassable) go();
          whenPassable = [];
        }
      }
    },
  };
}
