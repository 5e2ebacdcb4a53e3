import type { Language } from '../sentences.ts';
import { english } from './en.ts';

/**
 * Every language that the automated sentences of `sentences.ts` are there in, by its tag: a file beside this one, and a
 * line here. It is no language for the whole product: the words of pages, feeds, reminders, alarms and of the console,
 * and the headings on X, are English constants elsewhere in `wording` and `console`.
 */
const LANGUAGES: Readonly<Record<string, Language>> = { en: english };

export const LANGUAGE_TAGS: readonly string[] = Object.keys(LANGUAGES);

/** The language with this tag. Throws where none is shipped; the config is checked before. */
export function languageOf(tag: string): Language {
  const language = LANGUAGES[tag];
  if (!language) throw new RangeError(`no language "${tag}" is shipped`);
  return language;
}
