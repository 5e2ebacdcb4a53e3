import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { comes } from '../support/comes.ts';
import { everythingKept, holds } from '../support/everything-kept.ts';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { followersOf } from './followers.ts';

// One story of one day, told in its order: what is found at its end was left by all that came before.
let system: LocalSystem;
let browser: Browser;
let page: Page;
let follower: ReturnType<typeof followersOf>;

beforeAll(async () => {
  [system, browser] = await Promise.all([startLocalSystem({ startsAt: '08:00' }), sharedBrowser()]);
  follower = followersOf(system);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, timezoneId: 'Europe/Berlin' });
  page = await context.newPage();
});
afterAll(async () => {
  await closeContexts(browser);
  await system?.end();
});
printEvidence(() => system);

// One word each, which nothing else here holds.
/** Follows everything in a browser, and later one component. */
const ADA = 'quagada@example.com';
/** Follows everything by a form without a script. */
const EVE = 'quageve@example.com';
/** Comes when the promise has been given already. */
const DORA = 'quagdora@example.com';
/** Was added by the house, for the databases alone. */
const BOB = 'quagbob@example.com';
const ALL = [ADA, EVE, DORA, BOB];

const MINUTE_MS = 60_000;
const GRACE_MS = 2 * MINUTE_MS;
const ids = { api: '', database: '' };
let due = '';

const plus = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();
const clock = (at: string) => `${at.slice(11, 16)} UTC`;
const newest = async (to: string) => (await follower.told(to)).at(-1)!;
const counts = async () => Promise.all(ALL.map(async (one) => (await follower.told(one)).length));

