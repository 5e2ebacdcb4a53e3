import { segmenter } from '../wording/segmenter.ts';
import { plain } from './html.ts';
import { markdownText } from './markdown.ts';

/** Words that people typed as one line that can be read aloud: without the signs of Markdown, and on one line. */
export const spokenText = (markdown: string): string => plain(markdownText(markdown)).replace(/\s+/g, ' ').trim();

/** The first sentence of it, without its full stop, to go on inside one of ours. */
export const firstSentence = (markdown: string): string =>
  withoutFullStop(([...segmenter('sentence').segment(spokenText(markdown))][0]?.segment ?? '').trim());

export const withoutFullStop = (text: string): string => text.replace(/[.!?…]+$/, '');
