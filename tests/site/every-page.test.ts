import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ABOUT_COLOURS, axeFinds } from '../support/axe.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { busySite } from './support/busy-site.ts';
import { filesOf, wholeSite } from './support/reader.ts';
import { scenes } from './support/scenes.ts';
import { type ServedSite, serveSite } from './support/served-site.ts';
import { at } from './support/story.ts';

let browser: Browser;
let site: ServedSite;
let page: Page;

beforeAll(async () => {
  [browser, site] = await Promise.all([sharedBrowser(), serveSite([])]);
});
afterAll(async () => {
  await closeContexts(browser);
  await site?.stop();
});

/** A tab as it is when it is new. */
async function newPage(): Promise<void> {
  await page?.context().close();
  page = await (await browser.newContext()).newPage();
}

/** Opens `path` of the site as it is in this scene, at that scene's time of day. */
async function open(name: keyof typeof scenes, path = '/'): Promise<void> {
  const { now, incidents } = scenes[name]!;
  site.show(filesOf(incidents, now));
  await page.clock.setFixedTime(at(now));
  await page.goto(site.url + path);
}

// Colours depend on the scheme alone, places on the width alone: each is looked at once.
const LOOKS = [
  { width: 320, colorScheme: 'light', rules: undefined },
  { width: 1280, colorScheme: 'dark', rules: ABOUT_COLOURS },
] as const;

/** The incident of another day that many scenes have beside their own: its page is the same in each. */
const EARLIER = scenes.quiet!.incidents[0]!.id;

const EVERY_PAGE = Object.entries(scenes).flatMap(([name, { incidents }]) => {
  const own = incidents.filter(({ id }) => id !== EARLIER || name === 'quiet');
  const paths = ['/', ...own.map((one) => `/incidents/${one.id}`)];
  if (name === 'outage') paths.push('/promises', '/history', '/history/2026-11', '/404.html');
  return paths.map((path) => ({ name, path }));
});

describe('at 320 pixels in light and 1280 in dark', () => {
  // Nothing of a page outlasts it, so one tab goes through all of them: a new one takes longer than a look.
  beforeAll(newPage);

  it.each(EVERY_PAGE)(
    'axe finds nothing in the scene "$name" at $path, and nothing is cut off',
    async ({ name, path }) => {
      await open(name, path);
      for (const { width, colorScheme, rules } of LOOKS) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        expect({ width, colorScheme, found: await axeFinds(page, rules) }).toMatchObject({ found: [] });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
    },
  );
});

/** What the keyboard is on: its words, how its focus is drawn, and whether all of it is in sight, with the 5 px of its ring. */
const FOCUSED = `(() => {
  const el = document.activeElement, style = getComputedStyle(el), box = el.getBoundingClientRect();
  const all = [...document.querySelectorAll('a, summary, button, input')].filter((one) => one.checkVisibility());
  return { words: el.innerText.trim(), at: all.indexOf(el), of: all.length, outline: style.outlineStyle + ' ' + style.outlineWidth,
    isSeen: box.width > 8 && box.height > 8 && box.left >= 0 && box.right <= innerWidth && box.top >= 5 && box.bottom <= innerHeight - 5 };
})()`;
type Focused = { words: string; at: number; of: number; outline: string; isSeen: boolean };

describe('with the keyboard alone', () => {
  beforeEach(newPage);

  it('everything is reached in the order in which it stands, and is seen when it is', async () => {
    await page.setViewportSize({ width: 320, height: 700 });
    await open('outage');
    const seen: Focused[] = [];
    do {
      await page.keyboard.press('Tab');
      seen.push(await page.evaluate<Focused>(FOCUSED));
    } while (seen.at(-1)!.at < seen.at(-1)!.of - 1 && seen.length < 100);
    expect(seen.map((one) => one.at)).toEqual(seen.map((_, index) => index));
    expect(seen).toHaveLength(seen[0]!.of);
    for (const one of seen) expect(one).toMatchObject({ outline: 'solid 3px', isSeen: true });
    expect(seen.slice(0, 8).map((one) => one.words)).toEqual([
      'Skip to the status',
      'Example Cloud status',
      'Status',
      'History',
      'Promises',
      'Follow this by mail',
      'Follow in chat, by webhook or push',
      'Sign-in and API requests fail',
    ]);
  });

  it('the first key leads past what every page has', async () => {
    await open('outage');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect((await page.evaluate<Focused>(FOCUSED)).words).toBe('Sign-in and API requests fail');
  });
});

