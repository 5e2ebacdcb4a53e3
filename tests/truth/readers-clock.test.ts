import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../shared/core/instant.ts';
import { filesOf } from '../site/support/reader.ts';
import { serveSite } from '../site/support/served-site.ts';
import { at, story } from '../site/support/story.ts';
import { launchBrowser } from '../support/browser.ts';
import { seconds } from '../support/patience.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const promised = story('i1', ['14:00', { message: 'First words.', promises: { nextUpdateBy: at('14:12:30') } }]);

/** A reader whose clock is wrong by `skewMs`, in front of a page that was rendered at `now`; `pass` lets time pass for both. */
async function readerWrongBy(skewMs: number, now: string) {
  let nowMs = Date.parse(at(now));
  const site = await serveSite(filesOf([promised], now), undefined, () => nowMs);
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    await site.stop();
  });
  const page = await context.newPage();
  let bytes = 0;
  page.on('requestfinished', async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    bytes += responseBodySize + responseHeadersSize;
  });
  await page.clock.install({ time: nowMs + skewMs });
  await page.goto(site.url);
  await said(page, 'Checked');
  return {
    page,
    bytes: () => bytes,
    requests: site.requests,
    pass: async (ms: number) => {
      nowMs += ms;
      await page.clock.runFor(ms);
    },
  };
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
    const before = bytes();
    const asked = requests.length;
    for (let minute = 0; minute < 10; minute += 1) await pass(MINUTE_MS);
    await expect.poll(() => requests.length - asked, { timeout: seconds(60) }).toBeGreaterThan(50);
    expect(bytes() - before).toBeLessThan(60 * 1024);
    await said(page, 'Checked');
  });
});
