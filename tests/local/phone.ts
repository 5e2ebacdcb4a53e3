import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFinds } from '../support/axe.ts';
import { seconds } from '../support/patience.ts';
import { until } from '../support/until.ts';

export const PHONE = { viewport: { width: 390, height: 844 } };

/** A browser of somebody, in front of nothing yet. */
export async function browserOf(browser: Browser, baseURL: string, options: BrowserContextOptions) {
  const context = await browser.newContext({ timezoneId: 'Europe/Vienna', baseURL, ...options });
  const page = await context.newPage();
  // Each wait is for something that has to come; how long that takes is the machine's affair.
  page.setDefaultTimeout(seconds(60));
  return { page, leave: () => context.close() };
}

/** Fails if axe finds anything, if the page scrolls sideways, or if something to tap is too small for a thumb. */
export async function fitsAPerson(page: Page): Promise<void> {
  expect({ url: page.url(), found: await axeFinds(page) }).toMatchObject({ found: [] });
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  const tapped = page.locator(
    'button:visible:not(.first), a.button:visible, select:visible, summary:visible, label.chip:visible',
  );
  // A preview that comes in between has what was found exchanged: that is measured again, as it is then.
  const heights = await until('what is tapped to be at rest', async () => {
    const all = await tapped.evaluateAll((found) =>
      found.map((one) => (one.isConnected ? { height: one.getBoundingClientRect().height, is: one.outerHTML } : null)),
    );
    const there = all.filter((one) => one !== null);
    return there.length === all.length && there;
  });
  expect(heights.filter(({ height }) => height < 44).map(({ is }) => is)).toEqual([]);
}

/** Presses a button; where there is none, says what stands on the page instead. */
export async function press(page: Page, name: RegExp): Promise<void> {
  const button = page.getByRole('button', { name });
  await button.waitFor().catch(async (cause) => {
    throw new Error(`no button ${name} on ${page.url()}:\n${await page.locator('body').innerText()}`, { cause });
  });
  await button.click();
}

export const minutesAfter = (at: string, minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** The addresses in a message; some come with the words to press. */
export const linksOf = (message: object): string[] =>
  ((message as { links?: (string | { url: string })[] }).links ?? []).map((link) =>
    typeof link === 'string' ? link : link.url,
  );
