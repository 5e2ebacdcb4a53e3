import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../shared/core/instant.ts';
import { filesOf } from '../site/support/reader.ts';
import { serveSite } from '../site/support/served-site.ts';
import { at, story } from '../site/support/story.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { say } from '../support/figures.ts';
import { seconds } from '../support/patience.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => closeContexts(browser));

const promised = story('i1', ['14:00', { message: 'First words.', promises: { nextUpdateBy: at('14:12:30') } }]);

/** A page looks at itself this often. */
const BETWEEN_LOOKS_MS = 10 * SECOND_MS;

/** A reader whose clock is wrong by `skewMs`, in front of a page that was rendered at `now`; `pass` lets time pass for both. */
async function readerWrongBy(skewMs: number, now: string) {
  let nowMs = Date.parse(at(now));
  const site = await serveSite(filesOf([promised], now), undefined, () => nowMs);
  const context = await browser.newContext();
  const page = await context.newPage();
  const answers: Promise<number>[] = [];
  page.on('requestfinished', (request) => answers.push(sizeOf(request)));
  onTestFinished(async () => {
    // A page polls until it is closed: an answer that is being measured then would be asked for on a page that is gone.
    page.removeAllListeners('requestfinished');
    await Promise.allSettled(answers);
    await context.close();
    await site.stop();
  });
  await page.clock.install({ time: nowMs + skewMs });
  await page.goto(site.url);
  await said(page, 'Checked');
  return {
    page,
    bytes: async () => (await Promise.all(answers)).reduce((sum, size) => sum + size, 0),
    requests: site.requests,
    /** As a reader lives through it: each look has its answer long before the next one. */
    pass: async (ms: number) => {
      for (let left = ms; left > 0; left -= BETWEEN_LOOKS_MS) {
        nowMs += Math.min(left, BETWEEN_LOOKS_MS);
        await page.clock.runFor(Math.min(left, BETWEEN_LOOKS_MS));
        await expect.poll(() => answers.length, { timeout: seconds(60) }).toBe(site.requests.length);
        await said(page, 'Checked 0 s ago');
      }
    },
  };
}

/** What an answer weighed on the wire, in bytes. */
async function sizeOf(request: Request): Promise<number> {
  const { responseBodySize, responseHeadersSize } = await request.sizes();
  return responseBodySize + responseHeadersSize;
}

const said = (page: Page, words: string) =>
  expect.poll(() => page.locator('.asof').textContent(), { timeout: seconds(60) }).toContain(words);

const lateness = (page: Page) => page.locator('[data-due] b').first();
const isGrey = (page: Page) => page.evaluate("document.documentElement.classList.contains('stale')");

describe.each([
  ['12 minutes fast', 12 * MINUTE_MS],
  ['12 minutes slow', -12 * MINUTE_MS],
])('on a machine whose clock is %s', (_how, skewMs) => {
  it('a time that is to come is not late, one that has passed is, by how much it is, and nothing turns grey', async () => {
    const { page, pass } = await readerWrongBy(skewMs, '14:10');
    // The reader's clock goes on while the page is loaded, however long that takes.
    expect(await lateness(page).textContent()).toMatch(/^in [12] min$/);
    expect(await isGrey(page)).toBe(false);
    await pass(170 * SECOND_MS);
    await expect.poll(() => lateness(page).textContent(), { timeout: seconds(60) }).toMatch(/^late by/);
    expect(await page.title()).toContain('late');
    expect(await isGrey(page)).toBe(false);
  });
});

describe('an open tab', () => {
  it('costs less than 60 KB in ten minutes without news, and says when it last looked', async () => {
    const { page, pass, bytes, requests } = await readerWrongBy(0, '14:01');
    const before = await bytes();
    const asked = requests.length;
    for (let minute = 0; minute < 10; minute += 1) await pass(MINUTE_MS);
    await expect.poll(() => requests.length - asked, { timeout: seconds(60) }).toBeGreaterThan(50);
    const sent = (await bytes()) - before;
    say(`ten minutes of an open tab without news: ${sent} bytes`);
    expect(sent).toBeLessThan(60 * 1024);
    await said(page, 'Checked');
  });
});
