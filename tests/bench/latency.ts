import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { type Spread, spread, untilTrue } from './readable.ts';
import { rounded } from './statistics.ts';

/** How long it takes until an opening is on X, until the last of many is public, and how long a second start takes. */
export type Latency = {
  openings: number;
  onX: Spread;
  /** So many incidents opened at once, and when the last of them was in the summary. */
  storm: { openings: number; lastOnSiteMs: number };
  secondStartMs: number;
};

const OPENINGS = 20;
const STORM = 30;
/** The first few commands find a system that has done nothing yet. */
const WARM_UP = 5;
/** Compressing the same page for every time that somebody asks would be measured along. */
const uncompressed = { 'accept-encoding': 'identity' };
/** How exact the result is. */
const POLL_MS = 4;

/** Measures on the real `npm start`, X live. */
export async function measureLatency(progress: (line: string) => void): Promise<Latency> {
  // In a fresh system, because a house lets X hear a hundred posts a day.
  progress(`${OPENINGS} openings ...`);
  const onX = await withSystem(measureOpenings);
  progress(`${STORM} openings at once, and a second start ...`);
  const { storm, secondStartMs } = await withSystem(async (system) => {
    const measured = await measureStorm(system);
    await system.terminate();
    await system.restart();
    return { storm: measured, secondStartMs: Math.round(system.readyMs()) };
  });
  return { openings: OPENINGS, onX, storm, secondStartMs };
}

async function withSystem<T>(measure: (system: LocalSystem) => Promise<T>): Promise<T> {
  const system = await startLocalSystem({ warm: true });
  try {
    return await measure(system);
  } finally {
    await system.end();
  }
}

async function measureOpenings(system: LocalSystem): Promise<Spread> {
  const taken: number[] = [];
  for (let round = 0; round < WARM_UP + OPENINGS; round += 1) {
    const sentAt = performance.now();
    const { id } = await accepted(system.open({ message: `Opening number ${round}.` }));
    await untilTrue(async () => (await system.posts()).some(({ text }) => text.includes(`/incidents/${id}`)), POLL_MS);
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
  }, POLL_MS);
  return { openings: STORM, lastOnSiteMs: rounded(performance.now() - sentAt) };
}

async function accepted(answer: ReturnType<LocalSystem['say']>) {
  const { status, text, body } = await answer;
  if (status !== 201) throw new Error(`a command was answered with ${status} ${text}`);
  return body;
}
