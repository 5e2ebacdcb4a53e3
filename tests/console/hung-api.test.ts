import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { seconds } from '../support/patience.ts';
import { servedConsole } from './served.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => closeContexts(browser));

const MINE = 'The first server has the new certificate.\nThe others follow.';

/** What a person can read: the words of the page, and what stands in its fields. */
const onTheScreen = async (page: Page): Promise<string> => {
  const fields = page.locator('textarea:visible');
  const typed = await fields.evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));
  return [await page.locator('body').innerText(), ...typed].join('\n');
};

/** As on AWS, a hundred times as fast: what is compared is who gives up first, and not when. */
const QUICK = { attempts: 2, answerWithinMs: 60, allWithinMs: 180 };

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)('an API that takes every request and answers none, %s,', (_, javaScriptEnabled) => {
  it('costs no text: the page comes with all of it, and one more tap says it once', async () => {
    const served = await servedConsole(QUICK);
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      javaScriptEnabled,
      baseURL: served.url,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(seconds(60));
    await page.goto('/console');
    await page.getByText('Website', { exact: true }).first().click();
    await page.getByText('major', { exact: true }).click();
    await page.getByLabel('What is wrong, in one line').fill('Logins fail');
    await page.getByLabel('What customers read').fill('Half of all logins fail.');
    await page.getByRole('button', { name: 'Tell customers' }).click();
    await page.waitForURL(/\/said\/1/);
    const id = served.api.ids[0] ?? '';
    await page.goto(`/console/incidents/${id}/update`);
    await page.getByLabel('What customers read').fill(MINE);

    for (const carriedOut of [false, true]) {
      served.hang(carriedOut);
      await page.locator('button[value=post]').click();
      await page.getByText('The API did not answer.').first().waitFor();
      expect(await onTheScreen(page)).toContain(MINE);
      served.answer();
      expect((await served.api.incidentOf(id)).entries).toHaveLength(carriedOut ? 2 : 1);
    }
    await page.locator('button[value=post]').click();
    await page.waitForURL(/\/said\/2/);
    const { entries } = await served.api.incidentOf(id);
    expect(entries.map(({ content }) => content?.message)).toEqual(['Half of all logins fail.', MINE]);
    await context.close();
    await served.end();
  });
});
