import { comparable } from '../channel/digest.ts';
import { asksToStop } from './stop.ts';

/** Where mail programs begin to quote what is answered, in the languages in which we hear people. */
const QUOTE_BEGINS = [
  /^\s*>/,
  /^\s*-{2,}\s*(?:original message|forwarded message|urspr(?:ü|ue)ngliche nachricht|message d'origine)/i,
  /^\s*(?:on|am|le|el)\b.{4,200}\b(?:wrote|schrieb|a écrit|escribió)\b.{0,120}:\s*$/i,
  /^\s*(?:from|von|de)\s*:\s.+@/i,
  // The line that sets off a signature (RFC 3676).
  /^-- ?$/,
];

/** A mail without what it quotes and without its signature. What its author wrote below a quote is not theirs by this. */
export function ownText(text: string): string {
  const lines = plainText(text).split(/\r?\n/);
  const end = lines.findIndex((line) => QUOTE_BEGINS.some((begins) => begins.test(line)));
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  nbsp: ' ',
  amp: '&',
};

/** Some ticket systems hand on HTML. What is made of it is matched, and neither shown nor kept. */
function plainText(text: string): string {
  if (!/^\s*<[a-z!]/i.test(text)) return text;
  return text
    .replaceAll(/<blockquote[\s\S]*?<\/blockquote>/gi, '\n')
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/tr)\b[^>]*>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|apos|#39|nbsp|amp);/g, (entity, name: string) => ENTITIES[name] ?? entity)
    .trim();
}

/**
 * What somebody said by mail, as it is matched: the wish to be left alone by itself, else with the subject. A mail that says
 * nothing of its own is its subject, and one without that all that it quotes.
 */
export function saidByMail({ subject = '', text }: { subject?: string | undefined; text: string }): string {
  const own = ownText(text);
  if (own === '') return subject.trim() || text;
  return asksToStop(own) ? own : [subject, own].filter((part) => part.trim() !== '').join('\n');
}

/**
 * True of a message that is one of ours and comes back as if a customer had written it: it begins with words that we sent,
 * and what a ticket system has put behind them is no wish to be left alone. Words before ours are somebody's answer to them.
 */
export function isOurs(text: string, sent: readonly string[]): boolean {
  const said = comparable(text);
  return sent.some((ours) => {
    const words = comparable(ours);
    return words !== '' && said.startsWith(words) && !asksToStop(said.slice(words.length));
  });
}