describe('those who follow', () => {
  it('sign up and confirm by one button, which no scanner of their mails presses for them', async () => {
    await page.goto(system.urls.site);
    await page.getByText('Follow this by mail').click();
    await page.getByLabel('Your mail address').fill(ADA);
    // As long as a person takes at the least.
    await comes(page, 'document.forms[0].since');
    await page.evaluate('document.forms[0].since -= 5000');
    await page.getByRole('button', { name: 'Send me the mail' }).click();
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await follower.form('/s', { email: EVE });
    const links = [await follower.link(ADA, 'c'), await follower.link(EVE, 'c')];

    expect((await follower.scan({ scripts: true })).visits.map(({ status }) => status)).toContain(200);
    expect((await follower.kept()).map(({ state }: { state: string }) => state)).toEqual(['pending', 'pending']);

    await page.goto(links[0]!);
    await page.getByRole('button', { name: 'Yes, send me these mails' }).click();
    await page.getByRole('heading', { name: 'You will be told' }).waitFor();
    expect(await (await follower.form(links[1]!, {})).text()).toContain('You will be told');
    const vouched = { at: await system.now(), source: 'their contract' };
    const { status } = await system.post('/v1/subscribers', {
      kind: 'mail',
      address: BOB,
      choice: { components: ['database'] },
      consent: vouched,
    });
    expect(status).toBe(201);
  });

  it('get nothing while the channel is in shadow, and from then on an opening with the time that it promises', async () => {
    const { body: before } = await system.open({ title: 'Before mails went out', message: 'In shadow.' });
    await system.say(before.id, 'resolve', { message: 'Over.' });
    await system.delivered(before.id);
    expect((await system.put('/v1/channels/mail', { mode: 'live' })).status).toBe(200);

    const { body } = await system.open({ title: 'Logins fail', message: 'Since noon.', nextUpdateBy: 'PT30M' });
    ids.api = body.id;
    await follower.everybodyTold(ids.api);
    expect(await counts()).toEqual([1, 1, 0, 0]);
    const { subject, text } = await newest(ADA);
    expect(subject).toBe('Investigating: API – Logins fail');
    expect(text).toContain(`by ${clock(body.promises[0]!.at)}`);
    // The browser said where she is.
    expect(text).toContain('Berlin');
    expect((await newest(EVE)).text).not.toContain('Berlin');
  });

  it('get the next with the newest words first and what was said before below; a link that is mailed fresh changes what they get', async () => {
    const { body } = await system.say(ids.api, 'updates', {
      message: 'A certificate has expired.',
      status: 'identified',
      nextUpdateBy: 'PT30M',
    });
    due = body.promises.at(-1)!.at;
    await follower.everybodyTold(ids.api);
    const { subject, text } = await newest(ADA);
    expect(subject).toBe('Identified: API – Logins fail');
    const order = ['A certificate has expired.', `by ${clock(due)}`, 'So far, newest first', 'Since noon.'];
    const places = order.map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(-1);

    await page.goto(`${system.urls.site}/s/m`);
    await page.getByLabel('Your mail address').fill(ADA);
    await page.getByRole('button', { name: 'Mail me the link' }).click();
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
    await page.goto(await follower.link(ADA, 'm'));
    await page.getByLabel('only these parts').check();
    await page.getByLabel('API', { exact: true }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. It holds from now on.').waitFor();
  });

  it('get none about a component that they did not choose', async () => {
    await follower.follow(DORA);
    const { body } = await system.open({
      title: 'Queries are slow',
      components: [{ id: 'database', status: 'degraded_performance' }],
      nextUpdateBy: 'PT3H',
    });
    ids.database = body.id;
    await follower.everybodyTold(ids.database);
    expect(await counts()).toEqual([2, 3, 1, 1]);
    expect((await newest(BOB)).subject).toContain('Queries are slow');
  });

  it('get one apology for a promise that slips, if they were given it', async () => {
    await system.passTo(plus(due, GRACE_MS));
    await system.until('the apology', async () => (await system.incident(ids.api)).entries.length === 3);
    await follower.everybodyTold(ids.api);
    expect(await counts()).toEqual([3, 4, 1, 1]);
    for (const one of [ADA, EVE]) {
      expect((await newest(one)).subject).toBe('Delayed: API – Logins fail');
      expect((await newest(one)).text).toContain(`an update by ${clock(due)}`);
    }
    await system.swept();
    expect(await counts()).toEqual([3, 4, 1, 1]);
  });

  it('keep what they have when a scanner visits every link of every mail twice, also one that runs scripts', async () => {
    const all = async () => ({
      kept: await follower.kept(),
      mails: (await follower.mails()).length,
      said: (await system.incident(ids.api)).entries.length,
    });
    const before = await all();
    for (const scripts of [false, true, false, true]) {
      const { links, visits } = await follower.scan({ scripts });
      expect(links).toBeGreaterThan(10);
      expect(visits.every(({ status }) => status > 0 && status < 500)).toBe(true);
    }
    expect(await all()).toEqual(before);
    expect(before.kept).toHaveLength(4);
  });

  it('leave by one click in the mail program or one button on the page, and get no more', async () => {
    expect(await follower.oneClick(await newest(EVE))).toMatchObject({ status: 200 });
    await page.goto(await follower.link(ADA, 'u'));
    await page.getByRole('button', { name: 'Stop all mails' }).click();
    await page.getByRole('heading', { name: 'You get no more mails' }).waitFor();
    await system.say(ids.api, 'resolve', { message: 'Logins work again.' });
    await follower.everybodyTold(ids.api);
    // It is the first that Dora hears of it.
    expect(await counts()).toEqual([3, 4, 2, 1]);
    expect((await newest(DORA)).subject).toBe('Resolved: API – Logins fail');
  });

  it('reach the function by the site alone', async () => {
    const confirm = new URL(await follower.link(ADA, 'c')).pathname;
    for (const where of ['/s', '/s/m', confirm, '/api/v2/subscribers.json'])
      for (const method of ['GET', 'POST']) expect((await fetch(system.urls.ops + where, { method })).status).toBe(403);
    expect((await fetch(system.urls.site + confirm)).status).not.toBe(403);
  });
});

describe('whoever left, or had all of it erased', () => {
  it('is in no answer, item, message, object, log line or journal any more', async () => {
    // No form here shows a proof of work but Ada's, and without one a network has two of an hour.
    await system.passTo(plus(await system.now(), 61 * MINUTE_MS));
    await follower.form('/s/m', { email: DORA });
    const change = await follower.link(DORA, 'm');
    expect(await (await follower.form(change, { do: 'export' })).json()).toMatchObject({ address: DORA });
    expect((await follower.form(change, { do: 'erase' })).status).toBe(200);
    expect((await fetch(change)).status).toBe(410);
    await system.say(ids.database, 'resolve', { message: 'Queries are fast again.' });
    await follower.everybodyTold(ids.database);

    const answers = await everyAnswer();
    expect(answers.length).toBeGreaterThan(30);
    expect(namedIn(answers)).toEqual({ [BOB]: ['/v1/subscribers', '/v1/subscribers/export'] });

    expect(await system.terminate()).toBe(0);
    const kept = (await everythingKept(system.dataDir)).filter(({ where }) => where !== 'world/mail.jsonl');
    // Bob is still there, once: so the search finds whom it looks for.
    expect(namedIn(kept)).toEqual({ [BOB]: [expect.stringMatching(/^SUBSCRIBER#mail#\d+ S#/)] });
    for (const one of ['logs/functions.log', 'world/inbox.jsonl'])
      expect(kept.find(({ where }) => where === one)?.text.length).toBeGreaterThan(100);
  });
});

/** Where each of them is named, for those who are named at all. The word before the @ is enough. */
function namedIn(places: readonly { where: string; text: string }[]): Record<string, string[]> {
  const found = ALL.map((one): [string, string[]] => [
    one,
    places.filter(({ text }) => holds(text, one.split('@')[0]!)).map(({ where }) => where),
  ]);
  return Object.fromEntries(found.filter(([, where]) => where.length > 0));
}

/** What every route that can be read answers to an administrator, of both incidents where it is about one. */
async function everyAnswer(): Promise<{ where: string; text: string }[]> {
  const { body: api } = await system.get('/openapi.json');
  const readable = Object.entries<object>(api.paths).filter(([, operations]) => 'get' in operations);
  const paths = readable.flatMap(([path]) =>
    Object.values(ids).map((id) => path.replace('{channel}', 'mail').replace(/\{\w+\}/g, id)),
  );
  const gone = ALL.filter((one) => one !== BOB);
  return Promise.all([
    ...[...new Set(paths)].map(async (where) => ({ where, text: (await system.get(where)).text })),
    // Whoever left is known by the hash of what is asked, and is not named in the answer.
    ...gone.map(async (address) => ({
      where: 'find',
      text: (await system.post('/v1/subscribers/find', { kind: 'mail', address })).text,
    })),
  ]);
}
