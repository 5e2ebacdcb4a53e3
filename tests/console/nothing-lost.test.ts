import type { Browser, Locator, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { printEvidence } from '../support/evidence.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { seconds } from '../support/patience.ts';

// One system and one browser for all of it. Each story has an incident and a browser profile of its own.
let system: LocalSystem;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([startLocalSystem({ xAlone: true }), sharedBrowser()]);
});
afterAll(() => Promise.all([closeContexts(browser), system?.end()]));
printEvidence(() => system);

const PHONE = { viewport: { width: 390, height: 844 } };
const MINE = 'The first server has the new certificate.\nThe others follow.';
const THEIRS = 'A certificate has expired.';

type Phone = { page: Page; underWay: ReadonlySet<Request> };

/** A phone on which somebody has signed in. */
async function phone(javaScriptEnabled: boolean): Promise<Phone> {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled, baseURL: system.urls.ops });
  const page = await context.newPage();
  page.setDefaultTimeout(seconds(60));
  const underWay = new Set<Request>();
  page.on('request', (one) => underWay.add(one));
  page.on('requestfinished', (one) => underWay.delete(one));
  page.on('requestfailed', (one) => underWay.delete(one));
  await page.goto('/');
  await signIn(page, page.getByRole('heading', { name: 'What goes out by itself' }));
  return { page, underWay };
}

/** One phone with a script and one without go from story to story: a new one and its sign-in cost as much as a story. */
const phones = new Map<boolean, Promise<Phone>>();
function samePhone(javaScriptEnabled: boolean): Promise<Phone> {
  const known = phones.get(javaScriptEnabled) ?? phone(javaScriptEnabled);
  phones.set(javaScriptEnabled, known);
  return known;
}

/** In front of the form of an incident that was just opened, with a text typed into it. */
async function writing(javaScriptEnabled: boolean, on = samePhone(javaScriptEnabled)) {
  const [{ body }, { page, underWay }] = await Promise.all([
    system.open({ title: `Logins fail ${Math.random()}` }),
    on,
  ]);
  // Whatever a story before has left behind where it failed.
  await page.unrouteAll();
  await page.context().setOffline(false);
  await page.goto(`/console/incidents/${body.id}/update`);
  await signIn(page, post(page));
  await page.getByLabel('What customers read').fill(MINE);
  /** Once the preview of what was typed is there, and no answer any more that could renew a cookie. */
  const atRest = async () => {
    if (!javaScriptEnabled) return;
    await page.locator('#update-preview').getByText('The first server has the new certificate.').first().waitFor();
    await system.until('every request of the page to end', () => underWay.size === 0);
  };
  return { page, id: body.id, form: page.url(), atRest };
}

/** Signs in where that is asked for, until `there` is on the page. */
async function signIn(page: Page, there: Locator): Promise<void> {
  const asked = page.getByRole('button', { name: 'Sign in', exact: true });
  await asked.or(there).first().waitFor();
  if (await asked.isVisible()) await asked.click();
  await there.waitFor();
}

const post = (page: Page) => page.getByRole('button', { name: 'Post the update', exact: true });

/** Presses the button that posts, and once more whenever the page says that the API was too slow: it may be, here. */
async function press(page: Page, button: Locator, outcome: Locator): Promise<void> {
  const slow = page.getByText('The API did not answer.').first();
  await button.click();
  await outcome.or(slow).first().waitFor();
  while (await slow.isVisible()) {
    await page.locator('button[value=post]').first().click();
    await slow.waitFor({ state: 'hidden' });
    await outcome.or(slow).first().waitFor();
  }
}
const isSaid = (page: Page) => page.getByRole('heading', { name: /^(Said|Accepted, and on its way)$/ });
const typed = (page: Page) => page.getByLabel('What customers read').inputValue();

/** How often the text stands in the log, and on X once X has all of the log. */
async function said(id: string, text = MINE): Promise<{ entries: number; posts: number }> {
  const { entries } = await system.incident(id);
  const thread = await system.until('X to have every entry', async () => {
    const posts = await system.thread(id);
    return posts.length >= entries.length ? posts : undefined;
  });
  const words = text.split('\n')[0] ?? '';
  return {
    entries: entries.filter(({ message }) => message === text).length,
    posts: thread.filter((one) => one.text.includes(words)).length,
  };
}

const ONCE = { entries: 1, posts: 1 };
const NEVER = { entries: 0, posts: 0 };

