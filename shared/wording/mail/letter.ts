import { asHtml } from './as-html.ts';
import { asText } from './as-text.ts';
import { type Block, unmarked } from './blocks.ts';
import { type Header, oneLine } from './headers.ts';

/** A mail before anybody is named whom it goes to. */
export type MailWords = {
  subject: string;
  text: string;
  html: string;
  headers: readonly Header[];
  /** A `text/calendar` part. */
  calendar?: string;
};

/** The language of our own words, as in `<html lang dir>`. */
export type Tongue = { tag: string; dir: 'ltr' | 'rtl' };

/** A subject is at most this long: phones show a third of it (docs/rules.md, Mails). */
export const LONGEST_SUBJECT = 120;

/** A mail of these pieces, in order. */
export function letter(
  { tag, dir }: Tongue,
  subject: string,
  blocks: readonly Block[],
  headers: readonly Header[],
): MailWords {
  const said = oneLine(unmarked(subject), LONGEST_SUBJECT);
  return { subject: said, text: asText(blocks), html: asHtml({ tag, dir }, said, blocks), headers };
}
