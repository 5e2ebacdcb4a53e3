import type { KeyedFacts } from '../core/keyed/facts.ts';
import { KEYED_CHANNELS, type KeyedChannelName } from '../core/keyed/shipped.ts';
import type { SiteFile } from '../ports/site-store.ts';
import { BADGE } from '../wording/site.ts';
import type { SiteInput } from './context.ts';
import { html, plain } from './html.ts';
import { openOutages } from './maintenances.ts';
import { FRESH } from './paths.ts';
import { LEVEL_COLOURS } from './shapes.ts';
import { siteVerdict } from './verdict.ts';

/** Widths of a badge's halves are guessed from the number of letters, as every badge maker does: 6.6 px at 11 px. */
const LETTER_PX = 6.6;

/** For a README or a help page. Never green while an incident is open. */
export function badge({ siteIndex, config, now, rev }: SiteInput): SiteFile {
  const { level } = siteVerdict(siteIndex, config, now);
  const label = plain(config.brand.name);
  const quiet = level === 'clear' || level === 'watching' || level === 'maintenance';
  const words = quiet ? BADGE[level] : BADGE.open(openOutages(siteIndex).length);
  const left = Math.ceil(label.length * LETTER_PX) + 14;
  const width = left + Math.ceil(words.length * LETTER_PX) + 14;
  const body = html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="22" data-rev="${rev}" role="img" aria-label="${label}: ${words}"><title>${label}: ${words}</title><rect width="${width}" height="22" rx="4" fill="#33373f"/><path d="M${left} 0h${width - left - 4}a4 4 0 0 1 4 4v14a4 4 0 0 1-4 4H${left}z" fill="${LEVEL_COLOURS[level]}"/><g fill="#fff" font-family="Verdana,sans-serif" font-size="11"><text x="7" y="15">${label}</text><text x="${left + 7}" y="15">${words}</text></g></svg>`;
  return { key: 'badge.svg', body: String(body), contentType: 'image/svg+xml; charset=utf-8', cacheControl: FRESH };
}

/** By which a network knows that an account has the name of this site. Of the channels and accounts that the config names. */
export const accountFiles = ({ config }: Pick<SiteInput, 'config'>): SiteFile[] =>
  KEYED_CHANNELS.flatMap((is: KeyedFacts & { name: KeyedChannelName }) => {
    const { name, wellKnown } = is;
    const { account } = config[name];
    if (!config.channels.includes(name) || wellKnown === undefined || account === undefined) return [];
    // What has no dot in its last part is looked for as a page (infra/constructs/viewer-request.js).
    return [
      { key: `${wellKnown}/index.html`, body: account, contentType: 'text/plain; charset=utf-8', cacheControl: FRESH },
    ];
  });

export const robots = (): SiteFile => ({
  key: 'robots.txt',
  body: 'User-agent: *\nAllow: /\n',
  contentType: 'text/plain; charset=utf-8',
  cacheControl: FRESH,
});
