import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { median, rounded } from './statistics.ts';

/**
 * The way of a commander whom a system wakes up for that has done nothing for long: the sign-in page is there, an
 * incident is opened, and it stands on its page. Each step in milliseconds by itself, and the whole.
 */
export type FirstJourney = { signInMs: number; openedMs: number; onPageMs: number; wholeMs: number };

const ROUNDS = 7;
const GIVE_UP_MS = 60_000;

/** Before each journey the processes of all functions are ended, as AWS has done after a quiet hour. */
export async function measureFirstJourney(progress: (line: string) => void, rounds = ROUNDS): Promise<FirstJourney> {
  const system = await startLocalSystem();
  try {
    const journeys: FirstJourney[] = [];
    for (let round = 0; round < rounds; round += 1) {
      progress(`first journey ${round + 1} of ${rounds} ...`);
      await endFunctions(system);
      journeys.push(await journey(system));
    }
    const of = (step: keyof FirstJourney) => rounded(median(journeys.map((one) => one[step])));
    return {
      signInMs: of('signInMs'),
      openedMs: of('openedMs'),
      onPageMs: of('onPageMs'),
      wholeMs: of('wholeMs'),
    };
  } finally {
    await system.end();
  }
}

async function journey(system: LocalSystem): Promise<FirstJourney> {
  const began = performance.now();
  const page = await fetch(`${system.urls.ops}/console`);
  if (page.status !== 200) throw new Error(`the sign-in page was answered with ${page.status}`);
  await page.text();
  const signedIn = performance.now();
  const { status, text, body } = await system.open();
  if (status !== 201) throw new Error(`the opening was answered with ${status} ${text}`);
  const opened = performance.now();
  while ((await system.onSite(`/incidents/${body.id}`)).status !== 200) {
    if (performance.now() - opened > GIVE_UP_MS) throw new Error('the incident did not get onto its page');
    await pause(4);
  }
  const onPage = performance.now();
  await system.delivered(body.id);
  await system.say(body.id, 'resolve', { message: 'Over.' });
  await system.delivered(body.id);
  return {
    signInMs: signedIn - began,
    openedMs: opened - signedIn,
    onPageMs: onPage - opened,
    wholeMs: onPage - began,
  };
}

/** Ends the processes of this system's functions, and of no other's: each has its addresses in its environment. */
async function endFunctions(system: LocalSystem): Promise<void> {
  const running = () => readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isFunctionOf(pid, system.urls.site));
  const ours = running();
  if (ours.length === 0) throw new Error('no process of a function was found to end: nothing would start anew');
  for (const pid of ours) process.kill(Number(pid), 'SIGKILL');
  while (running().some((pid) => ours.includes(pid))) await pause(4);
  // Whoever answers this has heard of their end. Also a token that the journey does not wait for: it is Cognito's affair.
  await system.token();
}

function isFunctionOf(pid: string, site: string): boolean {
  try {
    const [command, environment] = ['cmdline', 'environ'].map((name) => readFileSync(`/proc/${pid}/${name}`, 'utf8'));
    return command!.includes('aws-lambda-ric') && environment!.split('\0').some((one) => one.endsWith(`=${site}`));
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return false;
  }
}
