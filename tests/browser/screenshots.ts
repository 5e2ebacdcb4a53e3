// Takes the pictures that the README shows: `npm run screenshots`.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { config } from '../../shared/config/config.ts';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { mailOf, outage } from '../mail/support/samples.ts';
import { pastIncidents } from '../site/support/ninety-days.ts';
import { wholeSite } from '../site/support/reader.ts';
import { scenes } from '../site/support/scenes.ts';
import { type ServedSite, serveSite } from '../site/support/served-site.ts';
import { siteOf } from '../site/support/site.ts';
import { at } from '../site/support/story.ts';
import { launchBrowser } from '../support/browser.ts';
import { startLocalSystem } from '../support/local-system.ts';
import { takeConsolePictures } from './console-pictures.ts';
import { takeDeskPictures } from './desk-pictures.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/screenshots');
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 900 } };
const DARK: BrowserContextOptions = { colorScheme: 'dark' };

async function take(page: Page, name: string, fullPage = false): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
  console.error(`took ${name}.png`);
}

const opened = (browser: Browser, options: BrowserContextOptions) =>
  browser.newContext({ timezoneId: 'Europe/Vienna', locale: 'en-GB', ...options });

/** What a customer sees in this situation, with a quarter of a year behind it. The reader's clock says the scene's time. */
async function customersPictures(browser: Browser): Promise<void> {
  const site = await serveSite([]);
  const shoot = async (name: string, scene: string, options: BrowserContextOptions, where = '/', fullPage = false) => {
    const { now, incidents } = scenes[scene]!;
    const past = pastIncidents(
      config.components.map(({ id }) => id),
      at('08:00'),
    );
    site.show(wholeSite({ ...siteOf([...incidents, ...past], now), config }));
    const context = await opened(browser, options);
    const page = await context.newPage();
    await page.clock.setFixedTime(at(now));
    await page.goto(site.url + where, { waitUntil: 'networkidle' });
    await take(page, name, fullPage);
    await context.close();
  };
  const incidentOf = (scene: string) => `/incidents/${(scenes[scene]!.incidents[0] as PublicIncident).id}`;
  await shoot('operational-desktop', 'planned', DESKTOP);
  await shoot('operational-phone', 'planned', { ...PHONE, ...DARK });
  await shoot('missed-promise-desktop', 'outage', { ...DESKTOP, ...DARK });
  await shoot('missed-promise-phone', 'outage', PHONE);
  await shoot('monitoring-desktop', 'monitoring', DESKTOP);
  await shoot('monitoring-phone', 'monitoring', PHONE);
  await shoot('maintenance-desktop', 'maintenance', DESKTOP);
  await shoot('maintenance-phone', 'maintenance', PHONE);
  await shoot('resolved-desktop', 'over', DESKTOP, incidentOf('over'), true);
  await shoot('resolved-phone', 'over', { ...PHONE, ...DARK, deviceScaleFactor: 1 }, incidentOf('over'), true);
  await shoot('promises-desktop', 'over', DESKTOP, '/promises');
  await followPicture(browser, site);
  await site.stop();
}

/** The panel with which somebody follows the incident that they read of. */
async function followPicture(browser: Browser, site: ServedSite): Promise<void> {
  const { now, incidents } = scenes.outage!;
  site.show(wholeSite({ ...siteOf(incidents, now), config }));
  const context = await opened(browser, PHONE);
  const page = await context.newPage();
  await page.clock.setFixedTime(at(now));
  await page.goto(`${site.url}/incidents/${(incidents[0] as PublicIncident).id}`, { waitUntil: 'networkidle' });
  await page.getByText('Follow this by mail').click();
  await page.getByLabel('Your mail address').fill('you@example.com');
  await page.locator('.follow').evaluate((panel) => panel.scrollIntoView());
  await take(page, 'follow');
  await context.close();
}

/** The mail that a subscriber gets when a promise slips. */
async function mailPictures(browser: Browser): Promise<void> {
  for (const [name, options] of Object.entries({ 'mail-light': PHONE, 'mail-dark': { ...PHONE, ...DARK } })) {
    const context = await opened(browser, options);
    const page = await context.newPage();
    await page.setContent(mailOf(outage.late).html);
    await take(page, name);
    await context.close();
  }
}

/** What those read who follow in a room, of the real system. */
async function roomsPicture(browser: Browser): Promise<void> {
  const system = await startLocalSystem();
  try {
    for (const hook of ROOMS) {
      const form = new URLSearchParams({ kind: 'hook', hook });
      await fetch(new URL('/s', system.urls.site), { method: 'POST', body: form });
      // Of a network that shows no work two are taken an hour.
      await system.passTo(new Date(Date.parse(await system.now()) + 61 * 60_000).toISOString());
    }
    await system.put('/v1/channels/hooks', { mode: 'live' });
    const { body } = await system.open({
      title: 'Sign-in fails',
      components: [{ id: 'website', status: 'major_outage' }],
      message: 'Since about 14:10 UTC nobody can sign in to the dashboard. The API and webhooks are not affected.',
      workaround: 'Scripts that use an API token keep working.',
      nextUpdateBy: 'PT30M',
    });
    const told = async () => (await system.incident(body.id)).deliveries?.hooks?.[1]?.state === 'delivered';
    await system.until('all rooms told', told);
    const page = await (await opened(browser, PHONE)).newPage();
    await page.goto(`${system.urls.world}/rooms`, { waitUntil: 'networkidle' });
    await page.locator('main').evaluate((main) => {
      for (const card of [...main.querySelectorAll('li')].slice(3)) card.remove();
    });
    await take(page, 'rooms', true);
  } finally {
    await system.end();
  }
}

const ROOMS = [
  'https://hooks.slack.com/services/T0/B0/room',
  'https://discord.com/api/webhooks/1/room',
  'https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=room',
];

/** What the commander and the followers on X see, of the real system. */
async function operatorsPictures(browser: Browser): Promise<void> {
  const system = await startLocalSystem({ sweepSeconds: 1 });
  try {
    const { body: missed } = await system.open({
      title: 'Sign-in fails',
      impact: 'major',
      components: [{ id: 'website', status: 'major_outage' }],
      message: 'Since about 14:10 UTC nobody can sign in to the dashboard. The API and webhooks are not affected.',
      workaround: 'Scripts that use an **API token** keep working.',
      nextUpdateBy: 'PT3S',
    });
    await system.until('the apology on X', async () => (await system.thread(missed.id)).length === 2);
    const day = await (await opened(browser, PHONE)).newPage();
    await day.goto(system.urls.world, { waitUntil: 'networkidle' });
    await take(day, 'x-timeline');
    await takeConsolePictures(browser, system, missed.id, folder);
  } finally {
    await system.end();
  }
}

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
try {
  await customersPictures(browser);
  await mailPictures(browser);
  await roomsPicture(browser);
  await operatorsPictures(browser);
  await takeDeskPictures(browser, folder);
} finally {
  await browser.close();
}
