import type { Carried, RoomWords } from '../../ports/carrier.ts';
import { type Answered, carriedBy, type Verdict } from '../https/carried.ts';
import { callOutside, type Surroundings } from '../https/guarded-call.ts';
import { cut, linksOf, oneLine, paragraphsOf, tidy } from './text.ts';

/**
 * Microsoft allows 28,672 bytes, measured after it has written the card anew: one of 24,453 became 28,897. Half of it, with
 * every letter beyond ASCII counted as its escape, leaves room for whatever it does (docs/rules.md, Sizes of messages).
 */
export const CARD_BYTES = 12_000;

/** The longest of these that fits is taken; the page has the whole. */
const PARAGRAPH_LENGTHS = [4_000, 2_000, 1_000, 500, 200] as const;

/** Its answer says no more than that the flow has begun: what became of it in the channel is not told to us. */
export const carryToTeams = async (address: string, words: RoomWords, surroundings?: Surroundings): Promise<Carried> =>
  carriedBy(
    await callOutside(
      {
        url: address,
        body: JSON.stringify(teamsMessage(words)),
        headers: { 'content-type': 'application/json' },
        readUpTo: 1_000,
      },
      surroundings,
    ),
    'Teams',
    { verdict, receipt: ({ headers }) => String(headers['x-ms-workflow-run-id'] ?? 'accepted') },
  );

/** The message with an Adaptive Card that a flow "when a Teams webhook request is received" posts. */
export function teamsMessage(words: RoomWords): object {
  const fits = PARAGRAPH_LENGTHS.map((length) => messageOf(words, length)).find(
    (one) => escapedBytes(one) <= CARD_BYTES,
  );
  return fits ?? messageOf({ ...words, lines: [] }, PARAGRAPH_LENGTHS.at(-1)!);
}

const messageOf = (words: RoomWords, length: number) => ({
  type: 'message',
  summary: oneLine(words.headline, 150),
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: '1.4',
        msteams: { width: 'Full' },
        fallbackText: oneLine(words.headline, 150),
        body: [
          ...text(oneLine(words.headline, 300), { weight: 'Bolder', size: 'Medium' }),
          ...paragraphsOf(words).flatMap((paragraph) => text(cut(tidy(paragraph), length))),
          ...words.lines.flatMap((line) => text(oneLine(line, 300), { isSubtle: true })),
        ],
        actions: linksOf(words).map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
      },
    },
  ],
});

/** Each line is a block of its own and costs 75 bytes: more of them than this run on behind each other. */
const MOST_LINES = 25;

/** In runs, which know neither Markdown nor mentions, where a text block would: what was typed is read as it was typed. */
function text(said: string, style: object = {}): object[] {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const shown = [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join(' ')].filter(Boolean);
  return shown.map((line) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: line, ...style }] }));
}

const escapedBytes = (message: object): number =>
  JSON.stringify(message).replaceAll(/[\u0080-\uffff]/g, '\\u0000').length;

/** Connectors, and flows that imitate them, wrap the refusal of a message in 200 (MicrosoftDocs/msteams-docs #1810). */
const WRAPPED = /returned HTTP error (\d{3})/;

function verdict({ status, body }: Answered): Verdict {
  const inside = Number(WRAPPED.exec(body)?.[1] ?? status);
  if (inside >= 200 && inside < 300) return 'taken';
  // A flow is deleted with its owner; a signature that is refused was taken back.
  if (inside === 401 || inside === 404 || inside === 410) return 'gone';
  if (inside === 429) return 'not-now';
  return inside >= 300 && inside < 500 ? 'refused' : 'unknown';
}
