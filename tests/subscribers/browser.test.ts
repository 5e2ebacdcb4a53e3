import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf } from '../site/support/reader.ts';
import { scenes } from '../site/support/scenes.ts';
import { type ServedSite, serveSite } from '../site/support/served-site.ts';
import { at } from '../site/support/story.ts';
import { ABOUT_COLOURS, axeFinds } from '../support/axe.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { house } from './house.ts';

const ADA = 'ada@example.com';
const { now, incidents } = scenes.outage!;
const [open] = incidents;

let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([sharedBrowser(), serveSite(filesOf(incidents, now))]);
});
afterAll(async () => {
  await closeContexts(browser);
  await site?.stop();
});

/** A phone, and the function behind the site. */
async function visit({ javaScriptEnabled }: { javaScriptEnabled: boolean }) {
  const outside = house([open!]);
  outside.clock.nowMs = Date.parse(at(now));
  site.handOn((method, path, body) =>
    path.startsWith('/s/') || path === '/s' ? outside.request(method, path, { body }) : undefined,
  );
  const context = await browser.newContext({
    javaScriptEnabled,
    viewport: { width: 390, height: 844 },
    timezoneId: 'Europe/Berlin',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  /** A link of ours, as it is on this machine. */
  const mailed = () => site.url + new URL(outside.linkTo(ADA)).pathname;
  return { outside, page, refused, mailed };
}

/** What axe finds, in light and dark, and whether anything is cut off. */
async function looksWell(page: Page): Promise<void> {
  for (const { width, colorScheme, rules } of [
    { width: 320, colorScheme: 'light', rules: undefined },
    { width: 390, colorScheme: 'dark', rules: ABOUT_COLOURS },
  ] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    expect(await axeFinds(page, rules)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  }
}

describe.each([true, false])('on a phone, with JavaScript: %s', (javaScriptEnabled) => {
  it('somebody follows an incident, confirms, changes to a component, and leaves', async () => {
    const { outside, page, refused, mailed } = await visit({ javaScriptEnabled });
    await page.goto(`${site.url}/incidents/${open!.id}`);
    await page.getByText('Follow this by mail').click();
    expect(await page.getByLabel('this incident alone').isChecked()).toBe(true);
    expect(await page.getByLabel('Webhooks').isVisible()).toBe(false);
    await page.getByLabel('Your mail address').fill(ADA);
    // As long as a person takes at the least.
    if (javaScriptEnabled) {
      await page.waitForFunction('document.forms[0].since');
      await page.evaluate('document.forms[0].since -= 5000');
    }
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    expect(await outside.kept(ADA)).toMatchObject({
      state: 'pending',
      choice: { incident: open!.id },
      ...(javaScriptEnabled ? { zone: 'Europe/Berlin' } : {}),
    });

    await page.goto(mailed());
    expect(await page.getByRole('main').innerText()).toContain('Sign-in and API requests fail');
    await page.getByRole('button', { name: 'Yes, send me these mails' }).click();
    await page.getByRole('heading', { name: 'You will be told' }).waitFor();
    expect(await outside.kept(ADA)).toMatchObject({ state: 'confirmed' });

    await page.goto(`${site.url}/s/m`);
    await page.getByLabel('Your mail address').fill(ADA);
    await page.getByRole('button', { name: 'Mail me the link' }).click();
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await page.goto(mailed());
    await page.getByLabel('only these parts').check();
    await page.getByLabel('Webhooks').check();
    await page.getByLabel('when something begins').check();
    await page.getByLabel('Times are also shown for').fill('Asia/Tokyo');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It holds from now on.').waitFor();
    expect(await outside.kept(ADA)).toMatchObject({
      choice: { components: ['webhooks'], level: 'ends' },
      zone: 'Asia/Tokyo',
    });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('status-subscription.json');
    await page.getByRole('button', { name: 'Stop all mails' }).click();
    await page.getByRole('heading', { name: 'You get no more mails' }).waitFor();
    expect(await outside.kept(ADA)).toBeUndefined();
    expect(refused).toEqual([]);
    await page.context().close();
  });
});

describe('every page that somebody meets on the way', () => {
  it('is clear to axe, in light and dark, and fits into 320 pixels', async () => {
    const { outside, page, mailed } = await visit({ javaScriptEnabled: true });
    await page.goto(site.url);
    await page.getByText('Follow this by mail').click();
    await page.getByLabel('only these parts').check();
    await looksWell(page);
    for (const path of ['/s', '/s/m', '/s/c/forged']) {
      await page.goto(site.url + path);
      await looksWell(page);
    }
    await page.goto(`${site.url}/s`);
    await page.getByLabel('Your mail address').fill('abuse@example.com');
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByRole('alert').waitFor();
    await looksWell(page);
    await outside.signUp(ADA);
    await page.goto(mailed());
    await looksWell(page);
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.getByRole('heading', { name: 'You will be told' }).waitFor();
    await looksWell(page);
    await outside.post('/s/m', { email: ADA });
    await page.goto(mailed());
    await looksWell(page);
    await page.context().close();
  });
});

describe('the panel', () => {
  it('keeps what somebody types while the page brings itself up to date', async () => {
    const { page } = await visit({ javaScriptEnabled: true });
    await page.clock.setFixedTime(at(now));
    await page.goto(site.url);
    await page.getByText('Follow this by mail').click();
    await page.getByLabel('Your mail address').fill('half@exam');
    site.show(filesOf(incidents, '14:43:30'));
    await page.evaluate('document.onvisibilitychange()');
    await page.waitForFunction(`document.querySelector('main').dataset.at === '${at('14:43:30')}'`);
    expect(await page.getByLabel('Your mail address').inputValue()).toBe('half@exam');
    await page.context().close();
  });
});