/** The next post is carried out, and nobody hears of it. */
async function loseTheAnswer(page: Page, form: string): Promise<void> {
  await page.route(form.replace(/#.*/, '*'), async (route) => {
    if (route.request().method() !== 'POST' || !/(^|&)do=post(&|$)/.test(route.request().postData() ?? ''))
      return route.fallback();
    await route.fetch({ maxRedirects: 0 });
    await route.abort('connectionreset');
    await page.unroute(form.replace(/#.*/, '*'));
  });
}

/**
 * Chromium keeps what stands in a form for Back a second after it was typed, or when it leaves the page, which a busy machine
 * does later than it shows the next one. Nothing tells when; nobody is as quick as that.
 */
const keptForBack = (page: Page) => page.waitForTimeout(seconds(1.5));

const seenLive = (page: Page) =>
  page.waitForResponse((one) => one.request().headers()['x-candor-live'] !== undefined && one.ok());

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
] as const)('what a commander types on a phone, %s,', (_, scripted) => {
  it('waits below what somebody else said meanwhile, until its author has decided', async () => {
    // Its clock is set, and stays so.
    const { page, id, atRest } = await writing(scripted, phone(scripted));
    // An answer that comes while a button is pressed may put another one in its place.
    await atRest();
    await system.say(id, 'updates', { message: THEIRS });
    if (scripted) await page.clock.install();
    // The form that comes back looks at once.
    const looked = scripted ? seenLive(page) : undefined;
    await press(page, post(page), page.getByText('Somebody spoke while you were writing.'));
    await looked;
    if (scripted) {
      await page.getByLabel('What customers read').press('End');
      const again = seenLive(page);
      await page.getByLabel('What customers read').press('Space');
      await page.clock.fastForward(6_000);
      await again;
      await page.getByLabel('What customers read').press('Backspace');
    }
    const alert = page.getByRole('alert').filter({ hasText: 'Somebody spoke' });
    expect(await alert.innerText()).toContain(THEIRS);
    expect(await alert.innerText()).toContain('The first server has the new certificate.');
    expect(await typed(page)).toBe(MINE);
    expect(await post(page).count()).toBe(0);
    expect(await said(id)).toEqual(NEVER);
    await page.getByRole('button', { name: 'Change mine' }).click();
    await page.getByText('Change yours below.').waitFor();
    await page.getByLabel('What customers read').fill(`${MINE}\nBoth are true.`);
    await press(page, post(page), isSaid(page));
    expect(await said(id, `${MINE}\nBoth are true.`)).toEqual(ONCE);
    await page.context().close();
  });

  it('goes out behind what somebody else said by one tap, and by another it does not', async () => {
    for (const [button, outcome] of [
      ['Post mine after it', ONCE],
      ['Drop mine', NEVER],
    ] as const) {
      const { page, id } = await writing(scripted);
      await system.say(id, 'updates', { message: THEIRS });
      const decision = page.getByRole('button', { name: button });
      await press(page, post(page), decision);
      expect(await page.evaluate('document.activeElement.id')).toBe('update-notice');
      await decision.click();
      await page.waitForURL(button === 'Drop mine' ? new RegExp(`${id}(\\?of=[\\w-]+)?(#main)?$`) : /\/said\/3/);
      expect(await said(id)).toEqual(outcome);
    }
  });

  it('goes out once if the answer is lost, and Back and the button are pressed', async () => {
    const { page, id, form } = await writing(scripted);
    if (!scripted) await keptForBack(page);
    await loseTheAnswer(page, form);
    await post(page).click();
    if (scripted) await page.getByText('No answer came.').waitFor();
    else await page.waitForURL(/chrome-error/);
    await page.goBack();
    await page.waitForURL(/\/update/);
    expect(await typed(page)).toBe(MINE);
    const again = page.getByText('You said exactly this a moment ago');
    await press(page, post(page), again.or(isSaid(page)).first());
    if (!scripted) await page.getByRole('link', { name: 'See what was said' }).click();
    await page.waitForURL(/\/said\/2/);
    expect(await said(id)).toEqual(ONCE);
  });

  it('goes out once if the answer is lost, the page is loaded again and the button is pressed', async () => {
    const { page, id, form } = await writing(scripted);
    await loseTheAnswer(page, form);
    await post(page).click();
    if (scripted) await page.getByText('No answer came.').waitFor();
    else await page.waitForURL(/chrome-error/);
    // The house's interval, rounded up to five minutes, would come to another time by now: it is the same command all the same.
    await system.passTo(new Date(Date.parse(await system.now()) + 5 * 60_000).toISOString());
    await page.goto(form);
    // A browser without a script forgets what was typed into a page that is asked for anew; the text is in the log.
    if (!scripted) await page.getByLabel('What customers read').fill(MINE);
    else await page.getByText('and no answer came').waitFor();
    expect(await typed(page)).toBe(MINE);
    await press(page, post(page), scripted ? isSaid(page) : page.getByText('You said exactly this a moment ago'));
    expect(await said(id)).toEqual(ONCE);
  });

  it('is there after the page was left and one came back, and after a reload if there is a script', async () => {
    const { page, id, form } = await writing(scripted);
    if (!scripted) await keptForBack(page);
    await page.goto(`/console/incidents/${id}`);
    await page.goBack();
    await page.waitForURL(form);
    // A browser without a script forgets at a reload what was typed; only then, and nothing is posted by it.
    if (scripted) await page.reload();
    expect(await typed(page)).toBe(MINE);
    await press(page, post(page), isSaid(page));
    expect(await said(id)).toEqual(ONCE);
  });

  it('goes out once from two tabs, and by a double tap', async () => {
    const { page, id, form } = await writing(scripted);
    const second = await page.context().newPage();
    await second.goto(form);
    await second.getByLabel('What customers read').fill(MINE);
    await post(page).dblclick();
    await isSaid(page).waitFor();
    await press(second, post(second), second.getByRole('button', { name: 'Drop mine' }));
    expect(await typed(second)).toBe(MINE);
    await second.close();
    expect(await said(id)).toEqual(ONCE);
  });

  it.each([
    ['has lasted a shift', /session/],
    ['was idle', /seen/],
  ])('is there when the session %s, and goes out after the sign-in', async (_how, cookie) => {
    const { page, id, atRest } = await writing(scripted);
    await atRest();
    await page.context().clearCookies({ name: cookie });
    await post(page).click();
    await page.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor();
    expect(await page.locator('body').innerText()).toContain('The first server has the new certificate.\nThe others');
    expect(await said(id)).toEqual(NEVER);
    if (scripted) {
      await page.getByRole('link', { name: 'Sign in, and go on here' }).click();
      await signIn(page, page.getByText('is here again.'));
    } else {
      const opens = page.context().waitForEvent('page');
      await page.getByRole('link', { name: 'Sign in in another tab' }).click();
      const other = await opens;
      await signIn(other, other.getByText('What you typed waits in the other tab'));
      await other.close();
      await page.getByRole('button', { name: 'I have signed in: go on' }).click();
      await page.getByText('You signed in anew').waitFor();
    }
    expect(await typed(page)).toBe(MINE);
    await press(page, post(page), isSaid(page));
    expect(await said(id)).toEqual(ONCE);
  });

  it('outlasts a time without a connection', async () => {
    const { page, id } = await writing(scripted);
    await page.context().setOffline(true);
    await post(page).click();
    if (scripted) {
      await page.getByText('You are offline.').waitFor();
      expect(await typed(page)).toBe(MINE);
      await page.context().setOffline(false);
    } else {
      await page.waitForURL(/chrome-error/);
      await page.context().setOffline(false);
      await page.goBack();
    }
    expect(await typed(page)).toBe(MINE);
    expect(await said(id)).toEqual(NEVER);
    await press(page, post(page), isSaid(page));
    expect(await said(id)).toEqual(ONCE);
  });
});

