import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { busySite } from '../site/support/busy-site.ts';
import { wholeSite } from '../site/support/reader.ts';
import { serveSite } from '../site/support/served-site.ts';
import { at } from '../site/support/story.ts';
import { launchBrowser } from '../support/browser.ts';
import { startLocalSystem } from '../support/local-system.ts';
import { median, rounded } from './statistics.ts';

/** Milliseconds from the navigation until a page is painted on a phone on a slow line. */
export type Paint = { page: string; medianMs: number; slowestMs: number; targetMs: number };

/** What the project wants of itself on a quiet machine: the largest thing of the front page, the first of the console. */
export const paintTargets = { siteMs: 800, consoleMs: 1_000 };

const ROUNDS = 7;
/** The first few loads find a browser and a server that have done nothing yet. */
const WARM_UP = 2;
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 740 },
  deviceScaleFactor: 2,
  timezoneId: 'America/New_York',
};

type Line = { latency: number; downloadThroughput: number; uploadThroughput: number };

/** As Chrome's own "slow 4G" has it, on a processor a quarter as fast. */
const SLOW_4G: Line = { latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };
const SLOWER_PROCESSOR = 4;

/** What Lighthouse calls slow 4G. */
const LIGHTHOUSE: Line = {
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};

const LARGEST = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: 'largest-contentful-paint', buffered: true });
  done(observer.takeRecords().at(-1)?.startTime);
})))`;
const FIRST = 'performance.getEntriesByName("first-contentful-paint")[0]?.startTime';

/** The front page with twenty components and three open incidents, and the console of a running system. */
export async function measurePaint(progress: (line: string) => void): Promise<Paint[]> {
  const browser = await launchBrowser();
  try {
    progress('painting the front page ...');
    const site = await paintOfSite(browser);
    progress('painting the console ...');
    return [site, ...(await paintOfConsole(browser))];
  } finally {
    await browser.close();
  }
}

async function paintOfSite(browser: Browser): Promise<Paint> {
  const site = await serveSite(wholeSite(busySite()));
  try {
    const taken = await repeated(async () => {
      const context = await browser.newContext(PHONE);
      const page = await context.newPage();
      await page.clock.setFixedTime(at('14:50'));
      await slowed(page, SLOW_4G, SLOWER_PROCESSOR);
      await page.goto(site.url);
      await page.getByText('where you are').first().waitFor();
      const ms = await page.evaluate<number>(LARGEST);
      await context.close();
      return ms;
    });
    return { page: 'front page, largest', ...taken, targetMs: paintTargets.siteMs };
  } finally {
    await site.stop();
  }
}

async function paintOfConsole(browser: Browser): Promise<Paint[]> {
  const system = await startLocalSystem({ warm: true });
  try {
    const { body } = await system.open();
    const context = await browser.newContext({ ...PHONE, baseURL: system.urls.ops });
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/console');
    await slowed(page, LIGHTHOUSE);
    const paints: Paint[] = [];
    const incident = `/console/incidents/${body.id}`;
    for (const [name, path] of [
      ['console, first', '/console'],
      ['an incident in it', incident],
      ['an update being written', `${incident}/update`],
    ] as const) {
      const taken = await repeated(async () => {
        await page.goto(path);
        return page.evaluate<number>(FIRST);
      });
      paints.push({ page: name, ...taken, targetMs: paintTargets.consoleMs });
    }
    return paints;
  } finally {
    await system.end();
  }
}

async function slowed(page: Page, line: Line, slowerProcessor = 1): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Network.emulateNetworkConditions', { offline: false, ...line });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowerProcessor });
}

async function repeated(load: () => Promise<number>): Promise<{ medianMs: number; slowestMs: number }> {
  const taken: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const ms = await load();
    if (round >= WARM_UP) taken.push(ms);
  }
  return { medianMs: rounded(median(taken)), slowestMs: rounded(Math.max(...taken)) };
}
