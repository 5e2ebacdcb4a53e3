import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SiteFile } from '../../shared/ports/site-store.ts';
import { axeFinds } from '../support/axe.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { seconds } from '../support/patience.ts';
import { filesOf } from './support/reader.ts';
import { type ServedSite, serveSite } from './support/served-site.ts';
import { at, story } from './support/story.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => closeContexts(browser));

/** Asks as often as it takes; the minute is only how long a fault takes to be told. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: seconds(60) });

type Look = { now: string; javaScriptEnabled?: boolean };

/** A reader's page at a time of day, and the site behind it. The reader's clock only moves when the test moves it. */
async function reader(files: readonly SiteFile[], path: string, look: Look): Promise<{ page: Page; site: ServedSite }> {
  const site = await serveSite(files);
  const { now, javaScriptEnabled = true } = look;
  const context = await browser.newContext({ javaScriptEnabled, timezoneId: 'Europe/Vienna', locale: 'en-GB' });
  onTestFinished(async () => {
    await context.close();
    await site.stop();
  });
  const page = await context.newPage();
  if (javaScriptEnabled) await page.clock.install({ time: at(now) });
  await page.goto(site.url + path);
  // What the server wrote stands there until the page has looked once, and knows what time it is.
  if (javaScriptEnabled && files.length > 0)
    await eventually(() => page.locator('.asof').first().textContent()).toContain('Checked');
  return { page, site };
}

const promised = story('i1', ['14:00', { message: 'First words.', promises: { nextUpdateBy: at('14:30') } }]);

const watched = story(
  'i1',
  ['14:00', { message: 'First words.' }],
  ['14:20', { status: 'monitoring', message: 'It works again for us.', promises: { nextUpdateBy: at('14:30') } }],
);

/** A check mark or a plain "No known problems" would be a claim, in whatever colour. */
async function expectGrey(page: Page): Promise<void> {
  expect(await page.locator('.i').first().isVisible()).toBe(false);
  expect(await page.evaluate("getComputedStyle(document.querySelector('h1'), '::before').content")).toContain(
    'Last known:',
  );
  const colours = await page.evaluate<string[]>(
    "[getComputedStyle(document.querySelector('.verdict')).borderLeftColor, getComputedStyle(document.querySelector('#stale')).borderTopColor]",
  );
  expect(colours[0]).toBe(colours[1]);
}

