import type { Config } from '../../config/config-schema.ts';
import { REFUSED } from '../../wording/follow.ts';
import type { Voice } from '../../wording/sentences.ts';
import { PAGE, siteTitle } from '../../wording/site.ts';
import { styleHash } from '../csp.ts';
import { type Html, html, plain, raw } from '../html.ts';
import { styleSheet } from '../style.ts';
import { feedLinks } from './panel.ts';

/** What pages that answer a form or a link are made from. */
export type AnswerContext = { config: Config; voice: Voice };

/** An answer to a person: the HTTP status, and a page that runs no script and asks for nothing else. */
export type AnswerPage = { status: number; body: string };

/** A page in the look of the site, for one person, kept by nobody. Who has its address has what it can do. */
export function answerPage({ config, voice }: AnswerContext, status: number, title: string, main: Html): AnswerPage {
  const brand = plain(config.brand.name);
  const body = html`<!doctype html>
<html lang="${config.brand.language}" dir="${voice.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${siteTitle(brand)}</title>
<link rel="icon" href="data:,">
<style>${raw(styleSheet(config.brand.accent))}</style>
</head>
<body>
<header><a class="brand" href="/">${siteTitle(brand)}</a>
<nav><a href="/">${PAGE.status}</a> <a href="/history">${PAGE.history}</a></nav></header>
<main id="main"><h1>${title}</h1>
${main}
</main>
</body>
</html>
`;
  return { status, body: plain(String(body)) };
}

/** What each of them is answered with: nothing from elsewhere, in no frame, told to nobody, kept by nobody. */
export const answerHeaders = ({ brand }: Pick<Config, 'brand'>): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${styleHash(brand.accent)}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'cache-control': 'no-store',
});

/** An answer of one paragraph to what went well, and the way out. */
export const shortAnswer = (context: AnswerContext, { title, text }: { title: string; text: string }): AnswerPage =>
  answerPage(
    context,
    200,
    title,
    html`<p>${text}</p>
${backToStatus()}`,
  );

/** The ways to follow that ask nobody for anything. */
export const feedsInstead = (): Html => html`<p>${REFUSED.feeds} ${feedLinks()}.</p>`;

/** The way out. */
export const backToStatus = (): Html => html`<p><a href="/">${REFUSED.back}</a></p>`;
