import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteFile } from '../../shared/ports/site-store.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { busySite } from './support/busy-site.ts';
import { filesOf, wholeSite } from './support/reader.ts';
import { scenes } from './support/scenes.ts';
import { at } from './support/story.ts';

/** The first screen has fewer on every page, and what is below it moves unseen. */
const TAGS_OF_A_SCREEN = 110;

const PAINTED = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
/** What a frame moved is told with that frame, so after one there is nothing to wait for. */
const MOVED = `(() => {
  const nameOf = (node) => node && (node.outerHTML || 'words in ' + node.parentNode.outerHTML).slice(0, 120);
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: 'layout-shift', buffered: true });
  return observer.takeRecords().flatMap((entry) => entry.sources.map(({ node }) => nameOf(node)));
})()`;
/** What waits to be whole before it is painted must not wait for ever; the place of a lateness is kept free on purpose. */
const NEVER_SHOWN = `[...document.querySelectorAll('body :not(.late[hidden])')]
  .filter((el) => el.checkVisibility() && !el.checkVisibility({ visibilityProperty: true })).map((el) => el.outerHTML.slice(0, 120))`;

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => closeContexts(browser));

/** Answers with a page only as far as it is told to, and with everything else at once. */
async function slowLine(site: readonly SiteFile[]) {
  const files = new Map(site.map((file) => [`/${file.key.replace(/(^|\/)index\.html$/, '')}`, file]));
  const page = Promise.withResolvers<{ body: string; response: ServerResponse }>();
  const server = createServer((request, response) => {
    // The reader's clock stands at the time of the scene.
    response.sendDate = false;
    const file = files.get(request.url!);
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.contentType });
    if (request.headers['sec-fetch-mode'] === 'navigate') page.resolve({ body: String(file.body), response });
    else response.end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    page: page.promise,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

type Slowly = { site: readonly SiteFile[]; path: string; width: number; now: string; tagsAtATime: number };

/** Opens a page whose first screen is painted anew with some tags more each time: what moved once it had been painted, and what never was. */
async function arriving({ site, path, width, now, tagsAtATime }: Slowly) {
  const line = await slowLine(site);
  const context = await browser.newContext({ viewport: { width, height: 740 }, timezoneId: 'America/New_York' });
  const tab = await context.newPage();
  await tab.clock.setFixedTime(at(now));
  const begun = tab.goto(line.url + path, { waitUntil: 'commit' });
  const { body, response } = await line.page;
  const start = body.indexOf('<body');
  const [first, ...tags] = body.slice(start).split(/(?=<)/);
  response.write(body.slice(0, start) + first);
  await begun;
  for (let next = 0; next < TAGS_OF_A_SCREEN; next += tagsAtATime) {
    response.write(tags.slice(next, Math.min(next + tagsAtATime, TAGS_OF_A_SCREEN)).join(''));
    await tab.evaluate(PAINTED);
  }
  response.end(tags.slice(TAGS_OF_A_SCREEN).join(''));
  await tab.waitForLoadState();
  await tab.evaluate(PAINTED);
  const seen = { moved: await tab.evaluate<string[]>(MOVED), neverShown: await tab.evaluate<string[]>(NEVER_SHOWN) };
  await context.close();
  line.stop();
  return { path, width, ...seen };
}

const NOTHING = { moved: [], neverShown: [] };

describe('on a line so slow that the page arrives tag by tag', () => {
  it.concurrent.each([320, 390, 1280])(
    'nothing moves that was painted, %d pixels wide, with three incidents open',
    async (width) => {
      const site = wholeSite(busySite());
      expect(await arriving({ site, path: '/', width, now: '14:50', tagsAtATime: 1 })).toMatchObject(NOTHING);
    },
  );
});

describe('on a line so slow that the page arrives by three tags', () => {
  it.concurrent.each(Object.keys(scenes))(
    'nothing moves that was painted in the scene "%s", on a phone',
    async (name) => {
      const { incidents, now } = scenes[name]!;
      const site = filesOf(incidents, now);
      for (const path of ['/', ...incidents.slice(0, 1).map(({ id }) => `/incidents/${id}`)])
        expect(await arriving({ site, path, width: 390, now, tagsAtATime: 3 })).toMatchObject(NOTHING);
    },
  );
});
