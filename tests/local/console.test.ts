import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { seconds } from '../support/patience.ts';
import { aPersonsTime } from './a-persons-time.ts';
import { browserOf, fitsAPerson, linksOf, minutesAfter, PHONE, press } from './phone.ts';

// One system and one browser for all of it. Each test has an incident of its own.
let system: LocalSystem;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([startLocalSystem(), sharedBrowser()]);
});
afterAll(() => Promise.all([closeContexts(browser), system?.end()]));
printEvidence(() => system);

/** A commander whose browser has signed in, in front of the console. */
async function commander(options: BrowserContextOptions) {
  const { page, leave } = await browserOf(browser, system.urls.ops, options);
  await page.goto('/');
  if (page.url().includes('/oauth2/')) await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/console');
  return { page, leave };
}

const idIn = (page: Page): string => /incidents\/([a-z0-9]+)/.exec(page.url())?.[1] ?? '';

/** Presses the button that posts, and waits until the page says so. */
async function post(page: Page, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.waitForURL(/\/said\//);
}

/** What the preview says that X will get, but for the minute of posting and the incident's id. */
const previewOnX = async (page: Page): Promise<string> =>
  withoutMinute(await page.locator('article.shown:has(meter) .text').innerText()).replace('new-incident', '');
const withoutMinute = (text: string): string => text.replace(/\d\d:\d\d UTC ·/, '');

/** Types a promise as a time of its own. */
async function promise(page: Page, written: string): Promise<void> {
  const field = page.getByRole('group', { name: 'Next update in' });
  await field.getByText('at …').click();
  await field.getByLabel('Next at').fill(written);
}

describe('a commander', () => {
  it('comes from signing in over a reminder and an apology to the resolution, on a phone', async () => {
    const { page, leave } = await commander({ ...PHONE, colorScheme: 'dark' });

    let taps = 0;
    const tap = (target: Locator) => {
      taps += 1;
      return target.click();
    };
    const another = page.getByRole('link', { name: 'Report another incident' });
    if (await another.isVisible()) await tap(another);
    await tap(page.locator('#open label.chip', { hasText: 'Website' }).first());
    await tap(page.locator('#open').getByText('major', { exact: true }));
    await tap(page.getByRole('button', { name: 'Much of it fails' }));
    await page.locator('#open-preview').getByText('We see many failures in Website.').first().waitFor();
    const seen = await previewOnX(page);
    await fitsAPerson(page);
    await tap(page.getByRole('button', { name: 'Tell customers' }));
    await page.waitForURL(/\/said\/1/);
    expect(taps).toBeLessThanOrEqual(5);
    const id = idIn(page);
    for (const channel of ['Status site', 'X']) await page.getByText(`${channel}: live since`).waitFor();
    await fitsAPerson(page);
    expect(withoutMinute((await system.thread(id))[0]?.text ?? '').replace(id, '')).toBe(seen);
    expect((await system.onSite(`/incidents/${id}`)).text).toContain('We see many failures in Website.');

    await page.getByRole('link', { name: 'Back to the incident' }).click();
    await page.getByText('If nobody speaks').waitFor();
    await fitsAPerson(page);
    await page.getByRole('link', { name: 'Post an update' }).click();
    await page.getByLabel('What customers read').fill('A certificate has expired. We are replacing it.');
    await page.getByText('cause known', { exact: true }).click();
    await page.getByText('When it is back').click();
    await page.getByRole('group', { name: 'Restored within' }).getByText('2 h', { exact: true }).click();
    await page.getByText('yours: 2 h').waitFor();
    await promise(page, '30m');
    await page.locator('#update-preview').getByText('Expected to be restored by').first().waitFor();
    await fitsAPerson(page);
    await post(page, 'Post the update');
    await page.getByText('Promised: restored by').waitFor();
    const later = minutesAfter(await system.now(), 16);
    await system.passTo(later);

    const link = await system.until('a reminder with a link', async () => {
      const messages = await system.inbox();
      return messages
        .filter(({ incident, at }) => incident === id && at > later)
        .flatMap(linksOf)
        .find((url) => url.includes('/a/'));
    });
    await page.goto(link);
    await fitsAPerson(page);
    await press(page, /^Post this/);
    await page.getByRole('heading', { name: 'Posted' }).waitFor();

    await page.goto(`/console/incidents/${id}/update`);
    await page.getByLabel('What customers read').fill('The first server has the new certificate.');
    await promise(page, '10m');
    await post(page, 'Post the update');
    const renewed = (await system.incident(id)).promises.find(
      (one) => one.promise === 'nextUpdateBy' && one.state === 'open',
    )!;
    // The grace of ten minutes is one of them.
    await system.passTo(minutesAfter(renewed.at, 1));
    await system.until('the apology', async () => (await system.incident(id)).entries.at(-1)?.kind === 'apology');
    await page.goto(`/console/incidents/${id}`);
    await page.getByRole('heading', { name: 'apology, by itself' }).waitFor();

    await page.getByRole('link', { name: 'Correct entry 1' }).click();
    await page.getByLabel('What customers read').fill('It was the whole website, not many parts of it.');
    await post(page, 'Publish the correction');
    await page.getByRole('link', { name: 'Back to the incident' }).click();
    await page.getByRole('link', { name: 'It is over' }).click();
    await page.getByRole('button', { name: 'It is over', exact: true }).click();
    await page.locator('#resolve-preview').getByText('It is over: we see Website working').first().waitFor();
    await post(page, 'Say that it is over');
    await page.getByText('Nothing more is promised.').waitFor();
    const { entries } = await system.incident(id);
    const kinds = ['opened', 'update', 'update', 'update', 'apology', 'correction', 'resolved'];
    expect(entries.map(({ kind }) => kind)).toEqual(kinds);
    await leave();
  });

  it('does the same without JavaScript, and says beforehand what customers will read', async () => {
    const { page, leave } = await commander({ ...PHONE, javaScriptEnabled: false });
    await page.goto('/console/open');
    await page.locator('label.chip', { hasText: 'API' }).first().click();
    await page.getByRole('button', { name: 'Slow, or some of it fails' }).click();
    expect(await page.getByLabel('What is wrong, in one line').inputValue()).toBe('API: slow answers and failures');
    await page.getByLabel('What customers read').fill('Search in the API is slow. Everything else works.');
    await page.getByRole('button', { name: 'Preview', exact: true }).last().click();
    const seen = await previewOnX(page);
    await post(page, 'Tell customers');
    const id = idIn(page);
    const posted = await system.until('the post', async () => (await system.thread(id))[0]);
    expect(withoutMinute(posted.text).replace(id, '')).toBe(seen);

    await page.getByRole('link', { name: 'Back to the incident' }).click();
    await page.getByRole('link', { name: 'It is over' }).click();
    await page
      .getByLabel('What customers read')
      .fill('Search was slow for all from 14:00 to 14:20 UTC. No data is affected.');
    await post(page, 'Say that it is over');
    expect((await system.incident(id)).status).toBe('resolved');
    await leave();
  });

  it('works by keyboard alone', async () => {
    const { page, leave } = await commander({ viewport: { width: 1200, height: 800 } });
    await page.goto('/console/open');
    /** Tabs on until `reached`; a person would give up too if it took this long. */
    const tabTo = async (query: string) => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab');
        if (await page.locator(query).evaluateAll((all) => all.some((one) => one === one.ownerDocument.activeElement)))
          return;
      }
      throw new Error(`${query} cannot be reached by keyboard`);
    };
    await tabTo('input[name="affected.jobs"]');
    await page.keyboard.press('Space');
    await tabTo('input[name=impact]');
    await page.keyboard.press('ArrowRight');
    await tabTo('#open-title');
    await page.keyboard.type('Builds wait');
    await tabTo('#open-message');
    await page.keyboard.type('Builds wait for 20 minutes before they start.');
    await tabTo('#open button[value=post]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/said\/1/);
    const { title, impact, components } = await system.incident(idIn(page));
    expect({ title, impact, components }).toEqual({
      title: 'Builds wait',
      impact: 'major',
      components: [{ id: 'jobs', status: 'partial_outage' }],
    });
    await leave();
  });

  it('is a second person too: the link of a reminder leads over the sign-in to the draft that waits', async () => {
    const { body } = await system.open({ handling: 'restricted' });
    const said = { message: 'No customer data was read.', status: 'identified' };
    const { draft } = (await system.say(body.id, 'updates', said)).body as unknown as { draft: { id: string } };
    const link = await system.until('a reminder that asks for a second person', async () => {
      const messages = await system.inbox();
      return messages.flatMap(linksOf).find((url) => url.endsWith(`/console/drafts/${draft.id}`));
    });
    const context = await browser.newContext({ ...PHONE });
    const page = await context.newPage();
    page.setDefaultTimeout(seconds(60));
    await page.goto(link);
    await page.getByLabel('Username').fill('approver');
    await page.getByLabel('Password').fill('local');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/console(?!\/sign-in|\/callback)/);
    expect(page.url()).toBe(link);
    await page.getByText('No customer data was read.').first().waitFor();
    await page.getByRole('button', { name: 'Approve, and post it' }).waitFor();
    await context.close();
  });

  it('meets no page in which axe finds anything, also off the usual way', async () => {
    const { body } = await system.open();
    await system.say(body.id, 'updates', { message: 'A disk is full.', status: 'identified', restoreBy: 'PT2H' });
    const { page, leave } = await commander({ ...PHONE });
    const of = `/console/incidents/${body.id}`;
    const acts = ['retract', 'redact?seq=1'].map((act) => `${of}/${act}`);
    for (const path of ['/console', '/console/people', '/console/programs', '/console/schedule', ...acts]) {
      await page.goto(path);
      // What is folded away is looked at too.
      if (/people|programs/.test(path)) for (const one of await page.locator('summary').all()) await one.click();
      const look = page.getByRole('button', { name: 'Look at what it does' });
      if (await look.isVisible()) {
        for (const field of await page.locator('textarea').all()) await field.fill('It named a person.');
        const reason = page.getByText('personal data', { exact: true });
        if (await reason.isVisible()) await reason.click();
        await look.click();
        await page.locator('button.danger').waitFor();
      }
      await fitsAPerson(page);
    }
    await page.goto('/console/programs');
    await page.locator('#program-name').fill('ci');
    await press(page, /^Add it$/);
    await page.getByText('The secret is shown this once.').waitFor();
    for (const one of await page.locator('summary').all()) await one.click();
    await fitsAPerson(page);
    await leave();
  });
});

// In the same system: each start costs as much as all that happens in it.
describe('somebody of the house', () => {
  it('comes, signs in for the first time, is on duty, acts by a link, hands over and is let out', async () => {
    const { page, leave } = await commander(PHONE);
    await aPersonsTime(system, browser, page);
    await leave();
  });
});
