import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../shared/config.ts';
import type { SiteFile } from '../../shared/ports/site-store.ts';
import { renderIncident, renderSite } from '../../shared/site/render-site.ts';
import { launchBrowser } from '../support/browser.ts';
import { serveSite } from './support/served-site.ts';
import { siteOf, testConfig } from './support/site.ts';
import { story } from './support/story.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser?.close());

const ATTACKS = [
  '<script>window.hacked=1</script>',
  '<img src=x onerror="window.hacked=1">',
  '<svg onload=window.hacked=1></svg>',
  '<svg><script>window.hacked=1</script></svg>',
  '"><script>window.hacked=1</script>',
  '" autofocus onfocus="window.hacked=1',
  "' onmouseover='window.hacked=1",
  '</style></title><script>window.hacked=1</script>',
  '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  '<math><mtext><img src=x onerror=window.hacked=1></mtext></math>',
  '[a](javascript:window.hacked=1) [b](JaVaScRiPt:window.hacked=1) [c](java\tscript:window.hacked=1)',
  '[d](data:text/html;base64,PHNjcmlwdD4xPC9zY3JpcHQ+) <javascript:window.hacked=1>',
  '![x](x "" onerror=window.hacked=1")',
  '\u202Eevil\u202C \u2066<b onclick=window.hacked=1>x</b>\u2069',
];

/** A site where everything that somebody may write is the attack: title, text, workaround, component, group. */
function attacked(attack: string): SiteFile[] {
  const short = attack.slice(0, 60);
  const config = parseConfig({
    ...testConfig,
    brand: { name: short },
    groups: [{ id: 'platform', name: attack.slice(0, 80) }],
    components: ['api', 'web'].map((id) => ({ id, name: attack.slice(0, 80), description: attack, group: 'platform' })),
    contact: [{ label: attack, href: 'mailto:a@example.com', hours: attack }],
  });
  const words = { title: attack, message: attack, workaround: attack };
  const incident = story('i1', ['14:00', { ...words, components: [{ id: 'api', status: 'major_outage' }] }]);
  const input = { ...siteOf([incident], '14:10'), config };
  return [...renderSite(input), ...renderIncident({ ...input, incident })];
}

/** True if anything ran, when each page is looked at, and each link and focusable thing is used. */
async function runs(files: readonly SiteFile[], policy?: string): Promise<boolean> {
  const site = await serveSite(files, policy);
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    await site.stop();
  });
  const page = await context.newPage();
  for (const path of ['/', '/incidents/i1', '/promises', '/history']) {
    await page.goto(site.url + path);
    await page.evaluate(
      "document.querySelectorAll('main *').forEach((el) => { el.focus?.(); for (const type of ['click', 'mouseover']) { if (!el.closest('a[href^=http], a[href^=mailto], a[href^=\"/\"]')) el.dispatchEvent(new MouseEvent(type)); } })",
    );
    if (await page.evaluate("'hacked' in window")) return true;
  }
  return false;
}

/** As if nothing were escaped: the attack stands in the page as it was written. */
const unescaped = (attack: string): SiteFile[] =>
  attacked('harmless').map((file) => ({ ...file, body: file.body.replace('<main ', `${attack}<main `) }));

describe('what people write', () => {
  it('runs nothing under the policy that readers get', async () => {
    for (const attack of ATTACKS) expect([attack, await runs(attacked(attack))]).toEqual([attack, false]);
  }, 60_000);

  it('runs nothing by the escaping alone, without any policy', async () => {
    for (const attack of ATTACKS) expect([attack, await runs(attacked(attack), '')]).toEqual([attack, false]);
  }, 60_000);

  it('runs nothing by the policy alone, if nothing were escaped', async () => {
    for (const attack of ATTACKS) expect([attack, await runs(unescaped(attack))]).toEqual([attack, false]);
  }, 60_000);

  it('would run without either, so these tests can fail', async () => {
    expect(await runs(unescaped(ATTACKS[0]!), '')).toBe(true);
    expect(await runs(unescaped('<svg onload=window.hacked=1></svg>'), '')).toBe(true);
  });
});
