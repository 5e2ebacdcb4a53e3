import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../shared/config/parse-config.ts';
import type { SiteFile } from '../../shared/ports/site-store.ts';
import { renderIncident, renderSite } from '../../shared/site/render-site.ts';
import { closeContexts, sharedBrowser } from '../support/browser.ts';
import { serveSite } from './support/served-site.ts';
import { siteOf, testConfig } from './support/site.ts';
import { story } from './support/story.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => closeContexts(browser));

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
  '![x](https://tracker.example/pixel.png) [x](https://example.com" onmouseover="window.hacked=1)',
  '\u202Eevil\u202C \u2066<b onclick=window.hacked=1>x</b>\u2069',
];

/** A site where everything that somebody may write is an attack: titles, texts, workarounds, components, groups, contacts. */
function attacked(attacks: readonly string[]): SiteFile[] {
  const config = parseConfig({
    ...testConfig,
    brand: { name: attacks[0]!.slice(0, 60) },
    groups: attacks.map((attack, n) => ({ id: `g${n}`, name: attack.slice(0, 80) })),
    components: attacks.map((attack, n) => ({
      id: `c${n}`,
      name: attack.slice(0, 80),
      description: attack,
      group: `g${n}`,
    })),
    contact: attacks.map((attack) => ({ label: attack, href: 'mailto:a@example.com', hours: attack })),
  });
  const incidents = attacks.map((attack, n) => {
    const words = { title: attack, message: attack, workaround: attack };
    return story(`i${n}`, ['14:00', { ...words, components: [{ id: `c${n}`, status: 'major_outage' }] }]);
  });
  const input = { ...siteOf(incidents, '14:10'), config };
  return [...renderSite(input), ...incidents.flatMap((incident) => renderIncident({ ...input, incident }))];
}

const EVERY_PAGE = ['/', '/promises', '/history', ...ATTACKS.map((_, n) => `/incidents/i${n}`)];

/** What the page has of what it must not have, after each link and focusable thing was used. */
const LOOK = `(() => {
  document.querySelectorAll('main *').forEach((el) => {
    el.focus?.();
    for (const type of ['click', 'mouseover']) if (!el.closest('a[href^=http], a[href^=mailto], a[href^="/"]')) el.dispatchEvent(new MouseEvent(type));
  });
  return {
    ran: 'hacked' in window,
    foreign: document.querySelectorAll('main :is(script, img, iframe, [onerror], [onload], [onmouseover], [onfocus])').length,
    links: [...document.querySelectorAll('main a')].map((a) => a.protocol).filter((one) => !['http:', 'https:', 'mailto:'].includes(one)),
    reordered: /[\u202A-\u202E\u2066-\u2069]/.test(document.title + document.body.innerText),
  };
})()`;
type Seen = { ran: boolean; foreign: number; links: string[]; reordered: boolean };

/** Looks at these pages of a site; also at whom they asked for something. */
async function lookAt(files: readonly SiteFile[], paths: readonly string[], policy?: string) {
  const site = await serveSite(files, policy);
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    await site.stop();
  });
  const page = await context.newPage();
  const others: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(site.url) && !url.startsWith('data:')) others.push(url);
  });
  const seen: Seen[] = [];
  for (const path of paths) {
    await page.goto(site.url + path);
    seen.push(await page.evaluate<Seen>(LOOK));
  }
  return { seen, others };
}

const HARMLESS: Seen = { ran: false, foreign: 0, links: [], reordered: false };

/** As if nothing were escaped: the attack stands in the page as it was written. */
const unescaped = (attack: string): SiteFile[] =>
  attacked(['harmless']).map((file) => ({ ...file, body: file.body.replace('<main ', `${attack}<main `) }));

const runs = async (attack: string, policy?: string) =>
  (await lookAt(unescaped(attack), ['/'], policy)).seen.some(({ ran }) => ran);

describe('what people write', () => {
  it('runs nothing, adds nothing and asks nobody, under the policy that readers get', async () => {
    const { seen, others } = await lookAt(attacked(ATTACKS), EVERY_PAGE);
    expect(seen).toEqual(EVERY_PAGE.map(() => HARMLESS));
    expect(others).toEqual([]);
  });

  it('runs nothing by the escaping alone, without any policy', async () => {
    const { seen, others } = await lookAt(attacked(ATTACKS), EVERY_PAGE, '');
    expect(seen).toEqual(EVERY_PAGE.map(() => HARMLESS));
    expect(others).toEqual([]);
  });

  it('runs nothing by the policy alone, if nothing were escaped', async () => {
    for (const attack of ATTACKS) expect([attack, await runs(attack)]).toEqual([attack, false]);
  });

  it('would run without either, so these tests can fail', async () => {
    expect(await runs(ATTACKS[0]!, '')).toBe(true);
    expect(await runs('<svg onload=window.hacked=1></svg>', '')).toBe(true);
  });
});
