import { publicIncident, workaroundOf } from '../../core/public-incident.ts';
import { anchorOf, latenessOf, saidLine } from '../post/foot.ts';
import { wordOf } from '../post/word.ts';
import type { Voice } from '../sentences.ts';
import { workaroundParagraph } from '../site.ts';
import { promisedTime } from '../time.ts';
import { cutWords } from './cut.ts';
import { type Fit, fitsIn, shareOf } from './fit.ts';
import { linkLine } from './link.ts';
import { neutral, neutralLine } from './neutral.ts';
import type { KeyedPost } from './post.ts';
import { longPromises, shortPromises } from './times.ts';

/** A title leaves room for what happened (docs/rules.md, Posts that fit). */
const TITLE_SHARE = 0.4;

/** What is cut first, the words that were said, keep this much, or their first sentence, before anything else gives way. */
const WORDS_SHARE = 1 / 3;

/** A shorter sentence than this (`Hello.`) says nothing alone; in characters. */
const LEAST_SENTENCE = 20;

/** Less than this of what one can do is of no use to anybody; in characters. */
const LEAST_TO_DO = 30;

/** What a post is put together from; each but the words is there or ''. */
type Parts = { word: string; title: string; words: string; toDo: string; foot: readonly string[] };

/**
 * A statement in as much room as there is: the times that are promised and what one can do come first, then as much of the
 * words as fits. Never left out: what it is, and every time that is promised with it.
 */
export function statementFor(voice: Voice, post: KeyedPost, fit: Fit): string {
  const message = neutral(post.entry.content?.message ?? '');
  const word = wordOf(voice, post);
  const title = post.root ? titleIn(word, post.incident.title, fit) : '';
  const place = (parts: Omit<Parts, 'word'>) => placed({ word, ...parts });
  const fits = (parts: Omit<Parts, 'word'>) => fitsIn(fit, place(parts));

  const [long, short, ...bare] = feet(voice, post, fit) as [string[], string[], ...string[][]];
  const least = cutWords(message, (words) => fitsIn(shareOf(fit, WORDS_SHARE), words));
  const first = firstSentenceOf(least);
  const toDo = whatToDo(post, message);
  const some = toDo.isNew ? cutWords(toDo.text, (part) => fits({ title, words: least, toDo: part, foot: short })) : '';
  const withTimes = (parts: { words: string; toDo: string }) =>
    [long, short].map((foot) => ({ title, ...parts, foot }));
  // Richest first, each with the least of the words that it is worth having with.
  const layouts = [
    ...(toDo.isNew ? withTimes({ words: least, toDo: toDo.text }) : []),
    ...(toDo.isNew && first !== '' ? withTimes({ words: first, toDo: toDo.text }) : []),
    ...(toDo.isNew ? [] : [{ title, words: message, toDo: toDo.text, foot: long }]),
    ...(some.length < LEAST_TO_DO ? [] : [{ title, words: least, toDo: some, foot: short }]),
    ...withTimes({ words: least, toDo: '' }),
    { title, words: '', toDo: '', foot: short },
    // Only an instance that takes next to nothing comes to these.
    ...[short, ...bare].map((foot) => ({ title: '', words: '', toDo: '', foot })),
  ];
  const layout = layouts.find(fits) ?? layouts.at(-1)!;
  return place({ ...layout, words: cutWords(message, (words) => fits({ ...layout, words })) });
}

/** With an ellipsis, because more follows; '' where none is worth being alone. */
function firstSentenceOf(words: string): string {
  const sentence = /^.+?[.!?。！？।؟](?=\s)/su.exec(words)?.[0] ?? '';
  return sentence.length < LEAST_SENTENCE ? '' : `${sentence} …`;
}

function placed({ word, title, words, toDo, foot }: Parts): string {
  const begins = title === '' ? [[word, words].filter(Boolean).join(': ')] : [`${word}: ${title}`, words];
  return [...begins, toDo === '' ? '' : workaroundParagraph(toDo), foot.join('\n')].filter(Boolean).join('\n\n');
}

const titleIn = (word: string, title: string, fit: Fit): string =>
  cutWords(neutralLine(title), (words) => fitsIn(shareOf(fit, TITLE_SHARE), `${word}: ${words}`));

/**
 * What one can do as long as it is not over, unless the words say it. It is new with the statement that says it and where a
 * thread begins; below one that has it already it takes no room from the words.
 */
function whatToDo({ incident, entry, root }: KeyedPost, message: string): { text: string; isNew: boolean } {
  const isOpen = incident.phase === 'open' || incident.phase === 'scheduled';
  const text = neutral((isOpen ? workaroundOf(publicIncident(incident)) : undefined) ?? '');
  return { text: message.includes(text) ? '' : text, isNew: root || (entry.content?.workaround ?? '') !== '' };
}

/** The lines below, richest first: they lose their longer sentences, the anchor, lateness and the link. */
function feet(voice: Voice, post: KeyedPost, fit: Fit): string[][] {
  const at = promisedTime(voice, post.entry.at, post.now);
  const said = (promises: readonly string[]) => saidLine(voice, at, post.late, promises);
  const [long, short] = [longPromises(voice, post), shortPromises(voice, post)];
  const lateness = latenessOf(voice, post).join(' ');
  const late = lateness === '' ? [] : [lateness];
  const anchor = anchorOf(post.entry);
  const link = linkLine(voice, post.link, fit);
  return [
    [said(long), ...late, ...anchor, link],
    [said(short), ...late, ...anchor, link],
    [said(short), ...late, link],
    [said(short), link],
    [said(short)],
  ];
}
