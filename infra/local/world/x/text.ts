import { createHash } from 'node:crypto';
import { linksIn } from '../../../../shared/core/x/links.ts';

export { weightOf } from '../../../../shared/core/x/weight.ts';

/** The most that a post may weigh on an ordinary account. */
export const MAX_WEIGHT = 280;

/** One link of a post, as `entities.urls` has it. `start` and `end` count code points in the wrapped text. */
export type WrappedLink = {
  start: number;
  end: number;
  url: string;
  expanded_url: string;
  display_url: string;
};

/** What X keeps of a text: NFC, without the white space around it. */
export const normalised = (text: string): string => text.normalize('NFC').trim();

/** Whether a post costs what those with an address cost; that X finds them as it finds what it shortens is our guess. */
export const hasAddress = (text: string): boolean => linksIn(text).length > 0;

/**
 * The text as X stores and returns it: every link, also a bare `run.sh`, replaced by a t.co address.
 *
 * The addresses are made from the post's id, so the same post reads the same after a restart. Where the real X counts
 * `start` and `end` is documented only as "characters"; code points of the text before HTML escaping is our guess.
 */
export function wrapLinks(id: string, text: string): { text: string; links: WrappedLink[] } {
  const links: WrappedLink[] = [];
  let wrapped = '';
  let from = 0;
  for (const { url, ...link } of linksIn(text)) {
    const short = `https://t.co/${createHash('sha256').update(`${id}/${links.length}`).digest('base64url').replace(/[-_]/g, 'a').slice(0, 10)}`;
    wrapped += text.slice(from, link.start);
    const start = [...wrapped].length;
    wrapped += short;
    from = link.end;
    links.push({
      start,
      end: start + short.length,
      url: short,
      expanded_url: /^https?:\/\//i.test(url) ? url : `http://${url}`,
      display_url: displayed(url),
    });
  }
  return { text: wrapped + text.slice(from), links };
}

/** The API returns these three escaped; clients have to undo it before they compare. */
export const htmlEscaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function displayed(url: string): string {
  const bare = url.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
  return bare.length > 27 ? `${bare.slice(0, 26)}…` : bare;
}
