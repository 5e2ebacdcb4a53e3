import { plain } from '../../core/hidden-characters.ts';

/** Breaks what a network would make a link or a mention of, and is not seen. It counts as one character. */
export const ZERO_WIDTH_SPACE = '\u200b';

/** What a person typed as a post shows it: nothing hidden, one spelling of each letter, and no gaps. */
export const tidied = (text: string): string =>
  plain(text)
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
