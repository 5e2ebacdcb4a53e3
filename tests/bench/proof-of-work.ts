import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { altchaProofOfWork } from '../../shared/adapters/altcha/proof-of-work.ts';
import { instant } from '../../shared/core/instant.ts';
import { TASK } from '../../shared/core/subscribers/proof-of-work.ts';
import { WORK_PATHS, WORK_SCRIPT } from '../../shared/site/proof-of-work.ts';
import { launchBrowser } from '../support/browser.ts';
import { median, rounded } from './statistics.ts';

/** What a task costs a browser, for each number that it tries and on average, and what it costs the house; in ms. */
export type Work = { perTryMs: number; averageMs: number; mostMs: number; makeMs: number; checkMs: number };

const ROUNDS = 15;
const FORM = `<form><input type="hidden" name="altcha"></form>`;

const now = () => instant(Date.now());

/** Solves tasks as large as ours by the script that browsers are sent, in a browser without a window. */
export async function measureWork(): Promise<Work> {
  const work = altchaProofOfWork(async () => 'a key of enough letters for a signature');
  const answers: Record<string, () => Promise<[type: string, body: string]>> = {
    '/': async () => ['text/html', FORM],
    [WORK_PATHS.script]: async () => ['text/javascript', WORK_SCRIPT],
    [WORK_PATHS.task]: async () => ['application/json', JSON.stringify(await work.task(now()))],
  };
  const server = createServer(async (request, response) => {
    const [type, body] = (await answers[request.url!]?.()) ?? ['text/plain', ''];
    response.setHeader('content-type', type).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser();
  try {
    const { port } = server.address() as AddressInfo;
    const proofs: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) proofs.push(await solved(browser, `http://127.0.0.1:${port}`));
    const perTryMs = median(proofs.map(timeOfOneTry));
    const makeMs = await timed(() => work.task(now()));
    const checkMs = await timed((round) => work.solved(proofs[round]!, now()));
    return {
      perTryMs: rounded(perTryMs * 100) / 100,
      averageMs: Math.round((perTryMs * TASK.tries) / 2),
      mostMs: Math.round(perTryMs * TASK.tries),
      makeMs,
      checkMs,
    };
  } finally {
    await browser.close();
    server.close();
  }
}

async function solved(browser: Browser, url: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.evaluate(`import('${WORK_PATHS.script}').then(({ default: begin }) => begin(document.forms[0]))`);
  const proof = page.locator('input[name=altcha][value]:not([value=""])');
  await proof.waitFor({ state: 'attached' });
  const value = await proof.getAttribute('value');
  await page.close();
  return value!;
}

function timeOfOneTry(proof: string): number {
  const { counter, time } = JSON.parse(atob(proof)).solution as { counter: number; time: number };
  return time / (counter + 1);
}

async function timed(once: (round: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await once(round);
    taken.push(performance.now() - began);
  }
  return rounded(median(taken));
}