describe('without the style sheet', () => {
  beforeEach(newPage);

  it('the page reads in the order of what matters, and its pictures stay small', async () => {
    await open('outage');
    await page.evaluate("document.querySelectorAll('style').forEach((sheet) => sheet.remove())");
    const text = (await page.locator('body').innerText()).replace(/\s+/g, ' ');
    const order = [
      'Skip to the status',
      'Major outage: API. Also affected: Website',
      'Checked',
      'Sign-in and API requests fail',
      'Identified: we know the cause and are repairing it.',
      'API Major outage',
      'Next update promised for 14:35 UTC 22 Nov 2026 late by 7 min',
      'Expected back by 14:30 UTC 22 Nov 2026 late by 12 min',
      'What you can do now',
      'What we have said, newest first',
      'Apology 14:16 UTC 22 Nov 2026 automated We promised you an update by 14:15 UTC.',
      'Components',
      'Webhooks',
      'Recently closed',
      'Webhooks arrive late 22 Nov 2026 · Minor impact · Resolved',
      'Follow: Atom',
    ];
    const places = order.map((words) => text.indexOf(words));
    expect(order.filter((_, index) => places[index] === -1)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const sizes = await page.evaluate<number[]>("[...document.querySelectorAll('svg')].map((svg) => svg.clientHeight)");
    expect(Math.max(...sizes)).toBeLessThanOrEqual(24);
  });
});

describe('on paper', () => {
  beforeEach(newPage);

  it('stands what was said in black on white, without what only a screen can do', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await open('outage', `/incidents/${scenes.outage!.incidents[0]!.id}`);
    const look = await page.evaluate<Record<string, string>>(
      "({ ink: getComputedStyle(document.body).color, paper: getComputedStyle(document.documentElement).backgroundColor, nav: getComputedStyle(document.querySelector('nav')).display })",
    );
    expect(look).toEqual({ ink: 'rgb(27, 29, 33)', paper: 'rgb(251, 250, 247)', nav: 'none' });
    expect(await page.locator('main').innerText()).toContain('A database failover did not finish.');
  });
});

/** What was painted large so far, and how far things moved by themselves. What a frame did is told with that frame. */
const PAINTED = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const told = (type) => {
    const observer = new PerformanceObserver(() => {});
    observer.observe({ type, buffered: true });
    return observer.takeRecords();
  };
  done({
    texts: told('largest-contentful-paint').map(({ element }) => element && element.innerText),
    shifts: told('layout-shift').map(({ value }) => value),
    blocking: performance.getEntriesByType('resource').filter((one) => one.renderBlockingStatus === 'blocking').map((one) => one.name),
  });
})))`;
type Painted = { texts: string[]; shifts: number[]; blocking: string[] };

describe('with 20 components, 3 open incidents and a quarter of a year of bad days', () => {
  it.each([320, 390])(
    'the front page is painted from its own 14 KB alone, and nothing moves, %d pixels wide',
    async (width) => {
      site.show(wholeSite(busySite()));
      await page?.context().close();
      const phone = { viewport: { width, height: 740 }, deviceScaleFactor: 2, timezoneId: 'America/New_York' };
      page = await (await browser.newContext(phone)).newPage();
      await page.clock.setFixedTime(at('14:50'));
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Network.enable');
      let bytes = 0;
      devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes ||= encodedDataLength;
      });
      const hosts: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith('data:')) hosts.push(new URL(request.url()).host);
      });
      // Whatever else the page asks for is not answered before all of it is painted.
      const painted = Promise.withResolvers<void>();
      await page.route('**/*', async (route) => {
        if (!route.request().isNavigationRequest()) await painted.promise;
        await route.continue();
      });

      await page.goto(site.url, { waitUntil: 'commit' });
      // A busy machine paints what it has read so far, and the rest of the same answer in a later frame: a picture is taken
      // once a frame of all of it stands on the screen.
      await until('the page to be read', async () => (await page.evaluate('document.readyState')) !== 'loading');
      await page.screenshot();
      const first = await until('the page to be painted', async () => {
        const seen = await page.evaluate<Painted>(PAINTED);
        return seen.texts.length > 0 && seen;
      });
      painted.resolve();
      await page.getByText('where you are').first().waitFor();
      await page.waitForLoadState();
      const whole = await page.evaluate<Painted>(PAINTED);

      expect(whole).toEqual({ texts: first.texts, shifts: [], blocking: [] });
      expect(bytes).toBeGreaterThan(4 * 1024);
      expect(bytes).toBeLessThanOrEqual(14 * 1024);
      // The page, its script, and the first look for something newer.
      expect(hosts.length).toBeLessThanOrEqual(3);
      expect([...new Set(hosts)]).toEqual([new URL(site.url).host]);
    },
  );
});
