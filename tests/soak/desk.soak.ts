import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserOf } from '../local/phone.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { say } from '../support/figures.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { crowdOf, outdated, type Word } from './desk-crowd.ts';

let system: LocalSystem;
let browser: Browser;
beforeAll(async () => {
  [system, browser] = await Promise.all([startLocalSystem({ startsAt: '10:00' }), sharedBrowser()]);
});
afterAll(() => Promise.all([closeContexts(browser), system?.end()]));

const PEOPLE = 200;
const MINUTES = 10;
const EACH_MINUTE = 30;
/** Somebody who has signed in, in front of the queue. */
async function signedIn(name: string): Promise<Page> {
  const { page } = await browserOf(browser, system.urls.ops, { viewport: { width: 1200, height: 900 } });
  await page.goto('/');
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Password').fill('local');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/console');
  return page;
}

type Ends = Record<'answered' | 'was first' | 'spoken since' | 'left', number>;

/** Answers whoever waits, by keyboard, until nobody does and nobody comes any more. */
async function worksOff(page: Page, isOver: () => Promise<boolean>, think: () => Promise<void>): Promise<Ends> {
  const ends: Ends = { answered: 0, 'was first': 0, 'spoken since': 0, left: 0 };
  for (;;) {
    await page.goto('/console/desk?state=new');
    await page.locator('html.js').waitFor();
    if ((await page.locator('[data-mention]').count()) === 0) {
      if (await isOver()) return ends;
      continue;
    }
    // Both take the first: so they meet as often as they can.
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/console\/desk\/\w+\/.+/);
    await page.locator('html.js').waitFor();
    await answerIt(page, ends, think);
  }
}

/** A page that came behind the one on which something was pressed. */
const NEW = 'html:not([data-before])';

/** Presses something that is sent to the desk; what the page says of it: how the mention stands, or what spoke against it. */
async function sending(page: Page, act: () => Promise<void>): Promise<string> {
  await page.evaluate('document.documentElement.dataset.before = ""');
  const answered = page.waitForResponse(
    (one) => one.request().method() === 'POST' && /\/(answer|left)$/.test(one.url()),
  );
  await act();
  // What is refused is said on the page as it is; else the next one is opened.
  const isRefused = (await answered).status() >= 400;
  const came = page.locator(isRefused ? 'main [role=alert]' : `${NEW} .badge:text-matches("^(answered|left) by")`);
  await came
    .first()
    .waitFor()
    .catch(async (cause) => {
      throw new Error(`nothing came of it on ${page.url()}:\n${await page.locator('body').innerText()}`, { cause });
    });
  return (await came.allInnerTexts()).join('\n');
}

async function answerIt(page: Page, ends: Ends, think: () => Promise<void>): Promise<void> {
  const field = page.getByLabel('What they read');
  const leave = page.getByRole('button', { name: 'Leave it' });
  if ((await field.count()) === 0) {
    // They were answered about this before, or somebody else has just done it.
    if ((await leave.count()) === 0) return;
    if ((await sending(page, () => leave.click())).startsWith('left by')) ends.left += 1;
    return;
  }
  // What they had written when somebody else came first is there again: it is old.
  if ((await field.inputValue()) !== '') await field.fill('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('1');
  await think();
  const words = await sending(page, () => page.keyboard.press('Control+Enter'));
  if (/spoken since/.test(words)) ends['spoken since'] += 1;
  else if (/^answered by/.test(words)) ends.answered += 1;
  else ends['was first'] += 1;
}

describe(`desk: ${MINUTES * EACH_MINUTE} mentions by ${PEOPLE} people within ${MINUTES} minutes, and two people who answer`, () => {
  it('answers nobody twice, nobody with old words, leaves every mention in a state, and costs what the table says', async () => {
    const crowd = crowdOf(system, { people: PEOPLE });
    const words: Word[] = [];
    const spoke = (incident: { entries: readonly { at: string; promises: object }[] }) => {
      const { at, promises } = incident.entries.at(-1)!;
      words.push({ at, nextUpdateBy: (promises as { nextUpdateBy: string }).nextUpdateBy });
    };
    const { body: incident } = await system.open({ title: 'API requests fail', nextUpdateBy: 'PT31M' });
    spoke(incident);
    const [first, second] = await Promise.all([signedIn('desk'), signedIn('commander')]);
    const talking = { isOver: false };
    const isOver = async () => talking.isOver && (await crowd.stand()).waits === 0;
    // One of the two thinks so long about every tenth answer that our page says something new meanwhile.
    let thought = 0;
    const untilSomebodySpeaks = async () => {
      thought += 1;
      const before = words.length;
      if (thought % 10 === 0) await system.until('a new word', async () => words.length > before || talking.isOver);
    };
    const began = performance.now();
    const agents = Promise.all([
      worksOff(first, isOver, async () => undefined),
      worksOff(second, isOver, untilSomebodySpeaks),
    ]);
    // Who fails is heard of below; until then nobody has missed it.
    agents.catch(() => {});

    for (let minute = 1; minute <= MINUTES; minute += 1) {
      for (let one = 0; one < EACH_MINUTE; one += 1) await crowd.speaks();
      const heard = minute * EACH_MINUTE;
      await system.until(`${heard} mentions to be kept`, async () => (await crowd.stand()).kept >= heard);
      // Each word names a time of its own, by which an answer shows of which it was made.
      const said = await system.say(incident.id, 'updates', {
        message: `We look into part ${minute} of it.`,
        nextUpdateBy: `PT${31 + minute}M`,
      });
      spoke(said.body);
      await system.passTo(new Date(Date.parse(await system.now()) + 60_000).toISOString());
    }
    talking.isOver = true;
    const ends = await agents;

    const answers = await crowd.answered();
    const { billed, reckoned, byTable } = await crowd.bills();
    const all = [...answers.values()];
    const stand = await crowd.stand();
    say(`desk: ${stand.spoken} said by ${answers.size} people, ${stand.kept} kept, ${stand.waits} wait`);
    say(
      `desk: ${all.filter((one) => one.length === 1).length} people answered once, ${all.filter((one) => one.length > 1).length} twice; ${words.length} statements meanwhile`,
    );
    say(`desk: two browsers: ${JSON.stringify(ends)}, in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    say(
      `desk: X charged $${billed.toFixed(3)}, we reckoned $${reckoned.toFixed(3)}, by the table it is $${byTable.toFixed(3)}`,
    );
    expect(stand).toEqual({ spoken: MINUTES * EACH_MINUTE, kept: MINUTES * EACH_MINUTE, waits: 0 });
    expect(all.map(({ length }) => length).filter((count) => count !== 1)).toEqual([]);
    // The story is worth something only where they met, and where words grew old while somebody wrote.
    expect(Math.min(...ends.map((one) => one['was first']))).toBeGreaterThan(0);
    expect(ends[1]['spoken since']).toBeGreaterThan(0);
    expect(outdated(all.flat(), words)).toEqual([]);
    expect(Math.abs(billed - byTable)).toBeLessThanOrEqual(0.1 * byTable);
    // Two functions that look in the same moment reckon twice what X charges once: money ends sooner, never later.
    expect(reckoned).toBeGreaterThanOrEqual(billed);
    expect(reckoned).toBeLessThanOrEqual(1.25 * billed);
  });
});
