import { sentenceOf, type Voice } from './sentences.ts';

/** As long as a title may be. */
const LONGEST_TITLE = 200;

/** What the public reads at once of a restricted incident: which components, by name, and that we work on it. */
export function restrictedOpening(voice: Voice, names: readonly string[]): { title: string; message: string } {
  return { title: titleOf(voice, names), message: sentenceOf(voice, 'restricted-opening') };
}

/** Names all, or nobody's: a list that was cut would say that the others work. */
function titleOf(voice: Voice, names: readonly string[]): string {
  const [last = '', ...before] = names.toReversed();
  const components = before.length === 0 ? last : `${before.toReversed().join(', ')}${voice.and}${last}`;
  const title = sentenceOf(voice, 'restricted-title', { components });
  return names.length === 0 || title.length > LONGEST_TITLE ? sentenceOf(voice, 'restricted-title-none') : title;
}
