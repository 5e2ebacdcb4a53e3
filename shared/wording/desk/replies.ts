import type { DeskSource } from '../../core/desk/mention.ts';
import { lintReply, type ReplyObjection } from '../../core/desk/reply-lint.ts';
import type { TemplateName } from '../../core/desk/template.ts';
import type { Handling } from '../../core/entry.ts';
import { lengthThere } from './fit.ts';
import type { Said } from './slots.ts';
import { type DeskVoice, wordedForDesk } from './words.ts';

/** A reply to choose: what it is for, and its words now. */
export type Suggestion = { template: TemplateName; text: string };

/** What a person is offered: where nothing is open, where something is, and where it is over. */
const OFFERED: Readonly<Record<'nothing' | 'open' | 'over' | 'back', readonly TemplateName[]>> = {
  nothing: ['ack-unknown', 'to-private', 'thanks'],
  open: ['ack-known', 'to-private', 'thanks'],
  over: ['solved', 'to-private', 'thanks'],
  back: ['correction', 'to-private', 'thanks'],
};

/**
 * One to three replies, each in words that may go out. `toldOver`: they were told that it is over, and it is not. Who does not
 * complain is thanked first.
 */
export function suggestedReplies(
  desk: DeskVoice,
  said: Said,
  { source, trouble, turn, toldOver }: { source: DeskSource; trouble: boolean; turn: number; toldOver: boolean },
): Suggestion[] {
  const { status } = said.borne;
  const about = status === undefined ? 'nothing' : said.slots.lasted !== '' ? 'over' : toldOver ? 'back' : 'open';
  const offered = trouble ? OFFERED[about] : OFFERED[about].toReversed();
  return offered
    .map((template) => ({ template, text: wordedForDesk(desk, template, said, { turn }) }))
    .filter(({ text }) => objectionsToReply(text, said, source).length === 0);
}

/** Everything that speaks against these words as an answer there; empty if they may go out. */
export function objectionsToReply(text: string, { borne }: Said, source: DeskSource): ReplyObjection[] {
  const { length, most } = lengthThere(source, text);
  const long: ReplyObjection[] =
    length > most ? [{ rule: 'length', quote: '', reason: `counts ${length} there, and ${most} fit` }] : [];
  return [...lintReply(text, borne), ...long];
}

/**
 * The same, for words that a person has edited. Of a restricted incident nothing goes out but its public words, as one of the
 * templates has them.
 */
export function objectionsToEdit(
  text: string,
  said: Said,
  { source, handling, templates }: { source: DeskSource; handling: Handling | undefined; templates: readonly string[] },
): ReplyObjection[] {
  const others: ReplyObjection[] =
    handling === 'restricted' && !templates.includes(text)
      ? [
          {
            rule: 'words-of-others',
            quote: '',
            reason: 'this incident is restricted: only its public words go out; take one of the templates as it is',
          },
        ]
      : [];
  return [...others, ...objectionsToReply(text, said, source)];
}
