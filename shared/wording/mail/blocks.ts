import { oneLine } from './headers.ts';

/**
 * A piece of a mail. Text and HTML are made from the same pieces, so that neither says what the other does not.
 *
 * - `words`: ours; `typed`: a person's, whose paragraphs and https links are kept and nothing else is markup
 * - `when`: above something that was said earlier
 * - `rows`: what is looked for at a glance, each with its label
 * - `link`: alone on its line, its address written out in the text
 */
export type Block =
  | { is: 'title' | 'heading' | 'when'; text: string }
  | { is: 'words'; text: string; tone?: 'late' | 'fine' }
  | { is: 'typed'; text: string }
  | { is: 'rows'; rows: readonly Row[] }
  | { is: 'link'; words: string; href: string; tone?: 'button' | 'fine' }
  | { is: 'line' };

export type Row = { label: string; value: string };

export const words = (text: string, tone?: 'late' | 'fine'): Block => ({
  is: 'words',
  text,
  ...(tone === undefined ? {} : { tone }),
});

const ISOLATE = '\u2068';
const POP = '\u2069';

/**
 * A name that people gave, inside a sentence of ours: whichever way it is written, it does not reorder what is around it.
 * What nobody sees was taken out of it, so these two signs are ours alone.
 */
export const named = (name: string): string => `${ISOLATE}${oneLine(name)}${POP}`;

/** `text` of ours without the signs around names. */
export const unmarked = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '');

/** Escaped `text` with the signs around names as HTML has them. */
export const isolated = (text: string): string => text.replaceAll(ISOLATE, '<bdi>').replaceAll(POP, '</bdi>');
