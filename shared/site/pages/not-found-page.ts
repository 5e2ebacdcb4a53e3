import type { SiteFile } from '../../ports/site-store.ts';
import { PAGE, siteTitle } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { html, plain } from '../html.ts';
import { pageFile } from './layout.ts';

export const notFoundPage = (context: SiteContext): SiteFile =>
  pageFile(context, {
    key: '404.html',
    path: '/404.html',
    title: `${PAGE.notFound} · ${siteTitle(plain(context.config.brand.name))}`,
    description: PAGE.notFound,
    say: PAGE.notFound,
    isLive: false,
    main: html`<h1>${PAGE.notFound}</h1><p>${PAGE.notFoundDetail}</p><p><a href="/">${PAGE.back}</a></p>`,
  });
