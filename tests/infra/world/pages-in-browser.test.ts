import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFinds } from '../../support/axe.ts';
import { closeContexts, sharedBrowser } from '../../support/browser.ts';
import { givenWorld } from './given-world.ts';
import { networkNames } from './networks/given-network.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => closeContexts(browser));

async function givenBusyWorld() {
  const world = await givenWorld();
  const root = world.x.writeByHand(`Down: https://example.com/${'long'.repeat(30)}`, null, Date.now())!;
  world.x.writeByHand('Still down', root.id, Date.now());
  for (const { simulated } of world.networks) {
    const first = simulated.writeByHand(`Down: https://example.com/${'long'.repeat(30)}`, null, Date.now())!;
    simulated.writeByHand('Still down', first.id, Date.now());
    simulated.faults.inject({ fault: 'slow' }, Date.now());
  }
  const url = `http://localhost:4311/a/${'0123456789abcdef'.repeat(6)}`;
  const message = { to: 'commander', incident: 'i1', promise: 'nextUpdateBy', text: `Due soon ${url}` };
  await world.inbox.receive({ ...message, kind: 'reminder', links: [{ label: 'Still working on it', url }] });
  await world.inbox.receive({ ...message, kind: 'page', links: [url] });
  await world.mailboxes.receive({
    to: `ada+${'long'.repeat(12)}@example.org`,
    from: 'Acme Status <status@example.com>',
    subject: `API: investigating ${'long'.repeat(20)}`,
    text: `Confirm: ${url}`,
    html: `<!doctype html><title>Confirm</title><p style="color:#111">Last step.</p><script>document.title = 'ran'</script><img src="https://example.com/pixel.png"><a href="/inbox">Confirm</a>`,
    headers: [{ name: 'List-Unsubscribe', value: `<${url}>` }],
  });
  world.mailFaults.inject({ fault: 'bounce' });
  world.x.faults.inject({ fault: 'limit-24h' }, Date.now());
  return world;
}

describe('the pages of the world in a browser', () => {
  it('fit 360 px, are accessible in light and dark, and load nothing from elsewhere', async () => {
    const world = await givenBusyWorld();
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    const requested: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requested.push(new URL(request.url()).origin));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    for (const path of ['/', ...networkNames.map((name) => `/${name}`), '/inbox', '/mail', '/rooms', '/faults']) {
      await page.goto(world.url + path);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        expect({ path, colorScheme, overflow, found: await axeFinds(page) }).toMatchObject({ overflow: 0, found: [] });
      }
    }
    expect(new Set(requested)).toEqual(new Set([world.url]));
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('show a mail as its reader has it: its links open beside it, nothing in it runs or is loaded', async () => {
    const world = await givenBusyWorld();
    const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    const requested: string[] = [];
    // What the policy of a page forbids comes up as a request, and gets no further than that.
    await context.route(/^https:/, (route) => {
      requested.push(route.request().url());
      return route.abort();
    });
    await page.goto(`${world.url}/mail`);
    await page.getByRole('link', { name: 'API: investigating' }).click();
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
    const mail = page.frameLocator('iframe');
    await mail.getByText('Last step.').waitFor();
    const opening = context.waitForEvent('page');
    await mail.getByRole('link', { name: 'Confirm' }).click();
    const opened = await opening;
    await opened.getByRole('heading', { name: 'Inbox' }).waitFor();
    expect(requested).toEqual([]);
    await page.goto(`${world.url}/mail/1/html`);
    expect(await page.title()).toBe('Confirm');
    await context.close();
  });

  it('follow what happens without being reloaded', async () => {
    const world = await givenBusyWorld();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(world.url);
    world.x.writeByHand('Resolved', null, Date.now());
    await page.getByText('Resolved').waitFor();
    await context.close();
  });

  it('work without JavaScript: a fault is injected and ended by its buttons', async () => {
    const world = await givenWorld();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${world.url}/faults`);
    await page.getByLabel('how many times').fill('3');
    await page.getByLabel('how many times').press('Enter');
    expect(world.x.faults.active(Date.now())).toEqual([]);
    await page.getByRole('button', { name: 'inject suspended' }).click();
    expect(world.x.faults.active(Date.now())).toMatchObject([{ fault: 'suspended', times: 3 }]);
    await page.getByRole('button', { name: 'end suspended' }).click();
    await page.getByText('X behaves.').waitFor();
    expect(world.x.faults.active(Date.now())).toEqual([]);
    await context.close();
  });
});
