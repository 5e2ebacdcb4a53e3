import type { ApiDeskCase, At, ReadMention } from '../../../shared/client/desk.ts';
import { handleOf, money, SOURCE_LABEL, STATE_WORD, stateIn, TOLD_STATE } from '../../../shared/client/desk-words.ts';
import { type Called, clockTime } from '../../../shared/client/words.ts';
import { DESK_SOURCES } from '../../../shared/core/desk/mention.ts';
import type { Instant } from '../../../shared/core/instant.ts';
import { UsageError } from '../surroundings.ts';
import { wrapped } from '../table.ts';

/** A mention as the list names it: `x/0mx4nxcx3-2a6290b2d7d9`. Throws a `UsageError`. */
export function mentionNamed(written: string): At {
  const [source = '', id = '', ...rest] = written.split('/');
  if (rest.length === 0 && id !== '' && DESK_SOURCES.some((one) => one === source)) return { source, id };
  throw new UsageError(
    `"${written}" names no mention; write it as the list does, like x/0mx4nxcx3-2a6290b2d7d9 ("candor desk" has them)`,
  );
}

/** Their words, what else they said, what they were told, and what could be said: what an answer is made from. */
export function mentionText(read: ReadMention, now: Instant, called: Called, url: string): string {
  const { mention, answers, conversation, told, says, suggestions, price } = read;
  const { source, id, direct } = mention;
  const words = direct
    ? 'In private: what they wrote is read where they wrote it.'
    : mention.text || 'Their words are gone.';
  return [
    `${handleOf(mention)} on ${SOURCE_LABEL[source]}, ${clockTime(mention.at, now)} · ${stateIn(mention, called)}`,
    wrapped(words, '   '),
    ...(answers?.text === undefined
      ? []
      : ['In answer to:', wrapped(`${answers.from ?? 'us'}: ${answers.text}`, '   ')]),
    `Why: ${mention.why}`,
    ...part(
      'They also said:',
      conversation.map(({ text, at, state }) => `${clockTime(at, now)} (${STATE_WORD[state]}): ${text}`),
    ),
    ...part(
      'They were told:',
      told.map(({ text, at, by, state }) => `${clockTime(at, now)}, ${called(by)} (${TOLD_STATE[state]}): ${text}`),
    ),
    ...part('Our page says now:', says),
    ...part(
      `What could be said (${money(price.answer)}):`,
      suggestions.map(({ text }) => text),
    ),
    ...(read.case === undefined ? [] : ['', caseText(read.case, now, called)]),
    '',
    `A person answers, in the console: ${url}/console/desk/${source}/${id}`,
  ].join('\n');
}

const part = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', heading, ...lines.map((line) => wrapped(line, '   '))];

/** A case as support has it. */
export function caseText(
  { case: name, state, at, handedAt, notes }: ApiDeskCase,
  now: Instant,
  called: Called,
): string {
  const handed =
    handedAt === undefined ? 'support does not have it yet' : `with support since ${clockTime(handedAt, now)}`;
  return [
    `Case ${name} · ${state.replaceAll('-', ' ')} · since ${clockTime(at, now)} · ${handed}`,
    ...notes.map((note) =>
      wrapped(
        `${clockTime(note.at, now)}, ${called(note.by)}: ${[note.state, note.text].filter((one) => one !== undefined).join(': ')}`,
        '   ',
      ),
    ),
  ].join('\n');
}
