import type { Entry } from './entry.ts';

/** Why a text has to go. Each has one sentence that the public reads; a note of the house may follow it. */
export const REDACTION_REASONS = ['personal-data', 'secret', 'legal', 'other'] as const;
export type RedactionReason = (typeof REDACTION_REASONS)[number];

/** The longest note behind it, in characters (docs/rules.md, Redaction): it is no place for a statement. */
export const LONGEST_NOTE = 200;

type Chained = Pick<Entry, 'seq' | 'kind' | 'corrects'>;

/** Every entry whose text has to be gone, with the number of the redaction that said so first. */
export function redactedBy(entries: readonly Chained[]): ReadonlyMap<number, number> {
  const by = new Map<number, number>();
  for (const { kind, corrects, seq } of entries) {
    if (kind === 'redaction' && corrects !== undefined && !by.has(corrects)) by.set(corrects, seq);
  }
  return by;
}

/**
 * The entries as anybody may know them: what a redaction names has no words from the moment that the redaction is in the
 * chain. The text itself is removed from the log a little later, and nobody may show, say or send it in between.
 */
export function withoutRedacted<E extends Entry>(entries: readonly E[]): readonly E[] {
  const redacted = redactedBy(entries);
  return redacted.size === 0 ? entries : entries.map((entry) => (redacted.has(entry.seq) ? emptied(entry) : entry));
}

/** An entry without what was typed: its words, and what it left for an apology to quote. */
export function emptied<E extends Entry>(entry: E): E {
  const { content: _content, ...rest } = entry;
  const { ifLate, ...part } = entry.private;
  // With its salt, the hash would still tell whether a guess at the words is right.
  const { salt: _salt, ...unsalted } = part;
  return { ...rest, private: ifLate === undefined ? part : unsalted } as E;
}

/** True if something that was typed with this entry still lies in the log. */
export const holdsText = (entry: Entry): boolean => entry.content !== undefined || entry.private.ifLate !== undefined;

/**
 * The number of the last redaction; 0 without one. What a channel was told before it is kept by no copy of ours: titles
 * stand in posts of other entries too, and nobody can tell from a shortened text whose words it holds.
 */
export const lastRedaction = (entries: readonly Chained[]): number => Math.max(0, ...redactedBy(entries).values());

/** Said again elsewhere in the same words, however white space and invisible characters lie in it. */
export const holdsWords = (text: string, words: string): boolean =>
  words.trim() !== '' && plain(text).includes(plain(words));

const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