describe('with JavaScript', () => {
  it('the sign-in that has ended is told while one types, and what was typed is there after it', async () => {
    const { page, atRest } = await writing(true);
    await atRest();
    await page.context().clearCookies({ name: /session/ });
    await page.getByLabel('What customers read').press('End');
    await page.getByLabel('What customers read').press('Space');
    await page.getByLabel('What customers read').press('Backspace');
    await page.getByText('Your sign-in has ended.').waitFor();
    expect(await typed(page)).toBe(MINE);
    await page.getByRole('link', { name: 'Sign in, and go on here' }).click();
    await signIn(page, page.getByText('is here again.'));
    expect(await typed(page)).toBe(MINE);
  });

  it('a page that one comes back to shows what it says now', async () => {
    const { page, id } = await writing(true);
    await page.goto(`/console/incidents/${id}`);
    await page.goBack();
    await page.locator('#update-preview').getByText('The first server has the new certificate.').first().waitFor();
  });

  it('what was said once is not offered again, to the next one least of all', async () => {
    const { page, form } = await writing(true);
    await press(page, post(page), isSaid(page));
    await page.waitForURL(/\/said\/2(#main)?$/);
    await page.goto(form);
    expect(await typed(page)).toBe('');
    await page.getByLabel('What customers read').fill('Half a sentence');
    await page.getByRole('button', { name: /Sign out/ }).click();
    await page.goto(form);
    await signIn(page, post(page));
    expect(await typed(page)).toBe('');
  });
});
