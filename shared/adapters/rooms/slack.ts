import type { Carried, RoomWords } from '../../ports/carrier.ts';
import { carriedBy, type Verdict } from '../https/carried.ts';
import { callOutside, type Surroundings } from '../https/guarded-call.ts';
import { fitted, linksOf, oneLine, paragraphsOf, tidy } from './text.ts';

/** Below a section's 3,000 characters, a header's 150 and the 13,200 that all blocks may have together (docs/rules.md, Sizes of messages). */
const [HEADLINE, PARAGRAPH, LINES] = [150, 2_900, 1_500];

/** Posts into the channel that an incoming webhook of Slack leads to. Slack names no message: its receipt is its `ok`. */
export const carryToSlack = async (address: string, words: RoomWords, surroundings?: Surroundings): Promise<Carried> =>
  carriedBy(
    await callOutside(
      { url: address, body: JSON.stringify(slackMessage(words)), headers: { 'content-type': 'application/json' } },
      surroundings,
    ),
    'Slack',
    { verdict: ({ status }) => verdict(status), receipt: () => 'ok' },
  );

/** `text` is what a notification shows; the blocks are what the channel shows. */
export const slackMessage = (words: RoomWords) => ({
  text: escaped(oneLine(words.headline, HEADLINE), HEADLINE),
  unfurl_links: false,
  unfurl_media: false,
  blocks: [
    { type: 'header', text: { type: 'plain_text', text: oneLine(words.headline, HEADLINE), emoji: false } },
    ...paragraphsOf(words).map((paragraph) => section(escaped(paragraph, PARAGRAPH))),
    ...(words.lines.length === 0 ? [] : [section(escaped(words.lines.join('\n'), LINES))]),
    { type: 'context', elements: [{ type: 'mrkdwn', text: linksOf(words).map(link).join(' · ') }] },
  ],
});

/** `verbatim`: Slack makes no links, channels or mentions of what somebody typed. */
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

const link = ({ label, url }: RoomWords['page']): string => `<${escapedUrl(url)}|${escaped(label, 150)}>`;

const escapedUrl = (url: string): string => url.replaceAll('&', '&amp;').replaceAll(/[<>|]/g, encodeURIComponent);

/**
 * Slack's three letters as text, so that no `<!channel>` wakes a room. Where its marks of bold, italic, strike and code
 * begin a word, a joiner that nobody sees stands before them: a statement is read as it was typed.
 */
const escaped = (text: string, length: number): string =>
  fitted(tidy(text), length, (shown) =>
    shown
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/(?<![\p{L}\p{N}])[*_~`]/gu, `${WORD_JOINER}$&`),
  );

const WORD_JOINER = '\u2060';

/** An archived, deleted or revoked one never comes back (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). */
function verdict(status: number): Verdict {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 404 || status === 410) return 'gone';
  if (status === 429) return 'not-now';
  return status >= 300 && status < 500 ? 'refused' : 'unknown';
}
