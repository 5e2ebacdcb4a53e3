import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { servedConsole } from './served.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** A small phone. Scripts are off, so whatever works works without them; only axe, being one, needs them `on`. */
async function onPhone({ colorScheme = 'light' as 'light' | 'dark', scripts = 'off' as 'on' | 'off' } = {}) {
  const served = await servedConsole();
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    javaScriptEnabled: scripts === 'on',
    colorScheme,
    baseURL: served.opsUrl,
  });
  const page = await context.newPage();
  return { ...served, page, leave: () => Promise.all([context.close(), served.close()]) };
}

/** Fails if axe finds anything, if the page scrolls sideways, or if something to tap is too small for a thumb. */
async function fitsAPerson(page: Page): Promise<void> {
  expect(await page.locator('script').count()).toBe(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  const width = await page.locator('html').evaluate((html) => html.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  for (const target of await page.locator('button:visible, a.button:visible, select:visible, summary:visible').all())
    expect((await target.boundingBox())?.height, await target.innerText()).toBeGreaterThanOrEqual(44);
}

describe('the console on a phone', () => {
  it.each(['light', 'dark'] as const)('leads from sign-in to the resolution, in %s', async (scheme) => {
    const { page, api, leave } = await onPhone({ colorScheme: scheme, scripts: 'on' });
    await page.goto('/');
    await fitsAPerson(page);
    await page.getByLabel('What is wrong, in one line').fill('Logins fail');
    await page.getByLabel('How bad it is').selectOption('major');
    await page.getByLabel('What customers read').fill('Half of all logins fail.');
    await page.getByLabel('Website').selectOption('partial_outage');
    await page.getByRole('button', { name: 'Tell customers' }).click();
    await page.getByText('Promised: next update by 10:15 UTC, set from the cadence').waitFor();
    await fitsAPerson(page);

    await page.getByRole('link', { name: 'Back to the incident' }).click();
    await fitsAPerson(page);
    await page.locator('#update').getByLabel('What customers read').fill('The index is being rebuilt.');
    await page.locator('#update').getByLabel('How far we are').selectOption('identified');
    await page.locator('#update').getByLabel('It is restored').selectOption('2h');
    await page.getByRole('button', { name: 'Post the update' }).click();
    await page.getByText('Promised: restored by 12:00 UTC, as you said').waitFor();

    await page.getByRole('link', { name: 'Back to the incident' }).click();
    await page.getByText('It is over', { exact: true }).click();
    await page.locator('#resolve').getByLabel('What customers read').fill('Logins work again.');
    await page.getByRole('button', { name: 'Say that it is over' }).click();
    await page.getByText('Nothing more is promised.').waitFor();
    await page.getByRole('link', { name: 'Back to the incident' }).click();
    await fitsAPerson(page);
    expect((await api.incidentOf(api.ids[0] ?? '')).phase).toBe('resolved');
    await leave();
  });

  it('unfolds a form that was not accepted, with the text in it and the reason at its field', async () => {
    const { page, api, leave } = await onPhone({ scripts: 'on' });
    await page.goto('/console');
    for (const title of ['Logins fail', 'Uploads fail']) {
      const folded = page.getByText('Report another incident');
      if (await folded.isVisible()) await folded.click();
      await page.getByLabel('What is wrong, in one line').fill(title);
      await page.getByLabel('How bad it is').selectOption('minor');
      await page.getByLabel('What customers read').fill('They fail.');
      await page.locator('#open-nextUpdateAt').fill(title === 'Logins fail' ? '' : '14:30');
      await page.getByRole('button', { name: 'Tell customers' }).click();
      if (title === 'Logins fail') await page.goto('/console');
    }
    expect(await page.locator('#open-nextUpdateAt').inputValue()).toBe('14:30');
    expect(await page.locator('#open-nextUpdateAt-error').isVisible()).toBe(true);
    await fitsAPerson(page);
    expect(api.ids).toHaveLength(1);
    await leave();
  });

  it('can be worked by keyboard alone, without scripts', async () => {
    const { page, api, leave } = await onPhone();
    await page.goto('/console');
    const focused = () => page.locator(':focus');
    /** Tabs on until `reached`; a person would give up too if it took this long. */
    const tabTo = async (reached: () => Promise<boolean>) => {
      for (let presses = 0; presses < 30; presses++) {
        await page.keyboard.press('Tab');
        if (await reached()) return;
      }
      throw new Error('it cannot be reached by keyboard');
    };
    await tabTo(async () => (await focused().getAttribute('id')) === 'open-title');
    await page.keyboard.type('Logins fail');
    await page.keyboard.press('Tab');
    await page.keyboard.type('major');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Half of all logins fail.');
    await tabTo(async () => (await focused().innerText()) === 'Tell customers');
    await page.keyboard.press('Enter');
    await page.getByText('Promised: next update').waitFor();
    expect((await api.incidentOf(api.ids[0] ?? '')).title).toBe('Logins fail');
    await leave();
  });

  it('asks for at most five things before the first public word', async () => {
    const { page, leave } = await onPhone();
    await page.goto('/console');
    const needed = await page.locator('#open').locator('[required]').count();
    const ofTheComponentAndTheButton = 2;
    expect(needed + ofTheComponentAndTheButton).toBeLessThanOrEqual(5);
    await leave();
  });
});
