import { segmenter } from '../segmenter.ts';
import { type Block, unmarked } from './blocks.ts';
import { piecesOf, type Run } from './typed.ts';

/** The old measure of a line, which every program shows unbroken, also where it quotes (RFC 5322). */
const WIDTH = 78;

/** A mail as plain text: complete by itself, in lines of at most 78 characters but for addresses, which are never broken. */
export const asText = (blocks: readonly Block[]): string =>
  `${blocks.map((block, at) => `${gapBefore(block, blocks[at - 1])}${textOf(block)}`).join('')}\n`;

/** Links below each other stand together, and so do words and when they were said. */
function gapBefore(block: Block, before: Block | undefined): string {
  if (before === undefined) return '';
  return before.is === 'when' || (block.is === 'link' && before.is === 'link') ? '\n' : '\n\n';
}

function textOf(block: Block): string {
  switch (block.is) {
    case 'title':
      return underlined(block.text, '=');
    case 'heading':
      return underlined(block.text, '-');
    case 'when':
      return wrapped(`${unmarked(block.text)}:`);
    case 'words':
      return wrapped(unmarked(block.text));
    case 'typed':
      return piecesOf(block.text)
        .map(({ is, lines }) =>
          lines
            .map((runs) => (is === 'list' ? wrapped(`- ${plainly(runs)}`, '  ') : wrapped(plainly(runs))))
            .join('\n'),
        )
        .join('\n\n');
    case 'rows':
      return block.rows.map(({ label, value }) => wrapped(`${label}: ${unmarked(value)}`, '  ')).join('\n');
    case 'link': {
      const words = `${unmarked(block.words)}:`;
      const address = block.href.replace(/^(?:mailto|tel):/, '');
      return words.length + address.length < WIDTH ? `${words} ${address}` : `${wrapped(words)}\n${address}`;
    }
    case 'line':
      return '-'.repeat(8);
  }
}

const plainly = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');

function underlined(text: string, sign: '=' | '-'): string {
  const lines = wrapped(unmarked(text)).split('\n');
  return [...lines, sign.repeat(Math.max(...lines.map((line) => line.length)))].join('\n');
}

/** `text` in lines; what goes on in another line stands behind `indent`. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(fitting)) {
    const grown = line === '' ? word : `${line} ${word}`;
    if (line.trim() === '' || grown.length <= WIDTH) line = grown;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line].map((one) => one.trimEnd()).join('\n');
}

/** A word that no line holds, in parts: between letters as a reader sees them. An address stays whole, or nobody could follow it. */
function fitting(word: string): string[] {
  const most = WIDTH - 2;
  if (word.length <= most || word.includes('://')) return [word];
  const parts = [''];
  for (const { segment } of segmenter('grapheme').segment(word)) {
    if (`${parts.at(-1)}${segment}`.length > most) parts.push(segment);
    else parts[parts.length - 1] += segment;
  }
  return parts;
}
