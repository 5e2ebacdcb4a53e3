import type { Instant } from '../../core/instant.ts';
import type { PublicIncident } from '../../core/public-incident.ts';
import type { PublishedHead } from '../../core/published-head.ts';
import type { SiteIndexView } from '../../ports/site-index.ts';
import { STATUS_WORDS } from '../../wording/incident.ts';
import { happenedSentences, promiseSentences } from '../../wording/promise-lines.ts';
import { entryWords, feedTitle, PAGE, workaroundParagraph } from '../../wording/site.ts';
import { lineStatus } from '../api/statuspage.ts';
import type { SiteContext } from '../context.ts';
import { html, plain } from '../html.ts';
import { messageHtml, renderMarkdown } from '../markdown.ts';
import { entryPath, incidentPath } from '../paths.ts';
import { allLines, known, titleAt, titleOf } from '../site-index-state.ts';

/** One update in a feed. Its id, title and date are those of the statement, so no reader ever sees it twice. */
export type FeedItem = {
  id: string;
  url: string;
  title: string;
  at: Instant;
  html: string;
  text: string;
  /** Which entry of which log it is. Whoever keeps the feed can hold the log against it. Absent where it is in no log. */
  entry?: PublishedHead;
};

/**
 * Readers poll often: a feed holds the newest updates, and the archive is on the site. Three feeds are written with every
 * update, so each more makes every update dearer.
 */
const NEWEST = 50;

export function feedItems(context: SiteContext, siteIndex: SiteIndexView): FeedItem[] {
  const host = new URL(context.siteUrl).hostname;
  const own = known(siteIndex).filter((incident) => !incident.imported);
  const items = allLines(own)
    .slice(0, NEWEST)
    .map(({ incident, line }) => {
      const promised = [...happenedSentences(context.voice, line), ...promiseSentences(context.voice, line)].join(' ');
      const there = line.into === undefined ? undefined : `${context.siteUrl}${incidentPath(line.into)}`;
      const parts = [
        led(STATUS_WORDS[lineStatus(incident, line)], messageHtml(line)),
        line.workaround ? renderMarkdown(workaroundParagraph(line.workaround)) : '',
        promised ? String(html`<p>${promised}</p>`) : '',
        there === undefined ? '' : String(html`<p><a href="${there}">${PAGE.goesOnThere}</a></p>`),
      ];
      return {
        id: `tag:${host},2026:incidents/${incident.id}/${line.seq}`,
        url: `${context.siteUrl}${entryPath(incident.id, line.seq)}`,
        title: feedTitle(titleAt(incident, line.seq), line),
        at: line.at,
        html: parts.filter(Boolean).join('\n'),
        text: [plain(entryWords(context.voice, line)), ...(there === undefined ? [] : [there])].join('\n\n'),
        entry: { incident: incident.id, seq: line.seq, hash: line.hash },
      };
    });
  return [...items, ...importedItems(context, known(siteIndex))]
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, NEWEST);
}

/** The status in front of the words, where readers that know other status pages look for it. */
const led = (status: string, message: string): string =>
  message.startsWith('<p>')
    ? `<p><strong>${status}</strong> - ${message.slice('<p>'.length)}`
    : `<p><strong>${status}</strong></p>\n${message}`;

/**
 * The other system had one item for each incident: readers have seen it under that id and do not show it again. One
 * whose id is not known would come up as news years later, so it is left out.
 */
function importedItems({ siteUrl, voice }: SiteContext, incidents: readonly PublicIncident[]): FeedItem[] {
  return incidents.flatMap((incident) => {
    const feed = incident.imported?.feed;
    if (!feed) return [];
    const newestFirst = incident.entries.toReversed();
    return {
      id: feed.id,
      url: `${siteUrl}${incidentPath(incident.id)}`,
      title: titleOf(incident),
      at: feed.publishedAt,
      html: newestFirst.map((line) => messageHtml(line)).join('\n'),
      text: newestFirst.map((line) => plain(entryWords(voice, line))).join('\n\n'),
    };
  });
}
