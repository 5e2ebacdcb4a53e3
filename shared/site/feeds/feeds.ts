import type { Instant } from '../../core/instant.ts';
import type { SiteFile } from '../../ports/site-store.ts';
import { feedDescription, siteTitle } from '../../wording/site.ts';
import { rfc822 } from '../../wording/time.ts';
import type { SiteInput } from '../context.ts';
import { html, plain, plainJson, raw } from '../html.ts';
import { FRESH } from '../paths.ts';
import { type FeedItem, feedItems } from './feed-items.ts';

type Feed = { title: string; description: string; siteUrl: string; language: string; at: Instant; items: FeedItem[] };

/** The feed that readers know best. Each feed has one entry per update. */
export const atomFile = (input: SiteInput): SiteFile => ({
  key: 'history.atom',
  body: atom(feedOf(input)),
  contentType: 'application/atom+xml; charset=utf-8',
  cacheControl: FRESH,
});

/** The same as RSS and as JSON Feed. */
export function otherFeeds(input: SiteInput): SiteFile[] {
  const feed = feedOf(input);
  return [
    { key: 'history.rss', body: rss(feed), contentType: 'application/rss+xml; charset=utf-8', cacheControl: FRESH },
    {
      key: 'history.json',
      body: jsonFeed(feed),
      contentType: 'application/feed+json; charset=utf-8',
      cacheControl: FRESH,
    },
  ];
}

function feedOf(input: SiteInput): Feed {
  const items = feedItems(input, input.siteIndex);
  return {
    title: plain(siteTitle(input.config.brand.name)),
    description: feedDescription(input.config.brand.name),
    siteUrl: input.siteUrl,
    language: input.config.brand.language,
    at: items[0]?.at ?? input.now,
    items,
  };
}

const DECLARATION = raw('<?xml version="1.0" encoding="UTF-8"?>');

const atom = (feed: Feed): string =>
  plain(
    String(html`${DECLARATION}
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.language}">
<id>${feed.siteUrl}/history</id>
<title>${feed.title}</title>
<subtitle>${feed.description}</subtitle>
<updated>${feed.at}</updated>
<link rel="self" type="application/atom+xml" href="${feed.siteUrl}/history.atom"/>
<link rel="alternate" type="text/html" href="${feed.siteUrl}/"/>
<author><name>${feed.title}</name></author>
${feed.items.map(
  (item) => html`<entry>
<id>${item.id}</id>
<title>${item.title}</title>
<published>${item.at}</published>
<updated>${item.at}</updated>
<link rel="alternate" type="text/html" href="${item.url}"/>
<content type="html">${item.html}</content>
</entry>
`,
)}</feed>
`),
  );

/** A title may be read as text or as HTML; written so, both readings show the same signs (RSS Advisory Board, profile). */
const rssText = (text: string) =>
  raw(text.replace(/[&<>]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16).toUpperCase()};`));

const rss = (feed: Feed): string =>
  plain(
    String(html`${DECLARATION}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${rssText(feed.title)}</title>
<link>${feed.siteUrl}/</link>
<description>${feed.description}</description>
<language>${feed.language}</language>
<lastBuildDate>${rfc822(feed.at)}</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="${feed.siteUrl}/history.rss"/>
${feed.items.map(
  (item) => html`<item>
<title>${rssText(item.title)}</title>
<link>${item.url}</link>
<guid isPermaLink="false">${item.id}</guid>
<pubDate>${rfc822(item.at)}</pubDate>
<description>${item.html}</description>
</item>
`,
)}</channel>
</rss>
`),
  );

const jsonFeed = (feed: Feed): string =>
  plainJson({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    description: feed.description,
    home_page_url: `${feed.siteUrl}/`,
    feed_url: `${feed.siteUrl}/history.json`,
    language: feed.language,
    items: feed.items.map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      content_html: item.html,
      content_text: item.text,
      ...(item.entry === undefined ? {} : { _candor: item.entry }),
      date_published: item.at,
      date_modified: item.at,
    })),
  });
