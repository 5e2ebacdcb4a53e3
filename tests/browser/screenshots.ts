// Takes the pictures that the README shows, of the real system: `npm run screenshots`.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type LocalSystem, startLocalSystem } from '../support/local-system.ts';
import { takeConsolePictures } from './console-pictures.ts';

const folder = path.resolve(import.meta.dirname, '../../docs/screenshots');
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };
const DESKTOP: BrowserContextOptions = { viewport: { width: 1100, height: 800 } };

async function shoot(browser: Browser, name: string, url: string, options: BrowserContextOptions, fullPage = false) {
  const context = await browser.newContext({ timezoneId: 'Europe/Vienna', ...options });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage });
  await context.close();
  console.error(`took ${name}.png`);
}

const live = (system: LocalSystem, id: string, seq: number) =>
  system.until(
    `entry ${seq} on the site`,
    async () => (await system.incident(id)).deliveries?.site?.[seq]?.state === 'delivered',
  );

const outage = {
  title: 'Sign-in fails',
  impact: 'major' as const,
  components: [{ id: 'website', status: 'major_outage' as const }],
  message: 'Since about 14:10 UTC nobody can sign in to the dashboard. The API and webhooks are not affected.',
  workaround: 'Scripts that use an **API token** keep working.',
};

const system = await startLocalSystem({ sweepSeconds: 1 });
const browser = await launchBrowser();
try {
  mkdirSync(folder, { recursive: true });
  const { site, world } = system.urls;
  await shoot(browser, 'operational-desktop', site, DESKTOP);

  const { body: missed } = await system.open({ ...outage, nextUpdateBy: 'PT3S' });
  await system.until('the apology', async () => (await system.incident(missed.id)).entries.at(-1)?.kind === 'apology');
  await live(system, missed.id, 2);
  await shoot(browser, 'missed-promise-phone', site, PHONE);
  await shoot(browser, 'missed-promise-desktop', site, { ...DESKTOP, colorScheme: 'dark' });
  await system.until('the apology on X', async () => (await system.thread(missed.id)).length === 2);
  await shoot(browser, 'x-timeline', world, PHONE);

  await takeConsolePictures(browser, system, missed.id, folder);

  const identified = {
    status: 'identified',
    message: 'A certificate has expired. We are replacing it on all servers.',
    restoreBy: 'PT40M',
    nextUpdateBy: 'PT20M',
  };
  await system.say(missed.id, 'updates', identified);
  await system.say(missed.id, 'updates', {
    status: 'monitoring',
    message: 'The new certificate is in place, and sign-in works again for us. Please try it.',
  });
  await live(system, missed.id, 4);
  await shoot(browser, 'monitoring-phone', site, PHONE);

  await system.say(missed.id, 'resolve', {
    message: 'Sign-in works again for everyone. It failed from 14:10 to 14:52 UTC. No other part was affected.',
  });
  await live(system, missed.id, 5);
  await shoot(browser, 'resolved-desktop', `${site}/incidents/${missed.id}`, DESKTOP, true);
} finally {
  await browser.close();
  await system.end();
}
