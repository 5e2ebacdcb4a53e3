import { cutAtWord } from '../cut-at-word.ts';
import { REDACTED } from '../incident.ts';
import { PAGE } from '../site.ts';
import { promisedTime } from '../time.ts';
import { type Block, words } from './blocks.ts';
import { stateWord } from './subject.ts';
import { quotable } from './typed.ts';
import type { Told } from './view.ts';

/** So many older statements are in a mail, and so much of each; the page has all (docs/rules.md, Mails). */
const OLDER_STATEMENTS = 6;
const LONGEST_OLDER = 400;

/** What was said before, newest first. Whatever is shortened or left out says so; the page is named beside it. */
export function soFar(told: Told): Block[] {
  const older = told.incident.entries.filter(({ seq }) => seq < told.line.seq).toReversed();
  if (older.length === 0) return [];
  const shown = older.slice(0, OLDER_STATEMENTS);
  return [
    { is: 'heading', text: 'So far, newest first' },
    ...shown.flatMap((line) => before(told, line)),
    ...leftOut(told, older.length - shown.length, shown.some(isCut)),
  ];
}

const isCut = ({ message = '' }: Told['line']): boolean => quotable(message).length > LONGEST_OLDER;

function leftOut({ addresses }: Told, rest: number, someAreCut: boolean): Block[] {
  const first = rest === 1 ? 'The first update is left out here.' : `The first ${rest} updates are left out here.`;
  const said = [...(rest === 0 ? [] : [first]), ...(someAreCut ? ['Texts that end in “…” are shortened.'] : [])];
  if (said.length === 0) return [];
  return [words(said.join(' '), 'fine'), { is: 'link', words: 'Read the whole of it', href: addresses.page }];
}

function before(told: Told, line: Told['line']): Block[] {
  const { incident, voice, now } = told;
  const corrections = incident.entries.filter(({ kind, corrects }) => kind === 'correction' && corrects === line.seq);
  const marks = corrections.map(({ at }) => `, ${PAGE.correctedLater.toLowerCase()} ${promisedTime(voice, at, now)}`);
  const head = `${promisedTime(voice, line.at, now)}, ${stateWord({ incident, line })}${marks.join('')}`;
  return [
    { is: 'when', text: head },
    words(line.message === undefined ? REDACTED : cutAtWord(quotable(line.message), LONGEST_OLDER)),
  ];
}
