import type { FieldText, Remark, RuleId } from './finding.ts';

/** A wording that a rule has something against. `pattern` is global and ignores case. */
export type Phrase = { pattern: RegExp; reason: string; suggestion?: string };

/** One remark for each phrase that a text contains, at the first place where it does. */
export function remarksOn(texts: readonly FieldText[], rule: RuleId, phrases: readonly Phrase[]): Remark[] {
  return texts.flatMap(({ field, text }) =>
    phrases.flatMap(({ pattern, reason, suggestion }) => {
      const match = pattern.exec(straight(text));
      if (!match) return [];
      const advice = suggestion === undefined ? {} : { suggestion };
      return [{ rule, field, quote: quoted(text, match), reason, ...advice }];
    }),
  );
}

/** Curly quotes become straight ones, one for one, so that places in the text stay what they are. */
export const straight = (text: string): string => text.replaceAll(/[‘’]/g, "'");

const quoted = (text: string, match: RegExpExecArray): string =>
  text.slice(match.index, match.index + match[0].length).trim();
