import { setTimeout as pause } from 'node:timers/promises';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { median, quantile, rounded } from './statistics.ts';

/** Milliseconds from sending a command. */
export type Spread = { medianMs: number; p95Ms: number };

const SURFACES = ['page', 'front page', 'summary.json', 'feed'] as const;
export type Surface = (typeof SURFACES)[number];

/** How soon an update can be read on one surface, on a system that has just started and on one that has run for a while. */
export type Readable = { surface: Surface; everyMs: number; fresh: Spread; warm: Spread };

/** Readers who look this often; the second as browsers do, beginning at any moment of that span. */
export const READERS_MS = [4, 50] as const;

const FRESH = 20;
const WARM = 40;
const GIVE_UP_MS = 20_000;

/** Compressing the same page for every time that somebody asks would be measured along. */
const uncompressed = { 'accept-encoding': 'identity' };

/**
 * Measures with `npm start`, X live: one update at a time, begun when all channels are done with the last, and one reader
 * who looks at one surface from the moment at which the command is sent. Also how long the command takes to answer.
 */
export async function measureReadable(
  progress: (line: string) => void,
): Promise<{ readable: Readable[]; accepted: Spread }> {
  const readable: Readable[] = [];
  const accepted: number[] = [];
  for (const everyMs of READERS_MS) {
    for (const surface of SURFACES) {
      progress(`${surface}, looked at every ${everyMs} ms ...`);
      const system = await startLocalSystem({ warm: true });
      try {
        const { read, answered } = await measureOn(system, surface, everyMs);
        readable.push({ surface, everyMs, fresh: spread(read.slice(0, FRESH)), warm: spread(read.slice(FRESH)) });
        if (everyMs === READERS_MS[0]) accepted.push(...answered);
      } finally {
        await system.end();
      }
    }
  }
  return { readable, accepted: spread(accepted) };
}

async function measureOn(system: LocalSystem, surface: Surface, everyMs: number) {
  const { body } = await system.open({ nextUpdateBy: 'PT6H' });
  await system.delivered(body.id);
  const where = addressOf(surface, body.id);
  const look = lookingAt(system, where);
  const [read, answered]: [number[], number[]] = [[], []];
  for (let round = 0; round < FRESH + WARM; round += 1) {
    const words = `Update number ${round} of the bench.`;
    const sentAt = performance.now();
    const said = system.say(body.id, 'updates', { message: words, nextUpdateBy: 'PT6H' }).then(({ status, text }) => {
      if (status !== 201) throw new Error(`a command was answered with ${status} ${text}`);
      answered.push(performance.now() - sentAt);
    });
    await pause(everyMs === READERS_MS[0] ? 0 : Math.random() * everyMs);
    await untilTrue(() => look(words), everyMs);
    read.push(performance.now() - sentAt);
    await said;
    await system.delivered(body.id);
  }
  return { read, answered };
}

const addressOf = (surface: Surface, id: string): string =>
  ({
    page: `/incidents/${id}`,
    'front page': '/',
    'summary.json': '/api/v2/summary.json',
    feed: '/history.atom',
  })[surface];

/** Whether the words are there. Asks with the tag of the last answer, so that a look at what has not changed costs little. */
function lookingAt(system: LocalSystem, where: string) {
  let seen = '"none"';
  return async (words: string): Promise<boolean> => {
    const { status, etag, text } = await system.onSite(where, { ...uncompressed, 'if-none-match': seen });
    seen = etag ?? seen;
    return status === 200 && text.includes(words);
  };
}

export const spread = (values: readonly number[]): Spread => ({
  medianMs: rounded(median(values)),
  p95Ms: rounded(quantile(values, 0.95)),
});

/** Asks in turns: without a pause, asking would keep the machine busier than publishing does. */
export async function untilTrue(isSo: () => Promise<boolean>, everyMs: number): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`not public after ${GIVE_UP_MS / 1000} s`);
    await pause(everyMs);
  }
}
