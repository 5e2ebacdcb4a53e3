import type { Instant } from '../../core/instant.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { LIVE, PAGE, siteTitle } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { type Following, followPanel } from '../follow/panel.ts';
import { type Html, html, NOTHING, plain, raw } from '../html.ts';
import { CARD_IMAGE, TOUCH_ICON } from '../icons.ts';
import { FRESH, FRONT_PAGE, HTML, PROOF_PATH } from '../paths.ts';
import { SCRIPT_KEY } from '../script.ts';
import { LEVEL_COLOURS, shapePath } from '../shapes.ts';
import { styleSheet } from '../style.ts';
import type { Level } from '../verdict.ts';

type Page = {
  key: string;
  /** Absolute path of the page itself. */
  path: string;
  title: string;
  /** What a link to the page is unfurled with, where it is shared: words that say as of when they hold. */
  description: string;
  /** The newest thing on the page, read out by the script when it changes. */
  say: string;
  main: Html;
  level?: Level;
  /** False where there is nothing to refresh: then the page runs no script. */
  isLive?: boolean;
  /** What somebody can follow from here, by mail; nothing where it is left out. */
  follow?: Following;
  /** When the newest statement on the page was made, so that a reader who comes back sees what is new. */
  news?: Instant;
};

/** A whole page: everything that it needs but the script is in it, so that the first answer is enough to read it. */
export function pageFile(context: SiteContext, page: Page): SiteFile {
  const { config, voice, siteUrl } = context;
  const brand = plain(config.brand.name);
  const body = html`<!doctype html>
<html lang="${config.brand.language}" dir="${voice.dir}"${context.rev === undefined ? NOTHING : html` data-rev="${context.rev}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title dir="auto">${page.title}</title>
<meta name="description" content="${page.description}">
<meta property="og:site_name" content="${siteTitle(brand)}">
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
<meta property="og:url" content="${siteUrl}${page.path}">
<meta property="og:type" content="website">
<meta property="og:image" content="${siteUrl}/${CARD_IMAGE}">
<meta name="twitter:card" content="summary">
<meta name="theme-color" content="${config.brand.accent}">
<meta name="color-scheme" content="light dark">
<link rel="canonical" href="${siteUrl}${page.path}">
<link rel="icon" href="${favicon(page.level ?? 'clear')}">
<link rel="apple-touch-icon" href="/${TOUCH_ICON}">
<link rel="alternate" type="application/atom+xml" title="${siteTitle(brand)}" href="/history.atom">
<link rel="alternate" type="application/rss+xml" title="${siteTitle(brand)}" href="/history.rss">
<link rel="alternate" type="application/feed+json" title="${siteTitle(brand)}" href="/history.json">
<style>${raw(styleSheet(config.brand.accent))}</style>
${
  page.isLive === false
    ? NOTHING
    : html`<script src="/${SCRIPT_KEY}" defer></script>
`
}</head>
<body data-left="${LIVE.left}" data-late="${LIVE.late}" data-checked="${LIVE.checked}" data-stale="${LIVE.stale}" data-zone="${LIVE.zone}" data-title-late="${LIVE.titleLate}" data-unknown="${LIVE.unknown}" data-updated="${LIVE.updated}" data-fresh="${LIVE.fresh}" data-back="${LIVE.back}">
<a class="skip" href="#main">${PAGE.skip}</a>
<header><a class="brand" href="/">${siteTitle(brand)}</a>
<nav>${navigation(page.path)}</nav></header>
<p id="stale" role="alert" hidden></p>
<p id="live" role="status" class="quiet"></p>
${page.follow === undefined ? NOTHING : followPanel(config, page.follow)}<main id="main" data-at="${context.now}" data-say="${page.say}" data-news="${page.news ?? ''}"${page.key === FRONT_PAGE ? html` data-level="${page.level}"` : NOTHING}>
${page.main}
</main>
<footer><p>${PAGE.feeds}: <a href="/history.atom">Atom</a> · <a href="/history.rss">RSS</a> · <a href="/history.json">JSON Feed</a> · <a href="/maintenance.ics">Calendar</a> · <a href="/api/v2/summary.json">API</a> · <a href="${PROOF_PATH}">${PAGE.proof}</a></p></footer>
</body>
</html>
`;
  return { key: page.key, body: plain(String(body)), contentType: HTML, cacheControl: FRESH };
}

function navigation(path: string): Html {
  const places = [
    { href: '/', label: PAGE.status },
    { href: '/history', label: PAGE.history },
    { href: '/promises', label: PAGE.promises },
  ];
  return html`${places.map(
    ({ href, label }) => html`<a href="${href}"${href === path ? html` aria-current="page"` : NOTHING}>${label}</a> `,
  )}`;
}

function favicon(level: Level): string {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><path fill='${LEVEL_COLOURS[level]}' fill-rule='evenodd' d='${shapePath(level)}'/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
