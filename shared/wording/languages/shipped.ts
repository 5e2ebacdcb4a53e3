import type { Language } from '../sentences.ts';
import { english } from './en.ts';

/** Every language that Candor speaks, by its tag. A new one is a file beside this one, and a line here. */
const LANGUAGES: Readonly<Record<string, Language>> = { en: english };

export const LANGUAGE_TAGS: readonly string[] = Object.keys(LANGUAGES);

/** The language with this tag. Throws where none is shipped; the config is checked before. */
export function languageOf(tag: string): Language {
  const language = LANGUAGES[tag];
  if (!language) throw new RangeError(`no language "${tag}" is shipped`);
  return language;
}
