import { SECOND_MS } from '../../core/instant.ts';
import type { Carried, RoomWords } from '../../ports/carrier.ts';
import { type Answered, carriedBy, type Verdict } from '../https/carried.ts';
import { callOutside, type Surroundings } from '../https/guarded-call.ts';
import { fitted, linksOf, oneLine, paragraphsOf, tidy } from './text.ts';

/** Discord's limit of a message. */
export const MESSAGE_LENGTH = 2_000;

/** No preview of our page below every message: the words are in it. */
const SUPPRESS_EMBEDS = 4;

/** Posts into a channel, and waits until the message is there: its id is the receipt. */
export async function carryToDiscord(address: string, words: RoomWords, surroundings?: Surroundings): Promise<Carried> {
  const url = new URL(address);
  url.searchParams.set('wait', 'true');
  const result = await callOutside(
    {
      url: url.href,
      body: JSON.stringify(discordMessage(words)),
      headers: { 'content-type': 'application/json' },
      readUpTo: 16_000,
    },
    surroundings,
  );
  const carried = carriedBy(result, 'Discord', { verdict, receipt: ({ body }) => idIn(body) });
  return carried.is === 'taken' && result.is === 'answered' ? { ...carried, ...pauseOf(result) } : carried;
}

/** Nobody and nothing can be mentioned, whatever was typed. */
export function discordMessage(words: RoomWords) {
  const head = `**${marked(oneLine(words.headline, 200))}**`;
  const foot = [
    ...words.lines.map((line) => marked(oneLine(line, 200))),
    ...linksOf(words).map(({ label, url }) => `${marked(label)}: <${url}>`),
  ].join('\n');
  const room = MESSAGE_LENGTH - head.length - foot.length - 4;
  const said = tidy(paragraphsOf(words).join('\n\n'));
  return {
    content: [head, fitted(said, room, marked), foot].filter(Boolean).join('\n\n'),
    allowed_mentions: { parse: [] },
    flags: SUPPRESS_EMBEDS,
  };
}

/** Discord's Markdown as text: headings, lists, quotes, links with other words, times and mentions stay what was typed. */
const marked = (text: string): string =>
  text
    .replaceAll(/[\\*_~`|[\]<>]/g, '\\$&')
    .replaceAll(/^(\s*)(#{1,3}|-#?|\d+\.)(?=\s|$)/gm, (_, space: string, mark: string) => `${space}${unlisted(mark)}`);

const unlisted = (mark: string): string => (/\d/.test(mark) ? mark.replace('.', '\\.') : `\\${mark}`);

/**
 * 404 is the end: who calls a deleted webhook again and again is shut out with all of our address
 * (https://discord.com/developers/docs/topics/rate-limits). 401: its token was taken back.
 */
function verdict({ status }: Answered): Verdict {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 401 || status === 404 || status === 410) return 'gone';
  if (status === 429) return 'not-now';
  return status >= 300 && status < 500 ? 'refused' : 'unknown';
}

function idIn(body: string): string {
  try {
    const { id } = JSON.parse(body) as { id?: unknown };
    return typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : 'accepted';
  } catch {
    return 'accepted';
  }
}

/** The last call of a window says when the next one opens: limits are read and never guessed. */
function pauseOf({ headers }: Answered): { pauseMs?: number } {
  if (headers['x-ratelimit-remaining'] !== '0') return {};
  const ms = Number(headers['x-ratelimit-reset-after']) * SECOND_MS;
  return ms > 0 ? { pauseMs: Math.ceil(ms) } : {};
}
