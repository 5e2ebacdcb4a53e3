import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteInput } from '../../shared/site/context.ts';
import { HOOK_ASK, HOOK_CHANGE } from '../../shared/wording/change-hooks.ts';
import { FOLLOW_HOOK, FOLLOW_PUSH, HOOK_ALREADY } from '../../shared/wording/follow-hooks.ts';
import { filesOf, wholeSite } from '../site/support/reader.ts';
import { scenes } from '../site/support/scenes.ts';
import { type ServedSite, serveSite } from '../site/support/served-site.ts';
import { siteOf } from '../site/support/site.ts';
import { at } from '../site/support/story.ts';
import { ABOUT_COLOURS, axeFinds } from '../support/axe.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { comes } from '../support/comes.ts';
import { house } from './house.ts';
import { PROGRAM, SLACK } from './places.ts';

const ADA = 'ada@example.com';
const { now, incidents } = scenes.outage!;
const [open] = incidents;

/** The same site in a house that asks browsers for work. */
const asking = (input: SiteInput): SiteInput => ({
  ...input,
  config: { ...input.config, signUp: { proofOfWork: true } },
});

let browser: Browser;
let site: ServedSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([sharedBrowser(), serveSite(filesOf(incidents, now))]);
});
afterAll(async () => {
  await closeContexts(browser);
  await site?.stop();
});

/** A tenth of a second of a browser's work. */
const LITTLE = { iterations: 500, tries: 200 };

