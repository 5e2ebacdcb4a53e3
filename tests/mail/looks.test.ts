import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spoken } from '../../shared/config/voice.ts';
import { contrast } from '../../shared/site/contrast.ts';
import { styleSheet } from '../../shared/site/style.ts';
import { MAIL_COLOURS } from '../../shared/wording/mail/style.ts';
import { axeFinds } from '../support/axe.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { scheduled } from '../support/maintenance-story.ts';
import { toldReported } from '../support/story.ts';
import { fourLetters, incidentOf, mailOf, outage } from './support/samples.ts';

let browser: Browser;
let page: Page;
const asked: string[] = [];

beforeAll(async () => {
  browser = await sharedBrowser();
  page = await (await browser.newContext({ viewport: { width: 320, height: 800 } })).newPage();
  page.on('request', (request) => asked.push(request.url()));
});
afterAll(() => closeContexts(browser));

const unbroken = incidentOf([
  '10:00',
  {
    title: 'unbroken'.repeat(20),
    message: `See https://status.example.com/${'unbroken'.repeat(20)}\n\n- one\n- ${'two'.repeat(60)}`,
    components: [{ id: 'api', status: 'degraded_performance' }],
  },
]);

const MAILS = {
  'an apology': mailOf(outage.late),
  'the end': mailOf(outage.over, { toldBefore: false }),
  'announced work': mailOf(toldReported(scheduled('10:00'))),
  'words that no line holds': mailOf(unbroken),
  'a confirmation': fourLetters(spoken).confirm,
};

describe.each(Object.entries(MAILS))('the mail of %s, 320 pixels wide', (_, { html }) => {
  it.each(['light', 'dark'] as const)('is whole and readable in %s, and fetches nothing', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setContent(html);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    expect(await axeFinds(page)).toEqual([]);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.mail')).backgroundColor")).toBe(
      colorScheme === 'dark' ? 'rgb(20, 22, 26)' : 'rgb(251, 250, 247)',
    );
    expect(asked).toEqual([]);
  });
});

it('a mail reads in the same order where a program throws its style away', async () => {
  await page.setContent(MAILS['an apology'].html.replaceAll(/<style>.*?<\/style>/g, ''));
  const text = await page.locator('body').innerText();
  const order = [
    'Delayed',
    'we are sorry',
    'Next update',
    'by 14:35 UTC',
    'written automatically',
    'So far',
    'Stop these mails',
  ];
  const places = order.map((words) => text.indexOf(words));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
});

describe.each(Object.entries(MAIL_COLOURS))('the colours in %s', (_, { paper, line, ...inks }) => {
  it('are those of the site, and can be read', () => {
    for (const ink of Object.values(inks)) expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
    const site = styleSheet('#3a5bd0');
    for (const colour of [paper, line, ...Object.values(inks)]) expect(site).toContain(colour);
  });
});
