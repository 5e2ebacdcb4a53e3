import type { TellPorts } from '../../../shared/app/subscribers/tell-ports.ts';
import type { Telling } from '../../../shared/core/subscribers/telling.ts';

/** Another way to build it, each known to be worse. `hearsNoProof`: what SES tells is thrown away. */
export type Variant = { build?: (ports: TellPorts) => TellPorts; hearsNoProof?: true };

/** The client's own retries: what is not answered is asked again at once. */
const sdkRetry = (ports: TellPorts): TellPorts => ({
  ...ports,
  carry: async (letter) => {
    for (let tries = 1; ; tries += 1) {
      const answer = await ports.carry(letter);
      if (answer.is !== 'unknown' || tries === 3) return answer;
    }
  },
});

/** One claim for a page: what became of each person is kept once the page is over, and lost with its worker. */
function pageClaim(ports: TellPorts): TellPorts {
  type Row = { incident: string; channel: 'mail' | 'hooks'; before: Telling | undefined; next: Telling };
  const unsaved = new Map<string, Row>();
  return {
    ...ports,
    tellings: {
      ...ports.tellings,
      async swap(incident, channel, id, before, next) {
        const first = unsaved.get(id);
        unsaved.set(id, first === undefined ? { incident, channel, before, next } : { ...first, next });
        return true;
      },
    },
    runs: {
      ...ports.runs,
      async put(...args) {
        for (const [id, { incident, channel, before, next }] of unsaved)
          await ports.tellings.swap(incident, channel, id, before, next);
        unsaved.clear();
        return ports.runs.put(...args);
      },
    },
  };
}

/** Newer words begin the list again, at its first shard and its first person. */
const restart = (ports: TellPorts): TellPorts => ({
  ...ports,
  runs: {
    async of(incident, channel) {
      const runs = await ports.runs.of(incident, channel);
      const newest = Math.max(...runs.map(({ seq }) => seq));
      return runs.map((run) => (run.seq < newest ? { ...run, seq: 0, round: 'over' as const, wrapped: false } : run));
    },
    async put(incident, channel, run) {
      const { from, at, ...rest } = run;
      const isNewRound = from !== undefined && from === at && !run.wrapped;
      const stored = await ports.runs.put(incident, channel, isNewRound ? rest : run);
      // Elsewhere a newer word begins too: whoever is first in the list is next.
      return isNewRound && run.shard > 0 ? undefined : stored;
    },
  },
});

/** Each statement waits behind the one before it. */
const queueBehind = (ports: TellPorts): TellPorts => ({
  ...ports,
  mannerOf: (kind) => ({ ...ports.mannerOf(kind), words: 'each' }),
});

/** By the names that `--variant` takes. */
export const MAIL_VARIANTS = {
  'as built': {},
  'SDK retry': { build: sdkRetry },
  'page claim': { build: pageClaim },
  'no proof': { hearsNoProof: true },
  'restart instead of ring': { build: restart },
  'queue behind': { build: queueBehind },
} as const satisfies Record<string, Variant>;

export type MailVariant = keyof typeof MAIL_VARIANTS;
