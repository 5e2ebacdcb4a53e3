import { parseConfig } from '../../../shared/config/parse-config.ts';
import { spoken } from '../../../shared/config/voice.ts';
import { dayParts } from '../../../shared/core/day-part.ts';
import { added, type DaySum, emptySum, sharesOf, sumOf } from '../../../shared/core/day-sum.ts';
import { isUnfinished, type PublicIncident } from '../../../shared/core/public-incident.ts';
import type { Control } from '../../../shared/ports/control.ts';
import type { SiteFile } from '../../../shared/ports/site-store.ts';
import type { SiteInput } from '../../../shared/site/context.ts';
import { renderSite } from '../../../shared/site/render-site.ts';
import { monthOf, newestFirst } from '../../../shared/site/site-index-state.ts';
import { at } from './story.ts';

export const testConfig = parseConfig({
  brand: { name: 'Example Cloud' },
  mail: { from: 'Example Cloud Status <status@status.example.com>' },
  channels: ['x', 'mail', 'hooks'],
  groups: [{ id: 'platform', name: 'Platform' }],
  components: [
    { id: 'website', name: 'Website' },
    { id: 'api', name: 'API', group: 'platform' },
    { id: 'webhooks', name: 'Webhooks', group: 'platform' },
  ],
  contact: [{ label: 'Mail our support', href: 'mailto:support@example.com', hours: 'every day, 08:00 to 20:00 UTC' }],
});

/** The site's input with these incidents, as it is at `now` (`14:30`). */
export function siteOf(incidents: readonly PublicIncident[], now: string, control?: Control): SiteInput {
  const newest = incidents.toSorted(newestFirst);
  return {
    siteIndex: {
      rev: 7,
      open: newest.filter(isUnfinished),
      newest: newest.slice(0, 50),
      months: [...new Set(newest.map(monthOf))],
      days: daysLeftBy(newest.filter((one) => !isUnfinished(one))),
      since: at('2026-11-03T08:00:00.000Z'),
    },
    rev: 7,
    config: testConfig,
    voice: spoken,
    siteUrl: 'https://status.example.com',
    now: at(now),
    ...(control === undefined ? {} : { control }),
  };
}

/** What these incidents, which are over, left behind, the newest day first. */
function daysLeftBy(incidents: readonly PublicIncident[]): DaySum[] {
  const shares = incidents.flatMap((one) => sharesOf(dayParts(one, one.head.at)));
  return [...Map.groupBy(shares, ({ day }) => day)]
    .map(([day, all]) =>
      added(
        emptySum(day),
        all.map((share) => sumOf(share)),
      ),
    )
    .toSorted((a, b) => (a.day < b.day ? 1 : -1));
}

export const fileOf = (files: readonly SiteFile[], key: string): SiteFile => {
  const file = files.find((one) => one.key === key);
  if (!file) throw new Error(`there is no ${key} among ${files.map((one) => one.key).join(', ')}`);
  return file;
};

export const renderedFile = (input: SiteInput, key: string): string => fileOf(renderSite(input), key).body;

// biome-ignore lint/suspicious/noExplicitAny: documents are looked at from the outside, as a client without types does
export const renderedJson = (input: SiteInput, key: string): any => JSON.parse(renderedFile(input, key));

/** What a reader of a page sees as text, in one line: without head, tags, hidden parts and line breaks. */
export const textOf = (page: string): string =>
  page
    .replace(/<head>[\s\S]*?<\/head>|<svg[\s\S]*?<\/svg>|<noscript>[\s\S]*?<\/noscript>/g, ' ')
    // Folded away.
    .replace(/<aside class="follow"[\s\S]*?<\/aside>/g, ' ')
    .replace(/<b class="late" hidden>[\s\S]*?<\/b>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:;])/g, '$1')
    .trim();