/** A phone, and the function behind the site; `asks` for no work, a little, or all that a house asks for. */
async function visit({ javaScriptEnabled, asks }: { javaScriptEnabled: boolean; asks?: 'little' | 'all' }) {
  const asked = { little: { task: LITTLE }, all: {} };
  const outside = house([open!], ['mail', 'hooks'], asks && asked[asks]);
  outside.clock.nowMs = asks ? Date.now() : Date.parse(at(now));
  site.show(asks ? wholeSite(asking(siteOf(incidents, now))) : filesOf(incidents, now));
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
    const form = page.locator('form', { has: page.getByLabel('Your mail address') });
    expect(await form.getByLabel('this incident alone').isChecked()).toBe(true);
    expect(await form.getByLabel('Webhooks').isVisible()).toBe(false);
    await page.getByLabel('Your mail address').fill(ADA);
    // As long as a person takes at the least.
    if (javaScriptEnabled) {
      await comes(page, 'document.forms[0].since');
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
    await page.getByText(FOLLOW_HOOK.open).click();
    for (const choice of await page.getByLabel('only these parts').all()) await choice.check();
    await page.getByRole('button', { name: FOLLOW_PUSH.button }).waitFor();
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

describe('a program', () => {
  it('is changed on a page that is clear to axe, and its address typed again is answered on one', async () => {
    const { outside, page } = await visit({ javaScriptEnabled: true });
    await outside.signUpHook(PROGRAM);
    await outside.post('/s/m', { kind: 'hook', hook: PROGRAM });
    await page.goto(site.url + new URL(JSON.parse(outside.called.at(-1)!.calls![0]!.body).data.url).pathname);
    await page.getByLabel(FOLLOW_HOOK.owner).fill('ada@example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').waitFor();
    await looksWell(page);
    await page.getByLabel(FOLLOW_HOOK.owner).fill(ADA);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It holds from now on.').waitFor();
    expect(await outside.keptHook('webhook', PROGRAM)).toMatchObject({ owner: ADA });
    await page.goto(`${site.url}/s`);
    await page.getByText(FOLLOW_HOOK.open).click();
    await page.getByLabel(FOLLOW_HOOK.address).fill(PROGRAM);
    await page.getByRole('button', { name: FOLLOW_HOOK.submit }).click();
    await page.getByRole('heading', { name: HOOK_ALREADY.title }).waitFor();
    await looksWell(page);
    await page.context().close();
  });
});

describe.each([true, false])('in a room, with JavaScript: %s', (javaScriptEnabled) => {
  it('somebody follows, reads why an address is not taken, changes by the link that is sent there, and ends it', async () => {
    const { outside, page, refused } = await visit({ javaScriptEnabled });
    // What looks is a script itself.
    const looks = async (at: Page) => javaScriptEnabled && looksWell(at);
    await page.goto(`${site.url}/incidents/${open!.id}`);
    await page.getByText(FOLLOW_HOOK.open).click();
    const button = page.getByRole('button', { name: FOLLOW_PUSH.button });
    if (javaScriptEnabled) {
      await button.waitFor();
      await comes(page, 'document.forms[1].since');
      await page.evaluate('document.forms[1].since -= 5000');
    } else expect(await button.count()).toBe(0);
    const form = page.locator('form', { has: page.getByLabel(FOLLOW_HOOK.address) });
    await form.getByLabel('only these parts').check();
    await form.getByLabel('Webhooks').check();
    await form.getByLabel(FOLLOW_HOOK.address).fill('https://hooks.slack.com/nothing');
    await form.getByRole('button', { name: FOLLOW_HOOK.submit }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('This host has rooms');
    expect(await page.getByLabel('Webhooks').isChecked()).toBe(true);
    await looks(page);
    outside.callsAre({ is: 'gone', reason: 'Slack answered 404' });
    await page.getByLabel(FOLLOW_HOOK.address).fill(SLACK);
    await page.getByRole('button', { name: FOLLOW_HOOK.submit }).click();
    await page.getByRole('heading', { name: 'It did not take our call' }).waitFor();
    expect(await page.getByLabel(FOLLOW_HOOK.address).inputValue()).toBe(SLACK);
    await looks(page);
    outside.callsAre({ is: 'taken', receipt: 'ok' });
    await page.getByRole('button', { name: FOLLOW_HOOK.submit }).click();
    await page.getByRole('heading', { name: 'It follows from now on' }).waitFor();
    expect(await page.getByRole('main').innerText()).toContain('Sign-in and API requests fail');
    await looks(page);
    expect(await outside.keptHook('slack', SLACK)).toMatchObject({ choice: { components: ['webhooks'] } });

    await page.goto(`${site.url}/s/m`);
    await page.getByLabel(FOLLOW_HOOK.address).fill('https://hooks.slack.com/nothing');
    await page.getByRole('button', { name: HOOK_ASK.submit }).click();
    await page.getByRole('alert').waitFor();
    await looks(page);
    await page.getByLabel(FOLLOW_HOOK.address).fill(SLACK);
    await page.getByRole('button', { name: HOOK_ASK.submit }).click();
    await page.getByRole('heading', { name: HOOK_ASK.askedTitle }).waitFor();
    await looks(page);
    await page.goto(site.url + new URL(outside.called.at(-1)!.words!.page.url).pathname);
    await looks(page);
    await page.getByLabel('when something begins').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It holds from now on.').waitFor();
    expect(await outside.keptHook('slack', SLACK)).toMatchObject({
      choice: { components: ['webhooks'], level: 'ends' },
    });

    await page.goto(site.url + new URL(outside.called.at(-1)!.words!.stop.url).pathname);
    await looks(page);
    await page.getByRole('button', { name: 'Stop all messages' }).click();
    await page.getByRole('heading', { name: 'No more messages are sent' }).waitFor();
    expect(await outside.keptHook('slack', SLACK)).toBeUndefined();
    // What a browser logs of a page that answers 422.
    expect(refused.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
  });
});

describe('on a device', () => {
  it('whose browser does not allow messages, the button says so, and nobody is kept', async () => {
    const { outside, page } = await visit({ javaScriptEnabled: true });
    await page.goto(site.url);
    await page.getByText(FOLLOW_HOOK.open).click();
    await page.evaluate("Notification.requestPermission = async () => 'denied'");
    await page.getByRole('button', { name: FOLLOW_PUSH.button }).click();
    await page.getByText(FOLLOW_PUSH.denied).waitFor();
    expect(outside.logged).toEqual([]);
    await page.context().close();
  });

  it('is told by a browser that has our worker from the function, and our key', async () => {
    const { outside, page, refused } = await visit({ javaScriptEnabled: true });
    await page.goto(site.url);
    await page.getByText(FOLLOW_HOOK.open).click();
    // All is the browser's own but for the service of its maker, which no test asks.
    await page.evaluate(`Notification.requestPermission = async () => 'granted';
PushManager.prototype.subscribe = async function ({ applicationServerKey }) {
  return { toJSON: () => ({ endpoint: 'https://fcm.googleapis.com/fcm/send/' + applicationServerKey.length,
    keys: { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) } }) }
}`);
    await page.getByRole('button', { name: FOLLOW_PUSH.button }).click();
    await page.getByText(FOLLOW_PUSH.done).waitFor();
    const link = page.getByRole('link', { name: FOLLOW_PUSH.change });
    await looksWell(page);
    await page.goto(site.url + new URL((await link.getAttribute('href'))!).pathname);
    await page.getByRole('heading', { name: HOOK_CHANGE.title }).waitFor();
    await looksWell(page);
    // An uncompressed point of P-256 has 65 bytes.
    expect(await outside.keptHook('push', 'https://fcm.googleapis.com/fcm/send/65')).toMatchObject({
      state: 'confirmed',
    });
    expect(
      await page.evaluate(
        'navigator.serviceWorker.getRegistrations().then(all => all.map(({ scope }) => new URL(scope).pathname))',
      ),
    ).toEqual(['/s/']);
    expect(refused).toEqual([]);
    await page.context().close();
  });
});

describe('where work is asked', () => {
  /** What the log says of the work that each form showed. */
  const works = ({ logged }: ReturnType<typeof house>) =>
    (logged as [string, { work?: string }][]).flatMap(([, { work }]) => work ?? []);

  /** Waits until the proof is filled in, and says how many numbers were tried, and for how many ms. */
  const solution = async (page: Page, form = 0): Promise<{ counter: number; time: number }> => {
    const proof = page.locator('input[name=altcha]').nth(form);
    await proof.and(page.locator(':not([value=""])')).waitFor({ state: 'attached' });
    return JSON.parse(atob((await proof.getAttribute('value'))!)).solution;
  };

  it('a browser does it while somebody fills in the form, and a typo does not cost it', async () => {
    const { outside, page, refused } = await visit({ javaScriptEnabled: true, asks: 'all' });
    await page.goto(site.url);
    expect(site.requests).not.toContain('/s/challenge');
    await page.getByText('Follow this by mail').click();
    const { counter, time } = await solution(page);
    console.info(`the browser tried ${counter + 1} numbers in ${time} ms`);
    await page.evaluate('document.forms[0].since -= 5000');
    // A browser takes it for an address, and we do not.
    await page.getByLabel('Your mail address').fill('abuse@example.com');
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByRole('alert').waitFor();
    expect(works(outside)).toEqual([]);
    await page.getByLabel('Your mail address').fill(ADA);
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    expect(works(outside)).toEqual(['done']);
    // What a browser logs of a page that answers 422.
    expect(refused.filter((text) => !text.includes('422'))).toEqual([]);
    await page.context().close();
  });

  it('a device is told with a proof of its own form', async () => {
    const { outside, page } = await visit({ javaScriptEnabled: true, asks: 'little' });
    await page.goto(site.url);
    await page.getByText(FOLLOW_HOOK.open).click();
    await solution(page, 1);
    await page.getByLabel(FOLLOW_HOOK.address).fill(SLACK);
    await page.evaluate('document.forms[1].since -= 5000');
    await page.getByRole('button', { name: FOLLOW_HOOK.submit }).click();
    await page.getByRole('heading', { name: 'It follows from now on' }).waitFor();
    expect(works(outside)).toEqual(['done']);
    await page.context().close();
  });

  it('it is done anew when somebody comes back to a form that stood open, and not before', async () => {
    const { page } = await visit({ javaScriptEnabled: true, asks: 'little' });
    await page.goto(site.url);
    await page.getByText('Follow this by mail').click();
    await solution(page);
    const asked = () => site.requests.filter((path) => path === '/s/challenge').length;
    const before = asked();
    await page.getByLabel('Your mail address').focus();
    const first = await page.locator('input[name=altcha]').first().getAttribute('value');
    await page.evaluate('Date.now = (now => () => now() + 16 * 60_000)(Date.now)');
    expect(asked()).toBe(before);
    await page.getByRole('radio', { name: 'everything' }).first().focus();
    await page.locator(`input[name=altcha]:not([value=""], [value="${first}"])`).waitFor({ state: 'attached' });
    expect(asked()).toBe(before + 1);
    await page.context().close();
  });

  it.each([
    ['the task', '**/s/challenge'],
    ['what solves it', '**/s/proof.js'],
  ])('and %s cannot be had, the form goes as without', async (_, path) => {
    const { outside, page } = await visit({ javaScriptEnabled: true, asks: 'little' });
    await page.route(path, (route) => route.abort());
    await page.goto(site.url);
    await Promise.all([
      page.waitForEvent('requestfailed', (request) => request.url().includes('/s/')),
      page.getByText('Follow this by mail').click(),
    ]);
    await page.getByLabel('Your mail address').fill(ADA);
    await page.evaluate('document.forms[0].since -= 5000');
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    expect(works(outside)).toEqual(['missing']);
    await page.context().close();
  });

  it('and there is no JavaScript, the form works as before', async () => {
    const { outside, page } = await visit({ javaScriptEnabled: false, asks: 'little' });
    await page.goto(site.url);
    await page.getByText('Follow this by mail').click();
    await page.getByLabel('Your mail address').fill(ADA);
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    expect(works(outside)).toEqual(['missing']);
    expect(await outside.kept(ADA)).toMatchObject({ state: 'pending' });
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
    await comes(page, `document.querySelector('main').dataset.at === '${at('14:43:30')}'`);
    expect(await page.getByLabel('Your mail address').inputValue()).toBe('half@exam');
    await page.context().close();
  });
});
