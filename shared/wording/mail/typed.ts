import { plain } from '../../core/hidden-characters.ts';

/** A stretch of what somebody typed; `href` where it is an address that may be a link. */
export type Run = { text: string; href?: string };

/** A paragraph with its lines, or the items of a list. */
export type Piece = { is: 'paragraph' | 'list'; lines: readonly (readonly Run[])[] };

/**
 * What a person typed, in pieces that text and HTML can show alike. The signs of Markdown that pages turn into something
 * else are taken out where the words are the same without them; a link in words has its address behind them, so that
 * nobody is sent somewhere else than is written.
 */
export function piecesOf(typed: string): Piece[] {
  const blocks = withoutSigns(plain(typed).replaceAll(/\r\n?/g, '\n'))
    .split(/\n\s*\n/)
    .map((block) => block.split('\n').map((line) => line.trim()))
    .map((lines) => lines.filter((line) => line !== ''));
  return blocks.flatMap(grouped);
}

const ITEM = /^[-*•]\s+/;

/** The lines of a block: those that are items next to each other are a list. */
function grouped(lines: readonly string[]): Piece[] {
  const pieces: { is: Piece['is']; lines: Run[][] }[] = [];
  for (const line of lines) {
    const is = ITEM.test(line) ? 'list' : 'paragraph';
    if (pieces.at(-1)?.is !== is) pieces.push({ is, lines: [] });
    pieces.at(-1)?.lines.push(runsOf(line.replace(ITEM, '')));
  }
  return pieces;
}

/** Bold, code, and links in words. */
const withoutSigns = (text: string): string =>
  text
    .replaceAll(/\*\*(?=\S)([^*\n]+)\*\*/g, '$1')
    .replaceAll(/`([^`\n]+)`/g, '$1')
    .replaceAll(/\[([^[\]\n]+)\]\(([a-z]+:[^\s()]+)\)/gi, (_, words: string, url: string) =>
      words === url ? url : `${words} (${url})`,
    );

const ADDRESS = /https:\/\/[^\s<>"'`“”]+/g;

/** What ends a sentence is not part of an address that stands at its end. */
const AT_ITS_END = /[.,;:!?…)\]}*_]+$/;

function runsOf(line: string): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (const { 0: found, index } of line.matchAll(ADDRESS)) {
    const href = found.replace(AT_ITS_END, '');
    if (!URL.canParse(href)) continue;
    if (index > from) runs.push({ text: line.slice(from, index) });
    runs.push({ text: href, href });
    from = index + href.length;
  }
  if (from < line.length) runs.push({ text: line.slice(from) });
  return runs;
}

/** The same on one line, for where it is quoted: its lines behind each other. */
export const quotable = (typed: string): string =>
  piecesOf(typed)
    .flatMap(({ lines }) => lines.map((runs) => runs.map(({ text }) => text).join('')))
    .join(' ');
