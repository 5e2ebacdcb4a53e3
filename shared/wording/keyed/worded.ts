import type { Voice } from '../sentences.ts';
import { apologyFor } from './apology.ts';
import type { Fit } from './fit.ts';
import { facetIn } from './link.ts';
import type { KeyedPost, KeyedText } from './post.ts';
import { statementFor } from './statement.ts';

/**
 * A statement worded for a network on which the same request twice is one post: what it is, what was said, what one can
 * do now, when it was said, what is promised, what came late, and the way to the page. It fits into what `fit` says, every
 * time has its zone, and nobody is mentioned. The same post gives the same text.
 */
export function wordedForKeyed(voice: Voice, post: KeyedPost, fit: Fit): KeyedText {
  const text = post.entry.kind === 'apology' ? apologyFor(voice, post, fit) : statementFor(voice, post, fit);
  const link = facetIn(voice, text, post.link, fit);
  return { text, length: fit.length(text), ...(link === undefined ? {} : { link }) };
}