describe('an open tab', () => {
  it('shows a new update within 15 seconds, and reads it out', async () => {
    const { page, site } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05' });
    const later = story('i1', ['14:00', { message: 'First words.' }], ['14:06', { message: 'Second words.' }]);
    site.show(filesOf([later], '14:06'));
    await page.clock.runFor(15_000);
    await page.getByText('Second words.').first().waitFor();
    await eventually(() => page.locator('#live').textContent()).toContain('Second words.');
  });

  it('reads out that an incident is over', async () => {
    const { page, site } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05' });
    const over = story(
      'i1',
      ['14:00', {}],
      ['14:06', { kind: 'resolved', status: 'resolved', message: 'All is back.' }],
    );
    site.show(filesOf([over], '14:06'));
    await page.clock.runFor(11_000);
    await eventually(() => page.locator('#live').textContent()).toBe(
      'New on this page: Resolved: Requests to the API fail. All is back.',
    );
  });

  it('counts lateness on by itself when everything behind it is dead', async () => {
    const { page, site } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05' });
    expect(await page.locator('.late').isVisible()).toBe(false);
    site.die();
    await page.clock.runFor(26.5 * 60_000);
    await eventually(() => page.locator('.late').textContent()).toBe('late by 1 min');
    expect(await page.locator('.late').isVisible()).toBe(true);
  });

  it('counts down to what is promised', async () => {
    const { page } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05' });
    await eventually(() => page.locator('.left').first().textContent()).toMatch(/^in 2[45] min$/);
    expect(await page.locator('.late').count()).toBe(0);
  });

  it.each([
    ['loaded before', '14:29:50', 65_000],
    ['loaded fresh', '14:30:55', 0],
  ])('is grey within a minute of a promise that nobody marked as missed, %s', async (_when, now, forMs) => {
    // The files are still served, as a bucket serves them, but nobody has rendered them since 14:28:40.
    const { page } = await reader(filesOf([watched], '14:28:40'), '/', { now });
    await page.clock.runFor(forMs);
    await eventually(() => page.locator('#stale').textContent()).toMatch(
      /^This page is 2 min old .*the state is unknown/,
    );
    expect(await page.locator('.late').textContent()).toMatch(/^late by (less than a|1) min(ute)?$/);
    expect(await page.title()).toMatch(/^state unknown · late (less than a|1) min(ute)? · /);
    await expectGrey(page);
    expect(await axeFinds(page)).toEqual([]);
  });

  it('stays as it is when what stands behind it has said that it is late', async () => {
    const { page } = await reader(filesOf([promised], '14:30:01'), '/', { now: '14:35' });
    expect(await page.locator('.late').textContent()).toBe('late by 5 min');
    expect(await page.locator('#stale').isVisible()).toBe(false);
  });

  it('is honest about a missed promise when it is loaded fresh from a site that nobody writes any more', async () => {
    const { page } = await reader(filesOf([promised], '14:05'), '/', { now: '16:40' });
    expect(await page.locator('.late').textContent()).toBe('late by 2 h 10 min');
    expect(await page.title()).toMatch(/^state unknown · late 2 h 10 min · /);
  });

  it('says that it is old and turns grey when it cannot refresh', async () => {
    const { page, site } = await reader(filesOf([], '14:00'), '/', { now: '14:05' });
    await eventually(() => site.requests.length).toBeGreaterThanOrEqual(3);
    site.die();
    await page.clock.runFor(25.5 * 60_000);
    await eventually(() => page.locator('#stale').textContent()).toBe(
      'This page is 25 min old and could not be refreshed: the state is unknown.',
    );
    expect(await page.title()).toMatch(/^state unknown · /);
    await expectGrey(page);
  });

  it('says what is new since the reader’s last look, and nothing of it to who never looked', async () => {
    const { page, site } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05' });
    expect(await page.locator('[data-new]').count()).toBe(0);
    const later = story('i1', ['14:00', { message: 'First words.' }], ['14:06', { message: 'Second words.' }]);
    site.show(filesOf([later], '14:20'));
    await page.goto(`${site.url}/promises`);
    await page.goto(site.url);
    expect(await page.locator('[data-new]').count()).toBe(1);
    expect(await page.locator('.entry:has([data-new]) .said').textContent()).toContain('Second words.');
    expect(await page.evaluate("getComputedStyle(document.querySelector('[data-new]'), '::after').content")).toBe(
      '"new since your last look"',
    );
    await page.reload();
    expect(await page.locator('[data-new]').count()).toBe(0);
  });

  it('says "back" in its title once all that was open is over', async () => {
    const { page, site } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05' });
    const over = story('i1', ['14:00', {}], ['14:06', { kind: 'resolved', status: 'resolved' }]);
    site.show(filesOf([over], '14:06'));
    await page.clock.runFor(11_000);
    await eventually(() => page.title()).toMatch(/^back · No known problems/);
  });

  it('does not run into trouble where nothing may be stored', async () => {
    const { page } = await reader(filesOf([promised], '14:05'), '/', { now: '14:42' });
    await page.addInitScript("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })");
    await page.reload();
    await eventually(() => page.locator('.late').textContent()).toBe('late by 12 min');
  });

  it('puts the reader’s clock into a mail, once however often it is followed', async () => {
    const { page } = await reader(filesOf([promised], '14:05'), '/incidents/i1', { now: '14:05' });
    const link = page.locator('[data-mail]');
    const body = async () => new URL((await link.getAttribute('href'))!).searchParams.get('body');
    expect(await body()).toContain('About: Requests to the API fail\r\n');
    expect(await body()).not.toContain('My clock');
    for (let n = 0; n < 2; n += 1) await link.dispatchEvent('click');
    expect((await body())!.match(/My clock: \w+ Nov 22 2026 \d\d:05/g)).toHaveLength(1);
  });

  it('shows the reader’s own zone beside UTC', async () => {
    const { page } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05' });
    expect(await page.locator('.zone').first().textContent()).toBe('22 Nov, 15:30 CET where you are');
  });

  it('does not lose the reader’s place on the keyboard when it refreshes', async () => {
    const { page, site } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05' });
    await page.locator('h2 a').first().focus();
    site.show(filesOf([promised], '14:06'));
    await page.clock.runFor(11_000);
    await page.locator(`main[data-at="${at('14:06')}"]`).waitFor();
    expect(await page.evaluate("document.activeElement?.getAttribute('href')")).toBe('/incidents/i1');
  });

  it('needs at most three requests and none to a third party', async () => {
    const { page, site } = await reader([], '/', { now: '14:05' });
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host || 'data'));
    site.show(filesOf([promised], '14:05'));
    site.requests.length = 0;
    await page.goto(`${site.url}/`);
    await page.locator('.zone').first().waitFor();
    expect(site.requests.filter((path) => path !== '/').length).toBeLessThanOrEqual(2);
    expect([...hosts].filter((host) => host !== 'data')).toEqual([new URL(site.url).host]);
  });
});

describe('without JavaScript', () => {
  it('the page says all of it, and what to think when a time has passed', async () => {
    const { page } = await reader(filesOf([promised], '14:05'), '/', { now: '14:05', javaScriptEnabled: false });
    const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    expect(text).toContain('First words.');
    expect(text).toContain('promised for 14:30 UTC 22 Nov 2026');
    expect(text).toContain('If a time above has passed and nothing newer stands here, we are late.');
    expect(text).not.toContain('late by');
  });
});
