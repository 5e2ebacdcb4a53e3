import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../shared/core/instant.ts';
import { browserOf, fitsAPerson } from '../../local/phone.ts';
import { ABOUT_COLOURS, axeFinds } from '../../support/axe.ts';
import { closeContexts, sharedBrowser } from '../../support/browser.ts';
import { type Served, servedConsole } from '../served.ts';
import { customersOf } from './desk-house.ts';

// One console and one browser for all of it; each story has a customer of its own.
let browser: Browser;
let house: Served;
let customers: ReturnType<typeof customersOf>;
let page: Page;
let incident: string;

const call = (method: string, path: string, body: object) =>
  house.api.fetch(`http://localhost:4311${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { authorization: 'Bearer good', 'idempotency-key': path, 'content-type': 'application/json' },
  });

beforeAll(async () => {
  [browser, house] = await Promise.all([sharedBrowser(), servedConsole()]);
  customers = customersOf(house);
  customers.connect('x', 'bluesky');
  const opened = await call('POST', '/v1/incidents', {
    title: 'API requests fail',
    impact: 'major',
    components: [{ id: 'api', status: 'major_outage' }],
    message: 'Half of all requests to the API fail.',
    nextUpdateBy: 'PT30M',
  });
  incident = ((await opened.json()) as { id: string }).id;
  ({ page } = await browserOf(browser, house.url, { viewport: { width: 1200, height: 900 } }));
  await page.goto('/console');
});
afterAll(async () => {
  await closeContexts(browser);
  await house?.end();
});

/** A keyboard that counts; a key held for another is a key. */
function keyboard() {
  let keys = 0;
  return {
    count: () => keys,
    press: async (name: string) => {
      keys += name.split('+').length;
      await page.keyboard.press(name);
    },
  };
}

const field = () => page.getByLabel('What they read');

describe('whoever answers customers', () => {
  it('comes from a mention to the answer in at most six keys, and on to the next', async () => {
    const ana = await customers.says('ana', 'your API is down', { ago: 20 });
    await customers.says('ben', 'the API is down for us too', { ago: 10 });
    await page.goto('/console/desk');
    await page.locator('html.js').waitFor();
    const { press, count } = keyboard();
    await press('j');
    await press('Enter');
    await page.waitForURL(`**${ana.page}`);
    await field().waitFor();
    await press('1');
    const words = await field().inputValue();
    expect(words).toContain('Next update by 10:30 UTC.');
    await press('Control+Enter');
    await page.getByText('commander answered').waitFor();
    expect(count()).toBeLessThanOrEqual(6);
    expect(customers.arrived.map(({ text }) => text)).toEqual([words]);
    console.error(`from mention to sent: ${count()} keys`);
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: '@ben on X' }).waitFor();
    await page.keyboard.press('q');
    await page.getByRole('heading', { name: 'Desk', exact: true }).waitFor();
  });

  it('has it from the first word that they choose, without a key for that', async () => {
    const cho = await customers.says('cho', 'API down');
    await page.goto(cho.page);
    await page.locator('html.js').waitFor();
    await page.keyboard.press('2');
    await expect.poll(async () => (await customers.desk.stores.mentions.of('x', cho.id))?.state).toBe('taken');
    expect(await field().evaluate((it) => it === it.ownerDocument.activeElement)).toBe(true);
  });

  it('keeps what they wrote when somebody speaks meanwhile, and when the page is loaded again', async () => {
    const dan = await customers.says('dan', 'API down');
    await page.goto(dan.page);
    await page.locator('html.js').waitFor();
    await field().fill('Sorry about this. Please send us a private message.');
    await page.reload();
    await page.getByText('It was not posted.').waitFor();
    house.clock.nowMs += MINUTE_MS;
    const said = await call('POST', `/v1/incidents/${incident}/updates`, {
      message: 'We replace a certificate.',
      status: 'identified',
      nextUpdateBy: 'PT45M',
    });
    expect(said.status).toBe(201);
    await field().press('Control+Enter');
    await page.getByText('Somebody has spoken since you read this.').waitFor();
    expect(await field().inputValue()).toBe('Sorry about this. Please send us a private message.');
    const before = customers.arrived.length;
    await field().press('Control+Enter');
    await page.getByText('commander answered').waitFor();
    expect(customers.arrived).toHaveLength(before + 1);
    await page.goto(dan.page);
    expect(await page.locator('textarea:not([readonly])').count()).toBe(0);
  });

  it('turns the single letters off, and they stay off', async () => {
    await customers.says('eve', 'API down');
    await page.goto('/console/desk');
    await page.getByRole('button', { name: 'Turn these keys off' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Turn the keys on' }).waitFor();
    await page.keyboard.press('j');
    expect(await page.locator('[data-mention]:focus').count()).toBe(0);
    await page.getByRole('button', { name: 'Turn the keys on' }).click();
    await page.keyboard.press('j');
    expect(await page.locator('[data-mention]:focus').count()).toBe(1);
  });

  it('keeps their place in the queue while it changes under them', async () => {
    await page.goto('/console/desk');
    await page.locator('html.js').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const place = await page.locator('[data-mention]:focus').getAttribute('href');
    await customers.says('ivy', 'the API is down here as well');
    await page.getByText('the API is down here as well').waitFor();
    expect(await page.locator('[data-mention]:focus').getAttribute('href')).toBe(place);
  });

  it('reads every page of it on a narrow phone, in light and dark, without scrolling sideways', async () => {
    const fay = await customers.says('fay', `is the API down? ${'a'.repeat(180)}`);
    const gus = await customers.says('gus', 'the API is down, anybody?', { summoned: false });
    const hal = await customers.says('hal.bsky.social', 'API down', { source: 'bluesky' });
    await customers.desk.stores.account('x').swap(0, {
      unreadable: { since: '2026-11-22T09:40:00.000Z', reason: '503' },
    });
    await page.setViewportSize({ width: 320, height: 700 });
    for (const where of [
      '/console/desk',
      fay.page,
      gus.page,
      hal.page,
      `/console/incidents/${incident}/desk`,
      `/console/incidents/${incident}`,
      '/console/desk/templates',
    ]) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(where);
      await page.locator('details').evaluateAll((all) => {
        for (const folded of all) folded.setAttribute('open', '');
      });
      await fitsAPerson(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect({ where, found: await axeFinds(page, ABOUT_COLOURS) }).toMatchObject({ found: [] });
    }
  });
});
