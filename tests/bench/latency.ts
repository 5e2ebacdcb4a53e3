import { setTimeout as pause } from 'node:timers/promises';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { median, quantile, rounded } from './statistics.ts';

/** Milliseconds from sending a command. */
export type Spread = { medianMs: number; p95Ms: number };

/** How long it takes until a command is answered and until it is public, and how long a second start takes. */
export type Latency = {
  updates: number;
  accepted: Spread;
  page: Spread;
  summary: Spread;
  feed: Spread;
  openings: number;
  onX: Spread;
  /** So many incidents opened at once, and when the last of them was in the summary. */
  storm: { openings: number; lastOnSiteMs: number };
  secondStartMs: number;
};

const UPDATES = 50;
const OPENINGS = 20;
const STORM = 30;
/** The first few commands find a system that has done nothing yet. */
const WARM_UP = 5;
const GIVE_UP_MS = 20_000;
/** Compressing the same page for every time that somebody asks would be measured along. */
const uncompressed = { 'accept-encoding': 'identity' };
/** How exact the result is. */
const POLL_MS = 4;

/** Measures on the real `npm start`, X live, one command at a time: each begins when all channels are done with the last. */
export async function measureLatency(progress: (line: string) => void): Promise<Latency> {
  progress(`${UPDATES} updates ...`);
  const { secondStartMs, ...onSite } = await withSystem(async (system) => {
    const measured = await measureUpdates(system);
    progress('a second start ...');
    await system.terminate();
    await system.restart();
    return { ...measured, secondStartMs: Math.round(system.readyMs()) };
  });
  // In a fresh system, because a house lets X hear a hundred posts a day.
  progress(`${OPENINGS} openings ...`);
  const onX = await withSystem(measureOpenings);
  progress(`${STORM} openings at once ...`);
  const storm = await withSystem(measureStorm);
  return { updates: UPDATES, ...onSite, openings: OPENINGS, onX, storm, secondStartMs };
}

async function withSystem<T>(measure: (system: LocalSystem) => Promise<T>): Promise<T> {
  const system = await startLocalSystem();
  try {
    return await measure(system);
  } finally {
    await system.end();
  }
}

async function measureUpdates(system: LocalSystem) {
  const { body } = await system.open({ nextUpdateBy: 'PT6H' });
  await system.delivered(body.id);
  const look = lookingAt(system);
  const taken = { accepted: [] as number[], page: [] as number[], summary: [] as number[], feed: [] as number[] };
  for (let round = 0; round < WARM_UP + UPDATES; round += 1) {
    const words = `Update number ${round} of the bench.`;
    const sentAt = performance.now();
    const since = () => performance.now() - sentAt;
    const there = async (where: string) => {
      await untilTrue(() => look(where, words));
      return since();
    };
    // Who asks takes time from who publishes, so nobody asks for what is not there yet: the answer comes first, and the
    // page before what tells of several. Were it otherwise, they would be measured too late, never too early.
    const answered = await accepted(system.say(body.id, 'updates', { message: words, nextUpdateBy: 'PT6H' })).then(
      since,
    );
    const page = await there(`/incidents/${body.id}`);
    const [summary, feed] = await Promise.all([there('/api/v2/summary.json'), there('/history.atom')]);
    const times = { accepted: answered, page, summary, feed };
    await system.delivered(body.id);
    if (round < WARM_UP) continue;
    for (const where of ['accepted', 'page', 'summary', 'feed'] as const) taken[where].push(times[where]);
  }
  return {
    accepted: spread(taken.accepted),
    page: spread(taken.page),
    summary: spread(taken.summary),
    feed: spread(taken.feed),
  };
}

async function measureOpenings(system: LocalSystem): Promise<Spread> {
  const taken: number[] = [];
  for (let round = 0; round < WARM_UP + OPENINGS; round += 1) {
    const sentAt = performance.now();
    const { id } = await accepted(system.open({ message: `Opening number ${round}.` }));
    await untilTrue(async () => (await system.posts()).some(({ text }) => text.includes(`/incidents/${id}`)));
    if (round >= WARM_UP) taken.push(performance.now() - sentAt);
    await accepted(system.say(id, 'resolve', { message: 'Over.' }));
    await system.delivered(id);
  }
  return spread(taken);
}

/** Many parts fail together, and each has an incident of its own. */
async function measureStorm(system: LocalSystem): Promise<Latency['storm']> {
  const { id: first } = await accepted(system.open({ message: 'The first of them.' }));
  await system.delivered(first);
  const sentAt = performance.now();
  const ids = await Promise.all(
    Array.from(
      { length: STORM },
      async (_, index) => (await accepted(system.open({ message: `Number ${index}.` }))).id,
    ),
  );
  await untilTrue(async () => {
    const { text } = await system.onSite('/api/v2/summary.json', uncompressed);
    return ids.every((id) => text.includes(id));
  });
  return { openings: STORM, lastOnSiteMs: rounded(performance.now() - sentAt) };
}

/** Whether the words are there. Asks with the tag of the last answer, so that a look at what has not changed costs little. */
function lookingAt(system: LocalSystem) {
  const seen = new Map<string, string>();
  return async (where: string, words: string): Promise<boolean> => {
    const { status, etag, text } = await system.onSite(where, {
      ...uncompressed,
      'if-none-match': seen.get(where) ?? '"none"',
    });
    if (etag !== undefined) seen.set(where, etag);
    return status === 200 && text.includes(words);
  };
}

async function accepted(answer: ReturnType<LocalSystem['say']>) {
  const { status, text, body } = await answer;
  if (status !== 201) throw new Error(`a command was answered with ${status} ${text}`);
  return body;
}

const spread = (values: readonly number[]): Spread => ({
  medianMs: rounded(median(values)),
  p95Ms: rounded(quantile(values, 0.95)),
});

/** Asks in short turns: without a pause, asking would keep the machine busier than publishing does. */
async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`not public after ${GIVE_UP_MS / 1000} s`);
    await pause(POLL_MS);
  }
}
