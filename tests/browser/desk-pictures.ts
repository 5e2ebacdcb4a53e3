import path from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { nothingUsual } from '../../shared/core/desk/usual-rate.ts';
import { MINUTE_MS } from '../../shared/core/instant.ts';
import { customersOf } from '../console/desk/desk-house.ts';
import { servedConsole } from '../console/served.ts';

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  colorScheme: 'dark',
  hasTouch: true,
  isMobile: true,
};
const DESKTOP: BrowserContextOptions = { viewport: { width: 1200, height: 900 }, colorScheme: 'light' };

/** Takes the pictures of the desk into `folder`: twenty minutes into an outage of the API, with customers who speak. */
export async function takeDeskPictures(browser: Browser, folder: string): Promise<void> {
  const house = await servedConsole();
  try {
    const customers = customersOf(house);
    customers.connect('x', 'bluesky', 'mastodon');
    await house.api.fetch('http://localhost:4311/v1/incidents', {
      method: 'POST',
      headers: { authorization: 'Bearer good', 'idempotency-key': 'desk', 'content-type': 'application/json' },
      body: JSON.stringify({
        title: 'API requests fail',
        impact: 'major',
        components: [{ id: 'api', status: 'major_outage' }],
        message: 'Since about 09:40 UTC half of all requests to the API fail. We are looking for the cause.',
        nextUpdateBy: 'PT45M',
      }),
    });
    house.clock.nowMs += 20 * MINUTE_MS;
    await customers.says('ana_builds', 'Is the API down? Nothing in our dashboard either', { ago: 19 });
    const first = await customers.says('ana_builds', 'API still down. Our shop takes no orders. Anybody there?', {
      ago: 12,
    });
    await customers.says('ben.dev', 'third 502 from the API today', { ago: 11, source: 'bluesky' });
    await customers.says('cho@mastodon.example', 'uploads to File storage fail for me, anybody else?', {
      ago: 9,
      source: 'mastodon',
    });
    await customers.says('dan_ops', 'whoever runs this API: it is down', { ago: 6, summoned: false });
    const at = new Date(house.clock.nowMs - 8 * MINUTE_MS).toISOString();
    const flood = {
      id: 'f',
      component: 'storage',
      people: 14,
      threshold: 9,
      usual: 0.1,
      at,
      seenAt: at,
      by: 'people' as const,
    };
    const quiet = { complaints: nothingUsual(at), posts: nothingUsual(at), minutes: [] };
    await customers.desk.stores.house.swap(0, { ...quiet, floods: [flood] });

    for (const [screen, options] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      const context = await browser.newContext({ timezoneId: 'Europe/Vienna', baseURL: house.url, ...options });
      const page = await context.newPage();
      await page.clock.setFixedTime(house.clock.nowMs);
      for (const [name, where] of Object.entries({ queue: '/console/desk', mention: first.page })) {
        await page.goto(where, { waitUntil: 'networkidle' });
        if (name === 'mention') await page.keyboard.press('1');
        await page.screenshot({ path: path.join(folder, `desk-${name}-${screen}.png`), fullPage: true });
        console.error(`took desk-${name}-${screen}.png`);
      }
      await context.close();
    }
  } finally {
    await house.end();
  }
}
